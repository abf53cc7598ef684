"""`vigie evaluate`: tables or lines, one sentence for each truth that cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from vigie.cli import evaluate as command
from vigie.kernel.errors import BadInput
from vigie.reading.engines import Line, Pixels
from vigie.reading.evaluation import evaluating
from vigie.reading.read import ENGINE

ROOT = Path(__file__).parents[2]
CHAT = "Léa: tu fais quoi\nMax: rien\nLéa: ok"
TRUTH: dict[str, Any] = {
    "image": "chat.txt",
    "family": "pasted",
    "variant": "clean",
    "turns": [{"text": "tu fais quoi"}, {"text": "rien du tout"}, {"text": "ok"}],
}


class Blind:
    """An engine that sees nothing."""

    name = "blind"
    samples = ()

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """No line of any image."""
        assert pixels.size
        return ()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setattr(evaluating, "engines", {ENGINE: Blind()})
    made = typer.Typer()
    made.command()(command.evaluate)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "chat.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    return tmp_path


def lines_of(output: str) -> list[dict[str, Any]]:
    """The JSON lines of an output."""
    return [json.loads(line) for line in output.splitlines()]


def test_lines_say_each_truth_each_group_all_of_them_and_the_bars(
    app: typer.Typer, folder: Path
) -> None:
    result = CliRunner().invoke(app, ["reading", "--data", str(folder)])

    lines = lines_of(result.stdout)
    assert result.exit_code == 0
    assert [next(iter(line)) for line in lines[:4]] == ["truth", "variant", "family", "all"]
    assert lines[0]["truth"] == "chat.json"
    assert (lines[0]["counts"]["found"], lines[0]["counts"]["turns"]) == (2, 3)
    assert all(set(line) >= {"bar", "measured", "met"} for line in lines[4:])
    assert "slips" not in lines[0]


def test_slips_say_what_differs(app: typer.Typer, folder: Path) -> None:
    result = CliRunner().invoke(app, ["reading", "--data", str(folder), "--slips"])

    assert {"what": "missed", "true": "rien du tout", "read": ""} in lines_of(result.stdout)[0][
        "slips"
    ]


def test_a_terminal_shows_tables(
    app: typer.Typer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)

    result = CliRunner().invoke(app, ["reading", "--data", str(folder), "--slips"])

    for words in ("By variant", "By family", "pasted", "0.667 /3", "Bars", "missed", "chat.json"):
        assert words in result.stdout


def test_a_bad_truth_is_one_line_and_the_others_are_measured(
    app: typer.Typer, folder: Path
) -> None:
    (folder / "broken.json").write_text("{")
    (folder / "lost.json").write_text('{"image": "lost.png", "turns": []}')
    (folder / "torn.json").write_text('{"image": "torn.png", "turns": []}')
    (folder / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n torn")

    result = CliRunner().invoke(app, ["reading", "--data", str(folder)])

    said = result.stderr.splitlines()
    assert result.exit_code == 1
    assert [Path(line.split(": ")[0]).name for line in said] == [
        "broken.json",
        "lost.json",
        "torn.json",
    ]
    assert "the picture lost.png is not beside it" in said[1]
    assert lines_of(result.stdout)[0]["truth"] == "chat.json"


def test_a_picture_in_which_nothing_is_seen_counts_as_missed_and_as_said(
    app: typer.Typer, folder: Path
) -> None:
    Image.new("RGB", (600, 900), "white").save(folder / "white.png")
    truth = TRUTH | {"image": "white.png"}
    (folder / "white.json").write_text(json.dumps(truth), encoding="utf-8")

    result = CliRunner().invoke(app, ["reading", "--data", str(folder)])

    counts = lines_of(result.stdout)[1]["counts"]
    assert (counts["turns"], counts["found"]) == (3, 0)
    assert (counts["poor"], counts["poor_said"]) == (1, 1)


@pytest.mark.parametrize("what", ["linking", "", "Reading"])
def test_a_name_that_is_not_known_is_said(app: typer.Typer, folder: Path, what: str) -> None:
    result = CliRunner().invoke(app, [what, "--data", str(folder)])

    assert isinstance(result.exception, BadInput)
    assert "there is functions, signals, reading" in str(result.exception)


def test_a_folder_without_truths_is_said(app: typer.Typer, tmp_path: Path) -> None:
    for given in (tmp_path, tmp_path / "nowhere"):
        result = CliRunner().invoke(app, ["reading", "--data", str(given)])

        assert isinstance(result.exception, BadInput)


@pytest.mark.ocr
def test_a_sample_that_is_read_well_measures_well(tmp_path: Path) -> None:
    for suffix in (".png", ".json"):
        source = ROOT / "tests/samples/screenshots/sms"
        (tmp_path / f"sms{suffix}").write_bytes(source.with_suffix(suffix).read_bytes())

    (found,) = evaluating.evaluated(evaluating.truth_files(tmp_path))

    assert found.measured is not None
    assert found.measured.counts.found == found.measured.counts.turns > 0
    assert found.measured.counts.cpu_seconds > 0
