"""A report on judged cases: by function, in sum, in real life, by subgroup, and how early."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

from vigie.signals.evaluation.cases import Case, Expected
from vigie.signals.evaluation.disguises import DISGUISES, disguised
from vigie.signals.evaluation.figures import (
    PREVALENCES,
    WORDS_READ,
    Rate,
    precision,
    precision_interval,
)
from vigie.signals.evaluation.judging import Judged, Screen, found_in, judge, words_until_found

LEAST_RIGHT: Mapping[Expected, float] = {"concern": 0.90, "reported": 0.90, "ordinary": 0.95}
Key = TypeVar("Key")
MOST_LOST: Mapping[str, float] = {
    "leet": 0.01,
    "repeats": 0.01,
    "spaces": 0.01,
    "stars": 0.03,
    "vowels": 0.03,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One function in one language and half: how many cases of it are right."""

    function: str
    language: str
    half: str
    expected: Expected
    rate: Rate

    @property
    def met(self) -> bool:
        """Whether the share asked for is reached."""
        return (self.rate.share or 0.0) >= LEAST_RIGHT[self.expected]


@dataclass(frozen=True, slots=True)
class Precision:
    """Where one conversation in `one_in` is of concern: what part of the flagged ones is."""

    one_in: int
    share: float | None
    least: float | None
    most: float | None


def rows(judged: Sequence[Judged]) -> tuple[Row, ...]:
    """Every function, in the order of the cases."""
    counted = _counted(
        judged, lambda each: (each.function, each.language, each.half, each.expected)
    )
    return tuple(Row(*key, rate) for key, rate in counted.items())


def sums(judged: Sequence[Judged]) -> Mapping[tuple[Expected, str, str], Rate]:
    """By what is expected, language and half."""
    return _counted(judged, lambda each: (each.expected, each.language, each.half))


def subgroups(judged: Sequence[Judged]) -> Mapping[str, Rate]:
    """Of the ordinary cases that name a subgroup, how many are left alone."""
    named = [each for each in judged if each.case.subgroup and each.case.expected == "ordinary"]
    return _counted(named, attrgetter("subgroup"))


def _counted(judged: Iterable[Judged], key: Callable[[Case], Key]) -> dict[Key, Rate]:
    counts: dict[Key, list[bool]] = defaultdict(list)
    for each in judged:
        counts[key(each.case)].append(each.right)
    return {name: Rate(sum(right), len(right)) for name, right in counts.items()}


def precisions(judged: Sequence[Judged]) -> tuple[Precision, ...]:
    """What a flag would mean at three prevalences, were life made of such cases."""
    concern = [each for each in judged if each.case.expected != "ordinary"]
    found = Rate(sum(each.findings.severity != "none" for each in concern), len(concern))
    ordinary = [each.right for each in judged if each.case.expected == "ordinary"]
    alone = Rate(sum(ordinary), len(ordinary))
    if found.share is None or alone.share is None:
        return ()
    return tuple(
        Precision(
            round(1 / each),
            precision(found.share, 1 - alone.share, each),
            *precision_interval(found, alone, each),
        )
        for each in PREVALENCES
    )


def early(judged: Sequence[Judged], screen: Screen = found_in) -> Mapping[int, Rate]:
    """Of the cases of concern, how many are found after so many words are written."""
    concern = [each.case for each in judged if each.case.expected == "concern"]
    until = [words_until_found(case, screen) for case in concern]
    return {
        words: Rate(sum(each is not None and each <= words for each in until), len(until))
        for words in WORDS_READ
    }


def losses(judged: Sequence[Judged], screen: Screen = found_in) -> Mapping[str, Rate]:
    """Of the cases of concern that are found, how many are found once words are disguised."""
    found = [each.case for each in judged if each.case.expected == "concern" and each.right]
    return {
        name: Rate(sum(_found(case, screen) for case in _disguised(found, name)), len(found))
        for name in DISGUISES
    }


def _disguised(cases: Iterable[Case], name: str) -> Iterable[Case]:
    return (replace(each, conversation=disguised(each.conversation, name)) for each in cases)


def _found(case: Case, screen: Screen) -> bool:
    return judge(case, screen(case)).right
