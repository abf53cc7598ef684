"""Corrections on a reading: whatever people do, a conversation comes out and nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.kernel.corrections import (
    WITNESS,
    Add,
    Confirm,
    Correction,
    CorrectionEvent,
    FixKind,
    FixSide,
    FixText,
    Hide,
    Merge,
    Show,
    Split,
    SwapAll,
    Undo,
)
from vigie.kernel.formats import conversation_from_json, conversation_to_json
from vigie.reading.corrections.correcting import Revision, revise

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOUR = datetime(2026, 6, 17, 16, tzinfo=UTC)
TALK = Conversation(
    "c",
    Source("screenshot"),
    (
        Turn(0, "salut ça va", author="p1", side="left", image=0, box=(10, 10, 90, 50)),
        Turn(1, "oui et toi", side="right", image=0, box=(40, 60, 99, 80), check=True),
        Turn(2, "bien", author="p1", side="left", image=0, box=(10, 90, 80, 110), reply_to=1),
        Turn(3, "", author="p1", side="left", kind="image", image=1, box=(10, 10, 80, 90)),
    ),
    (Participant("p1", "Léa", owner=False), Participant("p2", "Moi", owner=True)),
)
SIDES = st.sampled_from(["left", "right", "centre"])
WORDS = st.text("abc dé\n", max_size=12)


def made(*corrections: Correction, by: str = "c.a") -> tuple[CorrectionEvent, ...]:
    """These corrections as events of one person."""
    return tuple(CorrectionEvent(each, by, HOUR) for each in corrections)


def after(*corrections: Correction, talk: Conversation = TALK) -> Revision:
    """The conversation after these corrections."""
    return revise(talk, made(*corrections))


def texts(revision: Revision) -> list[str]:
    """What can be read of it."""
    return [turn.text for turn in revision.conversation.turns]


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Any small conversation as a reading gives it."""
    size = draw(st.integers(0, 6))
    boxes = st.none() | st.tuples(*[st.integers(0, 40)] * 2).map(lambda b: (*b, b[0] + 9, b[1] + 3))
    turns = tuple(
        Turn(
            n,
            draw(WORDS),
            author=draw(st.sampled_from([None, "p1", "p2"])),
            side=draw(st.sampled_from([None, "left", "right", "centre"])),
            kind=draw(st.sampled_from(["text", "image", "system"])),
            reply_to=draw(st.none() | st.integers(0, size)),
            check=draw(st.booleans()),
            image=draw(st.none() | st.integers(0, 1)),
            box=draw(boxes),
        )
        for n in range(size)
    )
    return replace(TALK, turns=turns)


@st.composite
def changes(draw: st.DrawFn, *, words: bool = True) -> list[Correction]:
    """Any corrections in any order, of turns that are there and of some that are not."""
    keys = st.sampled_from([*map(str, range(7)), *(f"{k}{n}" for k in "as" for n in range(12))])
    kinds: list[st.SearchStrategy[Correction]] = [
        st.builds(FixSide, keys, SIDES),
        st.builds(FixKind, keys, st.sampled_from(["text", "image"])),
        st.builds(SwapAll),
        st.builds(Merge, keys, keys),
        st.builds(Split, keys, st.integers(0, 9)),
        st.builds(Hide, keys),
        st.builds(Show, keys),
        st.builds(Add, st.none() | keys, WORDS if words else st.just(""), SIDES),
        st.builds(Confirm, keys),
        st.builds(Undo, st.integers(0, 12)),
    ]
    if words:
        kinds.append(st.builds(FixText, keys, WORDS))
    return draw(st.lists(st.one_of(kinds)))


@PATIENT
@given(conversations(), changes(), st.lists(st.booleans()))
def test_any_corrections_give_a_valid_conversation(
    talk: Conversation, said: Sequence[Correction], witness: Sequence[bool]
) -> None:
    who = [*witness, *[False] * len(said)]
    events = [
        CorrectionEvent(each, WITNESS if hers else "c.a", HOUR)
        for each, hers in zip(said, who, strict=False)
    ]

    revision = revise(talk, events)

    turns = revision.conversation.turns
    assert [turn.n for turn in turns] == list(range(len(turns)))
    assert all(t.reply_to is None or 0 <= t.reply_to < len(turns) != t.n for t in turns)
    assert all(t.box is None or (t.box[0] < t.box[2] and t.box[1] < t.box[3]) for t in turns)
    assert len({each.key for each in revision.turns}) == len(revision.turns)
    written = conversation_to_json(revision.conversation)
    assert conversation_from_json(written) == revision.conversation
    assert revision.machine is talk


@PATIENT
@given(conversations(), changes(words=False))
def test_no_word_is_lost_by_whatever_does_not_change_words(
    talk: Conversation, said: Sequence[Correction]
) -> None:
    revision = after(*said, talk=talk)

    kept = "".join("".join(each.turn.text.split()) for each in revision.turns)
    assert sorted(kept) == sorted("".join("".join(turn.text.split()) for turn in talk.turns))


@PATIENT
@given(conversations(), changes())
def test_what_is_hidden_is_shown_again_as_it_was(
    talk: Conversation, said: Sequence[Correction]
) -> None:
    revision = after(*said, talk=talk)
    shown = [each.key for each in revision.turns if each.hidden is None]

    again = after(*said, *map(Hide, shown), *map(Show, shown), talk=talk)

    assert again.conversation == revision.conversation


@PATIENT
@given(conversations(), changes())
def test_swapping_the_sides_twice_changes_nothing(
    talk: Conversation, said: Sequence[Correction]
) -> None:
    once = after(*said, talk=talk)

    assert after(*said, SwapAll(), SwapAll(), talk=talk).conversation == once.conversation


