"""Retention: what is kept of a testimony, until when, what then becomes of it, and why."""

import calendar
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from vigie.kernel.errors import Misconfigured
from vigie.kernel.findings import Bilingual

TABLE = Path(__file__).with_name("retention.toml")
GRAVE = ("P1", "P2")
Act = Literal["erase", "anonymise", "archive", "review", "keep"]
Since = Literal[
    "referred", "nothing", "withdrawal", "archive", "closure", "decision", "entry"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `retention.toml`: what becomes of it, how long after what, and on what ground."""

    name: str
    act: Act
    since: Since
    months: int | None
    days: int | None
    why: Bilingual
    source: str

    def end(self, start: datetime) -> datetime | None:
        """When the time is over; None when the rule says no length."""
        if self.months is None and self.days is None:
            return None
        return after_months(start, self.months or 0) + timedelta(days=self.days or 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known in clear of a testimony, which is all that retention may look at.

    `last_word_at` is the platforms' last decision on it, or the day of sending while one never
    answered; None when nothing was sent.
    """

    severity: str = ""
    outcome: str = ""
    about_adults: bool = False
    open: bool = False
    frozen: bool = False
    closed_at: datetime | None = None
    last_word_at: datetime | None = None
    withdraw_at: datetime | None = None
    referred_at: datetime | None = None
    reviewed_at: datetime | None = None
    archived_at: datetime | None = None
    postponed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What becomes of a testimony; `on` is None while nothing goes by itself."""

    rule: Rule
    on: datetime | None

    @property
    def act(self) -> Act:
        """What is done on that day."""
        return self.rule.act

    def is_due(self, now: datetime) -> bool:
        """Whether the day has come; what is only kept never is."""
        return self.act != "keep" and self.on is not None and self.on <= now


@cache
def rules() -> Mapping[str, Rule]:
    """The rows of `retention.toml`, in their order; raises Misconfigured on one it cannot hold."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["rule"]
    found = {row["name"]: _rule(row) for row in rows}
    if any(each.since not in get_args(Since) for each in found.values()):
        raise Misconfigured(f"{TABLE} names a beginning that is not known.")
    return found


def due(kept: Kept, archive_years: int | None) -> Due:
    """What becomes of a testimony, and when; `archive_years` is what the organisation decided.

    A lead's postponement holds everything but a witness's withdrawal. Without a decision on the
    archive nothing leaves it.
    """
    rule = next(rules()[name] for name, fits in _FITS.items() if fits(kept))
    start = _start(rule, kept)
    on = rule.end(start) if start is not None else None
    if rule.name == "withdrawn":
        return Due(rule, kept.withdraw_at)
    if rule.name == "archived" and start is not None and archive_years is not None:
        on = after_months(start, 12 * archive_years)
    if on is not None and kept.postponed_until is not None and rule.name != "referred":
        on = max(on, kept.postponed_until)
    return Due(rule, on)


def after_months(start: datetime, months: int) -> datetime:
    """The same day so many months later, or the month's last day where there is none."""
    total = start.year * 12 + start.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if year > MAXYEAR:
        return start.replace(year=MAXYEAR, month=12, day=31)
    return start.replace(
        year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1])
    )


def clock_jumped(now: datetime, seen: datetime | None) -> bool:
    """Whether the clock is not to be trusted with erasing: far ahead of, or behind, what it was.

    `seen` is the latest time that was written down; a machine that slept for weeks counts too.
    """
    return seen is not None and not -timedelta(days=1) <= now - seen <= timedelta(days=45)


def _start(rule: Rule, kept: Kept) -> datetime | None:
    """What a rule's time runs from; a notice that was answered after closing runs longer."""
    if rule.since == "decision":
        return max(each for each in (kept.last_word_at, kept.closed_at) if each is not None)
    return {
        "referred": kept.reviewed_at or kept.referred_at,
        "archive": kept.archived_at,
        "closure": kept.closed_at,
    }.get(rule.since)


def _grave_minor(kept: Kept) -> bool:
    return kept.severity in GRAVE and not kept.about_adults


_FITS: Mapping[str, Callable[[Kept], bool]] = {
    "referred": lambda kept: kept.referred_at is not None,
    "frozen": lambda kept: kept.frozen,
    "withdrawn": lambda kept: kept.withdraw_at is not None,
    "open": lambda kept: kept.open or kept.closed_at is None,
    "archived": lambda kept: kept.archived_at is not None,
    "out_of_scope": lambda kept: kept.outcome == "out_of_scope",
    "unfounded": lambda kept: kept.outcome == "unfounded" and kept.last_word_at is None,
    "notified_grave": lambda kept: kept.last_word_at is not None and _grave_minor(kept),
    "notified": lambda kept: kept.last_word_at is not None,
    "grave": _grave_minor,
    "no_follow_up": lambda kept: True,  # noqa: ARG005 (what is left)
}


def _rule(row: Mapping[str, str | int]) -> Rule:
    months, days = row.get("months"), row.get("days")
    return Rule(
        str(row["name"]),
        row["act"],  # type: ignore[arg-type]
        row["from"],  # type: ignore[arg-type]
        int(months) if months is not None else None,
        int(days) if days is not None else None,
        Bilingual(str(row["fr"]), str(row["en"])),
        str(row["source"]),
    )
