"""Takes the pictures of the README from a running demonstration.

Usage: VIGIE_DATA=folder ./vigie demo --port 8000     (in another terminal)
       python -m scripts.take_pictures folder 8000
"""

import json
import sys
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs/pictures"
PHONE = {"width": 390, "height": 844}
ROOM = {"width": 1280, "height": 844}


def main() -> None:
    """Every picture anew."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    notes = json.loads((folder / "demonstration.json").read_text())
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        take_witness(browser, port, notes["code"])
        take_desk(browser, port + 1, notes["logins"][0])
        take_figures(browser, port + 2)
        browser.close()


def page_of(browser: Browser, size: dict[str, int]) -> Page:
    """A new visitor, in French."""
    shown = {"width": size["width"], "height": size["height"]}
    return browser.new_context(viewport=shown, locale="fr-FR").new_page()  # type: ignore[arg-type]


def take_witness(browser: Browser, port: int, code: str) -> None:
    """The first page, a question, the follow-up, on a phone; the campaign."""
    page = page_of(browser, PHONE)
    page.goto(f"http://127.0.0.1:{port}/")
    page.screenshot(path=OUT / "first.png")
    page.goto(f"http://127.0.0.1:{port}/raconter/")
    page.click("main button")
    page.wait_for_url("**/code/")
    page.goto(f"http://127.0.0.1:{port}/raconter/1/")
    page.screenshot(path=OUT / "question.png")
    again = page_of(browser, PHONE)
    again.goto(f"http://127.0.0.1:{port}/suivi/")
    again.fill("[name=code]", code)
    again.keyboard.press("Enter")
    again.wait_for_selector("[name=text]")
    again.screenshot(path=OUT / "follow-up.png")


def take_desk(browser: Browser, port: int, login: dict[str, str]) -> None:
    """The queue, and a conversation beside its image."""
    page = page_of(browser, ROOM)
    page.goto(f"http://127.0.0.1:{port}/desk/")
    page.fill("[name=name]", login["name"])
    page.fill("[name=passphrase]", login["passphrase"])
    page.fill("[name=code]", pyotp.TOTP(login["totp"]).now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    page.screenshot(path=OUT / "queue.png")
    page.get_by_role("link", name="lola.b.exemple").first.click()
    page.get_by_text("Montrer l’image").first.click()
    page.wait_for_load_state()
    page.locator("h2", has_text="Conversation").first.evaluate(
        "heading => window.scrollTo(0, heading.getBoundingClientRect().top + scrollY - 70)"
    )
    page.wait_for_timeout(500)
    page.screenshot(path=OUT / "conversation.png")


def take_figures(browser: Browser, port: int) -> None:
    """The observatory."""
    page = page_of(browser, ROOM)
    page.goto(f"http://127.0.0.1:{port}/observatory/")
    page.screenshot(path=OUT / "observatory.png")


if __name__ == "__main__":
    main()
