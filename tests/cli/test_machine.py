"""The doctor says which engines read screenshots, and what one that is asked for lacks."""

from pathlib import Path

import pytest
from pytest_django import Settings

from vigie.cli import machine
from vigie.reading.engines import tesseract


@pytest.mark.parametrize(
    ("asked", "missing", "well", "says"),
    [
        (False, "x is missing", True, "rapidocr, no second opinion"),
        (True, None, True, "Tesseract as a second opinion"),
        (True, "x is missing", False, "x is missing"),
    ],
)
def test_an_engine_that_is_asked_for_must_be_there(
    asked: bool,
    missing: str | None,
    well: bool,
    says: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    settings.VIGIE_SECOND_OPINION = asked
    monkeypatch.setattr(tesseract, "lacks", lambda: missing)
    (tmp_path / "meminfo").write_text("MemAvailable:    4000000 kB\n")
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "meminfo")

    found = machine.engines()

    assert found[0] is well
    assert says in found[1]


def test_too_little_memory_for_reading_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    settings.VIGIE_SECOND_OPINION = False
    (tmp_path / "meminfo").write_text("MemTotal: 1 kB\nMemAvailable:    300000 kB\n")
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "meminfo")

    assert machine.engines() == (
        False,
        "rapidocr, no second opinion; 307 MB of memory free: reading takes up to 800 MB",
    )


def test_a_machine_without_a_colour_font_says_that_emoji_have_no_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "colour_font", lambda: None)

    well, says = machine.emoji()

    assert well, "reading goes on without"
    assert "fonts-noto-color-emoji" in says
