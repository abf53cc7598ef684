"""What leaning changes: nothing above P4, and never without the turns it rests on."""

from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.findings import Bilingual, Severity, Why
from vigie.signals.leaning import Lean, Said, lean
from vigie.signals.severity import severity_text
from vigie.signals.talk import Talk

SHOWN_CHARS = 80


def leaned(
    severity: Severity, why: tuple[Why, ...], conversation: Conversation, talk: Talk
) -> tuple[Severity, tuple[Why, ...]]:
    """The severity once the words are weighed together, and its reasons.

    Without any conjunction, words that lean far enough ask for a look (P4); isolated signs (P4)
    among the words of ordinary talk are left alone. A witness's own account is never weighed.
    """
    if severity not in ("P4", "none") or talk.narrative:
        return severity, why
    owners = {each.id: each.owner for each in conversation.participants}
    turns = [line.turn for line in talk.lines]
    found = lean([Said(turn.text, _by_owner(turn, owners)) for turn in turns])
    if found is None:
        return severity, why
    if severity == "none" and found.asks_to_look:
        return "P4", (Why(_sentence(found, turns)),)
    return ("none", ()) if found.is_ordinary else (severity, why)


def _by_owner(turn: Turn, owners: dict[str, bool | None]) -> bool | None:
    if turn.side in ("left", "right"):
        return turn.side == "right"
    return owners.get(turn.author or "")


def _sentence(found: Lean, turns: list[Turn]) -> Bilingual:
    texts = [turns[place].text for place in found.lines]
    shown = [text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…" for text in texts]
    sentence = severity_text()["leaning"]["sentence"]
    return Bilingual(
        sentence["fr"].replace("{quotes}", ", ".join(f"« {text} »" for text in shown)),
        sentence["en"].replace("{quotes}", ", ".join(f"“{text}”" for text in shown)),
    )
