"""Invented conversations drawn at random: who says what, and what lies between."""

import random
from dataclasses import dataclass
from pathlib import Path

from benchmarks.themes.apps import App, one_of

HERE = Path(__file__).parent
LINES = {
    "fr": tuple((HERE / "lines.txt").read_text(encoding="utf-8").splitlines()),
    "en": tuple((HERE / "lines.en.txt").read_text(encoding="utf-8").splitlines()),
}
EMOJI = tuple("😂❤😭🥺😊🔥👍🙏😳🎉😅👀😡💀🤣😍😘🤔😱🙄👏✨💪😢🤷😎🥰😬🤮💔")
REACTIONS = tuple("❤😂👍😮😢😡🔥👎🙏")
NAMES = ("Inès", "Maëlys", "Théo", "Noam", "Zoé", "Sacha", "Lina B.", "Jules", "Camille",
         "Élio", "Kenza", "Tom", "Aïcha", "Hugo M", "Chloé", "Yanis", "Léa-Rose", "Nolan", "Amélie",
         "Rayan")  # fmt: skip
HANDLES = ("lea.mrn", "nova_42", "theo_07", "zoe.dsn", "yanis.exemple", "max_exemple", "ines__b")
ROOMS = {
    "fr": ("Les 4eB", "Devoirs du lundi", "Famille", "Foot mercredi", "Les cousins", "Projet SVT"),
    "en": ("Year 9 gang", "Homework", "Family", "Football", "The cousins"),
}
SEPARATORS = {
    "fr": ("Aujourd'hui", "Hier", "Aujourd'hui 20:14", "lundi 12 mai", "Mar. 14 oct. à 18:02",
           "12 mars 2026", "Hier, 21:40", "14:02", "jeu. 5 juin, 08:15", "3 MAI À 17:25",
           "DIM. 12:40", "ven. 21:07", "8 février", "Aujourd’hui à 07:48", "HIER À 23:10"),
    "en": ("Today", "Yesterday 9:41 PM", "Mon, May 12", "Today 8:14 PM", "March 12, 2026",
           "SUN AT 12:40 PM", "Yesterday", "Thu 5 Jun, 08:15", "9:41 AM"),
}  # fmt: skip
CALLS = {
    "fr": ("Appel vidéo manqué", "Appel vocal manqué", "Appel audio", "Appel vidéo",
           "Appel manqué"),
    "en": ("Missed video call", "Missed voice call", "Audio call", "Video call"),
}  # fmt: skip
EDITED = {"fr": "modifié", "en": "edited"}
FORWARDED = {"fr": "Transféré", "en": "Forwarded"}
RICH = (
    ("image", 0.05), ("audio", 0.035), ("video", 0.025), ("deleted", 0.03), ("sticker", 0.025),
    ("call", 0.025),
)  # fmt: skip


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
    quoted: str = ""
    reply_to: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who writes a message, on which side, at what time."""

    side: str
    author: str
    time: str


def talk(
    rng: random.Random, app: App, language: str, *, people: tuple[str, ...], length: int, rich: bool
) -> tuple[Message, ...]:
    """A conversation of `length` messages with `people`; `rich` adds pictures, calls, replies."""
    minute = rng.randrange(8 * 60, 22 * 60)
    side, author = rng.choice(("left", "right")), rng.choice(people)
    said: list[Message] = []
    for line in rng.sample(LINES[language], min(len(LINES[language]), length)):
        if rng.random() < (0.5 if not said and length > 1 else 0.09):
            said.append(Message(_between(rng, app, language, author), "centre", "system"))
        if rng.random() < 0.55:
            side = "left" if side == "right" else "right"
            author = rng.choice(people)
        minute = min(minute + rng.choice((0, 0, 1, 2, 7)), 24 * 60 - 1)
        shown = author if len(people) > 1 and side == "left" else ""
        voice = Voice(side, shown, f"{minute // 60:02d}:{minute % 60:02d}")
        said.append(_message(rng, app, language, line, voice, said if rich else None))
    return tuple(said)


def _between(rng: random.Random, app: App, language: str, other: str) -> str:
    if rng.random() < 0.8:
        return rng.choice(SEPARATORS[language])
    return one_of(app.notice, language, rng, other=other, handle=rng.choice(HANDLES))


def _message(
    rng: random.Random,
    app: App,
    language: str,
    line: str,
    voice: Voice,
    said: list[Message] | None,
) -> Message:
    who = (voice.side, "text", voice.author, voice.time)
    if rng.random() < 0.05:
        return Message("", *who, emoji=rng.choice(EMOJI) * rng.choice((1, 1, 2, 3)))
    emoji = rng.choice(EMOJI) * rng.choice((1, 1, 2)) if rng.random() < 0.15 else ""
    if said is None:
        return Message(line, *who, emoji=emoji)
    kind = _rich_kind(rng)
    if kind:
        return _special(rng, app, language, kind, voice)
    earlier = [n for n, each in enumerate(said) if each.kind == "text" and each.text]
    reply = rng.choice(earlier[-6:]) if earlier and rng.random() < 0.1 else None
    quoted = said[reply] if reply is not None else Message("", "left")
    mark = rng.choice(("edited", "forwarded")) if rng.random() < 0.03 else ""
    return Message(
        line, *who, quoted.text, rng.choice(REACTIONS) if rng.random() < 0.12 else "", emoji,
        quoted.author or _whose(quoted.side, language), reply, mark,
    )  # fmt: skip


def _rich_kind(rng: random.Random) -> str:
    chance = rng.random()
    for kind, share in RICH:
        if chance < share:
            return kind
        chance -= share
    return ""


def _special(rng: random.Random, app: App, language: str, kind: str, voice: Voice) -> Message:
    text, emoji = "", ""
    if kind == "deleted":
        other = voice.author or "Inès"
        phrases = app.deleted[language]
        own = [each for each in phrases if each.startswith(("Vous", "You"))] or phrases
        theirs = [each for each in phrases if each not in own] or phrases
        text = rng.choice(own if voice.side == "right" else theirs).format(other=other)
    elif kind == "call":
        text = rng.choice(CALLS[language])
    elif kind == "sticker":
        emoji = rng.choice(EMOJI)
    return Message(text, voice.side, kind, voice.author, voice.time, emoji=emoji)


def _whose(side: str, language: str) -> str:
    if side == "right":
        return "Vous" if language == "fr" else "You"
    return "Lina"
