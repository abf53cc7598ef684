"""Grounds: a dated catalogue of the law, so that facts are named by the law of their day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from vigie.kernel.findings import Bilingual

CATALOGUE = Path(__file__).with_name("fr.toml")


@dataclass(frozen=True, slots=True)
class Ground:
    """One version of an article.

    `valid_to` is the first day it no longer applies. `victim_under` is in years, None for any
    age. `exempts_name` is whether a notice may leave the notifier unnamed (DSA Art. 16(2)(c)).
    `counsel_check` says that a lawyer has still to read this version.
    """

    id: str
    code: str
    article: str
    title: Bilingual
    conduct: Bilingual
    valid_from: date
    valid_to: date | None
    victim_under: int | None
    exempts_name: bool
    counsel_check: bool
    source: str

    def in_force(self, on: date) -> bool:
        """Whether this version was the law on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def protects(self, age: int | None) -> bool:
        """Whether someone of that age in years is protected; an unknown age leaves it open."""
        return self.victim_under is None or age is None or age < self.victim_under


@cache
def grounds() -> Mapping[str, Ground]:
    """Every version of the catalogue, by id such as "cp-227-22-1@2007-03-07"."""
    rows = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["ground"]
    return {row["id"]: _ground(row) for row in rows}


def grounds_in_force(on: date, age: int | None) -> tuple[Ground, ...]:
    """The grounds that facts of that day may be given, for a victim of that age in years."""
    return tuple(each for each in grounds().values() if each.in_force(on) and each.protects(age))


def _ground(row: Mapping[str, Any]) -> Ground:
    return Ground(
        id=row["id"],
        code=row["code"],
        article=row["article"],
        title=Bilingual(row["title_fr"], row["title_en"]),
        conduct=Bilingual(row["conduct_fr"], row["conduct_en"]),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        victim_under=row.get("victim_under"),
        exempts_name=row.get("exempts_name", False),
        counsel_check=row.get("counsel_check", False),
        source=row["source"],
    )
