"""`vigie lend`: asks for both secrets, and lends what the reason concerns."""

import io
from datetime import UTC, datetime

import pytest

from tests.scenes import Login, tell, work
from vigie.cli.lend import lend
from vigie.cli.main import COMMANDS
from vigie.flows.worker import Worker, backlog
from vigie.kernel.errors import BadInput, NotAllowed
from vigie.store.custody import LogEntry


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in lines)))


def test_what_can_be_lent_is_lent_by_who_gives_both_secrets(
    worker: Worker, lead: Login, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(tz=UTC)
    tell(now, narrative="il insiste")
    work(worker, now)

    typed(monkeypatch, lead.passphrase, "000000")
    with pytest.raises(NotAllowed):
        lend(lead.name, reason="rules")
    typed(monkeypatch, lead.passphrase, lead.code(now))
    lend(lead.name, reason="rules")

    assert capsys.readouterr().out.startswith("1 testimonies lent to the worker")
    assert backlog(datetime.now(tz=UTC)) == 1
    assert LogEntry.objects.get(act="lent").detail == "rules"


def test_a_reason_that_is_none_is_named_before_any_secret_is_asked(worker: Worker) -> None:
    with pytest.raises(BadInput, match="engine"):
        lend("Camille", reason="because")

    assert COMMANDS["lend"].module == "vigie.cli.lend"
