"""Invented conversations drawn at random: who says what, and what lies between."""

import random
from dataclasses import dataclass
from pathlib import Path

LINES = tuple(Path(__file__).with_name("lines.txt").read_text(encoding="utf-8").splitlines())
EMOJI = ("😂", "❤️", "🙏", "😊", "😭", "🔥", "👍", "🥺", "😳", "🎉", "😅", "👀")
NAMES = ("Inès", "Maëlys", "Théo", "Noam", "Zoé", "Sacha", "Lina B.", "Jules", "Camille", "Élio")
SEPARATORS = (
    "Aujourd'hui", "Hier", "Aujourd'hui 20:14", "lundi 12 mai", "Mar. 14 oct. à 18:02",
    "12 mars 2026", "Hier, 21:40", "14:02", "Today", "Yesterday 9:41 PM", "jeu. 5 juin, 08:15",
    "3 MAI À 17:25", "DIM. 12:40",
)  # fmt: skip
NOTICES = (
    "Les messages sont chiffrés de bout en bout.",
    "Vous avez accepté la demande de message",
    "Zoé a quitté le groupe",
    "Appel manqué à 18:20",
)
DELETED = ("Ce message a été supprimé", "Message supprimé", "Vous avez supprimé ce message")


@dataclass(frozen=True, slots=True)
class Message:
    """One thing on the screen; `kind` is a turn's kind; `quote` is what it answers to."""

    text: str
    side: str
    kind: str = "text"
    author: str = ""
    time: str = ""
    quote: str = ""
    reaction: str = ""
    emoji: str = ""


def talk(rng: random.Random, *, group: bool, length: int, rich: bool) -> tuple[Message, ...]:
    """A conversation of `length` messages; `rich` adds pictures, notes, replies, reactions."""
    minute = rng.randrange(8 * 60, 22 * 60)
    side, author = rng.choice(("left", "right")), rng.choice(NAMES)
    said: list[Message] = []
    lines = rng.sample(LINES, min(len(LINES), length))
    for line in lines:
        if rng.random() < 0.12:
            said.append(Message(*_between(rng), kind="system"))
        if rng.random() < 0.55:
            side = "left" if side == "right" else "right"
            author = rng.choice(NAMES) if group else author
        minute = min(minute + rng.choice((0, 0, 1, 2, 7)), 24 * 60 - 1)
        time = f"{minute // 60:02d}:{minute % 60:02d}"
        shown = author if group and side == "left" else ""
        earlier = [each.text for each in said if each.kind == "text"]
        said.append(_message(rng, line, side, shown, time, earlier if rich else None))
    return tuple(said)


def _between(rng: random.Random) -> tuple[str, str]:
    return rng.choice(SEPARATORS if rng.random() < 0.8 else NOTICES), "centre"


def _message(
    rng: random.Random, line: str, side: str, author: str, time: str, earlier: list[str] | None
) -> Message:
    emoji = rng.choice(EMOJI) * rng.choice((1, 1, 2)) if rng.random() < 0.15 else ""
    if earlier is None:
        return Message(line, side, "text", author, time, emoji=emoji)
    chance = rng.random()
    if chance < 0.05:
        return Message("", side, "image", author, time)
    if chance < 0.08:
        return Message("", side, "audio", author, time)
    if chance < 0.10:
        return Message(rng.choice(DELETED), side, "deleted", author, time)
    if chance < 0.12:
        return Message("", side, "sticker", author, time, emoji=rng.choice(EMOJI))
    quote = rng.choice(earlier) if earlier and rng.random() < 0.1 else ""
    reaction = rng.choice(EMOJI) if rng.random() < 0.12 else ""
    return Message(line, side, "text", author, time, quote, reaction, emoji)
