"""Notices: refused with everything that is missing, made, downloaded, followed."""

import json
from collections.abc import Mapping
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import Login
from vigie.flows import casework, notices
from vigie.store.notices import Notice

EXPLANATION = (
    "Le compte écrit à une personne de 13 ans, lui demande une photo, puis menace de publier "
    "la conversation si elle refuse."
)
Form = dict[str, str | list[str]]


@pytest.fixture
def filled(at_desk: Client, held: str, lead: Login, now: datetime) -> Form:
    """A form that lacks nothing, on a case whose doubts are written down."""
    casework.add_note(lead.desk, held, "doubt", "Aucun doute à cette heure.", now)
    draft = notices.draft_notice(lead.desk, held, now)
    grounds = [each.id for each in draft.grounds if "227-22-1" in each.id][:1]
    return {
        "claims": "2",
        "claim-1": "Le compte demande une photo à une personne mineure.",
        "claim-1-quotes": [draft.quotes[0].key],
        "claim-2": "",
        "explanation": EXPLANATION,
        "grounds": grounds or [draft.grounds[0].id],
        "date_of_facts": "2020-06-18",
        "could_guess_asked": "on",
        "good_faith": "on",
        "notifier": "exempt",
        "language": "fr",
    }


def address(reference: str) -> str:
    """Where the form is."""
    return f"/desk/dossiers/{reference}/signaler/"


def make(client: Client, reference: str, form: Mapping[str, str | list[str]]) -> str:
    """Sends a form that lacks nothing; gives the address of the notice."""
    answer = client.post(address(reference), dict(form))
    assert answer.status_code == 302, answer.context["problems"]
    return str(answer["Location"])


def test_the_form_shows_what_can_be_cited_and_what_the_witness_agreed_to(
    at_desk: Client, held: str
) -> None:
    page = at_desk.get(address(held)).content.decode()

    assert "envoie une photo de toi" in page
    assert "Le témoin accepte que son pseudonyme, petit_pseudo" in page
    assert 'name="grounds"' in page
    assert "Fait 2" in page


def test_an_empty_form_is_refused_with_a_link_to_each_field(at_desk: Client, held: str) -> None:
    answer = at_desk.post(address(held), {"claims": "2", "notifier": "named", "language": "fr"})
    page = answer.content.decode()

    assert answer.status_code == 422
    for field in ("claim-1", "grounds", "id_explanation", "id_good_faith"):
        assert f'<li><a href="#{field}">' in page, field
        assert f'id="{field}"' in page, field


def test_a_fact_that_cites_nothing_is_refused_and_what_was_typed_comes_back(
    at_desk: Client, held: str, filled: Form
) -> None:
    answer = at_desk.post(address(held), {**filled, "claim-2": "Il menace de publier."})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Le fait 2 ne cite aucun message." in page
    assert "Il menace de publier.</textarea>" in page
    assert f'value="{filled["claim-1-quotes"][0]}" checked' in page
    assert f'value="{filled["grounds"][0]}" checked' in page


def test_what_the_law_still_asks_for_is_listed_and_nothing_is_lost(
    at_desk: Client, held: str, filled: Form
) -> None:
    answer = at_desk.post(address(held), {**filled, "explanation": "Trop court."})

    assert answer.status_code == 422
    assert "80" in answer.content.decode()
    assert "Trop court.</textarea>" in answer.content.decode()
    assert Notice.objects.count() == 0


def test_a_suspension_needs_its_reasons(at_desk: Client, held: str, filled: Form) -> None:
    answer = at_desk.post(address(held), {**filled, "ask_suspension_until": "2030-01-31"})

    assert answer.status_code == 422
    assert '<a href="#id_suspension_reasons">' in answer.content.decode()
    assert 'value="2030-01-31"' in answer.content.decode()


def test_one_more_fact_is_asked_for_without_being_refused(
    at_desk: Client, held: str, filled: Form
) -> None:
    answer = at_desk.post(address(held), {**filled, "one-more": "1", "explanation": ""})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'id="claim-3"' in page
    assert 'name="claims" value="3"' in page
    assert "Le compte demande une photo" in page


def test_a_notice_is_made_downloaded_and_followed(at_desk: Client, held: str, filled: Form) -> None:
    place = make(at_desk, held, filled)

    page = at_desk.get(place).content.decode()
    pdf = at_desk.get(place.rstrip("/") + ".pdf")
    data = at_desk.get(place.rstrip("/") + ".json")
    for state in ("sent", "acknowledged", "acted_on"):
        assert at_desk.post(f"{place}etat/", {"state": state}).status_code == 302
    after = at_desk.get(place).content.decode()

    assert "Prêt, pas envoyé" in page
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("attachment")
    assert "petit_pseudo" not in data.content.decode()
    assert json.loads(data.content)
    assert "Suivi d’effet" in after


def test_a_clock_cannot_be_stopped_out_of_order(at_desk: Client, held: str, filled: Form) -> None:
    place = make(at_desk, held, filled)

    answer = at_desk.post(f"{place}etat/", {"state": "acted_on"})

    assert answer.status_code == 409
    assert Notice.objects.get().state == "ready"


def test_a_paper_of_another_kind_or_a_notice_of_another_case_is_not_found(
    at_desk: Client, held: str, filled: Form
) -> None:
    place = make(at_desk, held, filled)

    assert at_desk.get(place.rstrip("/") + ".exe").status_code == 404
    assert at_desk.get(f"/desk/dossiers/{held}/signalements/N-NONE/").status_code == 404


def test_a_claim_that_expired_keeps_the_whole_form(
    at_desk: Client, held: str, filled: Form
) -> None:
    at_desk.post(f"/desk/dossiers/{held}/rendre/")

    answer = at_desk.post(address(held), filled)

    assert answer.status_code == 409
    assert "Vous ne tenez pas ou plus ce dossier" in answer.content.decode()
    assert EXPLANATION in answer.content.decode()


def test_the_notice_stands_in_the_case_with_its_clocks(
    at_desk: Client, held: str, filled: Form
) -> None:
    make(at_desk, held, filled)

    page = at_desk.get(f"/desk/dossiers/{held}/").content.decode()

    assert "Prêt, pas envoyé" in page
    assert "court depuis" in page
