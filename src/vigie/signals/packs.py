"""Pattern packs: rules written in TOML by language, each with its source, examples and notes."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NoReturn, get_args

import re2

from vigie.kernel.errors import Misconfigured
from vigie.kernel.findings import Bilingual, Stage
from vigie.signals.atoms import Atoms, Lists, lists_of, shares

LANGUAGES = ("fr", "en")
Who = Literal["other", "self", "any"]
Voice = Literal["said", "told"]
Weight = Literal["alone", "seconded", "with", "zero"]
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SPACE = r"(?:[^a-z0-9!?.\n]+)"
_GAP = r"(?:(?:[^a-z0-9!?.\n]+[a-z0-9]+){0,6}?[^a-z0-9!?.\n]+)"
_END = r"(?:[^a-z0-9]*$)"
_MEANINGS = {" ": _SPACE, "~": _GAP, "$": _END}
_SIGNS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[ ~$]")
_DEEPEST_WORDS = 4
NEAR_TURNS = 6
OTHERS_PART = "other: "
_SILENT = re2.Options()
_SILENT.log_errors = False
_RULE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "stage": get_args(Stage),
    "who": get_args(Who),
    "voice": get_args(Voice),
    "weight": get_args(Weight),
}
_RULE_NEEDS = frozenset({"id", "stage", "note", "source", "examples", "counter_examples"})
_RULE_KEYS = _RULE_NEEDS | {
    "patterns",
    "parts",
    "within",
    "who",
    "voice",
    "weight",
    "tags",
    "unless",
}
_SHARED_TABLES = frozenset({"words", "guards", "short_forms"})
_CONTEXT_NEEDS = frozenset(
    {"id", "certain", "lowers", "unless", "note", "source", "examples", "counter_examples"}
)
_CONTEXT_KEYS = _CONTEXT_NEEDS | {"hints", "hints_needed", "reported"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule looks for and what finding it means.

    `who` is who may say it: the "other" person, the protected one ("self"), or "any". `voice`
    "told" means that the words tell what somebody else did. `weight` says whether one sign is
    enough for P4 ("alone"), is once the same person gives a sign in another turn ("seconded"),
    only counts together with others ("with"), or is only kept ("zero").
    `unless` patterns must not be in the same turn. `tags` refine the stage for severity. Instead of
    `patterns`, a rule can have `parts`, all of which the same person must say, in this order, each
    within `within` turns of the one before; a part that begins with "other: " is somebody else's.
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
    parts: tuple[str, ...] = ()
    within: int = NEAR_TURNS


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


@dataclass(frozen=True)
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
    frequent_words: tuple[str, ...]
    frames: Mapping[str, str]
    ages: Mapping[str, Any]
    contexts: tuple[Context, ...]
    lists: Lists = field(repr=False, compare=False)

    @cached_property
    def atoms(self) -> Atoms:
        """What chooses the atoms of this pack's patterns."""
        return Atoms(shares(self.frequent_words), self.lists)


def written_out(pattern: str, pack: Pack) -> str:
    """The pattern with its {words} in it."""
    for _ in range(_DEEPEST_WORDS):
        if "{" not in pattern:
            break
        pattern = _PLACEHOLDER.sub(lambda found: f"(?:{_word(found.group(1), pack)})", pattern)
    return pattern


def located(pattern: str, pack: Pack) -> str:
    """The pattern in RE2's syntax: a space is any separator, "~" a gap of six words at most.

    "$" is the end of the message, whatever signs are before it.
    """
    written = _SIGNS.sub(
        lambda found: _MEANINGS.get(found.group(), found.group()), written_out(pattern, pack)
    )
    return rf"(?:\b|^)(?:{written})(?:\b|[^a-z0-9]|$)"


def _word(name: str, pack: Pack) -> str:
    try:
        return pack.words[name]
    except KeyError:
        raise Misconfigured(f"the {pack.language} pack has no words called {{{name}}}") from None


