"""What was found, as a responder reads it: why, by stage, in time, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page

from tests.journeys.desk_pages import DeskPages, tab_to
from tests.journeys.household import Household
from tests.journeys.test_without_script import not_looked_at
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

STORY = "Il m'a dit « envoie une photo de toi » et j'avais 13 ans."
LINES = (
    "Lui: salut, tu as quel âge ?",
    "Moi: 13 ans",
    "Lui: envoie une photo de toi",
    "Moi: non",
    "Lui: si tu le fais pas je publie tout",
    "Lui: hey send me a pic",
)


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """The case, once it was told, by its reference."""
    return {}


@pytest.fixture
def case(
    told: dict[str, str], household: Household, witness: WitnessPages, camille: DeskPages
) -> str:
    """The address of a case with a story and a conversation in which signs were found."""
    if not told:
        witness.start()
        witness.open("/raconter/1/")
        witness.answer(narrative=STORY)
        witness.save()
        witness.open("/raconter/4/")
        witness.answer(account="https://www.instagram.com/signes.exemple/")
        witness.save()
        witness.open("/raconter/6/")
        content = "\n".join(LINES).encode()
        witness.add(FilePayload(name="messages.txt", mimeType="text/plain", buffer=content))
        witness.open("/raconter/envoyer/")
        witness.send()
        household.work()
        camille.come_in()
        told["case"] = camille.claim("signes.exemple")
    return f"/desk/dossiers/{told['case']}/"


def underlined(desk: DeskPages) -> str:
    """The words that are underlined in the messages."""
    return " ".join(desk.page.locator(".turns mark").all_inner_texts())


def test_why_is_one_sentence_whose_words_lead_to_their_message(
    case: str, camille: DeskPages
) -> None:
    camille.come_in()
    camille.open(case)
    whole, talk = camille.page.locator(".because").all()

    assert whole.inner_text().startswith("Pourquoi P1 (maintenant)")
    assert "Une menace de publier" in talk.inner_text()
    talk.get_by_text("je publie").click()
    assert "je publie" in camille.page.locator(".turn:target").inner_text()
    assert camille.page.locator(".told mark.reported").count() > 0
    assert "la personne dont on parle" in camille.page.locator(".told .margin").inner_text()


def test_stages_are_chosen_with_the_keyboard_and_every_message_stays(
    case: str, camille: DeskPages
) -> None:
    camille.come_in()
    camille.open(case)
    turns, everything = camille.page.locator(".turn").count(), underlined(camille)
    keys = camille.page.keyboard

    for stage in ("solicit_image", "threat_exposure"):
        tab_to(camille.page, camille.page.locator(f"[name=stage][value={stage}]"))
        keys.press("Space")
    tab_to(camille.page, camille.page.locator("form.stages button"))
    with camille.page.expect_navigation():
        keys.press("Enter")
    camille.look()

    assert camille.page.locator(".turn").count() == turns
    assert "quel âge" in everything
    assert "quel âge" not in underlined(camille)
    assert "je publie" in underlined(camille)
    assert camille.page.locator("[name=stage]:checked").count() == 2
    camille.press(".stages a")
    assert underlined(camille) == everything


def test_marks_lead_to_their_message_and_the_table_says_the_same(
    case: str, camille: DeskPages
) -> None:
    camille.come_in()
    camille.open(case)
    marks = camille.page.locator(".track a")
    camille.page.locator(".signs summary", has_text="tableau").click()
    camille.look()

    mark = marks.filter(has_text="je publie").first
    mark.locator("line").last.click(force=True)

    assert "je publie" in camille.page.locator(".turn:target").inner_text()
    rows = camille.page.locator(".signs tbody tr").all_inner_texts()
    assert any("Menace de publier" in row and "je publie" in row for row in rows)
    assert marks.count() <= len(rows)


def test_stages_are_chosen_without_scripts(
    case: str, household: Household, new_page: Callable[..., Page]
) -> None:
    page = new_page(household.desk_url, width=390, scripts=False)
    desk = DeskPages(page, not_looked_at, household.responders["camille"])
    desk.come_in()
    desk.open(case)

    page.locator("[name=stage][value=profile_age]").check()
    desk.press("form.stages button")

    assert underlined(desk).startswith("tu as quel âge")
    assert "je publie" not in underlined(desk)
    assert page.url.endswith("&stage=profile_age#signs")
