"""A worker that fails, hangs, meets another or loses its disk: nothing lost, nothing twice."""

import errno
import logging
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from tests.scenes import TALK, only_case, tell, work
from vigie.cli.worker import NO_DATABASE, NO_DISK, Patience, Watch, alone, one_round
from vigie.cli.worker import worker as run_worker
from vigie.evidence.installation import load_vault
from vigie.flows import witness
from vigie.flows.leases import due, lease_next
from vigie.flows.place import blobs, folder
from vigie.flows.reading import read_testimony
from vigie.flows.team.people import Desk
from vigie.flows.worker import TEAM_AFTER, Worker, open_worker, work_once
from vigie.kernel.errors import Misconfigured
from vigie.reading.read import Reading, read_files
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony

FILES = [("t.txt", TALK.encode())]


def failing(error: Exception) -> object:
    def fail(*_: object, **__: object) -> Reading:
        raise error

    return fail


def state_of_files(told: object, now: datetime) -> list[str]:
    return [file.state for file in witness.so_far(told.session, now).files]  # type: ignore[attr-defined]


def test_what_failed_is_tried_again_in_seconds_and_others_go_first(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, other = tell(now, files=FILES), tell(now)
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.reading.read_files", failing(RuntimeError("here")))
        with pytest.raises(RuntimeError):
            work_once(worker, now)

    work(worker, now)
    before = state_of_files(failed, now)
    work(worker, now + timedelta(seconds=6))

    assert before == ["received"]
    assert witness.so_far(other.session, now).status == "reading"
    assert state_of_files(failed, now) == ["read"]


def test_what_fails_three_times_is_seen_by_the_team_and_still_tried(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=FILES)
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.reading.read_files", failing(RuntimeError("here")))
        for minute in range(TEAM_AFTER):
            with pytest.raises(RuntimeError):
                work_once(worker, now + timedelta(minutes=minute))

    seen = only_case(desk, now)
    work(worker, now + timedelta(hours=1))

    assert seen.testimonies == 1
    assert state_of_files(told, now) == ["read"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), OperationalError("gone")])
