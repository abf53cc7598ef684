"""Lending to the worker: it reads once more, replaces what it read, and keeps what people did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.flows.pictures import Given, plain_picture, read_as, stitched
from tests.scenes import TALK, Login, Told, only_case, tell, upload, work
from vigie.evidence.images import Picture
from vigie.flows import casework, frozen, witness
from vigie.flows.casework import ConversationView
from vigie.flows.lending import lend_to_worker, lendable
from vigie.flows.place import blobs
from vigie.flows.queue import claim, queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker, backlog, work_once
from vigie.kernel.corrections import FixText, SwapAll
from vigie.kernel.errors import BadInput, NotFound, Unreadable, WrongKey
from vigie.reading.read import Reading
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.keys import ReaderKey
from vigie.store.testimonies import Item, Testimony, Wrap

FIRST, SECOND = plain_picture(90), plain_picture(200)
FILES = (("une.png", FIRST), ("deux.png", SECOND))
Read = Callable[[Given], Reading]


def sees(desk: Desk, now: datetime) -> casework.TestimonyView:
    """The only testimony of the only case, whatever its state."""
    case = Case.objects.get().reference
    return casework.open_case(desk, case, now).testimonies[0]


def texts(desk: Desk, now: datetime) -> list[list[str]]:
    return [
        [turn.text for turn in talk.conversation.turns] for talk in sees(desk, now).conversations
    ]


def kinds() -> dict[str, int]:
    rows = list(Item.objects.values_list("kind", flat=True))
    return {kind: rows.count(kind) for kind in sorted(set(rows))}


def saying(words: str) -> Read:
    return lambda files: stitched(files, words)


def test_what_was_unread_when_its_key_was_gone_is_read_once_it_is_lent(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok", files=[("t.txt", TALK.encode())])
    Wrap.objects.filter(holder="reader").delete()
    work(worker, now)
    before = texts(desk, now)

    lent = lend_to_worker(desk, lendable("unread"), "unread", now)
    work(worker, now)

    assert (before, lent) == ([], (told.reference,))
    assert [len(each) for each in texts(desk, now)] == [5]
    assert backlog(now) == 0
    assert set(Wrap.objects.values_list("holder", flat=True)) == {"team", "witness"}
    entry = LogEntry.objects.get(act="lent")
    assert (entry.actor, entry.testimony) == (
        desk.responder.pseudonym,
        Testimony.objects.get(),
    )
    assert lendable("unread") == ()


def test_it_is_lent_to_todays_signed_reader_key(worker: Worker, desk: Desk, now: datetime) -> None:
    told = tell(now)
    work(worker, now)
    later = now + timedelta(days=5)
    work_once(worker, later)

    lend_to_worker(desk, [told.reference], "engine", later)

    wrapped = Wrap.objects.get(holder="reader")
    assert wrapped.recipient == ReaderKey.objects.get(day=later.date()).recipient
    work(worker, later)
    assert not Wrap.objects.filter(holder="reader").exists()


def test_read_again_the_same_way_nothing_is_twice_and_nothing_changed(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", pasted=TALK, files=FILES)
    work(worker, now)
    before, counted = sees(desk, now), kinds()
    names = sorted(blobs().names())

    lend_to_worker(desk, [told.reference], "engine", now)
    waiting = backlog(now)
    work(worker, now)

    assert waiting == 1
    assert (sees(desk, now), kinds(), sorted(blobs().names())) == (before, counted, names)


def test_another_reading_takes_the_place_of_the_first(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    (first,) = sees(desk, now).conversations

    read_as(monkeypatch, saying("bonjour"))
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    (second,) = sees(desk, now).conversations
    assert texts(desk, now) == [["bonjour 0", "bonjour 1"]]
    assert (second.id, second.pictures) == (first.id, first.pictures)
    assert kinds()["findings"] == 1


def test_without_a_new_reading_asked_for_only_the_rules_are_applied_again(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    read_as(monkeypatch, saying("bonjour"))

    lend_to_worker(desk, [told.reference], "rules", now)
    work(worker, now)

    assert texts(desk, now) == [["salut 0", "salut 1"]]
    assert LogEntry.objects.filter(act="read").count() == 2


def told_and_corrected(worker: Worker, desk: Desk, now: datetime) -> tuple[Told, ConversationView]:
    """A testimony that was read, and its conversation, one turn of which is put right."""
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    case = only_case(desk, now).reference
    claim(desk, case, now)
    (talk,) = sees(desk, now).conversations
    casework.correct(desk, case, talk.id, [FixText("1", "je sais")], version=0, now=now)
    return told, talk


def test_a_correction_stands_on_the_new_reading(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told, talk = told_and_corrected(worker, desk, now)

    read_as(monkeypatch, saying("bonjour"))
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    (again,) = sees(desk, now).conversations
    assert texts(desk, now) == [["bonjour 0", "je sais"]]
    assert (again.id, again.corrected) == (talk.id, frozenset({1}))


def with_one_more_message(files: Given) -> Reading:
    """A reading that finds a message before those of the first."""
    read = stitched(files, "bonjour")
    (talk,) = read.conversations
    new = replace(talk.turns[0], text="avant tout", box=(0, 40, 30, 60), n=0)
    later = tuple(replace(turn, n=turn.n + 1) for turn in talk.turns)
    return replace(read, conversations=(replace(talk, turns=(new, *later)),))


def test_a_correction_is_never_put_on_another_message(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told, _talk = told_and_corrected(worker, desk, now)

    read_as(monkeypatch, with_one_more_message)
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    assert texts(desk, now) == [["salut 0", "je sais"]], "what people put right stays as it was"


def test_swapped_sides_are_not_swapped_a_second_time(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    case = only_case(desk, now).reference
    claim(desk, case, now)
    (talk,) = sees(desk, now).conversations
    casework.correct(desk, case, talk.id, [SwapAll()], version=0, now=now)

    def on_the_right(files: Given) -> Reading:
        read = stitched(files)
        (same,) = read.conversations
        turns = tuple(replace(turn, side="right") for turn in same.turns)
        return replace(read, conversations=(replace(same, turns=turns),))

    read_as(monkeypatch, on_the_right)
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    (again,) = sees(desk, now).conversations
    assert {turn.side for turn in again.conversation.turns} == {"right"}


def test_images_sent_one_after_the_other_are_stitched_when_all_is_read_again(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES[:1])
    work(worker, now)
    witness.receive_files(told.session, [upload(*FILES[1])], once="more", now=now)
    work(worker, now)
    before = sorted(texts(desk, now))

    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    assert before == [["salut 0"], ["salut 0"]]
    assert texts(desk, now) == [["salut 0", "salut 1"]]
    assert kinds()["picture"] == 2


def test_a_picture_that_is_rebuilt_another_way_takes_the_place_of_the_first(
    worker: Worker,
    desk: Desk,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES[:1])
    work(worker, now)
    (old,) = sees(desk, now).conversations[0].pictures

    def upright(files: Given) -> Reading:
        read = stitched(files)
        return replace(
            read, pictures={sha: (Picture(60, 40, b"upright"),) for sha in read.pictures}
        )

    read_as(monkeypatch, upright)
    lend_to_worker(desk, [told.reference], "engine", now)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        work(worker, now)

    (talk,) = sees(desk, now).conversations
    assert talk.pictures != (old,)
    assert talk.sizes == ((60, 40),)
    assert casework.picture(desk, talk.pictures[0], now)[0] == b"upright"
    assert len(list(blobs().names())) == 2


def test_a_reading_that_fails_loses_nothing_of_the_first(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    before = sees(desk, now)

    def fails(files: Given) -> Reading:
        return Reading((), tuple(Unreadable("damaged_image", name) for name, _ in files))

    read_as(monkeypatch, fails)
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    assert sees(desk, now) == before


def test_what_is_frozen_and_what_was_read_with_it_stays_as_it_is(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    told = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    case = only_case(desk, now).reference
    frozen.freeze(desk, case, Item.objects.filter(kind="file").order_by("pk")[0].pk, now)
    given: list[str] = []

    def watched(files: Given) -> Reading:
        given.extend(name for name, _ in files)
        return stitched(files, "bonjour")

    read_as(monkeypatch, watched)
    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)

    assert given == []
    assert texts(desk, now) == [["salut 0", "salut 1"]]
    assert [file.state for file in sees(desk, now).files] == ["frozen", "read"]


def test_a_case_that_is_done_stays_so_when_nothing_new_was_told(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok", files=[("t.txt", TALK.encode())])
    work(worker, now)
    case = only_case(desk, now).reference
    claim(desk, case, now)
    casework.close_case(desk, case, now)

    lend_to_worker(desk, [told.reference], "engine", now)
    work(worker, now)
    still_closed = queue(desk, now)
    witness.say(told.session, "il recommence", once="m", now=now)
    work(worker, now)

    assert still_closed == ()
    assert len(queue(desk, now)) == 1


def test_what_is_added_while_it_is_lent_opens_the_case_again(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)
    case = only_case(desk, now).reference
    claim(desk, case, now)
    casework.close_case(desk, case, now)

    lend_to_worker(desk, [told.reference], "rules", now)
    witness.say(told.session, "il recommence", once="m", now=now)
    work(worker, now)

    assert len(queue(desk, now)) == 1


def test_a_reason_is_one_of_three_and_a_testimony_exists(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now)
    work(worker, now)

    with pytest.raises(BadInput, match="unread, rules, engine"):
        lend_to_worker(desk, [told.reference], "because", now)
    with pytest.raises(NotFound):
        lend_to_worker(desk, [told.reference, "T-AAAAAAAA"], "rules", now)

    assert not LogEntry.objects.filter(act="lent").exists()
    assert backlog(now) == 0


def test_what_the_team_cannot_open_now_is_passed_over(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    Wrap.objects.filter(holder="team").update(holder="archive")

    assert lendable("engine") == ()
    assert lend_to_worker(desk, [told.reference], "engine", now) == ()
    assert backlog(now) == 0


def test_an_unlocked_desk_is_needed(
    worker: Worker, new_login: Callable[[str], Login], now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    login = new_login("Dominique")
    wrong = Desk(login.desk.responder, worker.identity)

    with pytest.raises(WrongKey):
        lend_to_worker(wrong, [told.reference], "rules", now)

    assert backlog(now) == 0
