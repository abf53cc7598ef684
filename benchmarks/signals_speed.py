"""How fast signals are found, beside bare RE2 and Python's own `re` on the same lines.

The lines are a mix of French chat: the everyday functions of the open suite and, one line in
twenty, its concern cases. "New" lines are halves of two of them put together, never met before;
"same" are lines met again and again. Rates are messages a second of one core, in processor time,
once patterns are compiled. Usage: python -m benchmarks.signals_speed
"""

import random
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence

import re2

from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.signals.characters import fold
from vigie.signals.evaluation.cases import Case, suite
from vigie.signals.packs import located
from vigie.signals.rulesets import Ruleset, built_in
from vigie.signals.screen import screen

EVERYDAY = (
    "everyday_talk",
    "friends_joking",
    "game_threats",
    "peers_in_love",
    "school_and_sport",
    "family_photos",
)
CONCERN_EVERY = 20
TURNS = 12
LONG_TURNS = 10_000
SLOW_LINES = 60
NEW_LINES = 12_000
NEW_LINES_OF_BARE = 1_000
GIGABYTE = 1 << 30
WARM_SECONDS = 3.0


def main() -> None:
    """Prints every figure."""
    started = time.process_time()
    rules = built_in()
    index, texts = rules.matcher, rules.normaliser
    surroundings = rules.surroundings
    assert surroundings.entries
    tell("packs read, checked and indexed", f"{time.process_time() - started:.2f} s")
    tell("patterns indexed", f"{len(index.entries):,}")
    lines = mixed_lines()
    tell(
        "lines, of how many characters", f"{len(lines):,}, {sum(map(len, lines)) / len(lines):.0f}"
    )

    def match(line: str) -> int:
        normal = texts.normal(line)
        scan = index.scan(normal.text)
        return sum(normal.span(hit.start, hit.end)[1] for hit in index.hits(normal.text, scan))

    tell_rates("fold alone", fold, lines)
    tell_rates("fold, match, spans on hits", match, lines)
    tell_talks(lines)
    tell_one_message(lines)
    tell_long(lines)
    tell_others(rules, lines)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    tell("memory at most, all of this together", f"{peak / 1e6:,.0f} MB")


def mixed_lines() -> list[str]:
    """The mix, always the same."""
    chance = random.Random(1)
    french = [each for each in suite() if each.language == "fr" and each.half == "open"]
    everyday = texts_of([each for each in french if each.function in EVERYDAY])
    concern = texts_of([each for each in french if each.expected == "concern"])
    lines = everyday + chance.sample(concern, len(everyday) // CONCERN_EVERY)
    chance.shuffle(lines)
    return lines


def texts_of(cases: Sequence[Case]) -> list[str]:
    """Every message of some cases."""
    return [turn.text for case in cases for turn in case.conversation.turns if turn.text]


def talk_of(lines: Sequence[str]) -> Conversation:
    """A conversation of two people."""
    turns = tuple(Turn(n, text, author="AB"[n % 2]) for n, text in enumerate(lines))
    return Conversation("talk", Source("text"), turns)


def new_lines(lines: Sequence[str], count: int, seed: int) -> list[str]:
    """Lines that nobody met: the first half of one and the second half of another."""
    chance = random.Random(seed)
    words = [line.split(" ") for line in lines]
    made = []
    for _ in range(count):
        one, other = chance.choice(words), chance.choice(words)
        made.append(" ".join((*one[: (len(one) + 1) // 2], *other[len(other) // 2 :])))
    return made


def tell_rates(
    name: str, once: Callable[[str], object], lines: Sequence[str], count: int = NEW_LINES
) -> None:
    """Messages a second, on new lines and on the same again."""
    seconds(once, new_lines(lines, count, seed=2))
    new = count / seconds(once, new_lines(lines, count, seed=3))
    spent, done = 0.0, 0
    while spent < WARM_SECONDS:
        spent += seconds(once, lines)
        done += len(lines)
    tell(name, f"new {new:>9,.0f}/s   same {done / spent:>9,.0f}/s")


def tell_talks(lines: Sequence[str]) -> None:
    """The same for everything, in conversations of new lines."""
    made = new_lines(lines, NEW_LINES, seed=4)
    talks = [talk_of(made[at : at + TURNS]) for at in range(0, len(made), TURNS)]
    half = len(talks) // 2
    seconds(screen, talks[:half])
    rate = (len(talks) - half) * TURNS / seconds(screen, talks[half:])
    tell(f"everything, conversations of {TURNS}", f"new {rate:>9,.0f}/s")


def seconds(once: Callable[..., object], things: Sequence[object]) -> float:
    """Processor seconds for all of them."""
    started = time.process_time()
    for thing in things:
        once(thing)
    return time.process_time() - started


def tell_one_message(lines: Sequence[str]) -> None:
    """How long one message takes, alone."""
    spent = sorted(seconds(screen, [talk_of([line])]) for line in lines)
    middle, late = spent[len(spent) // 2], spent[len(spent) * 99 // 100]
    tell("one message, p50 and p99", f"{middle * 1e3:.3f} ms, {late * 1e3:.3f} ms")


def tell_long(lines: Sequence[str]) -> None:
    """How long a conversation of ten thousand messages takes."""
    many = [lines[n % len(lines)] for n in range(LONG_TURNS)]
    tell(f"a conversation of {LONG_TURNS:,}", f"{seconds(screen, [talk_of(many)]):.2f} s")


def tell_others(rules: Ruleset, lines: Sequence[str]) -> None:
    """Bare RE2, with a gigabyte and with its default, and Python's `re`, one pattern at a time."""
    patterns = [located(each.pattern, each.pack) for each in rules.matcher.entries]
    read = [rules.normaliser.normal(line).text for line in lines]
    for name, memory in (("1 GiB", GIGABYTE), ("its default memory", None)):
        options = re2.Options()
        options.log_errors = False
        if memory is not None:
            options.max_mem = memory
        found = re2.Set.SearchSet(options)
        for pattern in patterns:
            found.Add(pattern)
        try:
            found.Compile()
        except re2.error as error:
            tell(f"bare re2.Set, {name}", f"does not compile: {error}")
            continue
        tell_rates(f"bare re2.Set, {name}", found.Match, read, NEW_LINES_OF_BARE)
    own = [re.compile(pattern) for pattern in patterns]

    def one_by_one(line: str) -> int:
        return sum(each.search(line) is not None for each in own)

    few = read[:SLOW_LINES]
    tell("Python's re, pattern by pattern", f"{len(few) / seconds(one_by_one, few):,.1f}/s")


def tell(name: str, figure: str) -> None:
    """One line."""
    sys.stdout.write(f"{name:<40} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
