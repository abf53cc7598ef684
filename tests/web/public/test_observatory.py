"""The observatory: counts per platform, never a small one, with their dictionary."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.test import Client

from tests.web.reading_pages import text_of
from vigie.flows import public
from vigie.flows.public import Figures, PlatformRow

FIGURES = Figures(
    (PlatformRow("tiktok", 840, 60), PlatformRow("telegram", 15, None)), 855, date(2026, 6, 1)
)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invented figures."""
    monkeypatch.setattr(public, "observatory_figures", lambda _now: FIGURES)


@pytest.mark.usefixtures("figures")
def test_the_page_shows_counts_and_hides_small_ones(partners_client: Client) -> None:
    page = text_of(partners_client.get("/observatory/"))

    assert "TikTok" in page
    assert "moins de 10" in page
    assert "Depuis juin 2026." in page


@pytest.mark.usefixtures("figures")
def test_the_csv_has_the_columns_of_the_dictionary(partners_client: Client) -> None:
    text = partners_client.get("/observatory/vigie.csv").content.decode()

    assert list(csv.reader(StringIO(text))) == [
        ["platform", "testimonies", "notices"],
        ["tiktok", "840", "60"],
        ["telegram", "15", "<10"],
        ["total", "855", ""],
    ]


@pytest.mark.usefixtures("figures")
def test_the_json_explains_itself(partners_client: Client) -> None:
    told = json.loads(partners_client.get("/observatory/vigie.json").content)

    assert told["rows"][1] == {"platform": "telegram", "testimonies": 15, "notices": None}
    assert set(told["dictionary"]) == set(told["rows"][0])
    assert told["total"] == 855


def test_an_empty_installation_has_a_page_too(partners_client: Client) -> None:
    page = text_of(partners_client.get("/observatory/"))

    assert "Moins de 10 témoignages pour l'instant." in page


def test_there_is_no_witness_page_among_the_public_figures(partners_client: Client) -> None:
    assert partners_client.get("/raconter/").status_code == 404
    assert "Quitter vite" not in text_of(partners_client.get("/observatory/"))
