"""The desk as a responder uses it."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from tests.journeys.household import Responder

Look = Callable[[Page], None]
MOST_TABS = 150


class DeskPages:
    """A responder's browser; every page it comes to is looked at."""

    def __init__(self, page: Page, look: Look, responder: Responder) -> None:
        self.page = page
        self._look = look
        self.responder = responder

    @property
    def alert(self) -> str:
        """What the page says is wrong, on one line."""
        return " ".join(" ".join(self.page.locator("[role=alert]").all_inner_texts()).split())

    @property
    def text(self) -> str:
        """Everything the page says."""
        return self.page.locator("main").inner_text()

    def open(self, path: str = "/desk/") -> None:
        """Goes to an address."""
        self.page.goto(path)
        self._look(self.page)

    def look(self) -> None:
        """Looks at the page that is open."""
        self._look(self.page)

    def press(self, button: str | Locator) -> None:
        """Presses a button or a link, and comes to the page it leads to."""
        target = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_navigation():
            target.click()
        self._look(self.page)

    def log_in(self) -> None:
        """By the door: passphrase and second factor."""
        self.open("/desk/")
        self.fill_in(self.responder.code())
        self.keep_visit()

    def keep_visit(self) -> None:
        """Remembers the visit's cookie, which changes whenever a factor is given."""
        cookies = {each.get("name"): each.get("value") for each in self.page.context.cookies()}
        self.responder.visit = str(cookies["__Host-desk"])

    def prove(self) -> None:
        """Gives a code again where a page asks for it, and goes on to where it led."""
        self.page.locator("#code").fill(self.responder.code())
        self.press("main form:has(#code) button")
        self.keep_visit()

    def come_in(self) -> None:
        """Comes to the queue, by a visit that is still open when there is one."""
        self.open("/desk/")
        if self.responder.visit:
            name, value = "__Host-desk", self.responder.visit
            host = urlsplit(self.page.url).hostname or ""
            self.page.context.add_cookies(
                [{"name": name, "value": value, "domain": host, "path": "/", "secure": True}]
            )
            self.open("/desk/")
        if self.page.locator("#passphrase").count():
            self.log_in()

    def fill_in(self, code: str) -> None:
        """Fills the door's form with a code."""
        self.page.locator("#name").fill(self.responder.name)
        self.page.locator("#passphrase").fill(self.responder.passphrase)
        self.page.locator("#code").fill(code)
        self.press("main form button.next")

    def queue(self) -> list[str]:
        """The rows of the queue in order, each as its severity and its words."""
        rows = []
        for band in self.page.locator("section:has(.band)").all():
            severity = band.locator(".band .p").inner_text()
            rows += [
                f"{severity} {' '.join(t.split())}"
                for t in band.locator(".rows li").all_inner_texts()
            ]
        return rows

    def urgent_rows(self) -> Locator:
        """The rows of P1, in order: the newest last."""
        return self.page.locator("section:has(.band .P1) .rows li")

    def claim(self, name: str) -> str:
        """Takes the case whose row says so; gives its reference."""
        row = self.page.locator(".rows li", has_text=name)
        self.press(row.locator("form button"))
        return self.page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0]

    def take_in_another_tab(self, reference: str) -> None:
        """Takes a case again beside the page where something was typed."""
        tab = self.page.context.new_page()
        tab.goto(f"/desk/dossiers/{reference}/")
        with tab.expect_navigation():
            tab.locator("form[action$='/prendre/'] button").click()
        tab.close()

    def turn(self, words: str) -> Locator:
        """The turn that says these words."""
        return self.page.locator(".turn", has_text=words).first

    def see_turn(self, words: str) -> None:
        """Goes to a turn, whose region of the image is lit."""
        self.turn(words).focus()

    def shown_images(self) -> list[str]:
        """For every image of evidence that is on the page, the filter it is seen through."""
        images = self.page.locator(".frame img").all()
        return [str(each.evaluate("each => getComputedStyle(each).filter")) for each in images]

    def reasons(self) -> list[str]:
        """Why the case is as grave as it is, with the words it rests on."""
        return self.page.locator(".reasons li").all_inner_texts()

    def custody(self) -> str:
        """The acts in the log of the case, as they stand now."""
        self.page.reload()
        return " ".join(self.page.locator(".trail").all_text_contents())

    def correct(self, words: str, right: str) -> None:
        """Puts a turn right."""
        turn = self.turn(words)
        turn.locator("details.correct > summary").click()
        turn.locator("textarea[name=text]").first.fill(right)
        self.press(turn.locator("button[value=save]"))

    def note(self, kind: str, text: str) -> None:
        """Writes a note, or a doubt."""
        form = self.page.locator(f"form:has(input[name=kind][value={kind}])")
        form.locator("textarea").fill(text)
        self.press(form.locator("button"))

    def write_to_witness(self, text: str) -> None:
        """Writes what the witness reads with the code."""
        self.page.locator("#message-text").fill(text)
        self.press("form:has(#message-text) button")

    def sides(self) -> list[str]:
        """The side of each turn, in order."""
        classes = [each.get_attribute("class") or "" for each in self.page.locator(".turn").all()]
        return [
            next(s for s in ("left", "right", "centre") if s in each.split()) for each in classes
        ]

    def prepare_notice(self) -> None:
        """Opens the form of a notice."""
        self.press("a[href$='/signaler/']")

    def make_notice(self) -> None:
        """Sends the form of a notice."""
        self.press("main form button.next")

    def cite(self, claim: int, *words: str) -> None:
        """Ticks the messages that a fact rests on."""
        for each in words:
            boxes = self.page.locator(f"#claim-{claim}-quotes li", has_text=each)
            boxes.first.locator("input").check()

    def download(self, kind: str, to: Path) -> Path:
        """Downloads a paper of the notice, with a second factor when the last one is old."""
        proof = self.page.locator("a[href*='/preuve/']")
        if proof.count():
            self.press(proof)
            self.prove()
        with self.page.expect_download() as given:
            self.page.locator(f"a[download][href$='.{kind}']").click()
        given.value.save_as(to)
        return to


def focused(page: Page) -> str:
    """The id of what has the keyboard."""
    return str(page.evaluate("() => document.activeElement.id"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes there with the Tab key alone; fails when it cannot be reached."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached with the keyboard")
