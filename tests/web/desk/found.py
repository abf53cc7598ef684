"""Invented conversations with what was found in them."""

from collections.abc import Sequence

from vigie.flows.casework import ConversationView
from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.kernel.findings import Bilingual, Findings, Quote, Signal, Stage
from vigie.reading.corrections.correcting import Revised
from vigie.signals.screen import screen

LUCAS, NOUR = Participant("p1", "Lucas"), Participant("p2", "Nour", None, True)
GRAVE = (
    "Lucas: tu as quel âge ?",
    "Nour: 13 ans",
    "Lucas: envoie une photo de toi",
    "Nour: non",
    "Lucas: si tu le fais pas je publie tout",
)


def talk_of(lines: Sequence[str]) -> Conversation:
    """A conversation of Lucas and Nour, one line a turn: "Lucas: salut"."""
    ids = {each.name: each.id for each in (LUCAS, NOUR)}
    said = (line.split(": ", 1) for line in lines)
    turns = tuple(Turn(n, text, author=ids[who]) for n, (who, text) in enumerate(said))
    return Conversation("c", Source("text"), turns, (LUCAS, NOUR), "tiktok")


def view_of(talk: Conversation, findings: Findings | None = None) -> ConversationView:
    """The conversation as the desk opens it, screened unless its findings are given."""
    turns = tuple(Revised(str(turn.n), turn, (turn.n,)) for turn in talk.turns)
    return ConversationView(7, talk, findings or screen(talk), turns, (), ())


def signal(
    stage: Stage, *quotes: Quote, speaker: str = "p1", rule: str = "", reported: bool = False
) -> Signal:
    """A sign of this stage."""
    note = Bilingual("Une note.", "A note.")
    return Signal(stage, rule or stage, speaker, quotes, note, reported)


def quote(turn: int, text: str, words: str) -> Quote:
    """The quote of some words of a turn's text."""
    start = text.index(words)
    return Quote(turn, start, start + len(words), words)
