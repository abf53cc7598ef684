"""The desk's page of rules: a trial that changes nothing, then switching on and off."""

from datetime import datetime, timedelta

from django.test import Client

from tests.flows.test_rules import RULE
from vigie.store.people import DeskVisit
from vigie.store.rules import OwnRule

PAGE = "/desk/regles/"


def test_the_page_begins_with_a_rule_to_change(at_desk: Client) -> None:
    page = at_desk.get(PAGE).content.decode()

    assert "[[rule]]" in page
    assert "Aucune pour l'instant" in page


def test_a_rule_is_tried_then_switched_on_then_off(at_desk: Client, held: str) -> None:
    tried = at_desk.post(f"{PAGE}essai/", {"text": RULE}).content.decode()
    assert not OwnRule.objects.exists()
    on = at_desk.post(f"{PAGE}mise-en-service/", {"text": RULE})
    page = at_desk.get(PAGE).content.decode()
    off = at_desk.post(f"{PAGE}{OwnRule.objects.get().pk}/retrait/")

    assert "Rien n'a été changé" in tried
    assert "Mettre cette règle en service" in tried
    assert on.status_code == off.status_code == 302
    assert "fr.secrecy.cabane" in page
    assert OwnRule.objects.get().off_at is not None


def test_a_refused_rule_is_kept_in_the_form_with_its_line(at_desk: Client) -> None:
    answer = at_desk.post(f"{PAGE}essai/", {"text": RULE.replace("nous)", "nous")})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "line 6" in page
    assert "notre cabane" in page


def test_switching_on_asks_for_a_second_factor_that_is_not_of_today(
    at_desk: Client, now: datetime
) -> None:
    DeskVisit.objects.update(proved_at=now - timedelta(hours=1))

    asked = at_desk.post(f"{PAGE}mise-en-service/", {"text": RULE})

    assert asked.status_code == 403
    assert not OwnRule.objects.exists()
