"""The people of the desk: joining, a lost passphrase, leaving, recovery on paper, a passkey."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.desk_pages import DeskPages
from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.people_pages import (
    PASSPHRASE,
    Keyring,
    accept,
    invite,
    keep_second_factor,
    let_in,
    newcomer_called,
    open_person,
    words_shown,
)
from tests.journeys.test_desk import call

pytestmark = pytest.mark.journey
NewPage = Callable[..., Page]
OTHER_PASSPHRASE = "sept clous sur une planche"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, exit_url: str) -> Iterator[Household]:
    """A house of its own: who leaves here does not log the others out."""
    made = Household(tmp_path_factory.mktemp("people") / "data", exit_url)
    made.make()
    try:
        made.open_doors()
        yield made
    finally:
        made.stop()


@pytest.fixture
def desk_url(house: Household) -> str:
    """The desk under a name: passkeys are for names, not for addresses."""
    return house.desk_url.replace("127.0.0.1", "localhost")


@pytest.fixture
def lead(house: Household, desk_url: str, new_page: NewPage, examiner: Examiner) -> DeskPages:
    """The lead of the team, at the desk."""
    pages = DeskPages(new_page(desk_url), examiner.examine, house.responders["camille"])
    pages.come_in()
    return pages


@pytest.fixture
def somebody(desk_url: str, new_page: NewPage, examiner: Examiner) -> Callable[..., DeskPages]:
    """Opens the browser of somebody who has nothing yet but a name."""

    def make(name: str, *, scripts: bool = True) -> DeskPages:
        page = new_page(desk_url, scripts=scripts)
        look = examiner.examine if scripts else lambda _page: None
        return DeskPages(page, look, newcomer_called(name))

    return make


def joined(lead: DeskPages, person: DeskPages) -> None:
    """The whole way in."""
    name = person.responder.name
    accept(person, invite(lead, name), PASSPHRASE)
    let_in(lead, name)


def test_a_newcomer_joins_without_script_and_is_let_in_by_voice(
    lead: DeskPages, somebody: Callable[..., DeskPages]
) -> None:
    sacha = somebody("Sacha", scripts=False)
    words = invite(lead, "Sacha")
    sacha.open("/desk/rejoindre/")
    sacha.page.locator("#words").fill("ce ne sont pas les mots")
    sacha.page.locator("#passphrase").fill(PASSPHRASE)
    sacha.press("button[name=show]")
    assert sacha.page.locator("#passphrase").input_value() == PASSPHRASE
    assert sacha.page.locator("#passphrase").get_attribute("type") == "text"
    sacha.press("main button.next")
    assert "n’ouvrent aucune invitation" in sacha.alert

    told = accept(sacha, words, PASSPHRASE)
    sacha.open("/desk/")
    sacha.fill_in(sacha.responder.code())
    refused = sacha.alert
    compared = let_in(lead, "Sacha")
    sacha.log_in()

    assert told == compared
    assert len(told.split()) == 4
    assert "n’est pas juste" in refused
    assert sacha.page.url.endswith("/desk/")
    assert sacha.page.locator("nav a[href$='/equipe/']").count() == 0
    sacha.open("/desk/equipe/")
    assert "Seule une personne responsable" in sacha.alert


def test_a_lost_passphrase_is_replaced_and_the_old_one_opens_nothing(
    lead: DeskPages, somebody: Callable[..., DeskPages]
) -> None:
    alex, finder = somebody("Alex"), somebody("Alex")
    joined(lead, alex)
    finder.responder.totp, finder.responder.last_step = alex.responder.totp, 0
    open_person(lead, "Alex")
    lead.press("form[action$='/retour/'] button")
    accept(alex, words_shown(lead), OTHER_PASSPHRASE)
    let_in(lead, "Alex")

    finder.open("/desk/")
    finder.fill_in(finder.responder.code())
    alex.log_in()

    assert "n’est pas juste" in finder.alert
    assert alex.page.url.endswith("/desk/")


def test_somebody_leaves_and_the_team_goes_over_to_a_new_key(
    house: Household, lead: DeskPages, somebody: Callable[..., DeskPages]
) -> None:
    robin = somebody("Robin")
    joined(lead, robin)
    robin.log_in()
    call(lead, "@depart.exemple")
    open_person(lead, "Robin")
    lead.press("a[href$='/depart/']")
    said = lead.text
    lead.press("main form button")

    robin.page.goto("/desk/")
    locked_out = robin.page.url
    robin.fill_in(robin.responder.code())
    house.work()
    lead.page.goto("/desk/")
    asked_again = lead.page.url
    lead.log_in()

    assert "Tout le monde se reconnecte" in said
    assert "/connexion/" in locked_out
    assert "n’est pas juste" in robin.alert
    assert "/connexion/" in asked_again
    lead.claim("depart.exemple")
    assert "demande de l'argent" in lead.text


def test_the_sheets_of_paper_bring_the_team_back(
    house: Household, lead: DeskPages, somebody: Callable[..., DeskPages]
) -> None:
    lead.open("/desk/equipe/secours/")
    lead.press("form[action$='/papier/'] button")
    sheets = [
        " ".join(each.locator("li").all_inner_texts()) for each in lead.page.locator(".share").all()
    ]
    lead.page.emulate_media(media="print")
    printed = [each.is_visible() for each in lead.page.locator(".share, .moves").all()]
    lead.page.emulate_media(media="screen")
    lead.press("a[href$='/equipe/secours/']")
    for number in (1, 2):
        lead.page.locator(f"#share-{number}").fill(sheets[number])
    lead.press("form[action$='/essai/'] button")
    assert "rétablissent l’équipe" in lead.text

    alix = somebody("Alix")
    alix.open("/desk/secours/")
    alix.page.locator("#share-1").fill(sheets[2])
    alix.page.locator("#share-2").fill(sheets[0])
    alix.page.locator("#name").fill("Alix")
    alix.page.locator("#passphrase").fill(PASSPHRASE)
    alix.press("main button.next")
    keep_second_factor(alix, PASSPHRASE)
    house.work()
    alix.log_in()
    alix.open("/desk/equipe/")

    assert printed == [True, True, True, False]
    assert len(sheets) == 3
    assert alix.page.locator(".folk li", has_text="Alix").locator("text=Responsable").count() == 1


def test_a_passkey_is_added_serves_and_is_removed(lead: DeskPages) -> None:
    keys = Keyring(lead.page)
    keys.plug_in()
    lead.open("/desk/moi/cles/")
    lead.page.locator("#label").fill("Clé du trousseau")
    lead.press("main form button.next")
    assert "Clé du trousseau" in lead.text
    lead.press("form[action$='/deconnexion/'] button")

    lead.fill_in("")
    between = lead.page.context.new_page()
    between.goto("/desk/")
    nothing_open = between.url
    between.close()
    lead.press("form[data-passkey] button.next")
    lead.keep_visit()
    came_to = lead.page.url
    lead.open("/desk/preuve/?to=/desk/moi/")
    lead.press("form[data-passkey] button.next")
    lead.keep_visit()

    assert "/connexion/" in nothing_open
    assert came_to.endswith("/desk/")
    assert lead.page.url.endswith("/desk/moi/")
    assert keys.uses() == [3]
    lead.press("form[action$='/retirer/'] button")
    assert "Clé du trousseau" not in lead.text


def test_another_key_does_not_answer_and_a_code_still_serves(
    house: Household, lead: DeskPages
) -> None:
    keys = Keyring(lead.page)
    keys.plug_in()
    lead.open("/desk/moi/cles/")
    lead.page.locator("#label").fill("Clé perdue")
    lead.press("main form button.next")
    keys.pull_out()
    keys.plug_in()
    house.let_the_proofs_age()

    lead.press("form[action$='/retirer/'] button")
    lead.page.locator("form[data-passkey] button.next").click()
    lead.page.locator("[role=status]").wait_for(state="visible")
    unanswered = lead.page.locator("[role=status]").inner_text()
    lead.prove()

    assert "n’a pas répondu" in unanswered
    assert "/preuve/" in lead.page.url
    lead.press("main form button.next")
    assert "Clé perdue" not in lead.text


def test_a_grave_act_waits_for_the_second_factor_and_nothing_typed_is_lost(
    house: Household, lead: DeskPages
) -> None:
    lead.open("/desk/equipe/")
    house.let_the_proofs_age()
    lead.page.locator("#name").fill("Nour")
    lead.press("form[action$='/inviter/'] button")
    asked = lead.text

    lead.prove()
    lead.press("main form button.next")

    assert "Montrez que c’est vous" in asked
    assert "Six mots pour Nour" in lead.text
    assert len(words_shown(lead).split()) == 6


def test_another_visit_is_seen_and_ended(
    desk_url: str, house: Household, lead: DeskPages, new_page: NewPage, examiner: Examiner
) -> None:
    elsewhere = DeskPages(new_page(desk_url), examiner.examine, house.responders["camille"])
    mine = lead.responder.visit
    elsewhere.log_in()
    lead.responder.visit = mine

    lead.open("/desk/moi/")
    lead.press(lead.page.locator("form[action$='/finir/'] button").first)
    elsewhere.page.goto("/desk/")

    assert "/connexion/" in elsewhere.page.url
    lead.open("/desk/")
    assert lead.page.locator("#passphrase").count() == 0
