"""WhatsApp: media, deleted and edited messages, calls, notices, and whose phone it is."""

import pytest

from vigie.kernel.conversations import TurnKind
from vigie.reading.exports.whatsapp import read_chat

KINDS: list[tuple[str, TurnKind, str]] = [
    ("<Médias omis>", "image", ""),
    ("<Media omitted>", "image", ""),
    ("\u200eimage absente", "image", ""),
    ("\u200evidéo absente", "video", ""),
    ("\u200eaudio omitted", "audio", ""),
    ("\u200esticker omitted", "sticker", ""),
    ("\u200eGIF retiré", "image", ""),
    ("\u200e<pièce jointe : 00000002-PHOTO-2026-03-12-18-02-33.jpg>", "image", ""),
    ("\u200e<attached: 00000003-VIDEO-2026.mp4>", "video", ""),
    ("STK-20260312-WA0001.webp (fichier joint)", "sticker", ""),
    ("IMG-1.jpg (file attached)\nc'est toi ?", "image", "c'est toi ?"),
    ("devoir.pdf (fichier joint)", "text", "devoir.pdf (fichier joint)"),
    ("Ce message a été supprimé", "deleted", ""),
    ("This message was deleted.", "deleted", ""),
    ("\u200eAppel vocal manqué", "call", "Appel vocal manqué"),
    ("Appel vocal manqué, désolé", "text", "Appel vocal manqué, désolé"),
    ("une image omitted dans la phrase", "text", "une image omitted dans la phrase"),
    ("", "text", ""),
]


@pytest.mark.parametrize(("written", "kind", "text"), KINDS)
def test_each_kind_of_message_is_told(written: str, kind: TurnKind, text: str) -> None:
    thread = read_chat(f"12/03/2026, 18:02 - Max: {written}", "x.txt")

    assert (thread.turns[0].kind, thread.turns[0].text) == (kind, text)


@pytest.mark.parametrize("mark", ["<Ce message a été modifié>", "\u200e<This message was edited>"])
def test_an_edited_message_is_marked_and_the_mark_leaves_its_words(mark: str) -> None:
    thread = read_chat(f"12/03/2026, 18:02 - Max: je t'attends <3 {mark}", "x.txt")

    assert (thread.turns[0].text, thread.turns[0].edited) == ("je t'attends <3", True)


def test_whoever_deleted_their_own_message_holds_the_phone() -> None:
    thread = read_chat(
        "12/03/2026, 18:02 - Max: oui\n12/03/2026, 18:03 - Léa: You deleted this message", "x.txt"
    )

    assert [turn.side for turn in thread.turns] == ["left", "right"]


def test_in_a_group_the_title_names_nobody_and_the_owner_stays_unknown() -> None:
    text = "\n".join(f"12/03/2026, 18:02 - {name}: oui" for name in ("Max", "Léa", "Nour"))

    thread = read_chat(text, "x.txt", "Les copains")

    assert {person.owner for person in thread.participants} == {None}


def test_a_long_run_of_spaces_is_read_quickly() -> None:
    thread = read_chat(f"12/03/2026, 18:02 - Max: {' ' * 200_000}x{'<' * 1000}>", "x.txt")

    assert len(thread.turns) == 1