@PATIENT
@given(conversations(), st.integers(0, 5), st.integers(0, 12))
def test_a_turn_cut_and_joined_again_has_its_words_and_its_place(
    talk: Conversation, n: int, at: int
) -> None:
    revision = after(Split(str(n), at), Merge(str(n), "s0"), talk=talk)

    assert texts(revision) == [turn.text for turn in talk.turns]
    assert [t.box for t in revision.conversation.turns] == [turn.box for turn in talk.turns]


@PATIENT
@given(conversations(), changes())
def test_undoing_the_last_one_first_gives_every_earlier_state_back(
    talk: Conversation, said: Sequence[Correction]
) -> None:
    plain = [each for each in said if not isinstance(each, Undo)]
    back = [Undo(place) for place in reversed(range(len(plain)))]

    assert after(*plain, *back, talk=talk).conversation == after(talk=talk).conversation
    for place in range(len(plain)):
        assert after(*plain[: place + 1], Undo(place), talk=talk).conversation == (
            after(*plain[:place], talk=talk).conversation
        )


def test_words_are_put_right_and_need_no_more_look() -> None:
    revision = after(FixText("1", "oui, et toi ?"))

    one = revision.turns[1]
    assert after(FixText("1", "oui et toi"), FixSide("1", "right")).turns == after().turns
    assert (one.turn.text, one.turn.check, one.changes) == ("oui, et toi ?", False, (0,))
    assert revision.machine.turns[1].text == "oui et toi"


def test_a_turn_on_the_other_side_is_by_who_writes_there() -> None:
    left, right = after(FixSide("1", "left")), after(FixSide("0", "right"))
    date = after(FixSide("0", "centre"))

    assert left.conversation.turns[1].author == "p1"
    assert right.conversation.turns[0].author is None, "the phone's owner is not named here"
    assert (date.conversation.turns[0].author, date.conversation.turns[0].kind) == (None, "system")
    assert after(FixSide("0", "centre"), FixSide("0", "left")).turns[0].turn.kind == "text"


def test_where_nobody_wrote_yet_the_side_is_its_owners() -> None:
    only_left = replace(TALK, turns=(TALK.turns[0], TALK.turns[2]))

    revision = after(FixSide("0", "right"), talk=only_left)

    assert revision.conversation.turns[0].author == "p2"


def test_swapping_all_also_swaps_whose_phone_it_is() -> None:
    talk = after(SwapAll()).conversation

    assert [turn.side for turn in talk.turns] == ["right", "left", "right", "right"]
    assert [each.owner for each in talk.participants] == [True, False]


def test_two_turns_become_one_with_both_places_and_replies_lead_to_it() -> None:
    revision = after(Merge("0", "1"))

    one, two, _ = revision.conversation.turns
    assert (one.text, one.box) == ("salut ça va\noui et toi", (10, 10, 99, 80))
    assert two.reply_to == 0
    assert revision.turns[0].machine == (0, 1)


def test_only_turns_that_follow_each_other_are_joined() -> None:
    assert after(Merge("0", "2")).conversation == TALK
    assert len(after(Hide("1"), Merge("0", "2")).conversation.turns) == 2
    assert after(Merge("2", "0")).conversation == TALK


def test_an_image_joined_to_words_is_an_image_with_its_words_and_stays_on_its_own_picture() -> None:
    one = after(Merge("2", "3")).conversation.turns[2]

    assert (one.kind, one.text, one.image, one.box) == ("image", "bien", 0, (10, 90, 80, 110))


def test_a_turn_cut_in_two_shares_its_place_by_the_length_of_its_words() -> None:
    revision = after(Split("0", 6))

    one, two = revision.conversation.turns[:2]
    assert [one.text, two.text] == ["salut", "ça va"]
    assert (one.box, two.box) == ((10, 10, 90, 30), (10, 30, 90, 50))
    assert (revision.turns[1].key, revision.turns[1].machine) == ("s0", (0,))
    assert revision.conversation.turns[3].reply_to == 2


@pytest.mark.parametrize("at", [0, 11, 99])
def test_a_cut_that_leaves_nothing_on_one_side_is_none(at: int) -> None:
    assert after(Split("0", at)).conversation == TALK


def test_what_is_hidden_is_not_read_and_keeps_its_place() -> None:
    revision = after(Hide("1"))

    assert texts(revision) == ["salut ça va", "bien", ""]
    assert [each.hidden for each in revision.turns] == [None, 0, None, None]
    assert revision.conversation.turns[1].reply_to is None


def test_a_missed_turn_takes_its_place_on_the_same_picture() -> None:
    revision = after(Add("2", "tu fais quoi", "right"), Add(None, "hier", "centre"))

    first, *_, added, last = revision.conversation.turns
    assert (first.text, first.kind, first.image) == ("hier", "system", 0)
    assert (added.text, added.side, added.author, added.image) == ("tu fais quoi", "right", None, 0)
    assert last.kind == "image"
    assert revision.named("a0") is not None


def test_what_a_witness_put_right_asks_for_a_look_until_the_team_had_it() -> None:
    hers = made(FixText("0", "salut !"), Confirm("1"), by=WITNESS)

    told = revise(TALK, hers)
    looked_at = revise(TALK, [*hers, *made(Confirm("0"))])

    assert [turn.check for turn in told.conversation.turns[:2]] == [True, True]
    assert [turn.check for turn in looked_at.conversation.turns[:2]] == [False, True]
    assert looked_at.turns[0].changes == (0,)
