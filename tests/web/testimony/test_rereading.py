"""Reading again what the machine read: optional, without pictures, and nothing typed is lost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.flows.pictures import read_as
from tests.flows.test_corrections import FILES, SAID, threatening
from tests.scenes import Told, tell, work
from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.flows.worker import Worker, backlog
from vigie.store.testimonies import Item


@pytest.fixture
def back(browser: Client, worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Told:
    """A witness who came back, once their screenshot was read."""
    read_as(monkeypatch, threatening)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    browser.post("/suivi/", {"code": told.code})
    return told


def address(told: Told) -> str:
    (talk,) = witness.read_back(told.session)
    return f"/suivi/relire/{talk.id}/"


def test_it_is_one_link_away_and_nobody_has_to(browser: Client, back: Told) -> None:
    assert '<a href="/suivi/relire/">' in text_of(browser.get("/suivi/"))

    page = text_of(browser.get("/suivi/relire/"))

    assert "Tu peux corriger. Rien ne t'oblige." in page
    assert all(words in page for _side, words in SAID)
    assert "une.png" in page
    assert "<img" not in page


def test_before_anything_was_read_the_page_says_so(teller: Client) -> None:
    assert "/suivi/relire/" not in text_of(teller.get("/suivi/"))
    assert "Rien n'a encore été lu" in text_of(teller.get("/suivi/relire/"))


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ({"act": "save", "turn": "1", "text": "j'ai 12 ans"}, "j'ai 12 ans"),
        ({"act": "left", "turn": "1"}, "corrigé"),
        ({"act": "hide", "turn": "1"}, "<s>13 ans</s>"),
        ({"act": "swap"}, "C'est l'autre personne"),
    ],
)
def test_one_press_puts_right_and_comes_back_to_its_place(
    browser: Client, back: Told, now: datetime, form: dict[str, str], shown: str
) -> None:
    answer = browser.post(address(back), {"events": "0", **form})

    turn = form.get("turn")
    assert answer["Location"].startswith("/suivi/relire/#m")
    assert answer["Location"].endswith(f"-{turn}") is (turn is not None)
    assert shown in text_of(browser.get("/suivi/relire/"))
    assert backlog(now + timedelta(hours=1)) == 1


def test_what_was_taken_out_is_put_back(browser: Client, back: Told) -> None:
    browser.post(address(back), {"events": "0", "act": "hide", "turn": "1"})

    browser.post(address(back), {"events": "1", "act": "show", "turn": "1"})

    assert "<s>" not in text_of(browser.get("/suivi/relire/"))


def test_an_older_page_says_so_and_keeps_what_was_typed(browser: Client, back: Told) -> None:
    browser.post(address(back), {"events": "0", "act": "hide", "turn": "0"})

    answer = browser.post(
        address(back), {"events": "0", "act": "save", "turn": "1", "text": "j'ai 12 ans"}
    )

    page = text_of(answer)
    assert answer.status_code == 409
    assert "Ça a changé entre-temps." in page
    assert "j'ai 12 ans</textarea>" in page


@pytest.mark.parametrize(
    "form",
    [{}, {"act": "erase"}, {"act": "save", "turn": "1", "text": " "}, {"act": "undo"},
     {"act": "left", "turn": "0"}, {"act": "hide", "turn": "#x"}],
)  # fmt: skip
def test_what_changes_nothing_is_said_and_keeps_the_visit_open(
    browser: Client, back: Told, form: dict[str, str]
) -> None:
    answer = browser.post(address(back), {"events": "0", **form})

    assert answer.status_code == 422
    assert "Rien n'a changé." in text_of(answer)
    assert not Item.objects.filter(kind="correction").exists()


def test_a_conversation_of_nobody_is_no_way_out(browser: Client, back: Told) -> None:
    answer = browser.post("/suivi/relire/999999/", {"events": "0", "act": "swap"})

    assert answer.status_code == 422
    assert browser.get("/suivi/relire/").status_code == 200