def test_our_own_disk_or_database_is_never_counted_against_a_file(
    error: Exception, worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(now, files=FILES)
    monkeypatch.setattr("vigie.flows.reading.read_files", failing(error))

    for hour in range(40):
        with pytest.raises(type(error)):
            work_once(worker, now + timedelta(hours=hour))

    assert Item.objects.get(kind="file").attempts == 0
    assert Item.objects.get(kind="file").state == "unread"


def test_a_worker_that_slept_past_its_lease_keeps_nothing_of_what_it_read(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, other = tell(now, account="@lea.exemple", files=FILES), open_worker("other")
    later = now + timedelta(minutes=6)

    def slow(*given: object, **options: object) -> Reading:
        monkeypatch.undo()
        work(other, later)
        return read_files(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("vigie.flows.reading.read_files", slow)
    work_once(worker, now)

    assert LogEntry.objects.filter(act="read").count() == 1
    assert Item.objects.filter(kind="conversation").count() == 1
    assert state_of_files(told, now) == ["read"]


def test_two_workers_of_one_name_keep_what_one_of_them_read(worker: Worker, now: datetime) -> None:
    tell(now, files=FILES)
    taken = lease_next(worker.hand, now)
    assert taken is not None

    work(open_worker("worker"), now)
    read_testimony(taken, worker.vault, now)

    assert LogEntry.objects.filter(act="read").count() == 1


def test_long_work_keeps_its_lease(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(now, files=[(f"{name}.txt", TALK.encode()) for name in "abc"])
    clock = iter(range(0, 10_000, 240))
    leases = []

    def reading(*given: object, **options: object) -> Reading:
        read = read_files(*given, **options)  # type: ignore[arg-type]
        leases.append(Testimony.objects.get().leased_until)
        return read

    monkeypatch.setattr("vigie.flows.leases.monotonic", lambda: float(next(clock)))
    monkeypatch.setattr("vigie.flows.reading.read_files", reading)
    work_once(worker, now)

    assert leases[0] is not None
    assert leases[0] > now + timedelta(minutes=9)
    assert Item.objects.filter(kind="file", state="read").count() == 3


def test_a_second_worker_of_the_same_name_does_not_start(worker: Worker) -> None:
    with alone("worker"), pytest.raises(Misconfigured, match="--name"), alone("worker"):
        pass

    with alone("worker"), alone("other"):
        pass


def test_a_vault_half_written_is_put_back_by_the_worker_that_knows_it(
    worker: Worker, now: datetime
) -> None:
    vault = folder() / "worker" / "vault.age"
    vault.write_bytes(vault.read_bytes()[:100])

    work_once(worker, now + timedelta(days=1))

    assert load_vault(folder(), worker.identity) == worker.vault
    assert len(worker.vault.readers) == 2


def test_a_worker_with_a_damaged_vault_says_what_to_do(worker: Worker) -> None:
    vault = folder() / "worker" / "vault.age"
    vault.write_bytes(vault.read_bytes()[:100])

    with pytest.raises(Misconfigured, match="restore the file from a backup"):
        open_worker("worker")


def test_a_draft_of_the_vault_left_by_a_crash_is_passed_over(worker: Worker, now: datetime) -> None:
    (folder() / "worker" / "vault.age.new").write_bytes(b"half")

    work_once(worker, now + timedelta(days=1))

    assert load_vault(folder(), worker.identity) == worker.vault


@pytest.mark.parametrize(
    ("error", "said"),
    [(OperationalError("PLANTE"), NO_DATABASE), (OSError(errno.ENOSPC, "PLANTE"), NO_DISK)],
)
def test_a_lasting_trouble_is_said_once_and_its_end_too(
    error: Exception,
    said: str,
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("vigie.cli.worker.time.sleep", waits.append)
    monkeypatch.setattr("vigie.cli.worker.connection.close", lambda: None)
    patience = Patience()

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr("vigie.cli.worker.work_once", failing(error))
        for _ in range(8):
            one_round(worker, patience)
    with caplog.at_level(logging.WARNING):
        one_round(worker, patience)

    assert [record.getMessage() for record in caplog.records] == [said, "all is well again"]
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_duty_that_fails_does_not_stop_the_others(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=FILES)
    monkeypatch.setattr("vigie.flows.worker.save_vault", failing(OSError(errno.ENOSPC, "full")))

    with pytest.raises(OSError, match="full"):
        work_once(worker, now + timedelta(days=1))

    assert state_of_files(told, now) == ["read"]


def test_sweeping_waits_an_hour_after_it_failed_and_is_not_given_up(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[datetime] = []

    def refusing(at: datetime) -> None:
        calls.append(at)
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr("vigie.flows.worker.sweep", refusing)
    for minutes in (0, 5, 65):
        try:
            work_once(worker, now + timedelta(minutes=minutes))
        except OSError:
            continue

    assert calls == [now, now + timedelta(minutes=65)]


def test_the_watch_sees_the_clock_being_set_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch.begun()

    ordinary = watch.leapt()
    watch.ahead -= timedelta(days=1).total_seconds()

    assert (ordinary, watch.leapt(), watch.leapt()) == (False, True, False)


def test_a_time_far_ahead_is_due(worker: Worker, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    tell(tomorrow, send=False)

    assert Testimony.objects.filter(due(now)).count() == 1
    assert blobs() is not None


def test_a_worker_asked_to_read_once_gives_up_on_a_lasting_trouble(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("vigie.cli.worker.time.sleep", waits.append)
    monkeypatch.setattr("vigie.cli.worker.keep_memory_private", lambda: None)
    monkeypatch.setattr("vigie.cli.worker.signal.signal", lambda *_: None)
    monkeypatch.setattr("vigie.cli.worker.connection.close", lambda: None)
    monkeypatch.setattr("vigie.cli.worker.work_once", failing(OperationalError("gone")))

    with pytest.raises(SystemExit, match="1"):
        run_worker("worker", once=True)

    assert waits == [1, 2, 4]
