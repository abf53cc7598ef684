"""An export with several conversations: the witness comes back and chooses what is kept."""

import json

import pytest
from playwright.sync_api import FilePayload

from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

CHATS = {"max.exemple": "envoie une photo de toi", "nour.facade": "au foot ?", "tonton": "bisous"}
EXPORT = {
    "Direct Messages": {
        f"Chat History with {name}:": [
            {"Date": "2026-01-01 10:00:00", "From": name, "Content": words}
        ]
        for name, words in CHATS.items()
    }
}


def test_a_witness_chooses_among_the_conversations_of_an_export(
    witness: WitnessPages, household: Household
) -> None:
    witness.start()
    witness.open("/raconter/6/")
    content = json.dumps(EXPORT).encode()
    witness.add(FilePayload(name="user_data.json", mimeType="application/json", buffer=content))
    witness.open("/raconter/envoyer/")
    witness.send()
    household.work()
    witness.open("/suivi/")

    witness.press("a[href='/suivi/conversations/']")
    ticked = witness.page.locator("input[name=keep]:checked")
    before = ticked.locator("xpath=..").all_inner_texts()
    witness.page.get_by_label("nour.facade").check()
    witness.press("form:has([name=keep]) button.next")
    household.work()
    witness.press("a[href='/suivi/conversations/']")

    assert [each.split()[0] for each in before] == ["max.exemple"]
    assert ticked.count() == 2
    assert "au foot" not in witness.text
