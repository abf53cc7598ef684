"""`vigie decide`, and the doors that stay closed without it: real processes, a real folder."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
BY = ("--by", "Camille, présidente")
REST = (
    "dpia=AIPD-1 2026-03-12",
    "lawful_basis=legitimate_interests",
    "retention=accepted",
    "archive_years=20",
    "timestamps=renounced",
    "on_call=Camille, puis le 3018",
    "backups=un coffre",
)


def vigie(
    folder: Path, *arguments: str, stdin: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: each for name, each in os.environ.items() if not name.startswith("VIGIE_")}
    environment: Mapping[str, str] = {
        **kept,
        "PYTHONPATH": str(SOURCE),
        "VIGIE_DATA": str(folder),
        **more,
    }
    command = [sys.executable, "-m", "vigie.cli", *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A live installation in which nothing was decided."""
    made = tmp_path_factory.mktemp("live") / "data"
    asked = ("--organisation", "Écoute", "--email", "a@example.org", "--lead", "camille")
    ended = vigie(made, "init", *asked, stdin="une phrase de passe longue\n")
    assert ended.returncode == 0, ended.stderr
    assert "vigie decide" in ended.stdout
    return made


@pytest.mark.parametrize("door", ["up", "intake", "desk"])
def test_a_live_installation_stays_closed_and_names_each_command(folder: Path, door: str) -> None:
    ended = vigie(folder, door, "--port", str(free_port()))

    assert ended.returncode == 2
    assert "nothing was opened" in ended.stderr
    assert (
        'vigie decide csam_policy=seal|refuse|protocol --by "NAME, FUNCTION" --protocol FILE'
        in ended.stderr
    )
    assert 'vigie decide archive_years=YEARS --by "NAME, FUNCTION"' in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_was_decided_is_listed_and_the_rest_is_missing(folder: Path, tmp_path: Path) -> None:
    protocol = tmp_path / "protocole.txt"
    protocol.write_text("Appeler le procureur.")

    without = vigie(folder, "decide", "csam_policy=refuse", *BY)
    ended = vigie(folder, "decide", "csam_policy=refuse", *BY, "--protocol", str(protocol))
    rows = {row["name"]: row for row in map(json.loads, ended.stdout.splitlines())}

    assert (without.returncode, ended.returncode) == (1, 0)
    assert "--protocol FILE" in without.stderr
    assert rows["csam_policy"]["value"] == "refuse"
    assert rows["csam_policy"]["protocol"] == "Appeler le procureur."
    assert rows["dpia"]["missing"].startswith("vigie decide dpia=")
    assert vigie(folder, "decide", "--missing").returncode == 1


def test_once_all_is_decided_the_doors_would_open(folder: Path, tmp_path: Path) -> None:
    protocol = tmp_path / "protocole.txt"
    protocol.write_text("Appeler le procureur.")
    vigie(folder, "decide", "csam_policy=refuse", *REST, *BY, "--protocol", str(protocol))

    missing = vigie(folder, "decide", "--missing")
    taken = free_port_kept()
    with taken:
        port = str(taken.getsockname()[1])
        ended = vigie(folder, "intake", "--port", port)
    doctor = vigie(folder, "doctor")

    assert (missing.returncode, missing.stdout) == (0, "")
    assert "is in use" in ended.stderr, "the port is what stops it now"
    assert "ok  decisions: csam_policy refuse; dpia AIPD-1 2026-03-12" in doctor.stdout


def test_a_word_that_is_no_decision_is_refused_in_one_line(folder: Path) -> None:
    ended = vigie(folder, "decide", "csam_policy", *BY)

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "NAME=VALUE" in ended.stderr


def free_port_kept() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def free_port() -> int:
    with free_port_kept() as probe:
        return int(probe.getsockname()[1])
