"""Passkeys: a second factor and no more; what is replayed, borrowed or made elsewhere fails."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.authenticator import Authenticator
from tests.scenes import Login
from vigie.flows.team.passkeys import (
    LABEL_CHARS,
    MOST_PASSKEYS,
    Site,
    assertion_options,
    check_assertion,
    enrol,
    enrol_options,
    passkeys,
    remove_passkey,
)
from vigie.flows.team.people import log_in, unlock, visitor
from vigie.flows.team.visits import begin_with_passkey, finish_with_passkey
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.people import DeskVisit, Passkey, Responder

SITE = Site("testserver", ("https://testserver",))
CHALLENGE = b"c" * 32


def enrolled(login: Login, now: datetime, **how: object) -> Authenticator:
    """An authenticator with a passkey of this responder."""
    made = Authenticator(**how)  # type: ignore[arg-type]
    answer = made.make(enrol_options(login.desk, SITE, CHALLENGE))
    enrol(login.desk, "Clé du bureau", answer, SITE, (CHALLENGE,), now)
    return made


def options_of(login: Login, challenge: bytes = CHALLENGE) -> str:
    return assertion_options(login.desk.responder, SITE, challenge)


def begin(login: Login, now: datetime) -> tuple[str, str]:
    """The first step: the cookie that waits, and what the browser is asked."""
    waiting = begin_with_passkey(login.name, login.passphrase, now)
    return waiting.cookie, assertion_options(waiting.responder, SITE, waiting.challenge)


def test_a_passkey_is_the_second_factor_after_the_passphrase(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    waiting, options = begin(lead, now)

    cookie = finish_with_passkey(waiting, key.answer(options), SITE, now)

    desk = visitor(cookie, now)
    assert desk is not None
    assert desk.team_secret == lead.desk.team_secret


def test_nothing_is_open_between_the_two_steps(lead: Login, now: datetime) -> None:
    enrolled(lead, now)

    waiting, _ = begin(lead, now)

    assert visitor(waiting, now) is None
    assert DeskVisit.objects.get().proved_at is None


def test_the_visit_has_another_secret_after_the_second_step(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    waiting, options = begin(lead, now)

    cookie = finish_with_passkey(waiting, key.answer(options), SITE, now)

    assert cookie != waiting
    assert visitor(waiting, now) is None
    assert DeskVisit.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "https://testserver.example.org"},
        {"origin": "http://testserver"},
        {"host": "example.org"},
        {"verifies": False},
    ],
)
def test_an_answer_made_elsewhere_or_without_its_user_is_refused(
    how: dict[str, object], lead: Login, now: datetime
) -> None:
    key = enrolled(lead, now)
    for name, value in how.items():
        setattr(key, name, value)
    waiting, options = begin(lead, now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, key.answer(options), SITE, now)

    assert not DeskVisit.objects.exists()


def test_an_answer_serves_once(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now, counts=False)
    waiting, options = begin(lead, now)
    answer = key.answer(options)
    finish_with_passkey(waiting, answer, SITE, now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, answer, SITE, now)
    again, _ = begin(lead, now)
    with pytest.raises(NotAllowed):
        finish_with_passkey(again, answer, SITE, now)


def test_a_refused_answer_ends_the_waiting_visit(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    waiting, options = begin(lead, now)
    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, "{}", SITE, now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, key.answer(options), SITE, now)


def test_a_passkey_of_somebody_else_is_refused(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique")
    enrolled(lead, now)
    theirs = enrolled(other, now)
    waiting, options = begin(lead, now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, theirs.answer(options), SITE, now)


def test_another_key_under_the_name_of_the_credential_is_refused(
    lead: Login, now: datetime
) -> None:
    key = enrolled(lead, now)
    planted = Authenticator(credential=key.credential, uses=key.uses)

    with pytest.raises(NotAllowed):
        check_assertion(lead.desk.responder, planted.answer(options_of(lead)), SITE, (CHALLENGE,))


def test_a_counter_that_goes_back_is_refused(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    key.uses = 10
    check_assertion(lead.desk.responder, key.answer(options_of(lead)), SITE, (CHALLENGE,))
    key.uses = 3

    with pytest.raises(NotAllowed):
        check_assertion(lead.desk.responder, key.answer(options_of(lead)), SITE, (CHALLENGE,))

    assert Passkey.objects.get().sign_count == 11


def test_an_answer_that_comes_late_is_refused(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    waiting, options = begin(lead, now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, key.answer(options), SITE, now + timedelta(minutes=6))


def test_somebody_who_left_between_the_steps_stays_out(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    waiting, options = begin(lead, now)
    Responder.objects.update(state=Responder.State.LEFT)

    with pytest.raises(NotAllowed):
        finish_with_passkey(waiting, key.answer(options), SITE, now)


@pytest.mark.parametrize("wrong", ["passphrase", "no passkey", "name"])
def test_the_first_step_refuses_in_the_same_words(wrong: str, lead: Login, now: datetime) -> None:
    if wrong != "no passkey":
        enrolled(lead, now)
    name = "Personne" if wrong == "name" else lead.name
    passphrase = "pas la phrase" if wrong == "passphrase" else lead.passphrase

    with pytest.raises(NotAllowed, match="Name, passphrase or code"):
        begin_with_passkey(name, passphrase, now)


def test_a_passkey_does_not_take_the_place_of_the_code(lead: Login, now: datetime) -> None:
    enrolled(lead, now)

    assert unlock(lead.name, lead.passphrase, lead.code(now), now).responder == lead.desk.responder
    with pytest.raises(NotAllowed):
        log_in(lead.name, lead.passphrase, "", now)


def test_an_unlocked_cookie_is_no_waiting_one(lead: Login, now: datetime) -> None:
    key = enrolled(lead, now)
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    with pytest.raises(NotAllowed):
        finish_with_passkey(cookie, key.answer(options_of(lead)), SITE, now)

    assert visitor(cookie, now) is not None


def test_passkeys_are_named_listed_and_removed(lead: Login, now: datetime) -> None:
    enrolled(lead, now)

    (row,) = passkeys(lead.desk.responder)
    remove_passkey(lead.desk, row.number)

    assert row.label == "Clé du bureau"
    assert passkeys(lead.desk.responder) == ()


def test_the_last_second_factor_cannot_be_removed(lead: Login, now: datetime) -> None:
    enrolled(lead, now)
    (row,) = passkeys(lead.desk.responder)

    remove_passkey(lead.desk, row.number)

    assert unlock(lead.name, lead.passphrase, lead.code(now), now).responder == lead.desk.responder


def test_nobody_removes_a_passkey_of_another(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique")
    enrolled(other, now)
    (row,) = passkeys(other.desk.responder)

    with pytest.raises(NotFound):
        remove_passkey(lead.desk, row.number)

    assert passkeys(other.desk.responder) == (row,)


def test_a_passkey_is_enrolled_once_whoever_asks(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other, key = new_login("Dominique"), enrolled(lead, now)
    answer = key.make(enrol_options(other.desk, SITE, CHALLENGE))

    with pytest.raises(Conflict):
        enrol(other.desk, "La même", answer, SITE, (CHALLENGE,), now)


def test_an_enrolment_for_another_challenge_or_elsewhere_is_refused(
    lead: Login, now: datetime
) -> None:
    options = enrol_options(lead.desk, SITE, CHALLENGE)
    elsewhere = Authenticator(origin="https://example.org").make(options)

    for answer, challenge in ((Authenticator().make(options), b"o" * 32), (elsewhere, CHALLENGE)):
        with pytest.raises(NotAllowed):
            enrol(lead.desk, "Clé", answer, SITE, (challenge,), now)


@pytest.mark.parametrize("label", ["", "   ", "x" * (LABEL_CHARS + 1)])
def test_a_passkey_needs_a_name(label: str, lead: Login, now: datetime) -> None:
    with pytest.raises(BadInput):
        enrol(lead.desk, label, "{}", SITE, (CHALLENGE,), now)


def test_there_is_a_largest_number_of_passkeys(lead: Login, now: datetime) -> None:
    for _ in range(MOST_PASSKEYS):
        enrolled(lead, now)

    with pytest.raises(BadInput):
        enrolled(lead, now)


def test_the_browser_is_told_which_keys_to_ask_and_to_check_its_user(
    lead: Login, now: datetime
) -> None:
    key = enrolled(lead, now)

    asked = json.loads(options_of(lead))
    enrolment = json.loads(enrol_options(lead.desk, SITE, CHALLENGE))

    assert len(asked["allowCredentials"]) == len(enrolment["excludeCredentials"]) == 1
    assert asked["userVerification"] == "required"
    assert enrolment["authenticatorSelection"]["userVerification"] == "required"
    assert lead.desk.responder.pseudonym not in options_of(lead)
    assert key.credential


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answer=st.one_of(st.text(max_size=300), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature",
                         "authenticatorData", "attestationObject"]), inner, max_size=6),
    max_leaves=12,
).map(json.dumps)))  # fmt: skip
def test_what_no_browser_sends_is_refused(lead: Login, now: datetime, answer: str) -> None:
    with pytest.raises(NotAllowed):
        check_assertion(lead.desk.responder, answer, SITE, (CHALLENGE,))
    with pytest.raises(NotAllowed):
        enrol(lead.desk, "Clé", answer, SITE, (CHALLENGE,), now)
