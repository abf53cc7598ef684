"""Leaving at once, skipping everything, tapping twice."""

import pytest

from tests.journeys import bad_files
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

BEFORE = ("/", "/urgent/", "/conseils/", "/conseils/photo/", "/suivi/", "/c/balance-ta-story/")
AFTER = (
    "/raconter/code/", "/raconter/1/", "/raconter/4/", "/raconter/6/", "/raconter/8/",
    "/raconter/compte/", "/raconter/envoyer/", "/raconter/fin/", "/urgent/aide/", "/suivi/",
    "/suivi/retirer/", "/suivi/recu/", "/raconter/",
)  # fmt: skip
COOKIE = "__Host-suite"


def test_no_page_leaves_a_cookie_before_a_testimony_is_begun(witness: WitnessPages) -> None:
    for path in BEFORE:
        witness.open(path)
        assert witness.page.locator("header a.exit[href='/quitter/']").count() == 1

    assert witness.cookies() == []


@pytest.mark.parametrize("path", AFTER)
def test_the_quick_exit_leaves_from_every_page_and_forgets(
    household: Household, witness: WitnessPages, path: str
) -> None:
    witness.start()
    witness.open(path)
    assert witness.cookies() == [COOKIE]

    with witness.page.expect_response("**/quitter/") as left:
        witness.leave_at_once()

    assert witness.page.url == household.exit_url
    assert left.value.all_headers()["clear-site-data"] == '"cache", "cookies", "storage"'
    assert witness.cookies() == []
    witness.open("/suivi/")
    assert witness.page.locator("#code").count() == 1


def test_an_empty_testimony_is_accepted(witness: WitnessPages) -> None:
    witness.start()
    witness.go_on()
    for _question in range(8):
        witness.skip()
    assert witness.path == "/raconter/envoyer/"

    witness.send()

    assert witness.path == "/raconter/fin/"
    assert len(witness.code().split()) == 6


def test_going_on_through_empty_pages_is_accepted_too(witness: WitnessPages) -> None:
    witness.start()
    witness.go_on()
    for _question in range(8):
        witness.save()

    witness.send()

    assert witness.path == "/raconter/fin/"


def test_sending_twice_adds_nothing(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/envoyer/")
    witness.send()
    witness.open("/suivi/")
    witness.page.locator("textarea[name=text]").fill("Vous êtes là ?")

    with witness.page.expect_navigation():
        witness.page.evaluate(
            """() => { const form = document.querySelector("form[action$='/message/']");
              const sent = {method: "POST", body: new URLSearchParams(new FormData(form))};
              return fetch(form.action, sent).then(() => { form.submit(); }); }"""
        )

    assert witness.messages() == ["Vous êtes là ?"]


def test_the_same_files_sent_twice_are_kept_once(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/6/")
    witness.choose(bad_files.talk())

    with witness.page.expect_navigation():
        witness.page.evaluate(
            """() => { const form = document.querySelector("form[enctype]");
              return fetch(form.action, {method: "POST", body: new FormData(form)})
                .then(() => { form.submit(); }); }"""
        )
    witness.open("/raconter/6/")

    assert [each.split()[0] for each in witness.files()] == ["messages.txt"]
