"""`vigie read`: JSON lines when piped, one clear line for what fails, never a traceback."""

import json
from pathlib import Path

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from vigie.cli import read as command

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/samples/exports"
SCHEMA = json.loads((ROOT / "docs/formats/conversation.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(command.read)
    return made


def test_conversations_are_lines_of_the_public_format(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, [str(SAMPLES / "tiktok-2023"), str(SAMPLES / "snapchat-2024")])

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["platform"] for line in lines] == ["tiktok"] * 2 + ["snapchat"] * 2
    for line in lines:
        jsonschema.validate(line, SCHEMA)


def test_what_fails_is_one_line_on_stderr_and_the_others_are_done(
    app: typer.Typer, tmp_path: Path
) -> None:
    (tmp_path / "vide.png").touch()
    chat = SAMPLES / "whatsapp-ios-fr/_chat.txt"

    result = CliRunner().invoke(app, [str(tmp_path / "vide.png"), str(chat), "nulle-part.txt"])

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert [line.split(": ")[0].split("/")[-1] for line in result.stderr.splitlines()] == [
        "nulle-part.txt",
        "vide.png",
    ]


def test_standard_input_is_read_and_accents_are_not_escaped(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["-"], input="Léa: arrête\nMax: non".encode())

    assert json.loads(result.stdout)["turns"][0]["text"] == "arrête"
    assert "arrête" in result.stdout


def test_no_file_is_wrong_usage(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, []).exit_code == 2


def test_a_terminal_shows_a_table(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)

    result = CliRunner().invoke(app, [str(SAMPLES / "instagram-2024")])

    assert "Théo Cœur" in result.stdout
    assert "envoie-m'en une de toi" in result.stdout.replace("\n", " ")
    assert "[deleted]" in result.stdout


def test_markup_in_a_message_is_shown_as_it_is(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)

    result = CliRunner().invoke(app, ["-"], input=b"Max: [bold]x[/bold] [/]")

    assert result.exit_code == 0
    assert "[bold]x[/bold] [/]" in result.stdout


def test_only_one_persons_conversations_are_read_when_asked(app: typer.Typer) -> None:
    folder = str(SAMPLES / "snapchat-2024")

    one = CliRunner().invoke(app, [folder, "--only", "MAX-Exemple"])
    nobody = CliRunner().invoke(app, [folder, "--only", "personne"])

    assert [json.loads(line)["title"] for line in one.stdout.splitlines()] == ["max_exemple"]
    assert (nobody.stdout, nobody.exit_code) == ("", 1)
    assert "without --only" in nobody.stderr
