"""Anchoring: what the worker asks of authorities, when, and what becomes of the answers."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from asn1crypto import tsp
from django.db import connection
from pytest_django import Settings

from tests.evidence.authority import Authority, Listener, Shape, answering
from tests.flows.town import HOUR, Clock, Town, asked_about, honest, problems, rows
from tests.scenes import TALK, tell, work
from vigie.adapters.authorities import ask_all
from vigie.cli.anchor import anchor
from vigie.cli.doctor import run_checks
from vigie.cli.verify import verdict_on
from vigie.evidence.proofs import Verdict
from vigie.evidence.timestamps import build_request, parse_reply, read_trust
from vigie.evidence.verdicts import check_paper
from vigie.flows import witness
from vigie.flows.custody import anchoring, to_hour
from vigie.flows.custody.anchoring import anchor_due
from vigie.flows.custody.anchors import anchors_of, first_dated, newest_anchor
from vigie.flows.place import installation
from vigie.flows.worker import Worker, backlog, work_once
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogAnchor, LogEntry, LogHead

LIMIT_SECONDS = 2.0


@pytest.fixture
def clock(now: datetime) -> Clock:
    """Twenty past ten of today at first: no test begins on one day and ends on another."""
    return Clock(now.replace(hour=10, minute=20, second=0, microsecond=0))


@pytest.fixture
def town(
    clock: Clock, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """The two authorities that this installation is set to ask, with all the time they need."""
    monkeypatch.setattr(anchoring, "ask_all", partial(ask_all, limit_seconds=60.0))
    shapes = [Shape(), Shape(intermediate=True, sent="chain", long_name=True)]
    made = [Authority(tmp_path / str(n), shape, f"Ville {n}") for n, shape in enumerate(shapes)]
    found = Town(clock, made, [])
    for n, authority in enumerate(made):
        found.answers.append(partial(honest, authority, clock))
        found.listeners.append(Listener(answering(partial(found.answer, n))))
    roots = tmp_path / "roots.pem"
    roots.write_bytes(b"".join(each.roots for each in made))
    settings.VIGIE_TIMESTAMP_URLS = tuple(each.url for each in found.listeners)
    settings.VIGIE_TIMESTAMP_ROOTS = roots
    with found.listeners[0], found.listeners[1]:
        yield found


def said_by_doctor() -> tuple[bool, str]:
    (check,) = [each for each in run_checks() if each.what == "timestamps"]
    return check.well, check.says


def proved(paper: bytes, settings: Settings) -> Verdict:
    public = bytes.fromhex(installation().log_public)
    trust = read_trust(settings.VIGIE_TIMESTAMP_ROOTS.read_bytes())
    return check_paper(json.loads(paper), public, trust)


def test_without_an_authority_nothing_is_asked_and_the_doctor_says_so(
    worker: Worker, now: datetime
) -> None:
    tell(now)
    work(worker, now)

    assert anchor_due(now + HOUR) == 0
    assert LogAnchor.objects.count() == 0
    assert said_by_doctor() == (
        True,
        "no authority is set (VIGIE_TIMESTAMP_URLS): nobody else dates the log",
    )


def test_an_empty_log_asks_nothing(town: Town, worker: Worker, now: datetime) -> None:
    assert anchor_due(now) == 0
    assert town.asked() == [0, 0]


def test_the_last_head_of_the_hour_is_dated_by_each_authority_and_the_paper_proves_it(
    town: Town, worker: Worker, settings: Settings
) -> None:
    town.tells(worker)

    later = town.an_hour_later(worker)

    verdict = proved(newest_anchor(), settings)
    assert verdict.valid
    assert f"unchanged since {later:%Y-%m-%d %H:%M:%S} UTC" in verdict.sentence
    assert "CN=Ville 0" in verdict.sentence
    assert "CN=Ville 1" in verdict.sentence
    assert [each.stamped_at for each in rows()] == [later] * 2
    assert said_by_doctor()[0]


def test_the_command_prints_a_paper_that_verifies(
    town: Town,
    worker: Worker,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    town.tells(worker)
    with pytest.raises(NotFound):
        anchor()
    town.an_hour_later(worker)

    anchor()

    paper = tmp_path / "anchor.json"
    paper.write_text(capsys.readouterr().out)
    trust = read_trust(settings.VIGIE_TIMESTAMP_ROOTS.read_bytes())
    assert verdict_on(paper, bytes.fromhex(installation().log_public), trust).valid


def test_only_the_hash_of_the_head_leaves(town: Town, worker: Worker) -> None:
    town.tells(worker)
    town.an_hour_later(worker)

    for listener in town.listeners:
        (seen,) = listener.asked
        head = asked_about()
        message = f"vigie.head/1\n{head.size}\n{bytes(head.root).hex()}\n"
        message += f"{head.hour.astimezone(UTC):%Y-%m-%dT%H:00:00Z}\n"
        nonce = tsp.TimeStampReq.load(seen.body)["nonce"].native
        assert seen.body == build_request(message.encode(), nonce.to_bytes(8))


def test_each_authority_is_given_a_nonce_of_its_own(town: Town, worker: Worker) -> None:
    town.tells(worker)
    town.an_hour_later(worker)

    nonces = {bytes(each.nonce or b"") for each in rows()}

    assert len(nonces) == 2


@pytest.mark.parametrize("minute", [0, 20, 59])
def test_no_timestamp_tells_when_in_its_hour_something_came_in(
    minute: int, town: Town, worker: Worker, now: datetime
) -> None:
    hour = to_hour(now)
    town.clock.now = hour + timedelta(minutes=minute)
    town.tells(worker)
    before = town.asked()
    town.clock.now = hour + timedelta(minutes=59, seconds=59)
    work(worker, town.clock.now)

    assert before == town.asked() == [0, 0]
    assert to_hour(town.an_hour_later(worker)) == hour + HOUR
    assert asked_about().hour == hour


def test_an_authority_is_asked_once_an_hour_and_only_about_something_new(
    town: Town, worker: Worker
) -> None:
    asked = []
    for told in (True, False, True, True, False):
        if told:
            town.tells(worker)
        asked.append(town.asked())
        town.an_hour_later(worker)
        work(worker, town.clock.now + timedelta(minutes=30))

    asked.append(town.asked())

    assert asked == [[0, 0], [1, 1], [1, 1], [2, 2], [3, 3], [3, 3]]


def test_one_that_fails_stops_neither_the_other_nor_the_reading(town: Town, worker: Worker) -> None:
    town.answers[0] = lambda _: b"<html>Bad gateway</html>"
    town.tells(worker)
    town.clock.now = to_hour(town.clock.now) + HOUR
    tell(town.clock.now, files=[("t.txt", TALK.encode())])

    work(worker, town.clock.now)

    assert backlog(town.clock.now) == 0
    assert len(anchors_of(asked_about())) == 1
    assert problems() == ["the reply is no timestamp, or a damaged one", ""]
    assert "(the reply is no timestamp, or a damaged one)" in said_by_doctor()[1]


def test_one_that_failed_is_asked_again_an_hour_later_in_the_same_row(
    town: Town, worker: Worker
) -> None:
    good, town.answers[0] = town.answers[0], lambda _: b""
    town.tells(worker)
    town.an_hour_later(worker)
    work(worker, town.clock.now + timedelta(minutes=50))
    town.answers[0] = good

    town.an_hour_later(worker)

    assert town.asked() == [2, 1]
    assert problems() == ["", ""]
    assert len(anchors_of(asked_about())) == 2


def _hang(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    time.sleep(4 * LIMIT_SECONDS)


def test_one_that_hangs_holds_the_reading_up_for_its_limit_once_an_hour(
    town: Town, worker: Worker, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchoring, "ask_all", partial(ask_all, limit_seconds=LIMIT_SECONDS))
    town.answers[1] = lambda _: b""
    with Listener(_hang) as slow:
        settings.VIGIE_TIMESTAMP_URLS = (slow.url, town.listeners[1].url)
        town.tells(worker)
        town.clock.now += HOUR
        begun = time.monotonic()
        work_once(worker, town.clock.now)
        took_seconds = time.monotonic() - begun
        town.tells(worker)

    assert backlog(town.clock.now) == 0
    assert LIMIT_SECONDS <= took_seconds < LIMIT_SECONDS * 4
    assert len(slow.asked) == 1
    assert problems() == ["it gave no answer within 2 seconds", "the reply is empty"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_an_authority(
    worker: Worker, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VIGIE_TIMESTAMP_URLS = ("http://127.0.0.1:1/tsr",)
    open_transactions: list[bool] = []

    def ask(requests: dict[str, bytes]) -> dict[str, bytes | Exception]:
        open_transactions.append(connection.in_atomic_block)
        return dict(ask_all(requests, LIMIT_SECONDS))

    monkeypatch.setattr(anchoring, "ask_all", ask)
    tell(now)
    work(worker, now)

    work(worker, now + HOUR)

    assert open_transactions == [False]


def test_a_reply_about_something_else_is_not_kept(town: Town, worker: Worker) -> None:
    other, authority = build_request(b"another message", bytes(8)), town.authorities[0]
    town.answers[0] = lambda _: authority.reply(other)
    town.tells(worker)

    town.an_hour_later(worker)

    assert problems() == ["the timestamp is of something else", ""]
    assert LogAnchor.objects.filter(reply=None).count() == 1


def test_an_old_reply_is_kept_as_it_came_and_dates_nothing(town: Town, worker: Worker) -> None:
    kept: list[bytes] = []
    good = town.answers[0]

    def replay(request: bytes) -> bytes:
        parsed = tsp.TimeStampReq.load(request)
        parsed["nonce"] = 1
        kept.append(good(parsed.dump()))
        return kept[0]

    town.answers[0] = replay
    town.tells(worker)

    town.an_hour_later(worker)

    row = LogAnchor.objects.get(problem__contains="its nonce differs")
    assert bytes(row.reply or b"") == kept[0]
    assert row.stamped_at is None
    assert len(anchors_of(asked_about())) == 1


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24 * 300])
def test_a_time_that_is_not_about_now_dates_nothing(
    minutes: int, town: Town, worker: Worker
) -> None:
    town.tells(worker)
    later = to_hour(town.clock.now) + HOUR
    town.clock.now = later + timedelta(minutes=minutes)

    work(worker, later)

    assert ["it says" in problem for problem in problems()] == [True, True]
    assert anchors_of(asked_about()) == ()
    with pytest.raises(NotFound, match="No timestamp authority has dated the log yet"):
        newest_anchor()


@pytest.mark.parametrize("content", [None, b"", b"garbage"])
def test_without_good_roots_replies_are_kept_and_date_nothing(
    content: bytes | None, town: Town, worker: Worker, settings: Settings
) -> None:
    settings.VIGIE_TIMESTAMP_ROOTS.unlink()
    if content is not None:
        settings.VIGIE_TIMESTAMP_ROOTS.write_bytes(content)
    town.tells(worker)

    town.an_hour_later(worker)

    said = "VIGIE_TIMESTAMP_ROOTS cannot be read" if content is None else "are not certificates"
    assert [said in problem for problem in problems()] == [True, True]
    assert [len(parse_reply(bytes(each.reply or b"")).digest) for each in rows()] == [32, 32]
    assert anchors_of(asked_about()) == ()
    assert said_by_doctor() == (False, problems()[0])


def test_what_was_kept_is_verified_once_the_roots_are_put_right(
    town: Town, worker: Worker, settings: Settings
) -> None:
    roots = settings.VIGIE_TIMESTAMP_ROOTS.read_bytes()
    settings.VIGIE_TIMESTAMP_ROOTS.write_bytes(town.authorities[1].roots)
    town.tells(worker)
    first = town.an_hour_later(worker)
    head = asked_about()
    settings.VIGIE_TIMESTAMP_ROOTS.write_bytes(roots)
    town.tells(worker)

    town.an_hour_later(worker)

    assert [row.stamped_at for row in rows() if row.head == head] == [first, first]
    assert problems() == [""] * 4


def test_the_root_of_another_is_a_problem_that_the_doctor_names(
    town: Town, worker: Worker, settings: Settings
) -> None:
    settings.VIGIE_TIMESTAMP_ROOTS.write_bytes(town.authorities[1].roots)
    town.tells(worker)

    town.an_hour_later(worker)

    assert "leads to none of the roots" in problems()[0]
    assert "leads to none of the roots" in said_by_doctor()[1]
    assert len(anchors_of(asked_about())) == 1


@pytest.mark.parametrize(("hours", "well"), [(2, True), (5, False)])
def test_the_doctor_says_when_an_authority_is_silent_for_three_hours(
    hours: int, well: bool, town: Town, worker: Worker, now: datetime
) -> None:
    town.answers[0] = lambda _: b""
    town.clock.now = now - timedelta(hours=hours)
    town.tells(worker)
    town.an_hour_later(worker)

    found, says = said_by_doctor()

    assert found is well
    assert f"{town.names()[0]}: last dated never, a head waits since" in says
    assert "(the reply is empty)" in says


def test_a_quiet_log_that_is_dated_is_well_however_long_ago(
    town: Town, worker: Worker, now: datetime
) -> None:
    town.clock.now = now - timedelta(days=5)
    town.tells(worker)
    past = town.an_hour_later(worker)
    while LogHead.objects.filter(size__gt=asked_about().size).exists():
        past = town.an_hour_later(worker)

    well, says = said_by_doctor()

    assert well
    assert says.count(f"last dated {past:%Y-%m-%d %H:%M} UTC") == 2


def test_a_clock_that_was_put_back_does_not_end_the_asking(town: Town, worker: Worker) -> None:
    town.tells(worker)
    town.an_hour_later(worker)
    before = town.asked()
    LogAnchor.objects.update(asked_at=town.clock.now + timedelta(days=30))
    town.tells(worker)

    town.an_hour_later(worker)

    assert town.asked() == [each + 1 for each in before]


def entry_at(position: int) -> LogEntry:
    return LogEntry.objects.get(position=position)


def test_the_head_that_was_dated_first_counts_for_an_entry(town: Town, worker: Worker) -> None:
    for _ in range(3):
        town.tells(worker)
        town.an_hour_later(worker)
    dated = list(LogHead.objects.exclude(anchors=None).order_by("size").distinct())

    first, last = first_dated(entry_at(0)), first_dated(entry_at(dated[1].size))

    assert len(dated) == 3
    assert first == dated[0]
    assert last == dated[2]


def test_what_was_added_since_is_under_no_anchor_yet(town: Town, worker: Worker) -> None:
    town.tells(worker)
    town.an_hour_later(worker)
    tell(town.clock.now)

    waiting = LogEntry.objects.filter(position=None).first()
    work(worker, town.clock.now)

    assert waiting is not None
    assert first_dated(waiting) is None
    assert first_dated(LogEntry.objects.get(pk=waiting.pk)) is None


def test_a_receipt_carries_the_timestamps_of_the_first_head_over_it(
    town: Town, worker: Worker, settings: Settings
) -> None:
    told = town.tells(worker)
    early = witness.receipt(told.session)
    first = town.an_hour_later(worker)
    dated = witness.receipt(told.session)
    town.tells(worker)
    town.an_hour_later(worker)

    late = witness.receipt(told.session)

    assert "anchors" not in json.loads(early)
    assert late == dated
    assert asked_about().size > json.loads(late)["log"]["head"]["size"]
    verdict = proved(late, settings)
    assert verdict.valid
    assert f"its log is unchanged since {first:%Y-%m-%d %H:%M:%S} UTC" in verdict.sentence
