"""Every witness page: light, without script or style inside, with the help lines and a way out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

import vigie.web
from tests.web.reading_pages import text_of
from vigie.web.testimony.questions import QUESTIONS
from vigie.web.testimony.views.advice import TOPICS

WEB = Path(vigie.web.__file__).parent
STATIC = WEB / "static" / "vigie"
PAGE_BYTES = 100_000
STYLE_BYTES = 15_000
HELP_LINES = ("tel:17", "tel:112", "sms:114", "tel:3018", "tel:119", "tel:3114")
ADVICE = [f"/conseils/{topic.slug}/" for topic in TOPICS]
ADDRESSES = [
    "/",
    "/urgent/",
    "/raconter/",
    "/raconter/code/",
    *(f"/raconter/{question.number}/" for question in QUESTIONS),
    "/raconter/compte/",
    "/raconter/envoyer/",
    "/raconter/fin/",
    "/suivi/",
    "/suivi/retirer/",
    "/suivi/copie/",
    "/suivi/recu/",
    "/conseils/",
    *ADVICE,
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_keeps_what_all_pages_promise(
    teller: Client, address: str, language: str
) -> None:
    response = teller.get(address, headers={"Accept-Language": language})

    page = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert "UNDEFINED" not in page
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|data:", page)
    assert all(f'href="{line}"' in page for line in HELP_LINES)
    assert 'href="/quitter/"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_tab_says_nothing(teller: Client, address: str) -> None:
    page = text_of(teller.get(address))

    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert re.fullmatch(r"Informations( \d/8)?", title[1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_with_its_styles_and_fonts_weighs_less_than_100_kb(
    teller: Client, address: str
) -> None:
    page = teller.get(address).content

    assert len(page) + sum(path.stat().st_size for path in loaded()) < PAGE_BYTES


def loaded() -> Iterator[Path]:
    """What a witness page loads besides itself."""
    yield from (STATIC / "base.css", STATIC / "witness.css", STATIC / "page.svg")
    yield from (STATIC / "fonts").glob("*.woff2")


def test_the_styles_weigh_less_than_15_kb_and_load_nothing_from_elsewhere() -> None:
    styles = (STATIC / "base.css").read_text() + (STATIC / "witness.css").read_text()

    assert len(styles.encode()) < STYLE_BYTES
    assert "http" not in styles
    assert "data:" not in styles


@pytest.mark.parametrize("colour", ["--lamp"])
def test_the_lamp_is_only_the_next_step_the_flame_and_what_is_live(colour: str) -> None:
    styles = (STATIC / "base.css").read_text() + (STATIC / "witness.css").read_text()

    used = {line.split("{")[0].strip() for line in styles.splitlines() if f"var({colour})" in line}
    assert used == {
        ".flame", ".next", ".door.next", ".horizon .gleam", ".progress .here::after",
        ".live::before", ".chart .now",
    }  # fmt: skip


def test_the_language_is_changed_on_the_page_and_remembered(browser: Client) -> None:
    response = browser.post("/langue/", {"language": "en", "next": "/conseils/"})

    assert response["Location"] == "/conseils/"
    assert '<html lang="en">' in text_of(browser.get("/conseils/"))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:1"])
def test_the_language_switch_leads_nowhere_else(browser: Client, elsewhere: str) -> None:
    response = browser.post("/langue/", {"language": "en", "next": elsewhere})

    assert response["Location"] == "/"


def test_advice_has_the_same_pages_in_both_languages() -> None:
    french, english = (
        {path.name for path in (WEB / "templates" / "advice" / language).glob("*.html")}
        for language in ("fr", "en")
    )

    assert french == english == {f"{topic.name}.html" for topic in TOPICS}


def test_an_unknown_advice_is_not_found(browser: Client) -> None:
    assert browser.get("/conseils/rien/").status_code == 404


@pytest.mark.parametrize("number", [400, 403, 404, 413, 500, 503])
def test_an_error_page_needs_nothing_and_shows_the_help_lines(number: int) -> None:
    page = render_to_string(f"{number}.html")

    assert all(f'href="{line}"' in page for line in HELP_LINES)


def test_every_template_is_used() -> None:
    folders = ("testimony", "advice", "public", "parts")
    templates = {
        path.relative_to(WEB / "templates").as_posix()
        for folder in folders
        for path in (WEB / "templates" / folder).rglob("*.html")
    }
    sources = [*(WEB / "templates").rglob("*.html"), *WEB.rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources)

    by_rule = {f"testimony/questions/{question.page}.html" for question in QUESTIONS}
    by_rule |= {f"advice/{lang}/{topic.name}.html" for topic in TOPICS for lang in ("fr", "en")}
    assert {name for name in templates - by_rule if f'"{name}"' not in text} == set()


def test_the_card_says_where_without_saying_how(teller: Client) -> None:
    card = teller.get("/raconter/code/").content.decode()

    assert ">testserver/suivi/<" in card
    assert "http://testserver" not in card
