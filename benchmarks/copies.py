"""How surely copies of a screenshot are found: `python -m benchmarks.copies FOLDER [originals]`.

Draws invented conversations and their copies in a folder (`benchmarks/copies_made.py`), reads each
image once, and holds everything against everything.
"""

import argparse
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.copies_made import WAYS, Copy, copies
from vigie.evidence.pdq import LEAST_QUALITY, SAME_WITHIN, PictureHash, distance, picture_hash
from vigie.kernel.conversations import Turn
from vigie.linking.copies import compare
from vigie.linking.prints import TalkPrint, alike_talks, talk_print

FEWEST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Held:
    """One image as it is compared: what it looks like, what was read on it, its print."""

    copy: Copy
    looks: PictureHash
    turns: tuple[Turn, ...]
    words: TalkPrint


def held(copy: Copy) -> Held:
    """An image, hashed and read."""
    turns = tuple(turn for talk in copy.read() for turn in talk.turns)
    return Held(copy, picture_hash(np.asarray(copy.pixels())), turns, talk_print(turns))


def looks_alike(one: Held, other: Held) -> bool:
    """Whether two images pass for one by their hashes alone."""
    usable = min(one.looks.quality, other.looks.quality) >= LEAST_QUALITY
    return usable and distance(one.looks.bits, other.looks.bits) <= SAME_WITHIN


def read_alike(one: Held, other: Held) -> bool:
    """Whether two images pass for one by what was read, the search for it included."""
    return bool(alike_talks(one.words, [other.words])) and compare(one.turns, other.turns).copies


def proposed(one: Held, other: Held) -> bool:
    """What the desk is shown: the words decide wherever enough of them were read on both."""
    return read_alike(one, other) or (
        looks_alike(one, other) and compare(one.turns, other.turns).telling < FEWEST_TURNS
    )


def recall(known: Mapping[tuple[int, str], Held], seeds: Sequence[int]) -> None:
    """Prints, for each way of copying, how many copies of their original are found, and how."""
    print(f"{'way':<10}{'images':>7}{'by looks':>10}{'distance':>10}{'by words':>10}{'differ':>8}")
    for way in WAYS:
        pairs = [(known[seed, "original"], known[seed, way]) for seed in seeds]
        bits = [distance(one.looks.bits, other.looks.bits) for one, other in pairs]
        looks, words = (sum(itertools.starmap(how, pairs)) for how in (looks_alike, read_alike))
        differ = sum(bool(compare(one.turns, other.turns).differences) for one, other in pairs)
        span = f"{min(bits)}-{max(bits)}"
        print(f"{way:<10}{len(pairs):>7}{looks:>10}{span:>10}{words:>10}{differ:>8}")


def false_pairs(images: Sequence[Held]) -> None:
    """Prints how many images of different conversations are taken for copies, by each way."""
    pairs = [
        pair for pair in itertools.combinations(images, 2) if pair[0].copy.seed != pair[1].copy.seed
    ]
    looks, words, shown = (
        sum(itertools.starmap(how, pairs)) for how in (looks_alike, read_alike, proposed)
    )
    print(f"{len(pairs):,} pairs of others: {looks} by looks, {words} by words, {shown} proposed")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("originals", type=int, nargs="?", default=40)
    asked = parser.parse_args()
    images = [held(each) for each in copies(asked.folder, asked.originals)]
    known = {(each.copy.seed, each.copy.way): each for each in images}
    recall(known, sorted({each.copy.seed for each in images}))
    false_pairs(images)


if __name__ == "__main__":
    main()
