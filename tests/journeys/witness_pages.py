"""The witness pages as a witness uses them; names of fields, not words, so in any language."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, FilePayload, Locator, Page

Look = Callable[[Page], None]
Answer = str | tuple[str, ...]


class WitnessPages:
    """A witness's browser; every page it comes to is looked at."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self._look = look

    @property
    def path(self) -> str:
        """Where the witness is."""
        return self.page.url.split("/", 3)[3].join(("/", ""))

    @property
    def heading(self) -> str:
        """The title of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def alerts(self) -> list[str]:
        """What the page says is wrong."""
        return self.page.locator("[role=alert]").all_inner_texts()

    @property
    def text(self) -> str:
        """Everything the page says, but the lines of help at its foot."""
        return self.page.locator("main").inner_text()

    def look(self) -> None:
        """Looks at the page that is open."""
        self._look(self.page)

    def open(self, path: str = "/") -> None:
        """Goes to an address."""
        self.page.goto(path)
        self._look(self.page)

    def press(self, button: str | Locator) -> None:
        """Presses a button or a link, and comes to the page it leads to."""
        target = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_navigation():
            target.click()
        self._look(self.page)

    def start(self) -> str:
        """From the first page to the code; gives the six words."""
        self.open("/")
        self.press("main form button.door")
        return self.code()

    def code(self) -> str:
        """The six words that the page shows."""
        return " ".join(self.page.locator(".card .words li").all_inner_texts())

    def go_on(self) -> None:
        """Follows the lamp: the one next step of a page."""
        self.press("main .next")

    def answer(self, **answers: Answer) -> None:
        """Fills fields by their names."""
        for name, answer in answers.items():
            for each in (answer,) if isinstance(answer, str) else answer:
                self._answer_one(name, each)

    def save(self) -> None:
        """Leaves the page for the next question."""
        self.press("button[name=go][value=next]")

    def back(self) -> None:
        """Leaves the page for the question before."""
        self.press("button[name=go][value=back]")

    def skip(self) -> None:
        """Leaves the page without an answer."""
        self.press("main .moves a.quiet")

    def choose(self, *files: Path | FilePayload) -> None:
        """Chooses files, without sending them."""
        chosen = [payload(each) if isinstance(each, Path) else each for each in files]
        self.page.locator("input[type=file]").set_input_files(chosen)

    def add(self, *files: Path | FilePayload) -> None:
        """Sends files and stays on the page."""
        self.choose(*files)
        self.press("button[name=go][value=add]")

    def files(self) -> list[str]:
        """The files kept, each with its size, its state, and what is wrong with it."""
        return [" ".join(each.split()) for each in self._texts(".files li")]

    def send(self) -> None:
        """Sends what was told, from the last look."""
        self.press("form[action$='/envoyer/'] button")

    def come_back(self, code: str) -> None:
        """Opens the follow-up with a code, as it is typed."""
        self.open("/suivi/")
        self.page.locator("#code").fill(code)
        self.press("form:has(#code) button.next")

    def close(self) -> None:
        """Closes the testimony on this device."""
        self.press("form[action$='/fermer/'] button")

    def write(self, text: str) -> None:
        """Writes to the team."""
        self.page.locator("textarea[name=text]").fill(text)
        self.press("form[action$='/message/'] button")

    def messages(self) -> list[str]:
        """What was written, both ways."""
        return [each.strip() for each in self._texts(".talk .said")]

    def done_for_me(self) -> list[str]:
        """What was done: platforms written to."""
        return [" ".join(each.split()) for each in self._texts(".timeline li")]

    def ask_withdrawal(self) -> None:
        """Asks that everything be erased."""
        self.open("/suivi/retirer/")
        self.press("form[action$='/retirer/'] button")

    def cancel_withdrawal(self) -> None:
        """Keeps everything after all."""
        self.press("form[action$='/garder/'] button")

    def receipt(self) -> Download:
        """Downloads the receipt."""
        self.open("/suivi/recu/")
        with self.page.expect_download() as given:
            self.page.locator("form[action$='/recu/'] button").click()
        return given.value

    def leave_at_once(self) -> None:
        """Quitter vite."""
        with self.page.expect_navigation():
            self.page.locator("header a.exit").click()

    def cookies(self) -> list[str]:
        """The names of the cookies of this browser."""
        return [str(each.get("name")) for each in self.page.context.cookies()]

    def _answer_one(self, name: str, answer: str) -> None:
        field = self.page.locator(f'[name="{name}"]').first
        if field.get_attribute("type") in ("radio", "checkbox"):
            self.page.locator(f'label:has([name="{name}"][value="{answer}"])').click()
        elif self.page.locator(f'select[name="{name}"]').count():
            field.select_option(answer)
        else:
            field.fill(answer)

    def _texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_inner_texts()


def payload(file: Path) -> FilePayload:
    """A file of this machine, as a browser sends it."""
    return {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
