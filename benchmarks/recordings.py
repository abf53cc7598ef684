"""A recording of a screen on which a long chat is scrolled: is every turn there, once, in order?

    python -m benchmarks.recordings            reads three recordings and prints the figures
    python -m benchmarks.recordings FILE.webm  writes the small one that the tests read

The chat is drawn here, without a browser. It is scrolled by flicks with stops, then slowly without
a stop, downwards and upwards. Exits 1 when a turn is missing, comes twice, or has the wrong side.
"""

import random
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import fuzz

from vigie.kernel.conversations import Turn
from vigie.reading.read import read_files

WIDE, HIGH, HEADER, FOOTER = 576, 1248, 96, 88
FRAMES_PER_SECOND = 30
SAME = 80
TALK = (
    "Salut, tu étais au match hier soir ?",
    "Oui, on a perdu mais c'était bien",
    "ok",
    "Tu joues encore samedi prochain ?",
    "Samedi et dimanche, au gymnase du centre",
    "Je peux venir vous voir ?",
    "Demande à mon frère, il a les places",
    "ok",
    "Il ne répond jamais à mes messages",
    "Il est en voyage avec sa classe",
    "Et toi tu rentres à quelle heure ?",
    "Vers dix-huit heures, après le dessin",
    "Tu dessines quoi en ce moment ?",
    "Un phare, pour le concours de la ville",
    "ok",
    "Envoie une photo du phare quand il est fini",
    "Pas avant vendredi, il reste la peinture",
    "Tu as choisi quelles couleurs ?",
    "Du bleu et un peu de jaune",
    "Ma cousine a gagné ce concours une fois",
    "Elle avait fait un bateau, je crois",
    "Dis-lui bonjour de ma part",
    "Elle passe la semaine prochaine",
    "On ira tous manger une glace",
)
Frame = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Case:
    """One recording: where the scroll stands at each frame, in shares of the way down."""

    name: str
    steps: tuple[float, ...]


def main() -> int:
    """Reads each recording, or writes the small one."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_bytes(recording(TALK[:14], stops(5)))
        return 0
    wrong = 0
    for case in (
        Case("flicks with stops", stops(6)),
        Case("slowly, without a stop", slowly(6.0)),
        Case("upwards, from the end", tuple(reversed(stops(6)))),
    ):
        data = recording(TALK, case.steps)
        started = processor_seconds()
        reading = read_files([("film.webm", data)])
        spent = processor_seconds() - started
        turns = [turn for each in reading.conversations for turn in each.turns]
        frames = sum(len(each) for each in reading.pictures.values())
        missing, extra, sides = compared(TALK, turns)
        wrong += missing + extra + sides
        print(
            f"{case.name}: {len(case.steps) / FRAMES_PER_SECOND:.0f} s, {len(data)} bytes, "
            f"{frames} frames read, {len(TALK)} turns of which {missing} missing, {extra} extra, "
            f"{sides} on the wrong side, {len(reading.conversations)} conversations, {spent:.1f} s"
        )
    return 1 if wrong else 0


def processor_seconds() -> float:
    """Processor time of this process and of the children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def compared(said: Sequence[str], turns: Sequence[Turn]) -> tuple[int, int, int]:
    """Turns missing or out of place, turns too many, and turns on the wrong side."""
    place, sides, found = 0, 0, 0
    for n, text in enumerate(said):
        at = next((k for k in range(place, len(turns)) if alike(text, turns[k])), None)
        if at is not None:
            found, place = found + 1, at + 1
            sides += turns[at].side != ("left" if n % 2 == 0 else "right")
    return len(said) - found, len(turns) - found, sides


def alike(text: str, turn: Turn) -> bool:
    """Whether a turn says this."""
    return fuzz.ratio(text, turn.text) >= SAME


def stops(count: int) -> tuple[float, ...]:
    """Stops of a second and a half, and flicks of half a second between them."""
    steps: list[float] = []
    for n in range(count):
        steps += [n / (count - 1)] * (FRAMES_PER_SECOND * 3 // 2)
        if n < count - 1:
            flick = [(1 - np.cos(np.pi * k / 15)) / 2 for k in range(1, 15)]
            steps += [(n + float(part)) / (count - 1) for part in flick]
    return tuple(steps)


def slowly(seconds: float) -> tuple[float, ...]:
    """One even way down."""
    count = int(seconds * FRAMES_PER_SECOND)
    return tuple(n / count for n in range(count + 1))


def recording(talk: Sequence[str], steps: Sequence[float]) -> bytes:
    """A WebM of the scroll."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.webm"
        size = (WIDE, HIGH)
        film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP80"), FRAMES_PER_SECOND, size)
        for frame in frames(talk, steps):
            film.write(frame)
        film.release()
        return path.read_bytes()


def frames(talk: Sequence[str], steps: Sequence[float]) -> Iterator[Frame]:
    """The screen at each step, in BGR."""
    chat, screen = drawn(talk), frame_of_an_app()
    room = HIGH - HEADER - FOOTER
    for step in steps:
        top = round(step * (len(chat) - room))
        screen[HEADER : HIGH - FOOTER] = chat[top : top + room]
        yield screen[:, :, ::-1].copy()


def frame_of_an_app() -> Frame:
    """The bars above and below the chat."""
    image = Image.new("RGB", (WIDE, HIGH), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDE, HEADER - 1), fill=(246, 246, 246))
    draw.ellipse((60, 30, 110, 80), fill=(170, 190, 210))
    draw.text((124, 38), "Camille", font=ImageFont.load_default(28), fill="black")
    draw.rectangle((0, HIGH - FOOTER, WIDE, HIGH), fill=(246, 246, 246))
    draw.rounded_rectangle((70, HIGH - 70, WIDE - 20, HIGH - 20), 25, fill="white")
    draw.text((95, HIGH - 60), "Message", font=ImageFont.load_default(24), fill=(150, 150, 150))
    return np.array(image)


def drawn(talk: Sequence[str]) -> Frame:
    """The whole chat, as long as it is."""
    image = Image.new("RGB", (WIDE, len(talk) * 150 + 40), "white")
    draw, font, y = ImageDraw.Draw(image), ImageFont.load_default(26), 24
    chance = random.Random(1)
    for n, text in enumerate(talk):
        wide = round(draw.textlength(text, font=font))
        lines = [text] if wide < 380 else halves(text)
        wide = max(round(draw.textlength(line, font=font)) for line in lines) + 44
        high = 30 + 36 * len(lines)
        left = 20 if n % 2 == 0 else WIDE - 20 - wide
        fill, ink = ((233, 233, 235), "black") if n % 2 == 0 else ((0, 122, 255), "white")
        draw.rounded_rectangle((left, y, left + wide, y + high), 24, fill=fill)
        for row, line in enumerate(lines):
            draw.text((left + 22, y + 14 + row * 36), line, font=font, fill=ink)
        y += high + chance.randint(14, 40)
    return np.array(image.crop((0, 0, WIDE, y + 10)))


def halves(text: str) -> list[str]:
    """A text on two lines."""
    words = text.split()
    return [" ".join(words[: len(words) // 2 + 1]), " ".join(words[len(words) // 2 + 1 :])]


if __name__ == "__main__":
    sys.exit(main())
