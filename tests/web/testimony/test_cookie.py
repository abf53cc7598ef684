"""The witness's cookie: readable by us alone, for half an hour."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.http import HttpResponse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from vigie.flows.witness import WitnessSession
from vigie.web.testimony.cookie import NAME, Carried, carry, drop, seal, unseal

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CARRIED = Carried(WitnessSession(7, "AGE-SECRET"), "six mots")


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    """A key of the test's own."""
    settings.VIGIE_COOKIE_KEY = Fernet.generate_key().decode()


def test_what_is_carried_comes_back_and_cannot_be_read_on_the_way() -> None:
    text = seal(CARRIED, NOON)

    assert unseal(text, NOON + timedelta(minutes=29)) == CARRIED
    assert "AGE" not in text


def test_after_half_an_hour_nothing_opens() -> None:
    text = seal(CARRIED, NOON)

    assert unseal(text, NOON + timedelta(minutes=31)) is None


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_other_text_opens_nothing(text: str) -> None:
    assert unseal(text, NOON) is None


def test_it_stays_on_this_host_and_out_of_scripts_and_other_sites() -> None:
    response = HttpResponse()

    carry(response, CARRIED, NOON)

    cookie = response.cookies[NAME]
    assert NAME.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", 1800)


def test_dropping_it_empties_it_at_once() -> None:
    response = HttpResponse()

    drop(response)

    assert (response.cookies[NAME].value, response.cookies[NAME]["max-age"]) == ("", 0)
