"""Coming in: a passkey in two steps, strangers slowed down, nobody's name given away."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from tests.authenticator import Authenticator
from tests.scenes import Login
from vigie.evidence.keys import new_identity
from vigie.flows.team.guessing import FREE_FAILURES
from vigie.flows.team.passkeys import Site, enrol, enrol_options
from vigie.flows.team.people import visitor
from vigie.store.people import DeskVisit
from vigie.web.desk.door import DEVICE_COOKIE, site_of
from vigie.web.desk.session import COOKIE

DOOR, KEY, PROOF = "/desk/connexion/", "/desk/connexion/cle/", "/desk/preuve/"
SITE = Site("testserver", ("https://testserver",))


@pytest.fixture
def key(lead: Login, now: datetime) -> Authenticator:
    """A passkey of the responder."""
    made = Authenticator()
    answer = made.make(enrol_options(lead.desk, SITE, b"c"))
    enrol(lead.desk, "Clé", answer, SITE, (b"c",), now)
    return made


def asked(page: HttpResponseBase) -> str:
    """What a page asks the browser's authenticator."""
    found = re.search(r'data-passkey="([^"]+)"', cast(HttpResponse, page).content.decode())
    assert found
    return html.unescape(found[1])


def typed(login: Login, code: str = "", **more: str) -> dict[str, str]:
    return {"name": login.name, "passphrase": login.passphrase, "code": code, **more}


def wrong(client: Client, name: str, times: int = 1) -> HttpResponse:
    """The answer to the last of some tries with another passphrase."""
    sent = {"name": name, "passphrase": "pas la phrase", "code": "000000"}
    return [client.post(DOOR, sent) for _ in range(times)][-1]  # type: ignore[return-value]


def test_name_and_passphrase_first_then_the_passkey_on_the_next_page(
    desk_client: Client, lead: Login, key: Authenticator, now: datetime
) -> None:
    page = desk_client.post(DOOR, typed(lead, to="/desk/appel/"))
    before = desk_client.cookies[COOKIE].value
    locked = desk_client.get("/desk/")

    answer = desk_client.post(KEY, {"answer": key.answer(asked(page)), "to": "/desk/appel/"})

    assert (page.status_code, locked.status_code) == (200, 302)
    assert answer["Location"] == "/desk/appel/"
    assert desk_client.get("/desk/").status_code == 200
    assert desk_client.cookies[COOKIE].value != before
    assert visitor(before, now) is None


def test_what_was_being_sent_waits_behind_the_passkey_too(
    desk_client: Client, lead: Login, key: Authenticator
) -> None:
    kept = {"to": "/desk/appel/", "kept": "narrative=elle+raconte"}
    page = desk_client.post(DOOR, typed(lead, **kept))

    answer = desk_client.post(KEY, {"answer": key.answer(asked(page)), **kept})

    assert "narrative=elle+raconte" in page.content.decode()
    assert "elle raconte" in answer.content.decode()


def test_a_wrong_answer_takes_the_cookie_back(
    desk_client: Client, lead: Login, key: Authenticator
) -> None:
    page = desk_client.post(DOOR, typed(lead))
    key.origin = "https://example.org"

    answer = desk_client.post(KEY, {"answer": key.answer(asked(page))})

    assert answer.status_code == 403
    assert desk_client.cookies[COOKIE].value == ""
    assert not DeskVisit.objects.exists()


def test_the_page_of_the_passkey_alone_leads_to_the_door(desk_client: Client) -> None:
    assert desk_client.get(KEY)["Location"] == DOOR
    assert desk_client.post(KEY, {"answer": "{}"}).status_code == 403


@pytest.mark.parametrize("step", ["code", "passkey"])
def test_a_cookie_given_before_never_becomes_a_visit(
    step: str, desk_client: Client, lead: Login, key: Authenticator, now: datetime
) -> None:
    planted, _ = new_identity()
    desk_client.cookies[COOKIE] = planted

    if step == "code":
        desk_client.post(DOOR, typed(lead, lead.code(now)))
    else:
        page = desk_client.post(DOOR, typed(lead))
        desk_client.post(KEY, {"answer": key.answer(asked(page))})

    assert desk_client.get("/desk/").status_code == 200
    assert desk_client.cookies[COOKIE].value != planted
    assert visitor(planted, now) is None


