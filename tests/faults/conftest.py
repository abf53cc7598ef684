"""What the tests of the witness pages under faults share: a browser that has begun to tell."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from vigie.flows import witness
from vigie.flows.witness import SoFar
from vigie.web.testimony.cookie import NAME, unseal


@pytest.fixture
def teller(intake_client: Client) -> Client:
    """A browser that has begun; a fault gives it the page that a witness would see."""
    intake_client.post("/raconter/", {"once": "begin"})
    intake_client.raise_request_exception = False
    return intake_client


@pytest.fixture
def told(teller: Client, now: datetime) -> Callable[[], SoFar]:
    """What that browser has told, as it reads it back."""

    def read() -> SoFar:
        opened = unseal(teller.cookies[NAME].value, now)
        assert opened is not None
        return witness.so_far(opened.session, now)

    return read
