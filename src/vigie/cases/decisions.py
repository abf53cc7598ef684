"""What an organisation must have decided before it opens; as data, checked as it is written."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from vigie.evidence.keys import parsed_recipient
from vigie.kernel.errors import BadInput, WrongKey
from vigie.kernel.findings import Bilingual

TEXT_CHARS = 200
_DATED = re.compile(r"(\S.*) (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision: how its value is written, what it is about, and what asks for it."""

    name: str
    kind: str
    sentence: Bilingual
    source: str
    choices: tuple[str, ...] = ()
    most: int = 0
    needs_protocol: bool = False
    only_if: Mapping[str, str] = field(default_factory=dict)

    def is_needed(self, decided: Mapping[str, str]) -> bool:
        """Whether an installation with these decisions needs this one too."""
        return all(decided.get(name) == value for name, value in self.only_if.items())

    def check(self, value: str) -> str:
        """The value as it is kept; raises BadInput with how it is to be written."""
        return _CHECKS[self.kind](self, value.strip())

    def written(self) -> str:
        """How a value is given, for the command line."""
        shapes = {
            "recipient": "age1…",
            "dated": '"REFERENCE YYYY-MM-DD"',
            "years": "YEARS",
            "text": '"…"',
        }
        return f"{self.name}={shapes.get(self.kind, '|'.join(self.choices))}"

    def command(self) -> str:
        """The exact command that records it."""
        protocol = " --protocol FILE" if self.needs_protocol else ""
        return f'vigie decide {self.written()} --by "NAME, FUNCTION"{protocol}'


@cache
def asked() -> Mapping[str, Asked]:
    """Every decision by name, in the order in which they are asked."""
    text = files("vigie.cases").joinpath("decisions.toml").read_text(encoding="utf-8")
    return {each["name"]: _asked(each) for each in tomllib.loads(text)["decision"]}


def missing(decided: Mapping[str, str]) -> tuple[Asked, ...]:
    """What is still to be decided before an installation may open."""
    needed = (each for each in asked().values() if each.is_needed(decided))
    return tuple(each for each in needed if each.name not in decided)


def _asked(row: Mapping[str, object]) -> Asked:
    choices, only_if = row.get("choices", []), row.get("only_if", {})
    return Asked(
        name=str(row["name"]),
        kind=str(row["kind"]),
        sentence=Bilingual(str(row["fr"]), str(row["en"])),
        source=str(row["source"]),
        choices=tuple(str(each) for each in choices) if isinstance(choices, list) else (),
        most=int(str(row.get("most", 0))),
        needs_protocol=bool(row.get("protocol", False)),
        only_if=dict(only_if) if isinstance(only_if, dict) else {},
    )


def _choice(one: Asked, value: str) -> str:
    if value not in one.choices:
        raise BadInput(f"{one.name} is one of {', '.join(one.choices)}.")
    return value


def _recipient(one: Asked, value: str) -> str:
    try:
        parsed_recipient(value)
    except WrongKey:
        raise BadInput(
            f"{one.name} is an age recipient, age1…; ask for it and compare it."
        ) from None
    return value


def _dated(one: Asked, value: str) -> str:
    found = _DATED.fullmatch(value)
    try:
        date.fromisoformat(found[2] if found else "")
    except ValueError:
        raise BadInput(f"{one.name} is a reference and a date: REFERENCE YYYY-MM-DD.") from None
    return _text(one, value)


def _years(one: Asked, value: str) -> str:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= one.most:
        raise BadInput(f"{one.name} is a whole number of years from 1 to {one.most}.")
    return str(int(value))


def _text(one: Asked, value: str) -> str:
    if not value or len(value) > TEXT_CHARS or not value.isprintable():
        raise BadInput(f"{one.name} is one line of at most {TEXT_CHARS} characters.")
    return value


_CHECKS = {
    "choice": _choice,
    "recipient": _recipient,
    "dated": _dated,
    "years": _years,
    "text": _text,
}
