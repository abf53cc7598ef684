"""The pages of the team, as a lead and a newcomer use them, and an authenticator in the browser."""

from typing import Any

import pyotp
from playwright.sync_api import Page

from tests.journeys.desk_pages import DeskPages
from tests.journeys.household import Responder

PASSPHRASE = "cinq poires dans un panier"
KEY: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Keyring:
    """A security key that is plugged into a page's browser, touched as soon as it is asked."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._number = ""

    def plug_in(self) -> None:
        """A new key, with no passkey on it."""
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        self._number = str(added["authenticatorId"])

    def pull_out(self) -> None:
        """Takes the key away, and what was on it."""
        self._session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._number})

    def uses(self) -> list[int]:
        """How often each passkey of the key was used."""
        found = self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._number})
        return [int(each["signCount"]) for each in found["credentials"]]


def invite(lead: DeskPages, name: str, role: str = "listener") -> str:
    """Has six words made for somebody; gives them."""
    lead.open("/desk/equipe/")
    lead.page.locator("#name").fill(name)
    lead.page.locator(f"[name=role][value={role}]").check()
    lead.press("form[action$='/inviter/'] button")
    return words_shown(lead)


def words_shown(lead: DeskPages) -> str:
    """The six words of the page."""
    return " ".join(lead.page.locator(".code-words li").all_inner_texts())


def open_person(lead: DeskPages, name: str) -> None:
    """The page of somebody in the team."""
    lead.open("/desk/equipe/")
    lead.press(lead.page.locator(".folk a", has_text=name))


def accept(newcomer: DeskPages, words: str, passphrase: str) -> str:
    """Makes a key with six words and a passphrase, tries the second factor; gives the four."""
    newcomer.open("/desk/rejoindre/")
    newcomer.page.locator("#words").fill(words)
    newcomer.page.locator("#passphrase").fill(passphrase)
    newcomer.press("main button.next")
    return keep_second_factor(newcomer, passphrase)


def keep_second_factor(newcomer: DeskPages, passphrase: str) -> str:
    """Copies the secret that is shown into an authenticator and tries it; gives the four words."""
    page, who = newcomer.page, newcomer.responder
    who.passphrase, who.visit, who.last_step = passphrase, "", 0
    who.totp = page.locator(".factor b").inner_text().replace(" ", "")
    assert page.locator(".factor svg path").count() == 1
    page.locator("#code").fill(pyotp.TOTP(who.totp).now())
    newcomer.press("main form button")
    assert "fonctionne" in newcomer.text
    four = page.locator(".four")
    return four.inner_text() if four.count() else ""


def let_in(lead: DeskPages, name: str) -> str:
    """Lets somebody in; gives the four words that the lead had to compare."""
    lead.open("/desk/equipe/")
    row = lead.page.locator(".waiting", has_text=name)
    four = row.locator(".four").inner_text()
    lead.press(row.locator("form[action$='/accueillir/'] button"))
    return four


def newcomer_called(name: str) -> Responder:
    """Somebody who has nothing yet but a name."""
    return Responder(name, PASSPHRASE, "")
