"""Long conversations cut into overlapping screenshots, misread a little, shuffled, put together.

    python -m benchmarks.stitching --conversations 200

Says how many turns came back, how many came twice or in the wrong place, and what it cost; then
the cost of 200 screenshots of one conversation and of 200 that are all the same. Exits 1 when
under 0.999 of the turns come back or over 0.001 of them come twice.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from vigie.kernel.conversations import Side, Turn
from vigie.reading.screenshots import ScreenReading
from vigie.reading.stitching.stitch import stitch

SHORT = ("ok", "?", "oui", "non", "mdr", "hein", "stp", "dsl", "ah", "...")
WORDS = (  # noqa: SIM905
    "salut demain soir maman école téléphone dormir photo parler pourquoi jamais encore maison "
    "match devoirs piscine copine frère dessin concert vacances samedi garage message réponds "
    "gymnase dimanche rentrer bizarre promis secret vraiment toujours écran voiture musique"
).split()
SLIPS = (("é", "e"), ("l", "I"), (" ", ""), ("rn", "m"), ("'", ""), ("o", "0"), (".", ""))
LEAST_FOUND, MOST_TWICE = 0.999, 0.001


def main() -> int:
    """Puts every conversation together again and prints the figures."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("--conversations", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    turns = missing = twice = apart = 0
    started = time.process_time()
    for n in range(given.conversations):
        chance = random.Random(f"{given.seed}-{n}")
        said = conversation(chance, chance.randint(10, 80))
        found = stitch(shuffled(chance, windows(chance, said)))
        apart += len(found) - 1
        turns += len(said)
        lost, repeated = compared(said, [turn for each in found for turn in each.turns])
        missing, twice = missing + lost, twice + repeated
    each_ms = (time.process_time() - started) / given.conversations * 1000
    print(
        f"{given.conversations} conversations, {turns} turns: {missing} missing or out of place, "
        f"{twice} twice, {apart} pieces left apart, {each_ms:.0f} ms each"
    )
    chance = random.Random(given.seed)
    long = windows(chance, conversation(chance, 1200), least=8)
    cost("screenshots of one conversation", shuffled(chance, long[:200]))
    cost("screenshots that are all the same", [long[0]] * 200)
    cost("screenshots of nothing but short turns", [shot(["ok", "?"] * 5)] * 200)
    return 1 if missing > (1 - LEAST_FOUND) * turns or twice > MOST_TWICE * turns else 0


def cost(what: str, shots: Sequence[ScreenReading]) -> None:
    """What it takes to put these together."""
    started = time.process_time()
    found = stitch(shots)
    print(f"{len(shots)} {what}: {time.process_time() - started:.2f} s, {len(found)} found")


def shot(words: Sequence[str]) -> ScreenReading:
    """A screenshot of these words, sides taking turns."""
    sides: tuple[Side, Side] = ("left", "right")
    return ScreenReading(
        tuple(Turn(n, text, side=sides[n % 2]) for n, text in enumerate(words)), "Inès"
    )


def conversation(chance: random.Random, length: int) -> list[Turn]:
    """Turns of which a third are short ones that come again and again."""
    return [
        Turn(
            n,
            chance.choice(SHORT)
            if chance.random() < 0.33
            else " ".join(chance.choices(WORDS, k=chance.randint(3, 9))),
            side=chance.choice(("left", "right")),
        )
        for n in range(length)
    ]


def windows(chance: random.Random, said: Sequence[Turn], least: int = 5) -> list[ScreenReading]:
    """Screenshots that overlap by three turns or more, two of which are long; cut at the edges."""
    found, start = [], 0
    while True:
        end = min(len(said), start + chance.randint(least, 12))
        found.append(misread(chance, said[start:end], start > 0, end < len(said)))
        if end == len(said):
            return found
        start = max(start + 1, overlapping(said, end))


def overlapping(said: Sequence[Turn], end: int) -> int:
    """Where the next screenshot begins, for two long whole turns to be in both."""
    long, at = 0, end - 1
    while at > 0 and (long < 2 or end - at < 4):
        at -= 1
        long += len(said[at].text) >= 15
    return at - 1 if at else 0


def misread(
    chance: random.Random, turns: Sequence[Turn], above: bool, below: bool
) -> ScreenReading:
    """These turns as an engine reads them, the first and the last perhaps cut."""
    read = [replace(turn, n=n, text=slipped(chance, turn.text)) for n, turn in enumerate(turns)]
    if above and len(read[0].text) > 20 and chance.random() < 0.5:
        read[0] = replace(read[0], text=read[0].text[9:], partial=True)
    if below and len(read[-1].text) > 20 and chance.random() < 0.5:
        read[-1] = replace(read[-1], text=read[-1].text[:-9], partial=True)
    return ScreenReading(tuple(read), chance.choice(("Inès", "Inès", "Ines", None)))


def slipped(chance: random.Random, text: str) -> str:
    """A text with one slip in it, one time out of five."""
    if chance.random() > 0.2:
        return text
    wrong, right = chance.choice(SLIPS)
    return text.replace(wrong, right, 1) or text


def shuffled(chance: random.Random, shots: Sequence[ScreenReading]) -> list[ScreenReading]:
    """The same in any order."""
    return chance.sample(list(shots), len(shots))


def compared(said: Sequence[Turn], found: Sequence[Turn]) -> tuple[int, int]:
    """How many turns are not where they should be, and how many there are too many."""
    row = [[0] * (len(found) + 1) for _ in range(len(said) + 1)]
    for i, one in enumerate(said):
        for j, other in enumerate(found):
            alike = 75 if len(one.text) > 5 else 45
            same = one.side == other.side and fuzz.ratio(one.text, other.text) >= alike
            row[i + 1][j + 1] = max(row[i][j] + same, row[i][j + 1], row[i + 1][j])
    return len(said) - row[-1][-1], len(found) - row[-1][-1]


if __name__ == "__main__":
    sys.exit(main())
