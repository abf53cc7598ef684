"""The four processes together: each gets what its duty needs."""

import pytest

from vigie.cli.up import Household


def test_the_boot_secret_is_for_the_worker_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_WORKER_SECRET_FILE", "secret")
    household = Household("127.0.0.1", 8000, {"VIGIE_WORKER_SECRET": "secret"})

    holders = {
        name for name in household.commands if "secret" in household.environment_of(name).values()
    }

    assert holders == {"worker"}
    assert household.environment_of("intake")["VIGIE_PROCESS"] == "intake"


def test_a_public_address_that_was_given_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_INTAKE_URL", "https://vigie.example.org")

    household = Household("127.0.0.1", 8000)

    assert household.environment["VIGIE_INTAKE_URL"] == "https://vigie.example.org"
    assert household.environment["VIGIE_PARTNERS_URL"] == "http://127.0.0.1:8002"
