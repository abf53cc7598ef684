"""The command that names accounts: lines in, lines out, one clear sentence for each bad line."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from vigie.cli.handle import handle

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/formats/handle.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(handle)
    return made


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_texts_are_answered_in_order_as_the_public_format_says(app: typer.Typer) -> None:
    texts = ["https://www.tiktok.com/@lea.exemple/video/6838123456789012345", "bonjour", "@lea_ex"]

    result = CliRunner().invoke(app, texts)

    answers = lines(result.stdout)
    for answer in answers:
        jsonschema.validate(answer, SCHEMA)
    assert result.exit_code == 0
    assert [answer["kind"] for answer in answers] == ["content", "none", "profile"]
    assert answers[0]["posted_at"] == "2020-06-14T08:51:25Z"


def test_a_file_of_questions_is_answered_line_by_line(app: typer.Typer, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"text": "lea_ex", "hint": "snapchat"}\n\n{"text": "@lea_ex"}\n')

    result = CliRunner().invoke(app, ["--jsonl", str(asked), "--json"])

    assert [answer["platform"] for answer in lines(result.stdout)] == ["snapchat", None]


def test_the_standard_input_is_a_file_too(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["--jsonl", "-"], input='{"text": "snap: lea_ex"}\n')

    assert lines(result.stdout)[0]["handle"] == "lea_ex"


def test_a_bad_line_is_named_and_the_others_are_still_done(
    app: typer.Typer, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"text": "@lea_ex"}\nnot json\n{"hint": "x"}\n{"text": "@lea_b"}\n')

    result = CliRunner().invoke(app, ["--jsonl", str(asked)])

    assert result.exit_code == 1
    assert [answer["handle"] for answer in lines(result.stdout)] == ["lea_ex", None, None, "lea_b"]
    assert f"{asked}:2: this line is not JSON" in result.stderr
    assert f'{asked}:3: this line has no "text"' in result.stderr


def test_a_missing_file_gives_one_line_and_no_traceback(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--jsonl", str(tmp_path / "none.jsonl")])

    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def test_neither_or_both_kinds_of_input_is_wrong_usage(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, []).exit_code == 2
    assert CliRunner().invoke(app, ["@lea", "--jsonl", "-"]).exit_code == 2


def test_a_terminal_gets_a_table(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vigie.cli.handle._on_a_terminal", lambda: True)

    result = CliRunner().invoke(app, ["@lea_ex", "--hint", "snapchat"])

    assert "snapchat" in result.stdout
    assert "{" not in result.stdout
