"""Wording: how witnesses write an account in the middle of a sentence."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"(?: ?\n)+ ?")
ENCODED = re.compile(r"(?i)https?%3a%2f%2f\S+")
DISGUISES = (
    (re.compile(r"(?i)\bhxxp(s?)(?=:|\[)"), r"http\1"),
    (re.compile(r"\[:\](?=//)"), ":"),
    (re.compile(r"(?i)\s*[\[({]\s*(?:\.|dot|point)\s*[\])}]\s*"), "."),
    (re.compile(r"(?i)\s*[\[({]\s*(?:@|at|arobase)\s*[\])}]\s*"), "@"),
    (re.compile(r"(?i)\s+point\s+(?=(?:org|com|fr|net)\b)"), "."),
    (re.compile(r"(?i)\s*\b(?:arobase?|arrobase)\b\s*(?=[\w.\-]+\.(?:org|com|fr|net)\b)"), "@"),
    (re.compile(r"(?i)\b(?:arobase?|arrobase)\b\s*"), "@"),
    (re.compile("👻"), " snapchat: "),
    (re.compile(r"(?i)\b(tiktok|instagram|snapchat)\s*\.\s*com\s*/\s*"), r"\1.com/"),
    (re.compile(r"(?i)(?<=\.com/)(add)\s*/\s*"), r"\1/"),
    (re.compile(r"(?<=\.com/)@\s+"), "@"),
    (re.compile(r"(?<!\S)@\s+(?=[\w.])"), "@"),
    (re.compile(r"(?i)(?<!\S)@(?=[\w\-]+\.bsky\.social\b)"), ""),
)
TOKEN = re.compile(r"@?[\w.\-]+|[^\w\s]")
BREAKS = frozenset("!?;\n")
JOINERS = {
    ".": ".",
    "point": ".",
    "dot": ".",
    "_": "_",
    "underscore": "_",
    "-": "-",
    "tiret": "-",
    "dash": "-",
    "undescore": "_",
    "hyphen": "-",
}
LOW_LINE = (("tiret", "du", "bas"), ("tiret", "bas"), ("tiret", "du", "8"), ("trait", "du", "bas"))
LEXICON = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
NAMING = frozenset(LEXICON["naming"]["words"].split())
PASSING = frozenset(LEXICON["passing"]["words"].split())
COMMON = frozenset(LEXICON["common"]["words"].split())
COUNTED = frozenset(LEXICON["counted"]["words"].split())
NUMBERED = re.compile(r"(?i)\d+(?:[.\-]\d+)*(?:h|ans?|e|er|è?me|eme|k|m|eur|min|fois|x|yo)?\d*")
LONGEST_JOIN = 8
MOST_SPELLED = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign of a text, with its place, and whether a space comes before it."""

    text: str
    start: int
    end: int
    spaced: bool


def clean(text: str) -> str:
    """The text without what hides a name: invisible characters, letter-like signs, disguises."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    plain = LINES.sub("\n", SPACES.sub(" ", plain))
    plain = ENCODED.sub(lambda link: unquote(link.group()), plain)
    for disguise, meant in DISGUISES:
        plain = disguise.sub(meant, plain)
    return plain


def tokens(text: str) -> list[Token]:
    """The words and signs of a text; a full stop at a word's end is a sign of its own."""
    found: list[Token] = []
    for match in re.finditer(r"\n|" + TOKEN.pattern, text):
        word, start = match.group(), match.start()
        kept = word.rstrip(".-") or word
        spaced = start == 0 or text[start - 1].isspace()
        found.append(Token(kept, start, start + len(kept), spaced))
        if kept != word:
            found.append(Token(word[len(kept) :], start + len(kept), match.end(), False))
    return found


def joined(words: list[Token], first: int) -> tuple[str, int]:
    """A name written in pieces, "lea . exemple 75", put together; and where it stops."""
    name, place = words[first].text, first + 1
    while place < min(len(words), first + 1 + LONGEST_JOIN):
        piece, after = _piece(words, place, name)
        if not piece:
            break
        name, place = name + piece, after
    return name, place


def spelled(words: list[Token], first: int) -> tuple[str, int]:
    """A name said in words that end with a number, "lea exemple 75"; else as `joined`."""
    name, after = joined(words, first)
    for place in range(first + 1, min(len(words), first + MOST_SPELLED)):
        word = words[place]
        if word.text.isdecimal() and place + 1 == len(words):
            return "".join(each.text for each in words[first:]), len(words)
        if not word.text.isalpha() or is_ordinary(word.text) or word.text.lower() in JOINERS:
            break
    return name, after


def _piece(words: list[Token], place: int, name: str) -> tuple[str, int]:
    sign, after = _joiner(words, place)
    if sign and after < len(words) and _can_follow(words[after]):
        return sign + words[after].text, after + 1
    word = words[place]
    if word.text[0] in "._-" and len(word.text) > 1 and word.spaced:
        return word.text, place + 1
    if name.endswith("_") and _can_follow(word):
        return word.text, place + 1
    if word.text.isdecimal() and word.spaced and not name[-1].isdecimal():
        unit = words[place + 1].text.lower() if place + 1 < len(words) else ""
        return ("", place) if unit in COUNTED else (word.text, place + 1)
    return "", place


def _joiner(words: list[Token], place: int) -> tuple[str, int]:
    for line in LOW_LINE:
        spoken = tuple(word.text.lower() for word in words[place : place + len(line)])
        if spoken == line:
            return "_", place + len(line)
    word = words[place]
    sign = JOINERS.get(word.text.lower(), "")
    return (sign, place + 1) if sign and (word.spaced or word.text.isalpha()) else ("", place)


def _can_follow(word: Token) -> bool:
    lower = word.text.lower()
    return word.text[0].isalnum() and lower not in COMMON and lower not in PASSING


def looks_like_a_handle(word: str) -> bool:
    """Whether a word is no ordinary word: "@lea", or letters with digits, dots or low lines."""
    if word.startswith("@"):
        return len(word) > 1
    if NUMBERED.fullmatch(word) or not any(letter.isalpha() for letter in word):
        return False
    return any(sign.isdecimal() or sign in "._" for sign in word)


def is_ordinary(word: str) -> bool:
    """Whether a word belongs to the language rather than to a name."""
    lower = word.lower()
    return lower in COMMON or lower in PASSING or lower in NAMING or len(word) < 2
