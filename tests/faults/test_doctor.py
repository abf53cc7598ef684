"""`vigie doctor` says in one line what is gone, damaged or full, and what to do."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.scenes import TALK, tell, work
from vigie.cli import machine
from vigie.cli.doctor import run_checks
from vigie.flows.place import folder
from vigie.flows.worker import Worker
from vigie.store.custody import LogHead
from vigie.store.testimonies import Item, Testimony


def said(what: str) -> str:
    """The line of one check when it is not well, or nothing."""
    return next((each.says for each in run_checks() if each.what == what and not each.well), "")


def blob() -> Path:
    name = Item.objects.filter(kind="file")[0].blob
    return folder() / "blobs" / name[:2] / f"{name}.age"


def lose_a_file() -> None:
    blob().unlink()


def empty_a_file() -> None:
    blob().write_bytes(b"")


def flag_a_file() -> None:
    Item.objects.filter(kind="file").update(problem="damaged_here")


def cut_the_vault() -> None:
    (folder() / "worker" / "vault.age").write_bytes(b"")


def lose_the_vault() -> None:
    (folder() / "worker" / "vault.age").unlink()


def lose_a_head() -> None:
    LogHead.objects.order_by("-size")[:1].get().delete()


def stop_reading() -> None:
    long_ago = Testimony.objects.get().started_hour - timedelta(days=2)
    Testimony.objects.update(read_after=long_ago)


@pytest.mark.parametrize(
    ("damage", "what", "words"),
    [
        (lose_a_file, "sealed files", "1 missing"),
        (empty_a_file, "sealed files", "1 damaged"),
        (flag_a_file, "sealed files", "1 did not open"),
        (cut_the_vault, "worker keys", "restore it from a backup"),
        (lose_the_vault, "worker keys", "restore it from a backup"),
        (lose_a_head, "custody log", "no longer here"),
        (stop_reading, "backlog", "does a worker run"),
    ],
)
def test_what_is_wrong_is_one_line(
    damage: Callable[[], None], what: str, words: str, worker: Worker, now: datetime
) -> None:
    tell(now, files=[("t.txt", TALK.encode())])
    work(worker, now)
    before = said(what)

    damage()

    assert before == ""
    assert words in said(what)


def test_a_full_disk_is_said_before_it_is_full(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))

    assert "make room" in said("room on disk")


@pytest.mark.parametrize(
    ("swaps", "words"),
    [
        ("Filename Type Size\n", ""),
        ("Filename Type Size\n/dev/dm-1 partition 9\n/dev/zram0 partition 9\n", ""),
        ("Filename Type Size\n/swapfile file 9\n", "/swapfile"),
    ],
)
def test_swap_in_clear_is_said(
    swaps: str, words: str, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "swaps").write_text(swaps)
    monkeypatch.setattr(machine, "SWAPS", tmp_path / "swaps")

    assert words in said("memory")
    assert bool(said("memory")) == bool(words)


def test_the_command_says_in_one_line_that_there_is_no_installation(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "vigie.cli", "doctor"],
        env={**os.environ, "PYTHONPATH": "src", "VIGIE_DATA": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stdout.startswith("NO  installation: There is no installation")