def pack_of(language: str, texts: Mapping[str, str]) -> Pack:
    """A pack from the texts of its files by name; Misconfigured names the file, line and reason."""
    base: dict[str, Any] = {}
    rules: list[Rule] = []
    contexts: list[Context] = []
    for name, text in texts.items():
        read = toml_of(name, text)
        rules += (_rule(each, language, Place(name, text)) for each in read.pop("rule", []))
        contexts += (
            _context(each, language, Place(name, text)) for each in read.pop("context", [])
        )
        for key, value in read.items():
            merged = key in _SHARED_TABLES and isinstance(value, dict)
            base[key] = {**base.get(key, {}), **value} if merged else value
    digest = hashlib.sha256("\n".join(texts.values()).encode()).hexdigest()[:8]
    try:
        pack = Pack(
            language=language,
            version=f"{base['version']}+{digest}",
            rules=tuple(rules),
            words=base["words"],
            guards=base["guards"],
            short_forms=base["short_forms"],
            hidden_words=tuple(base["hidden_words"]),
            common_words=frozenset(base["common_words"]),
            frequent_words=tuple(base["frequent_words"]),
            frames=base["frames"],
            ages=base["ages"],
            contexts=tuple(contexts),
            lists=lists_of(base["words"]),
        )
    except ValueError as error:
        raise Misconfigured(f"The {language} pack cannot be read: {error}.") from error
    except KeyError as error:
        raise Misconfigured(f"The {language} pack lacks {error}.") from error
    check(pack, texts, compiling=False)
    return pack


def with_rules(pack: Pack, name: str, text: str) -> Pack:
    """The pack with the rules of one more text, which are checked; its version says so."""
    more = tuple(
        _rule(each, pack.language, Place(name, text))
        for each in toml_of(name, text).get("rule", [])
    )
    digest = hashlib.sha256((pack.version + text).encode()).hexdigest()[:8]
    grown = replace(
        pack, rules=(*pack.rules, *more), version=f"{pack.version.split('+')[0]}+{digest}"
    )
    check(replace(grown, rules=more), {name: text})
    names = Counter(each.id for each in grown.rules)
    for rule in more:
        if names[rule.id] > 1:
            Place(name, text).refuse(rule.id, "another rule has this name")
    return grown


def toml_of(name: str, text: str) -> dict[str, Any]:
    """A file's tables; Misconfigured says where it is no TOML, or where a rule is no table."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{name}: this is no TOML: {error}.") from error
    for key in ("rule", "context"):
        tables = read.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            Place(name, text).refuse(key, f"each {key} is a table, under [[{key}]]")
    return read


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a pack, to say where it is wrong."""

    name: str
    text: str

    def refuse(self, words: str, reason: str) -> NoReturn:
        """Says that the pack cannot be used, at the line where these words are."""
        raise Misconfigured(f"{self.name}, line {self.line_of(words)}: {reason}.")

    def line_of(self, words: str) -> int:
        """The line where these words first are, 1 when they are not."""
        written = (f'"{words}"', f"'{words}'", words)
        at = next((place for each in written if (place := self.text.find(each)) >= 0), 0)
        return self.text.count("\n", 0, at) + 1


def check(pack: Pack, texts: Mapping[str, str], *, compiling: bool = True) -> None:
    """Refuses, with file, line and reason, patterns and guards that cannot be used.

    That RE2 takes the patterns of Vigie's own packs is for the tests to say: it takes a second.
    """
    places = [Place(name, text) for name, text in texts.items()]
    for rule in pack.rules:
        where = next(each for each in places if f'"{rule.id}"' in each.text)
        for pattern in (*rule.patterns, *rule.parts):
            _check_pattern(pattern.removeprefix(OTHERS_PART), pack, where, compiling=compiling)
        for guard in rule.unless:
            if not guard.startswith("@"):
                _check_pattern(guard, pack, where, compiling=compiling)
            elif guard.lstrip("@") not in pack.guards:
                where.refuse(f"{guard}'", f"{rule.id}: there is no guard called {guard}")
    for patterns in (pack.guards, pack.frames):
        for name, pattern in patterns.items():
            where = next((each for each in places if f"{name} = " in each.text), places[0])
            _check_pattern(pattern, pack, where, compiling=compiling)


