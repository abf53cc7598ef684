"""The vocabulary of the DSA transparency database: category and keywords of what was found."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vigie.kernel.findings import Stage

TABLE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True)
class Classification:
    """The category of a notice, those added to it, and the keywords that specify them."""

    category: str
    additions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def classify(stages: Iterable[Stage], minor: bool) -> Classification:
    """Category and keywords for the stages found, for a minor or an adult."""
    found, victim = frozenset(stages), "minor" if minor else "adult"
    rows = [
        row
        for row in _table()["word"]
        if row["victim"] in (victim, "any") and found.intersection(row["stages"])
    ]
    categories = list(dict.fromkeys(row["category"] for row in rows))
    keywords = dict.fromkeys(keyword for row in rows for keyword in row["keywords"])
    own = categories[0] if categories else _table()["otherwise"][victim]
    return Classification(own, tuple(categories[1:]), tuple(keywords))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
