"""What cannot be taken or answered is one clear page, and what was told before is kept."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings


def test_a_form_that_is_too_big_is_said_to_be_too_big(
    intake_client: Client, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = intake_client.post("/raconter/", {"campaign": "x" * 2000})

    assert response.status_code == 413
    assert "413.html" in [template.name for template in response.templates]


def test_a_form_of_too_many_fields_is_too_big_as_well(
    intake_client: Client, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10

    response = intake_client.post("/raconter/", {f"field{n}": "x" for n in range(20)})

    assert response.status_code == 413


def test_what_is_no_form_is_said_not_to_be_understood(intake_client: Client) -> None:
    intake_client.post("/raconter/")

    response = intake_client.generic(
        "POST",
        "/raconter/6/?once=x",
        b"nonsense",
        content_type="multipart/form-data",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("locked"), 503), (RuntimeError("PLANTE"), 500)]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_busy_database_passes_and_a_fault_is_ours(
    error: Exception,
    status: int,
    language: str,
    intake_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> HttpResponse:
        raise error

    intake_client.raise_request_exception = False
    monkeypatch.setattr("vigie.web.testimony.views.entry.page", broken)

    response = intake_client.get("/", headers={"Accept-Language": language})

    assert response.status_code == status
    assert f'lang="{language}"' in response.content.decode()
    assert b"PLANTE" not in response.content
