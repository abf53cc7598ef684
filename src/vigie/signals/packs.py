"""Pattern packs: rules written in TOML by language, each with its source, examples and notes."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from vigie.kernel.errors import Misconfigured
from vigie.kernel.findings import Bilingual, Stage
from vigie.signals.normalise import Spelling, skeletons

LANGUAGES = ("fr", "en")
Who = Literal["other", "self", "any"]
Voice = Literal["said", "told"]
Weight = Literal["alone", "seconded", "with", "zero"]
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SPACE = r"(?:[^a-z0-9!?.\n]+)"
_ANY_GAP = r"(?:[^a-z0-9!?.\n][^!?.\n]*)"
_SHORT_GAP = r"(?:(?:[^a-z0-9!?.\n]+[a-z0-9]+){0,6}?[^a-z0-9!?.\n]+)"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule looks for and what finding it means.

    `who` is who may say it: the "other" person, the protected one ("self"), or "any". `voice`
    "told" means that the words tell what somebody else did. `weight` says whether one sign is
    enough for P4 ("alone"), is once the same person gives a sign in another turn ("seconded"),
    only counts together with others ("with"), or is only kept ("zero").
    `unless` patterns must not be in the same turn. `tags` refine the stage for severity.
    """

    id: str
    stage: Stage
    language: str
    who: Who
    voice: Voice
    weight: Weight
    tags: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    note: Bilingual
    source: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a whole conversation may be about, which explains some signs away.

    It holds when one `certain` pattern is in the talk, or `hints_needed` of the `hints`. It lowers
    the signs named in `lowers` ("stage" or "stage:tag"), unless one named in `unless` is there,
    and words of somebody who is only `reported` when it says so.
    """

    id: str
    language: str
    certain: tuple[str, ...]
    hints: tuple[str, ...]
    hints_needed: int
    lowers: frozenset[str]
    unless: frozenset[str]
    reported: bool
    note: Bilingual
    source: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One language's rules and words; `version` is the date of its text and a hash of its files."""

    language: str
    version: str
    rules: tuple[Rule, ...]
    words: Mapping[str, str]
    guards: Mapping[str, str]
    short_forms: Mapping[str, str]
    hidden_words: tuple[str, ...]
    common_words: frozenset[str]
    frames: Mapping[str, str]
    ages: Mapping[str, Any]
    leanings: Mapping[str, str]
    contexts: tuple[Context, ...]


@cache
def packs() -> Mapping[str, Pack]:
    """Every pack by language, read once."""
    return {language: _read_pack(language) for language in LANGUAGES}


@cache
def sources() -> Mapping[str, str]:
    """What rules rest on, by the name that they give."""
    text = files("vigie.signals").joinpath("packs", "sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def rules() -> tuple[Rule, ...]:
    """Every rule of every pack, in the order of the files."""
    return tuple(rule for pack in packs().values() for rule in pack.rules)


def pack_versions() -> dict[str, str]:
    """The version of each pack: "2026.11+1a2b3c4d"."""
    return {language: pack.version for language, pack in packs().items()}


@cache
def spelling() -> Spelling:
    """Short forms and known words of all packs together, since chats mix languages."""
    short_forms: dict[str, str] = {}
    hidden: tuple[str, ...] = ()
    known: set[str] = set()
    for pack in packs().values():
        short_forms = {**pack.short_forms, **short_forms}
        hidden += pack.hidden_words
        known.update(pack.hidden_words, pack.common_words)
    return Spelling({**skeletons(hidden, known), **short_forms}, frozenset(known), hidden)


def searching(pattern: str, pack: Pack) -> str:
    """The pattern for the one pass over all rules: gaps are of any length within a sentence."""
    return _expand(pattern, pack, _ANY_GAP)


def locating(pattern: str, pack: Pack) -> str:
    """The pattern that finds the quote: gaps are of six words at most."""
    return _expand(pattern, pack, _SHORT_GAP)


def _expand(pattern: str, pack: Pack, gap: str) -> str:
    for _ in range(4):
        pattern = _PLACEHOLDER.sub(lambda found: f"(?:{_word(found.group(1), pack)})", pattern)
    return rf"\b(?:{pattern.replace(' ', _SPACE).replace('~', gap)})\b"


def _word(name: str, pack: Pack) -> str:
    try:
        return pack.words[name]
    except KeyError:
        raise Misconfigured(f"The {pack.language} pack has no words called {name!r}.") from None


def _read_pack(language: str) -> Pack:
    folder = files("vigie.signals").joinpath("packs", language)
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda each: each.name)
        if path.name.endswith(".toml")
    ]
    base: dict[str, Any] = {}
    written: list[dict[str, Any]] = []
    for text in texts:
        read = tomllib.loads(text)
        written += read.pop("rule", [])
        base.update(read)
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]
    return Pack(
        language=language,
        version=f"{base['version']}+{digest}",
        rules=tuple(_rule(each, language) for each in written),
        words=base["words"],
        guards=base["guards"],
        short_forms=base["short_forms"],
        hidden_words=tuple(base["hidden_words"]),
        common_words=frozenset(base["common_words"]),
        frames=base["frames"],
        ages=base["ages"],
        leanings=base["leanings"],
        contexts=tuple(_context(each, language) for each in base["context"]),
    )


def _rule(written: dict[str, Any], language: str) -> Rule:
    try:
        return Rule(
            id=written["id"],
            stage=written["stage"],
            language=language,
            who=written.get("who", "other"),
            voice=written.get("voice", "said"),
            weight=written.get("weight", "with"),
            tags=tuple(written.get("tags", ())),
            patterns=tuple(written["patterns"]),
            unless=tuple(written.get("unless", ())),
            note=Bilingual(**written["note"]),
            source=written["source"],
            examples=tuple(written["examples"]),
            counter_examples=tuple(written["counter_examples"]),
        )
    except (KeyError, TypeError) as error:
        raise Misconfigured(f"The rule {written.get('id')!r} lacks {error}.") from error


def _context(written: dict[str, Any], language: str) -> Context:
    try:
        return Context(
            id=written["id"],
            language=language,
            certain=tuple(written["certain"]),
            hints=tuple(written.get("hints", ())),
            hints_needed=written.get("hints_needed", 2),
            lowers=frozenset(written["lowers"]),
            unless=frozenset(written["unless"]),
            reported=written.get("reported", False),
            note=Bilingual(**written["note"]),
            source=written["source"],
            examples=tuple(written["examples"]),
            counter_examples=tuple(written["counter_examples"]),
        )
    except (KeyError, TypeError) as error:
        raise Misconfigured(f"The context {written.get('id')!r} lacks {error}.") from error
