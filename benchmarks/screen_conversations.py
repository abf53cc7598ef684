"""Screens labelled conversations: how many of concern are found, how many ordinary left alone.

Each line of a file is {"label": "concern" | "ordinary", "conversation": vigie.conversation/1};
"found" means a severity other than none. Also prints messages per second on one core, with
everything and with matching alone, and the 95 % intervals (Wilson).
Usage: python -m benchmarks.screen_conversations FILE…
"""

import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vigie.kernel.conversations import Conversation
from vigie.kernel.formats import conversation_from_json
from vigie.signals.matching import matcher
from vigie.signals.normalise import normalise
from vigie.signals.packs import spelling
from vigie.signals.screen import screen

NORMAL_95 = 1.96
TIMED_SECONDS = 3.0
CONCERN = "concern"
Labelled = tuple[bool, Conversation]


def labelled(path: Path) -> Iterator[Labelled]:
    """The conversations of a file, each with whether it is of concern."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            read = json.loads(line)
            yield read["label"] in (CONCERN, True), conversation_from_json(read["conversation"])


def interval(right: int, total: int) -> tuple[float, float]:
    """The Wilson interval of a proportion at 95 %."""
    if not total:
        return 0.0, 1.0
    rate, spread = right / total, NORMAL_95**2 / total
    middle = rate + spread / 2
    half = NORMAL_95 * math.sqrt(rate * (1 - rate) / total + spread / (4 * total))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def tell(name: str, right: int, total: int) -> None:
    """One line: a rate and its interval."""
    low, high = interval(right, total)
    rate = right / total if total else float("nan")
    sys.stdout.write(f"{name:<24}{right:>5} / {total:<5}{rate:>7.3f}   [{low:.3f}, {high:.3f}]\n")


def messages_per_second(conversations: list[Conversation], once: Callable[..., int]) -> float:
    """How many messages a second `once` gets through, over some seconds of processor time."""
    done, started = 0, time.process_time()
    while (spent := time.process_time() - started) < TIMED_SECONDS:
        done += sum(once(each) for each in conversations)
    return done / spent


def everything(conversation: Conversation) -> int:
    """Normalises, matches, attributes, keeps state and grades."""
    screen(conversation)
    return len(conversation.turns)


def quotes_only(conversation: Conversation) -> int:
    """Normalises, matches, and locates the quotes of hits."""
    find = matcher()
    for turn in conversation.turns:
        text = normalise(turn.text, spelling()).text
        list(find.hits(text, find.scan(text)))
    return len(conversation.turns)


def main(files: list[str]) -> None:
    """Prints the rates of all files together, then the speed."""
    read = [each for file in files for each in labelled(Path(file))]
    found = [(concern, screen(each).severity != "none") for concern, each in read]
    concerns = [hit for concern, hit in found if concern]
    ordinary = [not hit for concern, hit in found if not concern]
    tell("concern found", sum(concerns), len(concerns))
    tell("ordinary left alone", sum(ordinary), len(ordinary))
    conversations = [each for _, each in read]
    for name, once in (("quotes only", quotes_only), ("everything", everything)):
        rate = messages_per_second(conversations, once)
        sys.stdout.write(f"{name:<24}{rate:>12,.0f} messages a second on one core\n")


if __name__ == "__main__":
    main(sys.argv[1:])
