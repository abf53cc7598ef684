"""Guessing a code: each wrong one costs the same, gets the same answer and teaches nothing."""

import secrets
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.scenes import tell
from vigie.evidence import codes
from vigie.evidence.codes import new_code
from vigie.flows.setup import NewInstallation

WORDS = 6


@pytest.fixture
def derivations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each code that Argon2id is run for."""
    seen: list[str] = []

    def counted(code: str, salt: bytes) -> codes.CodeKeys:
        seen.append(code)
        return codes.derive(code, salt)

    monkeypatch.setattr("vigie.flows.witness.telling.derive", counted)
    return seen


def close_to(code: str) -> str:
    """The same code with its last word changed."""
    other = new_code(secrets.choice)
    return " ".join([*code.split()[:-1], other.split()[-1]])


def test_a_code_wrong_in_one_word_is_answered_as_one_wrong_in_all(
    intake_client: Client, derivations: list[str], now: datetime
) -> None:
    right = tell(now).code.replace("-", " ")
    derivations.clear()
    wrong = (close_to(right), new_code(secrets.choice).replace("-", " "))

    answers, queries = [], []
    for each in wrong:
        with CaptureQueriesContext(connection) as made:
            answers.append(intake_client.post("/suivi/", {"code": each}))
        queries.append(len(made))

    assert len(set(right.split()) & set(wrong[0].split())) == WORDS - 1
    assert [each.status_code for each in answers] == [answers[0].status_code] * 2
    shown = [a.content.decode().replace(w, "") for a, w in zip(answers, wrong, strict=True)]
    assert shown[0] == shown[1]
    assert queries[0] == queries[1]
    assert len(derivations) == len(wrong)


def test_a_wrong_code_costs_one_derivation_and_a_right_one_no_more(
    intake_client: Client, derivations: list[str], now: datetime
) -> None:
    right = tell(now).code
    derivations.clear()

    intake_client.post("/suivi/", {"code": new_code(secrets.choice)})
    intake_client.post("/suivi/", {"code": right})

    assert len(derivations) == 2


def test_a_wrong_code_gives_no_cookie_and_takes_none(
    intake_client: Client, installation: NewInstallation
) -> None:
    answer = intake_client.post("/suivi/", {"code": new_code(secrets.choice)})

    assert not answer.cookies
