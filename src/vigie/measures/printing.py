"""Printing: what a case's own words become on paper, and the one call to the typesetter."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

LETTERS = Path(__file__).with_name("letters.toml")
LONG_RUN = re.compile(r"\S{24}(?=\S{6})")
BREAK_HERE = "\u200b"
KEPT = "\n"
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def shown_signs() -> frozenset[int]:
    """The code points that the built-in typefaces can show."""
    words = tomllib.loads(LETTERS.read_text(encoding="utf-8"))["shown"].split()
    ranges = [each.partition("-") for each in words]
    return frozenset(
        point
        for first, _, last in ranges
        for point in range(int(first, 16), int(last or first, 16) + 1)
    )


def printable(text: str) -> str:
    """The text with each sign that no typeface holds replaced by its name, "[SMILING FACE]".

    Signs that turn the direction of reading are dropped, so that no text can be made to show as
    another; long words get places to break.
    """
    plain = TURNING.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    named = "".join(_sign(sign) for sign in plain)
    return LONG_RUN.sub(lambda run: run.group() + BREAK_HERE, named)


def names_signs(text: str) -> bool:
    """Whether `printable` would put a name in the place of a sign of this text."""
    return any(len(_sign(sign)) > 1 for sign in text)


def _sign(sign: str) -> str:
    if sign == KEPT or ord(sign) in shown_signs():
        return sign
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn", "Cs"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def printable_values(value: Any) -> Any:  # noqa: ANN401
    """Every text inside plain JSON values made printable; names of fields stay as they are."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: printable_values(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable_values(each) for each in value]
    return value


@cache
def _typesetter() -> tuple[ModuleType, object]:
    """The typesetter and its built-in typefaces, loaded once and only when a paper is made."""
    typst = import_module("typst")
    return typst, typst.Fonts(include_system_fonts=False)


def typeset(template: Path, inputs: Mapping[str, str], made_at: datetime) -> bytes:
    """The template as PDF/A-2b; the same inputs and time give the same bytes.

    The case's words travel in `inputs` and are never part of the template's own text.
    """
    typst, fonts = _typesetter()
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )
    second = made_at.replace(microsecond=0)
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=second)
    return cast(bytes, pdf)


def stable_json(value: Mapping[str, Any]) -> str:
    """JSON that is the same for the same values, for people to read as well."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False)
