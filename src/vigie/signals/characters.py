"""One-to-one character folding: an offset in the folded text is an offset in the original."""

import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

HIDDEN = "\x00"
EMOJI_CLASSES = {"camera": "\x01", "hush": "\x02", "money": "\x03", "laugh": "\x04"}
_APOSTROPHES = frozenset("'’‘ʼ`´′＇")
_QUOTATION_MARKS = frozenset("«»“”„‟＂")
_INVISIBLE_CATEGORIES = ("Mn", "Me", "Cf")


def _read_characters() -> dict[str, Any]:
    text = files("vigie.signals").joinpath("characters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def abbreviations() -> frozenset[str]:
    """Short forms without vowels that are words of their own."""
    return frozenset(_read_characters()["abbreviations"])


def _known_characters() -> dict[int, str]:
    read = _read_characters()
    known = {ord(old): new for new, olds in read["lookalikes"].items() for old in olds}
    for name, emoji in read["emoji"].items():
        known.update({ord(each): EMOJI_CLASSES[name] for each in emoji})
    return known


class _Folding(dict[int, str]):
    """A translation table that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return HIDDEN
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTATION_MARKS:
        return '"'
    if character == "\n":
        return "\n"
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if base.isascii() and len(base) == 1 and base.isprintable() else _other(base)


def _other(character: str) -> str:
    first = character[:1]
    known = _FOLDING.get(ord(first)) if first else None
    if known is not None:
        return known
    return "~" if first.isalpha() else " "


_FOLDING = _Folding(_known_characters())


def fold(text: str) -> str:
    """Lower-case ASCII without accents, of the same length: `len(fold(text)) == len(text)`.

    Apostrophes become "'", invisible characters become "\\x00", emoji one of a few classes.
    """
    if text.isascii() and text.isprintable():
        return text.lower().replace("`", "'")
    return text.translate(_FOLDING)
