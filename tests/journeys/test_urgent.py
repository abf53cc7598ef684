"""What cannot wait: whom to call at once, and first in the queue before any reading."""

import pytest

from tests.journeys.desk_pages import DeskPages
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("publish", ["3018"]),
        ("coming", ["17", "114"]),
        ("die", ["3114", "112"]),
        ("other", ["17", "119", "3018"]),
    ],
)
def test_each_kind_of_urgency_says_whom_to_call(
    witness: WitnessPages, kind: str, numbers: list[str]
) -> None:
    witness.open("/")
    witness.press("a.door.urgent")
    witness.press(f"button[name=urgent][value={kind}]")

    assert witness.page.locator(".big-call a").all_inner_texts() == numbers
    assert len(witness.code().split()) == 6


def test_the_urgent_way_is_first_in_the_queue_before_anything_is_read(
    household: Household, witness: WitnessPages, camille: DeskPages
) -> None:
    camille.come_in()
    before = camille.urgent_rows().count()
    witness.open("/urgent/")
    witness.press("button[name=urgent][value=coming]")
    camille.open("/desk/")
    assert camille.queue()[0].startswith("P1")
    assert camille.urgent_rows().count() == before + 1
    assert camille.page.locator("section.first form button").count() == 1

    witness.answer(contact_way="Texto au 06 39 98 00 12", contact_when="après 18 h")
    witness.answer(contact_avoid="Ne dis pas Vigie")
    witness.press("form[action$='/urgent/aide/'] button")
    camille.press(camille.urgent_rows().last.locator("form button"))
    assert "Voie urgente\xa0: quelqu’un arrive" in camille.text
    assert "06 39 98 00 12" in camille.text
    assert "Ne dis pas Vigie" in camille.text

    camille.write_to_witness("Je suis là. Reste où il y a du monde.")
    witness.open("/suivi/")
    assert witness.messages() == ["Je suis là. Reste où il y a du monde."]
    household.work()
    camille.page.reload()
    assert "Je suis là." in camille.text
