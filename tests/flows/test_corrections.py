"""What people put right: by the team and by the witness, beside the machine's reading."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.flows.pictures import Given, plain_picture, read_as, stitched
from tests.scenes import Told, only_case, tell, work
from vigie.flows import casework, witness
from vigie.flows.casework import CaseView, ConversationView
from vigie.flows.citing import citable
from vigie.flows.queue import claim, queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker, backlog
from vigie.kernel.conversations import Turn
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    FixText,
    Hide,
    Merge,
    Split,
    SwapAll,
    Undo,
)
from vigie.kernel.errors import BadInput, Conflict
from vigie.reading.read import Reading
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item

SAID = (
    ("left", "salut tu as quel âge"),
    ("right", "13 ans"),
    ("left", "envoie une photo de toi"),
    ("left", "sinon je publie tout"),
)
FILES = (("une.png", plain_picture(90)),)


def threatening(files: Given) -> Reading:
    """A reading of one screenshot on which somebody threatens."""
    read = stitched(files)
    if not read.conversations:
        return read
    (talk,) = read.conversations
    turns = tuple(
        Turn(n, text, side=side, image=0, box=(0, 10 * n, 30, 10 * n + 8))  # type: ignore[arg-type]
        for n, (side, text) in enumerate(SAID)
    )
    return replace(read, conversations=(replace(talk, turns=turns),))


@pytest.fixture
def told(worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Told:
    """A testimony with one screenshot, read, in a case that the desk holds."""
    read_as(monkeypatch, threatening)
    made = tell(now, account="@lea.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    claim(desk, only_case(desk, now).reference, now)
    return made


@pytest.fixture
def case(told: Told, desk: Desk, now: datetime) -> Callable[[], CaseView]:
    """The case as it stands."""
    return lambda: casework.open_case(desk, Case.objects.get().reference, now)


def talk_of(case: CaseView) -> ConversationView:
    (talk,) = case.testimonies[0].conversations
    return talk


def texts(case: CaseView) -> list[str]:
    return [turn.text for turn in talk_of(case).conversation.turns]


@pytest.fixture
def fix(
    case: Callable[[], CaseView], desk: Desk, now: datetime
) -> Callable[[Correction], CaseView]:
    """Corrects at the desk, from the page as it stands; gives the case after it."""

    def press(*corrections: Correction) -> CaseView:
        seen = case()
        talk = talk_of(seen).id
        version = seen.version
        casework.correct(desk, seen.reference, talk, corrections, version=version, now=now)
        return case()

    return press


Fix = Callable[..., CaseView]
Look = Callable[[], CaseView]


def test_turns_are_joined_cut_hidden_and_added_and_the_machines_reading_stays(
    fix: Fix, case: Look
) -> None:
    read = bytes(Item.objects.get(kind="conversation").sealed)

    fix(Merge("2", "3"))
    fix(Split("0", 5))
    fix(Hide("1"))
    view = fix(Add("s1", "je crois", "right"))

    assert texts(view) == [
        "salut", "tu as quel âge", "je crois", "envoie une photo de toi\nsinon je publie tout",
    ]  # fmt: skip
    assert bytes(Item.objects.get(kind="conversation").sealed) == read
    assert [each.hidden for each in talk_of(view).turns] == [None, None, None, 2, None]


def test_the_history_says_who_when_before_and_what_can_be_undone(
    fix: Fix, desk: Desk, now: datetime
) -> None:
    fix(FixText("1", "13 ans et demi"))
    view = fix(FixText("1", "14 ans"))

    first, second = talk_of(view).history
    assert (first.by, first.hour.minute, first.before) == (desk.responder.name, 0, ("13 ans",))
    assert (second.before, first.free, second.free) == (("13 ans et demi",), False, True)
    details = LogEntry.objects.filter(act="corrected").values_list("detail", flat=True)
    assert list(details) == ["text", "text"]


def test_an_undo_is_a_new_event_and_gives_back_what_stood(fix: Fix) -> None:
    fix(FixText("1", "14 ans"))

    view = fix(Undo(0))

    assert texts(view)[1] == "13 ans"
    assert [each.counts for each in talk_of(view).history] == [False, True]
    with pytest.raises(Conflict, match="rests on this one"):
        fix(Undo(0))


def test_what_changes_nothing_is_refused_and_the_case_keeps_its_version(fix: Fix) -> None:
    for nothing in (FixText("1", "13 ans"), Confirm("1"), Merge("0", "2"), Hide("a9")):
        with pytest.raises(BadInput, match="Nothing was changed"):
            fix(nothing)

    assert Case.objects.get().version == 0
    assert not Item.objects.filter(kind="correction").exists()


@pytest.mark.parametrize(
    ("sent", "at", "halves"),
    [
        ("envoie une photo de toi", 6, ["envoie", "une photo de toi"]),
        ("envoie une\nphoto de toi", None, ["envoie une", "photo de toi"]),
        ("Envoie !\n\nUne photo\nde toi", None, ["Envoie !", "Une photo\nde toi"]),
    ],
)
def test_a_turn_is_cut_at_the_caret_or_at_a_line_break(
    case: Look, desk: Desk, now: datetime, sent: str, at: int | None, halves: list[str]
) -> None:
    seen = case()

    casework.split_turn(desk, seen.reference, talk_of(seen).id, "2", sent, at, version=0, now=now)

    assert texts(case())[2:4] == halves


def test_without_a_place_to_cut_nothing_is_cut(case: Look, desk: Desk, now: datetime) -> None:
    seen = case()

    for sent, at in (("envoie", None), ("envoie", 0), ("envoie", 99), ("", None)):
        with pytest.raises(BadInput, match="Put the cursor"):
            casework.split_turn(
                desk, seen.reference, talk_of(seen).id, "2", sent, at, version=0, now=now
            )

    assert case().version == 0


def test_signals_are_those_of_the_corrected_words_and_a_citation_says_so(
    fix: Fix, case: Look
) -> None:
    before = {quote.key: quote for quote in citable(case())}

    view = fix(FixText("2", "envoie une photo de toi sans rien"), Hide("1"))

    after = {quote.key: quote for quote in citable(view)}
    (key,) = [key for key, quote in after.items() if "sans rien" in quote.text]
    assert (before[key].corrected, after[key].corrected) == (False, True)
    assert (before[key].turn, after[key].turn) == (2, 1)
    assert talk_of(view).corrected == {1}
    quoted = {q.text for s in talk_of(view).findings.signals for q in s.quotes if q.turn == 1}
    assert quoted


def test_after_a_swap_what_the_other_person_wrote_can_still_be_cited(fix: Fix) -> None:
    view = fix(SwapAll())

    assert {quote.text for quote in citable(view)} <= {"13 ans"}


def test_a_correction_makes_the_page_of_every_case_of_the_testimony_too_old(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch, threatening)
    also = "snap: lea_ex"
    tell(now, account="@lea.exemple", platform="tiktok", other_accounts=also, files=FILES)
    work(worker, now)
    here, there = (row.reference for row in queue(desk, now))
    claim(desk, here, now)
    (talk,) = casework.open_case(desk, here, now).testimonies[0].conversations

    casework.correct(desk, here, talk.id, [SwapAll()], version=0, now=now)

    assert Case.objects.get(reference=there).version == 1


def puts_right(told: Told, now: datetime, *corrections: Correction) -> None:
    """The witness corrects from the page as it stands."""
    (seen,) = witness.read_back(told.session)
    witness.put_right(told.session, seen.id, corrections, events=seen.events, now=now)


def test_a_witness_puts_words_right_and_the_worker_grades_again(
    worker: Worker, told: Told, case: Look, now: datetime
) -> None:
    (seen,) = witness.read_back(told.session)
    puts_right(told, now, FixText("1", "j'ai 12 ans"))
    waiting = backlog(now)
    work(worker, now)

    view = talk_of(case())
    assert [turn.text for turn in seen.conversation.turns] == [text for _side, text in SAID]
    assert (waiting, backlog(now)) == (1, 0)
    assert view.conversation.turns[1].text == "j'ai 12 ans"
    assert view.conversation.turns[1].check, "the team looks at what a witness put right"
    assert view.history[0].by_witness
    assert LogEntry.objects.filter(act="corrected", actor="witness").count() == 1
    assert case().version == 1


def test_threats_that_were_hidden_with_the_phone_weigh_until_the_team_has_looked(
    worker: Worker, told: Told, case: Look, fix: Fix, now: datetime
) -> None:
    graded = case().testimonies[0].grade.severity
    puts_right(told, now, *map(Hide, "0123"))
    work(worker, now)
    hidden = case()

    view = fix(Add(None, "une photo de vacances", "left"))

    assert graded in ("P1", "P2")
    assert (texts(hidden), hidden.testimonies[0].grade.severity) == ([], graded)
    assert view.testimonies[0].grade.severity not in ("P1", "P2")


def test_a_second_tap_or_an_older_page_changes_nothing(told: Told, now: datetime) -> None:
    (seen,) = witness.read_back(told.session)
    puts_right(told, now, Hide("0"))

    with pytest.raises(Conflict, match="changed meanwhile"):
        witness.put_right(told.session, seen.id, [Hide("1")], events=0, now=now)

    assert Item.objects.filter(kind="correction").count() == 1


def test_a_witness_corrects_what_is_theirs_alone(worker: Worker, told: Told, now: datetime) -> None:
    other = tell(now, account="@autre.exemple", platform="tiktok", files=FILES)
    work(worker, now)
    (theirs,) = witness.read_back(other.session)

    with pytest.raises(BadInput, match="cannot be corrected here"):
        witness.put_right(told.session, theirs.id, [Hide("0")], events=0, now=now)


def test_a_case_that_is_done_stays_so_when_a_witness_only_puts_words_right(
    worker: Worker, told: Told, desk: Desk, now: datetime
) -> None:
    casework.close_case(desk, Case.objects.get().reference, now)

    puts_right(told, now, FixText("0", "salut, tu as quel âge ?"))
    work(worker, now)
    still_closed = queue(desk, now)
    witness.say(told.session, "il recommence", once="m", now=now)
    puts_right(told, now, FixText("0", "salut"))
    work(worker, now)

    assert still_closed == ()
    assert len(queue(desk, now)) == 1


def test_a_pasted_conversation_is_not_read_back(worker: Worker, now: datetime) -> None:
    pasted = tell(now, pasted="Lui: salut\nMoi: oui\n")
    work(worker, now)

    assert witness.read_back(pasted.session) == ()
    assert witness.so_far(pasted.session, now).was_read
