"""Learns `src/vigie/signals/leaning.tsv` from the conversations of benchmarks/conversations.

Logistic regression over the presence of words, divided by the root of how many are known. Before it
writes, it leaves each writer out in turn and prints how that writer's conversations are told apart,
which is the only honest figure here: every text is invented, so it says nothing of real ones.
Usage: PYTHONPATH=src python -m scripts.learn_leaning
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vigie.signals.leaning import DOUBT_LOG_ODDS, LOOK_LOG_ODDS, Said, features

ROOT = Path(__file__).resolve().parent.parent
TALKS = ROOT / "benchmarks/conversations"
TARGET = ROOT / "src/vigie/signals/leaning.tsv"
FEWEST_TALKS = 3
STRENGTH = 5.0
STEPS = 3000

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation: who wrote it, whether it is of concern, its features."""

    writer: str
    concern: bool
    features: frozenset[str]


def main() -> None:
    """Leaves each writer out, prints, then learns from all and writes the list."""
    examples = [each for path in sorted(TALKS.glob("*.txt")) for each in read(path)]
    writers = sorted({each.writer for each in examples})
    odds = np.concatenate([left_out(examples, writer) for writer in writers])
    concern = np.array([e.concern for w in writers for e in examples if e.writer == w])
    for name, limit in (("look", LOOK_LOG_ODDS), ("doubt", DOUBT_LOG_ODDS)):
        found, left = (odds[concern] > limit).mean(), (odds[~concern] <= limit).mean()
        print(f"writers left out in turn, {name}: found {found:.3f}, left alone {left:.3f}")
    write(*learn(examples))


def read(path: Path) -> list[Example]:
    """The conversations of one writer: "## concern fr", then "< " the other, "> " the owner."""
    found = []
    for block in path.read_text(encoding="utf-8").split("## ")[1:]:
        head, *lines = block.strip().splitlines()
        said = [Said(line[1:].strip(), line.startswith(">")) for line in lines if line.strip()]
        found.append(Example(path.stem, head.startswith("concern"), features(said)))
    return found


def left_out(examples: Sequence[Example], writer: str) -> Matrix:
    """The log-odds of one writer's conversations, learned from all the others."""
    names, weights = learn([each for each in examples if each.writer != writer])
    own = [each for each in examples if each.writer == writer]
    odds: Matrix = matrix(own, names) @ weights[1:] + weights[0]
    return odds


def learn(examples: Sequence[Example]) -> tuple[list[str], Matrix]:
    """The features kept and their weights, the bias first."""
    counts = Counter(feature for each in examples for feature in each.features)
    names = sorted(name for name, count in counts.items() if count >= FEWEST_TALKS)
    rows = matrix(examples, names)
    wanted = np.array([each.concern for each in examples], dtype=np.float64)
    return names, fitted(np.hstack([np.ones((len(rows), 1)), rows]), wanted)


def matrix(examples: Sequence[Example], names: Sequence[str]) -> Matrix:
    """One row a conversation; a feature that is there counts 1 / root of how many are."""
    place = {name: n for n, name in enumerate(names)}
    rows = np.zeros((len(examples), len(names)))
    for n, each in enumerate(examples):
        known = [place[name] for name in each.features if name in place]
        rows[n, known] = 1 / np.sqrt(len(known) or 1)
    return rows


def fitted(rows: Matrix, wanted: Matrix) -> Matrix:
    """Weights that minimise the logistic loss and |weights|²/2C, by accelerated descent."""
    weights = ahead = np.zeros(rows.shape[1])
    pull = np.full(rows.shape[1], 1 / STRENGTH)
    pull[0] = 0
    step = 1 / (np.linalg.norm(rows, 2) ** 2 / 4 + 1 / STRENGTH)
    for n in range(STEPS):
        guess = 1 / (1 + np.exp(-(rows @ ahead)))
        after = ahead - step * (rows.T @ (guess - wanted) + pull * ahead)
        ahead = after + n / (n + 3) * (after - weights)
        weights = after
    return weights


def write(names: Sequence[str], weights: Matrix) -> None:
    """The list, a word a line, heaviest first."""
    rows = sorted(zip(names, weights[1:], strict=True), key=lambda row: (-abs(row[1]), row[0]))
    kept = [f"{name}\t{weight:.2f}" for name, weight in rows]
    head = [
        "# Words and what they weigh for concern; 'o:' the other wrote it, 'm:' the owner did.",
        "# Learned by scripts/learn_leaning.py from invented conversations; no line is edited.",
    ]
    TARGET.write_text("\n".join([*head, f"(bias)\t{weights[0]:.2f}", *kept]) + "\n")
    print(f"{len(kept)} features, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
