"""Where turns stand on the page, and how the people who speak in them are called there."""

from collections.abc import Mapping

from vigie.flows.casework import ConversationView
from vigie.kernel.conversations import Turn
from vigie.reading.corrections.correcting import Revised
from vigie.web.desk.words import SPEAKERS, word


def turn_anchor(conversation: int, key: str) -> str:
    """The fragment that leads to a turn, by its key."""
    return f"c{conversation}-t{key}"


def shown_turns(view: ConversationView) -> list[Revised]:
    """The turns that are not hidden, in order."""
    return [each for each in view.turns if each.hidden is None]


def anchors_of(view: ConversationView) -> Mapping[int, str]:
    """By a turn's number, the fragment that leads to it."""
    return {each.turn.n: turn_anchor(view.id, each.key) for each in shown_turns(view)}


def speaker_of(turn: Turn) -> str:
    """Who speaks in a turn, as findings name them."""
    return turn.author or turn.side or "unknown"


def speaker_name(view: ConversationView, speaker: str) -> str:
    """What the page calls a speaker of the findings."""
    people = {each.id: each.handle or each.name for each in view.conversation.participants}
    return people.get(speaker) or word(SPEAKERS, speaker)