def _check_pattern(pattern: str, pack: Pack, where: Place, *, compiling: bool) -> None:
    try:
        pack.lists.parsed(pattern)
        if compiling:
            re2.compile(located(pattern, pack).encode(), options=_SILENT)
    except (ValueError, re2.error, Misconfigured) as error:
        reason = str(error) or "its brackets do not close"
        where.refuse(pattern, f"the pattern {pattern!r} cannot be read: {reason}")


def _rule(written: dict[str, Any], language: str, where: Place) -> Rule:
    name = str(written.get("id", "[[rule]]"))
    _check_keys(written, _RULE_KEYS, _RULE_NEEDS, name, where)
    for key, known in _RULE_CHOICES.items():
        if key in written and written[key] not in known:
            where.refuse(name, f"{name}: {key} cannot be {written[key]!r}; {', '.join(known)} can")
    if not written["id"].startswith(f"{language}.{written['stage']}."):
        where.refuse(name, f"{name}: its id begins with {language}.{written['stage']}.")
    looked_for = "parts" if "parts" in written else "patterns"
    least_parts = 2 if looked_for == "parts" else 1
    for key, least in ((looked_for, least_parts), ("examples", 3), ("counter_examples", 3)):
        if not _are_texts(written.get(key), least):
            where.refuse(name, f"{name}: {key} is a list of {least} texts or more")
    return Rule(
        id=written["id"],
        stage=written["stage"],
        language=language,
        who=written.get("who", "other"),
        voice=written.get("voice", "said"),
        weight=written.get("weight", "with"),
        tags=tuple(written.get("tags", ())),
        patterns=tuple(written.get("patterns", ())),
        parts=tuple(written.get("parts", ())),
        within=written.get("within", NEAR_TURNS),
        unless=tuple(written.get("unless", ())),
        note=_note(written, name, where),
        source=written["source"],
        examples=tuple(written["examples"]),
        counter_examples=tuple(written["counter_examples"]),
    )


def _context(written: dict[str, Any], language: str, where: Place) -> Context:
    name = str(written.get("id", "[[context]]"))
    _check_keys(written, _CONTEXT_KEYS, _CONTEXT_NEEDS, name, where)
    return Context(
        id=written["id"],
        language=language,
        certain=tuple(written["certain"]),
        hints=tuple(written.get("hints", ())),
        hints_needed=written.get("hints_needed", 2),
        lowers=frozenset(written["lowers"]),
        unless=frozenset(written["unless"]),
        reported=written.get("reported", False),
        note=_note(written, name, where),
        source=written["source"],
        examples=tuple(written["examples"]),
        counter_examples=tuple(written["counter_examples"]),
    )


def _check_keys(
    written: dict[str, Any], known: Set[str], needed: Set[str], name: str, where: Place
) -> None:
    lacking = sorted(needed - written.keys())
    if lacking:
        where.refuse(name, f"{name} lacks {', '.join(lacking)}")
    strange = sorted(written.keys() - known)
    if strange:
        where.refuse(name, f"{name}: nothing is called {', '.join(strange)}")


def _note(written: dict[str, Any], name: str, where: Place) -> Bilingual:
    note = written["note"]
    if not isinstance(note, dict) or note.keys() != {"fr", "en"}:
        where.refuse(name, f"{name}: its note is {{ fr = …, en = … }}")
    return Bilingual(**note)


def _are_texts(values: object, least: int) -> bool:
    return (
        isinstance(values, list)
        and len(values) >= least
        and all(isinstance(each, str) and each.strip() for each in values)
    )
