"""Visits: proving again, ending them, and a passphrase that changes under them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.authenticator import Authenticator
from tests.scenes import Login
from vigie.flows.team.passkeys import Site, assertion_options, enrol, enrol_options
from vigie.flows.team.people import log_in, unlock, visit_of, visitor
from vigie.flows.team.visits import (
    begin_with_passkey,
    challenges_of,
    change_passphrase,
    end_visit,
    is_fresh,
    prove_by_code,
    prove_by_passkey,
    visits_of,
)
from vigie.kernel.errors import BadInput, NotAllowed, NotFound
from vigie.store.people import Passkey

SITE = Site("testserver", ("https://testserver",))
STEP = timedelta(seconds=30)
NEW_PASSPHRASE = "cinq poires dans un panier"


@pytest.fixture
def cookie(lead: Login, now: datetime) -> str:
    """A visit that is open."""
    return log_in(lead.name, lead.passphrase, lead.code(now), now)


@pytest.fixture
def key(lead: Login, now: datetime) -> Authenticator:
    """A passkey of the same responder."""
    made = Authenticator()
    answer = made.make(enrol_options(lead.desk, SITE, b"c"))
    enrol(lead.desk, "Clé", answer, SITE, (b"c",), now)
    return made


def test_a_login_proves_for_five_minutes(cookie: str, now: datetime) -> None:
    visit = visit_of(cookie, now)

    assert visit is not None
    assert is_fresh(visit.proved_at, now + timedelta(minutes=4, seconds=59))
    assert not is_fresh(visit.proved_at, now + timedelta(minutes=5))
    assert not is_fresh(None, now)


def test_a_code_proves_again_and_the_visit_gets_another_secret(
    cookie: str, lead: Login, now: datetime
) -> None:
    later = now + timedelta(minutes=10)

    fresh = prove_by_code(cookie, lead.code(later), later)

    visit = visit_of(fresh, later)
    assert visit is not None
    assert (visit.proved_at, visit.desk.team_secret) == (later, lead.desk.team_secret)
    assert fresh != cookie
    assert visitor(cookie, later) is None


def test_the_code_of_the_login_proves_nothing_again(
    cookie: str, lead: Login, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        prove_by_code(cookie, lead.code(now), now + timedelta(seconds=1))

    assert visitor(cookie, now) is not None


def test_a_passkey_proves_again_and_its_answer_serves_once(
    cookie: str, lead: Login, key: Authenticator, now: datetime
) -> None:
    key.counts = False
    Passkey.objects.update(sign_count=0)
    asked = challenges_of(cookie, "prove", now)[0]
    answer = key.answer(assertion_options(lead.desk.responder, SITE, asked))

    fresh = prove_by_passkey(cookie, answer, SITE, now)

    assert visitor(fresh, now) is not None
    for each in (cookie, fresh):
        with pytest.raises(NotAllowed):
            prove_by_passkey(each, answer, SITE, now)


def test_an_answer_for_one_act_does_not_serve_for_another(
    cookie: str, lead: Login, key: Authenticator, now: datetime
) -> None:
    asked = challenges_of(cookie, "enrol", now)[0]
    answer = key.answer(assertion_options(lead.desk.responder, SITE, asked))

    with pytest.raises(NotAllowed):
        prove_by_passkey(cookie, answer, SITE, now)


def test_a_page_that_waited_too_long_is_asked_again(
    cookie: str, lead: Login, key: Authenticator, now: datetime
) -> None:
    asked = challenges_of(cookie, "prove", now)[0]
    answer = key.answer(assertion_options(lead.desk.responder, SITE, asked))

    with pytest.raises(NotAllowed):
        prove_by_passkey(cookie, answer, SITE, now + timedelta(minutes=11))


def test_a_visit_that_waits_for_its_passkey_is_not_proved_by_a_code(
    lead: Login, key: Authenticator, now: datetime
) -> None:
    waiting = begin_with_passkey(lead.name, lead.passphrase, now)

    with pytest.raises(NotAllowed):
        prove_by_code(waiting.cookie, lead.code(now), now)

    assert visitor(waiting.cookie, now) is None


def test_a_made_up_cookie_proves_nothing(lead: Login, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        prove_by_code("AGE-SECRET-KEY-1MADEUP", lead.code(now), now)


def test_two_visits_of_one_person_are_listed_and_can_be_ended(
    cookie: str, lead: Login, now: datetime
) -> None:
    later = now + STEP
    other = log_in(lead.name, lead.passphrase, lead.code(later), later)
    mine = visit_of(cookie, later)
    assert mine is not None

    rows = visits_of(mine.desk, mine.number, later)
    end_visit(mine.desk, next(row.number for row in rows if not row.current))

    assert [row.current for row in rows] == [False, True]
    assert visitor(other, later) is None
    assert visitor(cookie, later) is not None


def test_nobody_ends_the_visit_of_another(
    cookie: str, lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique")
    visit = visit_of(cookie, now)
    assert visit is not None

    with pytest.raises(NotFound):
        end_visit(other.desk, visit.number)

    assert visits_of(other.desk, 0, now) == ()
    assert visitor(cookie, now) is not None


def test_a_new_passphrase_opens_the_same_desk_and_the_old_one_nothing(
    cookie: str, lead: Login, now: datetime
) -> None:
    visit = visit_of(cookie, now)
    assert visit is not None
    elsewhere = log_in(lead.name, lead.passphrase, lead.code(now + STEP), now + STEP)

    change_passphrase(visit.desk, visit.number, lead.passphrase, NEW_PASSPHRASE)

    later = now + 2 * STEP
    assert visitor(cookie, later) is not None
    assert visitor(elsewhere, later) is None
    with pytest.raises(NotAllowed):
        unlock(lead.name, lead.passphrase, lead.code(later), later)
    desk = unlock(lead.name, NEW_PASSPHRASE, lead.code(later), later)
    assert desk.team_secret == lead.desk.team_secret


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [("pas la bonne phrase", NEW_PASSPHRASE, NotAllowed), (None, "court", BadInput)],
)
def test_a_wrong_old_passphrase_or_a_short_new_one_changes_nothing(
    old: str | None, new: str, error: type[Exception], lead: Login, now: datetime
) -> None:
    with pytest.raises(error):
        change_passphrase(lead.desk, 0, old or lead.passphrase, new)

    assert unlock(lead.name, lead.passphrase, lead.code(now), now).responder == lead.desk.responder