def test_coming_in_again_ends_the_visit_that_the_browser_had(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    before = at_desk.cookies[COOKIE].value

    at_desk.post(DOOR, typed(lead, lead.code(now)))

    assert visitor(before, now) is None
    assert DeskVisit.objects.count() == 1


def test_a_stranger_is_slowed_and_told_how_long(desk_client: Client, lead: Login) -> None:
    last = wrong(desk_client, lead.name, FREE_FAILURES)

    slowed = wrong(desk_client, lead.name)

    assert (last.status_code, slowed.status_code) == (403, 429)
    assert slowed["Retry-After"] == "1"
    assert "Personne n’est bloqué" in slowed.content.decode()


def test_an_unknown_name_gets_the_same_pages(desk_client: Client, lead: Login) -> None:
    pages = {}
    for name in (lead.name, "Absente"):
        given = [wrong(desk_client, name) for _ in range(FREE_FAILURES + 1)]
        pages[name] = [(g.status_code, g.content.decode().replace(name, "…")) for g in given]

    assert pages[lead.name] == pages["Absente"]


def test_a_browser_that_came_in_before_gets_in_while_strangers_guess(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    later = now + timedelta(seconds=30)
    desk_client.post(DOOR, typed(lead, lead.code(now)))
    desk_client.post("/desk/deconnexion/")
    stranger = Client(headers={"Sec-Fetch-Site": "same-origin"})
    wrong(stranger, lead.name, FREE_FAILURES + 1)

    turned_back = stranger.post(DOOR, typed(lead, lead.code(later)))
    let_in = desk_client.post(DOOR, typed(lead, lead.code(later)))

    assert turned_back.status_code == 429
    assert let_in.status_code == 302


def test_the_cookie_of_a_known_browser_is_for_this_host_and_names_nobody(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    desk_client.post(DOOR, typed(lead, lead.code(now)))

    cookie = desk_client.cookies[DEVICE_COOKIE]

    assert DEVICE_COOKIE.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert lead.name not in cookie.value


@pytest.mark.parametrize(
    ("host", "origins"),
    [
        ("desk.example.org", ("https://desk.example.org",)),
        ("localhost:8001", ("https://localhost:8001", "http://localhost:8001")),
    ],
)
def test_only_this_machine_is_reached_without_tls(
    host: str, origins: tuple[str, ...], settings: object
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]

    site = site_of(RequestFactory().get("/", headers={"Host": host}))

    assert site == Site(host.split(":", maxsplit=1)[0], origins)


@pytest.fixture
def stale(at_desk: Client, now: datetime) -> Client:
    """A browser at the desk whose second factor was given six minutes ago."""
    DeskVisit.objects.update(proved_at=now - timedelta(minutes=6))
    return at_desk


def test_a_grave_page_asks_for_the_second_factor_first(stale: Client) -> None:
    answer = stale.get("/desk/dossiers/D-0/signalements/N-0.pdf")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/preuve/?to=%2Fdesk%2Fdossiers%2FD-0")


def test_a_code_proves_and_leads_on_with_another_cookie(
    stale: Client, lead: Login, now: datetime
) -> None:
    before = stale.cookies[COOKIE].value

    answer = stale.post(PROOF, {"code": lead.code(now), "to": "/desk/appel/"})

    assert answer["Location"] == "/desk/appel/"
    assert stale.cookies[COOKIE].value != before
    assert visitor(before, now) is None
    assert stale.get("/desk/dossiers/D-0/signalements/N-0.pdf").status_code == 404


def test_a_passkey_proves_too(stale: Client, key: Authenticator) -> None:
    page = stale.get(PROOF, {"to": "/desk/appel/"})

    answer = stale.post(PROOF, {"answer": key.answer(asked(page)), "to": "/desk/appel/"})

    assert answer["Location"] == "/desk/appel/"
    assert stale.get("/desk/").status_code == 200


def test_a_wrong_code_keeps_what_waits_and_the_desk_stays_open(stale: Client) -> None:
    answer = stale.post(PROOF, {"code": "000000", "to": "/desk/appel/", "kept": "narrative=x"})

    assert answer.status_code == 403
    assert 'name="kept" value="narrative=x"' in answer.content.decode()
    assert stale.get("/desk/").status_code == 200


def test_guessing_the_code_at_an_open_desk_is_slowed(stale: Client) -> None:
    given = [stale.post(PROOF, {"code": "000000"}) for _ in range(FREE_FAILURES + 1)]

    assert "Trop d’essais" in given[-1].content.decode()


def test_a_secret_that_was_typed_is_not_carried_along(stale: Client) -> None:
    DeskVisit.objects.all().delete()
    secrets = {"passphrase": "secrete-1", "passphrase_old": "secrete-2", "share": "secrete-3"}

    answer = stale.post("/desk/appel/", {"narrative": "garde", **secrets})

    assert answer.status_code == 401
    assert "garde" in answer.content.decode()
    assert "secrete" not in answer.content.decode()


def test_a_form_for_a_grave_act_waits_behind_the_proof(
    stale: Client, lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique").desk.responder
    address = f"/desk/equipe/{other.pseudonym}/role/"

    asking = stale.post(address, {"role": "listener"})
    kept = asking.context["kept"]
    shown = stale.post(PROOF, {"code": lead.code(now), "to": address, "kept": kept})

    assert asking.status_code == 403
    assert shown.context["fields"] == [("role", "listener")]
    assert "Rien n’est encore fait" in shown.content.decode()
    other.refresh_from_db()
    assert other.role == "lead"
