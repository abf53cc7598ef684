"""The launcher: one clear line when it cannot start, no half-made environment, quick afterwards."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tracked import ROOT

TOOLS = ("sh", "dirname", "readlink", "cat", "cksum", "rm", "echo")
PYTHON = """#!/bin/sh
case "$*" in
*version_info*) {says} ;;
*ensurepip*) exit {ensurepip} ;;
"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo venv >>did ;;
*"pip "*"install"*) echo pip >>did; exit {pip} ;;
*) echo "ran $*" ;;
esac
"""
UV = """#!/bin/sh
echo uv >>did
exit {uv}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the launcher and its locks, beside a folder that is the whole PATH."""
    shutil.copy(ROOT / "vigie", tmp_path / "vigie")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for name in (*TOOLS, "mkdir", "cp"):
        found = shutil.which(name)
        assert found
        (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def put(place: Path, name: str, script: str) -> None:
    (place / "bin" / name).write_text(script)
    (place / "bin" / name).chmod(0o755)


def put_python(place: Path, *, new: bool = True, ensurepip: int = 0, pip: int = 0) -> None:
    says = 'echo "$0"' if new else "exit 1"
    put(place, "python3", PYTHON.format(says=says, ensurepip=ensurepip, pip=pip))


def start(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "./vigie", *arguments],
        cwd=place,
        env={"PATH": str(place / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def did(place: Path) -> list[str]:
    file = place / "did"
    return file.read_text().split() if file.exists() else []


def test_without_a_recent_python_one_line_says_what_to_install(place: Path) -> None:
    put_python(place, new=False)

    ended = start(place, "--help")

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "vigie: Python 3.11 or later is needed: apt install python3 python3-venv"
    ]


def test_without_venv_the_last_line_says_what_to_install(place: Path) -> None:
    put_python(place, ensurepip=1)

    ended = start(place, "--help")

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith("apt install python3-venv")
    assert did(place) == []


def test_the_second_start_installs_nothing_and_says_nothing(place: Path) -> None:
    put_python(place)
    put(place, "uv", UV.format(uv=0))

    first, second = start(place, "read", "a b"), start(place, "read", "a b")

    assert did(place) == ["venv", "uv"]
    assert first.stderr
    assert second.stderr == ""
    assert second.stdout == "ran -P -m vigie.cli read a b\n"


def test_a_changed_lock_is_installed_again(place: Path) -> None:
    put_python(place)
    put(place, "uv", UV.format(uv=0))
    start(place, "--help")

    with (place / "requirements/run.txt").open("a") as lock:
        lock.write("# changed\n")
    start(place, "--help")

    assert did(place).count("uv") == 2


def test_what_is_installed_for_the_tests_serves_every_command(place: Path) -> None:
    put_python(place)
    put(place, "uv", UV.format(uv=0))

    start(place, "--help")
    start(place, "test")
    ended = start(place, "--help")

    assert did(place).count("uv") == 2
    assert ended.stderr == ""


def test_where_uv_fails_pip_goes_on(place: Path) -> None:
    put_python(place)
    put(place, "uv", UV.format(uv=1))

    ended = start(place, "--help")

    assert ended.returncode == 0
    assert did(place) == ["venv", "uv", "venv", "pip", "pip"]


def test_a_failed_installation_is_tried_again(place: Path) -> None:
    put_python(place, pip=1)

    first, second = start(place, "--help"), start(place, "--help")

    assert first.returncode == second.returncode == 2
    assert did(place).count("pip") == 4
    assert not (place / ".venv/installed").exists()


def test_it_starts_from_another_folder_and_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").symlink_to(ROOT / "vigie")

    ended = subprocess.run(
        [tmp_path / "there", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0
    assert "vigie COMMAND" in ended.stdout


def test_it_speaks_plain_sh() -> None:
    checked = subprocess.run(["sh", "-n", ROOT / "vigie"], check=False)

    assert checked.returncode == 0
