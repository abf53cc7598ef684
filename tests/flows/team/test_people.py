"""Responders: what opens the desk, what locks it, and that every refusal says the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.scenes import Login
from vigie.evidence.keys import new_identity, wrap
from vigie.flows.setup import NewInstallation
from vigie.flows.team import people
from vigie.flows.team.people import (
    REFUSED,
    add_responder,
    link_key,
    log_in,
    log_out,
    unlock,
    visitor,
)
from vigie.kernel.errors import BadInput, NotAllowed
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.people import DeskVisit, Responder


def test_passphrase_and_second_factor_open_the_team_key(
    lead: Login, installation: NewInstallation, now: datetime
) -> None:
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    desk = visitor(cookie, now)

    assert desk is not None
    assert desk.team_secret == installation.team_secret
    assert desk.responder.name == "Camille"


def test_two_responders_open_the_same_team_key(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique")

    desk = unlock(other.name, other.passphrase, other.code(now), now)

    assert desk.team_secret == lead.desk.team_secret
    assert link_key(desk) == link_key(lead.desk)


@pytest.mark.parametrize("wrong", ["name", "passphrase", "code", "blank"])
def test_every_wrong_login_gets_the_same_sentence(wrong: str, lead: Login, now: datetime) -> None:
    given = {"name": lead.name, "passphrase": lead.passphrase, "code": lead.code(now)}
    given |= {"blank": ""} if wrong == "blank" else {wrong: "000000"}
    code = "" if wrong == "blank" else given["code"]

    with pytest.raises(NotAllowed) as refused:
        log_in(given["name"], given["passphrase"], code, now)

    assert str(refused.value) == REFUSED
    assert not DeskVisit.objects.exists()


def test_a_code_serves_once(lead: Login, now: datetime) -> None:
    log_in(lead.name, lead.passphrase, lead.code(now), now)

    with pytest.raises(NotAllowed):
        log_in(lead.name, lead.passphrase, lead.code(now), now + timedelta(seconds=1))


def test_an_earlier_code_does_not_serve_after_a_later_one(lead: Login, now: datetime) -> None:
    earlier = lead.code(now - timedelta(seconds=30))
    log_in(lead.name, lead.passphrase, lead.code(now), now)

    with pytest.raises(NotAllowed):
        log_in(lead.name, lead.passphrase, earlier, now)


def test_a_code_of_two_minutes_ago_is_refused(lead: Login, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        log_in(lead.name, lead.passphrase, lead.code(now - timedelta(minutes=2)), now)


def test_no_number_of_failures_locks_a_name(lead: Login, now: datetime) -> None:
    for _ in range(12):
        with pytest.raises(NotAllowed, match=REFUSED):
            unlock(lead.name, "pas la phrase", "000000", now)

    assert unlock(lead.name, lead.passphrase, lead.code(now), now).responder.name == lead.name


@pytest.mark.parametrize("name", ["Camille", "Personne"])
def test_an_unknown_name_takes_the_same_steps_as_a_known_one(
    name: str, lead: Login, now: datetime
) -> None:
    steps = []

    def noted(step: str, real: Callable[..., object]) -> Callable[..., object]:
        def noting(*given: object) -> object:
            steps.append(step)
            return real(*given)

        return noting

    with pytest.MonkeyPatch.context() as patched:
        for step in ("derive_passphrase", "open_text"):
            patched.setattr(people, step, noted(step, getattr(people, step)))
        with pytest.raises(NotAllowed, match=REFUSED):
            unlock(name, "pas la phrase", "000000", now)

    assert steps == ["derive_passphrase", "open_text"]


def test_a_visit_ends_after_a_quarter_of_an_hour_of_nothing(lead: Login, now: datetime) -> None:
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    active = [visitor(cookie, now + timedelta(minutes=14 * n)) for n in range(1, 5)]
    idle = visitor(cookie, now + timedelta(minutes=14 * 4 + 16))

    assert None not in active
    assert idle is None
    assert not DeskVisit.objects.exists()


def test_logging_out_forgets_the_team_key(lead: Login, now: datetime) -> None:
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    log_out(cookie)

    assert visitor(cookie, now) is None
    assert not DeskVisit.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "AGE-SECRET-KEY-1" + "Q" * 58])
def test_an_unknown_cookie_opens_nothing(cookie: str, lead: Login, now: datetime) -> None:
    assert visitor(cookie, now) is None


def test_somebody_who_left_cannot_come_in_nor_stay(lead: Login, now: datetime) -> None:
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    Responder.objects.update(state=Responder.State.LEFT)

    later = now + timedelta(minutes=1)
    assert visitor(cookie, now) is None
    with pytest.raises(NotAllowed, match=REFUSED):
        log_in(lead.name, lead.passphrase, lead.code(later), later)


def test_a_short_passphrase_and_a_taken_name_are_refused(
    lead: Login, installation: NewInstallation
) -> None:
    with pytest.raises(BadInput, match="too short"):
        add_responder("Sacha", "court", Responder.Role.LISTENER, installation.team_secret)
    with pytest.raises(BadInput, match="already"):
        add_responder(lead.name, lead.passphrase, Responder.Role.LEAD, installation.team_secret)


def test_a_planted_team_key_is_not_taken_by_who_logs_in(lead: Login, now: datetime) -> None:
    secret, recipient = new_identity()
    planted = TeamKey.objects.create(
        recipient=recipient,
        signature=bytes(64),
        wrapped_link_key=b"",
        made_at=now + timedelta(days=1),
    )
    TeamWrap.objects.create(
        team_key=planted,
        responder=lead.desk.responder,
        wrapped=wrap(secret, lead.desk.responder.recipient),
    )

    desk = unlock(lead.name, lead.passphrase, lead.code(now), now)

    assert desk.team_secret == lead.desk.team_secret


def test_another_secret_under_the_name_of_the_team_key_is_refused(
    lead: Login, now: datetime
) -> None:
    secret, _ = new_identity()
    TeamWrap.objects.update(wrapped=wrap(secret, lead.desk.responder.recipient))

    with pytest.raises(NotAllowed, match="no team key"):
        unlock(lead.name, lead.passphrase, lead.code(now), now)


def test_a_name_no_database_takes_is_refused_like_any_other(lead: Login, now: datetime) -> None:
    with pytest.raises(NotAllowed, match=REFUSED):
        unlock("Nobody\0", lead.passphrase, lead.code(now), now)
