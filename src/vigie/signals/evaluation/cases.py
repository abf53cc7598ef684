"""Cases: conversations with what a trained listener would conclude, as `vigie.case/1` says it."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, get_args

from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.kernel.errors import BadInput
from vigie.kernel.formats import conversation_from_json

CASE = "vigie.case/1"
Expected = Literal["concern", "ordinary", "reported"]
_EXPECTED: dict[str, Expected] = {each: each for each in get_args(Expected)}
_HATEFUL = "hateful"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled conversation; `half` says which file of a suite it is in.

    "concern" is worth a listener's look, "ordinary" is not; "reported" is, and what is told in it
    was done by somebody else than who writes. Told by one person alone, it is a `narrative`, as a
    witness writes to a helpline.
    """

    id: str
    function: str
    language: str
    expected: Expected
    conversation: Conversation
    narrative: bool = False
    subgroup: str = ""
    half: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no case, and why."""

    place: str
    reason: str


def suite() -> tuple[Case, ...]:
    """The functional suite that comes with Vigie, both halves."""
    with as_file(files("vigie.signals").joinpath("functions")) as folder:
        return tuple(each for each in cases_in(folder) if isinstance(each, Case))


def cases_in(data: Path) -> Iterator[Case | Unread]:
    """The cases of a file, or of every .jsonl and .csv file below a folder, in order of names."""
    if not data.exists():
        raise BadInput(f"{data}: there is no such file or folder.")
    for path in sorted(data.rglob("*")) if data.is_dir() else [data]:
        if path.suffix == ".jsonl":
            yield from _lines_of(path)
        elif path.suffix == ".csv":
            yield from _hatecheck(path)


def _lines_of(path: Path) -> Iterator[Case | Unread]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _case(line, path, number)


def _case(line: str, path: Path, number: int) -> Case | Unread:
    try:
        return case_from_json(json.loads(line), path.stem)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, BadInput) as error:
        return Unread(f"{path.name}, line {number}", f"this is no case: {error}")


def case_from_json(value: dict[str, Any], half: str = "") -> Case:
    """A case of `vigie.case/1`, or a labelled conversation (`label`, `conversation`)."""
    labelled = value["expected"] if value.get("schema") == CASE else _label(value["label"])
    expected = _EXPECTED.get(labelled)
    if expected is None:
        raise BadInput(f"expected is {labelled!r}; {', '.join(_EXPECTED)} can be.")
    conversation = conversation_from_json(value["conversation"])
    return Case(
        id=str(value.get("id") or conversation.id),
        function=str(value.get("function") or "conversations"),
        language=str(value.get("language") or conversation.language or ""),
        expected=expected,
        conversation=conversation,
        narrative=expected == "reported" and len({each.author for each in conversation.turns}) == 1,
        subgroup=str(value.get("subgroup") or ""),
        half=half,
    )


def _label(label: object) -> str:
    return "concern" if label in ("concern", True) else "ordinary"


def _hatecheck(path: Path) -> Iterator[Case | Unread]:
    """The lines of Multilingual HateCheck: one text each, hateful or not, by functionality."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                yield _of_row(row)
            except KeyError as error:
                yield Unread(f"{path.name}, line {number}", f"it has no column {error}")


def _of_row(row: dict[str, str]) -> Case:
    name = row["mhc_case_id"]
    turn = Turn(0, row["test_case"], author="writer")
    return Case(
        id=name,
        function=row["functionality"],
        language=name.split("-")[0][:2],
        expected="concern" if row["label_gold"] == _HATEFUL else "ordinary",
        conversation=Conversation(name, Source("text"), (turn,)),
        subgroup=row.get("target_ident", ""),
    )
