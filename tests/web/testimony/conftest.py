"""What the tests of the witness pages share: a browser that has begun to tell."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from vigie.flows import witness
from vigie.flows.witness import SoFar
from vigie.store.testimonies import Testimony
from vigie.web.testimony.cookie import NAME, Carried, unseal


@pytest.fixture
def browser(intake_client: Client, settings: Settings) -> Client:
    """A browser on the witness pages; a template that names nothing shows it."""
    settings.TEMPLATES = [
        {**each, "OPTIONS": {**each["OPTIONS"], "string_if_invalid": "UNDEFINED:%s"}}
        for each in settings.TEMPLATES
    ]
    return intake_client


@pytest.fixture
def teller(browser: Client) -> Client:
    """A browser that has begun and holds its code."""
    browser.post("/raconter/", {"once": "begin"})
    return browser


@pytest.fixture
def carried(teller: Client, now: datetime) -> Carried:
    """What that browser carries."""
    opened = unseal(teller.cookies[NAME].value, now)
    assert opened is not None
    return opened


@pytest.fixture
def told(carried: Carried, now: datetime) -> Callable[[], SoFar]:
    """What that browser has told up to the moment of asking."""
    return lambda: witness.so_far(carried.session, now)


@pytest.fixture
def testimony(carried: Carried) -> Testimony:
    """The testimony of that browser, as stored."""
    return Testimony.objects.get(pk=carried.session.testimony)
