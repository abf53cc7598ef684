"""What leads see of retention, and how a case ends at the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from tests.scenes import Login
from vigie.flows.keeping.archive import archive_testimony
from vigie.flows.keeping.retention import apply_rules
from vigie.flows.proposals import propose
from vigie.store.cases import Case
from vigie.store.duties import Proposal
from vigie.store.people import DeskVisit
from vigie.store.testimonies import Testimony

PAGE = "/desk/conservation/"


def close(client: Client, held: str, **answers: str) -> None:
    client.post(f"/desk/dossiers/{held}/clore/", {"outcome": "unfounded", **answers})


def test_a_case_is_closed_with_how_it_ends(at_desk: Client, held: str) -> None:
    refused = at_desk.post(f"/desk/dossiers/{held}/clore/", {})
    close(at_desk, held, about_adults="1")

    assert refused.status_code == 422
    assert "Dites comment le dossier se termine" in refused.content.decode()
    ended = Testimony.objects.get()
    assert (ended.outcome, ended.about_adults) == ("unfounded", True)


def test_what_goes_soon_is_said_with_its_rule_and_can_be_kept_longer(
    at_desk: Client, held: str, now: datetime
) -> None:
    close(at_desk, held)
    two_months_ago = now - timedelta(days=50)
    Testimony.objects.update(closed_hour=two_months_ago)
    reference = Testimony.objects.get().reference

    page = at_desk.get(PAGE).content.decode()
    refused = at_desk.post(f"{PAGE}{reference}/", {"months": "6", "text": " "})
    kept = at_desk.post(f"{PAGE}{reference}/", {"months": "6", "text": "l'avocate la demande"})
    after = at_desk.get(PAGE).content.decode()

    assert reference in page
    assert "Rien n&#x27;a été établi" in page
    assert "rendu anonyme" in page
    assert refused.status_code == 422
    assert kept.status_code == 302
    assert reference not in after
    assert "Rien ne part d’ici là." in after


def test_keeping_longer_asks_for_a_second_factor_that_is_not_of_today(
    at_desk: Client, held: str, now: datetime
) -> None:
    DeskVisit.objects.update(proved_at=now - timedelta(hours=1))

    asked = at_desk.post(f"{PAGE}T-XXXX/", {"months": "6", "text": "une raison"})

    assert asked.status_code == 403
    assert "une raison" in asked.content.decode() or "une+raison" in asked.content.decode()


def test_the_case_says_who_has_it_and_gives_it_back(at_desk: Client, held: str) -> None:
    at_desk.post(f"/desk/dossiers/{held}/transmettre/", {})
    with_them = at_desk.get(f"/desk/dossiers/{held}/").content.decode()
    at_desk.post(f"/desk/dossiers/{held}/transmettre/", {"ended": "1"})
    back = at_desk.get(f"/desk/dossiers/{held}/").content.decode()

    assert "Chez les autorités depuis le" in with_them
    assert "Chez les autorités depuis le" not in back


def test_an_archive_is_said_to_exist_and_two_people_open_it(
    at_desk: Client, held: str, new_login: Callable[[str], Login], now: datetime
) -> None:
    testimony = Testimony.objects.get()
    archive_testimony(testimony.pk, actor="worker", now=now)
    page = at_desk.get(f"/desk/dossiers/{held}/").content.decode()
    where = f"/desk/dossiers/{held}/archives/{testimony.reference}/"
    at_desk.post(where, {"text": "un nouveau témoignage"})
    own = at_desk.get(f"/desk/dossiers/{held}/").content.decode()
    mine = Proposal.objects.get()
    self_agreed = at_desk.post(f"/desk/dossiers/{held}/decider/{mine.pk}/", {"decision": "agree"})
    at_desk.post(f"/desk/dossiers/{held}/decider/{mine.pk}/", {"decision": "withdraw"})

    other = propose(
        new_login("Nour").desk, Proposal.Act.REOPEN, held,
        testimony=testimony.reference, reason="elle a écrit", now=now,
    )  # fmt: skip
    asked = at_desk.get(f"/desk/dossiers/{held}/").content.decode()
    agreed = at_desk.post(f"/desk/dossiers/{held}/decider/{other}/", {"decision": "agree"})

    assert "Une archive existe" in page
    assert "Proposer de la rouvrir" in page
    assert "Retirer" in own
    assert self_agreed.status_code == 403
    assert "Nour propose de rouvrir" in asked
    assert agreed.status_code == 302
    assert Testimony.objects.get().archived_hour is None
    assert Case.objects.get().state == Case.State.OPEN


def test_a_page_shows_what_the_rules_will_do_with_every_act(
    at_desk: Client, held: str, now: datetime
) -> None:
    at_desk.post(f"/desk/dossiers/{held}/transmettre/", {})
    Testimony.objects.update(referred_hour=now - timedelta(days=360))

    page = at_desk.get(PAGE).content.decode()
    report = apply_rules(now, "worker")

    assert "à revoir : les autorités" in page
    assert "Garder plus longtemps" not in page
    assert report.done == ()
