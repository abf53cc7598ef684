"""Sheets: the image with the places of its turns, and the turns beside it."""

from dataclasses import replace
from datetime import UTC, datetime

from vigie.flows.casework import ChangeView, ConversationView
from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.kernel.corrections import FixText, Hide
from vigie.kernel.findings import Bilingual, Findings, Quote, Signal
from vigie.reading.corrections.correcting import Revised
from vigie.web.desk.reading_room import LONG_TURNS, Region, lay_out

HOUR = datetime(2026, 6, 17, 16, tzinfo=UTC)

TURNS = (
    Turn(0, "salut", author="p1", side="left", image=0, box=(10, 20, 110, 60)),
    Turn(1, "oui", author="p2", side="right", image=0, box=(200, 80, 300, 120), check=True),
    Turn(2, "envoie une photo", author="p1", side="left", image=1, box=(10, 20, 110, 60)),
    Turn(3, "", author="p2", side="right", image=1, kind="deleted"),
)
PEOPLE = (Participant("p1", "Léa", "lea.exemple", False), Participant("p2", "Moi", None, True))
FOUND = Findings(
    "c",
    "P3",
    (Signal("solicit_image", "r", "p1", (Quote(2, 0, 6, "envoie"),), Bilingual("Image.", "Im.")),),
    speaker_of_concern="p1",
)


def view(turns: tuple[Turn, ...] = TURNS) -> ConversationView:
    """A conversation of two screenshots, the second turn corrected."""
    fixed = FixText("1", "oui")
    return ConversationView(
        41,
        Conversation("c", Source("screenshot"), turns, PEOPLE, "tiktok"),
        FOUND,
        tuple(Revised(str(t.n), t, (t.n,), (0,) if t.n == 1 else ()) for t in turns),
        (11, 12),
        ((720, 1280), (720, 1600)),
        history=(ChangeView(0, fixed, "Camille", False, HOUR, ("ou",), True, True),),
    )


def test_each_image_is_a_sheet_with_its_turns() -> None:
    first, second = lay_out(view(), frozenset({12})).sheets

    assert (first.picture, first.width, first.height, first.shown) == (11, 720, 1280, False)
    assert (second.picture, second.number, second.shown) == (12, 2, True)
    assert [bubble.turn.n for bubble in second.bubbles] == [2, 3]


def test_an_hour_before_the_one_above_is_said_with_the_number_of_its_message() -> None:
    timed = (replace(TURNS[0], sent_at_raw="20:14"), replace(TURNS[1], sent_at_raw="19:50"))

    assert lay_out(view(timed), frozenset()).backwards == (2,)
    assert lay_out(view(), frozenset()).backwards == ()


def test_a_region_has_the_box_in_the_pixels_of_the_image() -> None:
    first, second = lay_out(view(), frozenset()).sheets

    assert first.regions[1] == Region("c41-r1", "c41-t1", "right", 200, 80, 100, 40)
    assert len(second.regions) == 1


def test_a_bubble_says_who_wrote_it_and_what_to_look_at() -> None:
    reading = lay_out(view(), frozenset())
    salut, oui, envoie, gone = (each for sheet in reading.sheets for each in sheet.bubbles)

    assert (salut.speaker, oui.speaker) == ("lea.exemple", "Moi")
    assert (salut.concern, oui.concern) == (True, False)
    assert (salut.corrected, oui.corrected) == ("", "corrigé par l’équipe")
    assert [note.number for note in envoie.marked.notes] == [1]
    assert (envoie.kind, gone.kind) == ("", "message supprimé")
    assert reading.check == 1


def test_an_export_has_no_image() -> None:
    turns = (Turn(0, "salut", author="p9"), Turn(1, "oui", author="p2"))
    talk = ConversationView(
        7,
        Conversation("c", Source("export"), turns),
        Findings("c", "none"),
        tuple(Revised(str(turn.n), turn) for turn in turns),
        (),
        (),
    )

    reading = lay_out(talk, frozenset())

    assert reading.by_export
    assert [(sheet.picture, sheet.width, len(sheet.bubbles)) for sheet in reading.sheets] == [
        (None, 0, 2)
    ]


def test_an_image_that_was_not_kept_shows_no_frame() -> None:
    (sheet,) = lay_out(view((Turn(0, "salut", image=5),)), frozenset()).sheets

    assert (sheet.picture, sheet.width, sheet.shown) == (None, 0, False)


def test_what_the_witness_put_right_is_said_and_who_hid_a_turn() -> None:
    seen = view()
    hers = ChangeView(1, Hide("0"), "witness", True, HOUR, ("salut",), True, True)
    undone = replace(hers, place=2, counts=False)
    hidden = replace(seen.turns[0], hidden=1)
    seen = replace(seen, turns=(hidden, *seen.turns[1:]), history=(*seen.history, hers, undone))

    reading = lay_out(seen, frozenset())

    bubble = reading.sheets[0].bubbles[0]
    assert reading.by_witness == 1
    assert (bubble.hiding, bubble.check, bubble.marked.notes) == (hers, None, ())
    assert "c41-r0" not in {each.anchor for each in reading.sheets[0].regions}
    assert [each.number for each in reading.history] == [3, 2, 1]
    assert [each.after for each in reading.history] == [(), (), ("oui",)]


def test_beside_a_long_conversation_forms_come_one_at_a_time() -> None:
    many = tuple(Turn(n, "oui", side="left", image=0) for n in range(LONG_TURNS + 1))

    assert lay_out(view(many), frozenset()).long
    assert not lay_out(view(many[1:]), frozenset()).long
