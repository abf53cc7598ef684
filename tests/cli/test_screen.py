"""`vigie screen`: findings as lines when piped, and one clear line for what fails."""

import json
from pathlib import Path

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from tests.signals.suite import conversation_of
from vigie.cli import screen as command
from vigie.kernel.formats import conversation_to_json

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/formats/findings.schema.json").read_text(encoding="utf-8"))
LINE = json.dumps(conversation_to_json(conversation_of("A: envoie des nudes\nB: j'ai 13 ans")))
OTHER = json.dumps(conversation_to_json(conversation_of("A: on mange à midi ?", "lunch")))


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(command.screen)
    return made


def test_each_conversation_gives_one_line_of_findings_in_order(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["-"], input=f"{LINE}\n\n{OTHER}\n")

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["conversation"] for line in lines] == ["talk", "lunch"]
    assert [line["severity"] for line in lines] == ["P2", "none"]
    for line in lines:
        jsonschema.validate(line, SCHEMA)


def test_a_file_is_read_as_well(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "talks.jsonl").write_text(LINE, encoding="utf-8")

    result = CliRunner().invoke(app, [str(tmp_path / "talks.jsonl"), "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["severity"] == "P2"


@pytest.mark.parametrize("bad", ["{", "[1]", '{"schema": "other/1"}', "null", "é" * 9, "[" * 9_000])
def test_a_bad_line_is_named_and_the_others_are_done(app: typer.Typer, bad: str) -> None:
    result = CliRunner().invoke(app, ["-"], input=f"{LINE}\n{bad}\n{OTHER}\n")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("Line 2: ")
    assert len(result.stderr.splitlines()) == 1


def test_an_empty_input_is_said_to_be_empty(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["-"], input=" \n")

    assert result.exit_code == 1
    assert "empty" in result.stderr


def test_a_text_file_is_sent_to_the_reader(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("Léo: envoie une photo", encoding="utf-8")

    result = CliRunner().invoke(app, [str(tmp_path / "chat.txt")])

    assert result.exit_code == 1
    assert "vigie read" in result.stderr


def test_a_missing_file_is_one_line(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "none.jsonl")])

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_a_person_at_a_terminal_sees_the_quotes(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)

    result = CliRunner().invoke(app, ["-"], input=LINE)

    assert result.exit_code == 0
    assert "envoie des nudes" in result.stdout
    assert "P2" in result.stdout
