"""`vigie log export`: one file that anyone checks offline, and that names nobody."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.scenes import TALK, tell, work
from vigie.cli.log import Action, log
from vigie.cli.verify import verdict_on
from vigie.evidence.logs import contradiction
from vigie.flows import witness
from vigie.flows.place import installation
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry, LogHead, LogNode


def test_the_whole_log_holds_and_names_nothing(
    worker: Worker, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())])
    work(worker, now)

    log(Action.EXPORT, tmp_path / "log.json")

    text = (tmp_path / "log.json").read_text()
    verdict = verdict_on(tmp_path / "log.json", bytes.fromhex(installation().log_public))
    assert verdict.valid
    assert told.reference not in text
    assert "worker" not in text
    assert "'vigie verify" in capsys.readouterr().err


def test_a_receipt_and_the_log_it_is_in_agree(
    worker: Worker, now: datetime, tmp_path: Path
) -> None:
    told = tell(now)
    work(worker, now)
    receipt = json.loads(witness.receipt(told.session))

    log(Action.EXPORT, tmp_path / "log.json")

    paper = json.loads((tmp_path / "log.json").read_text())
    assert contradiction([receipt, paper]) is None
    assert receipt["testimony"] in paper["leaves"]


def test_an_empty_log_says_so(worker: Worker, tmp_path: Path) -> None:
    for table in (LogEntry, LogHead, LogNode):
        table.objects.all().delete()

    with pytest.raises(NotFound, match="empty"):
        log(Action.EXPORT, tmp_path / "log.json")
