"""Packs made ready: read from their files, checked, indexed, with the spelling of their words."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from vigie.kernel.errors import Misconfigured
from vigie.signals.characters import abbreviations, fold
from vigie.signals.matching import Matcher, rule_of, rules_of, surroundings_of
from vigie.signals.normalise import Normaliser, spelling_of
from vigie.signals.packs import LANGUAGES, Pack, Rule, pack_of, with_rules

_SHORTEST_WORD = 3
_FORMS = re.compile(
    r"(?<![a-z\\{])(?P<stem>[a-z]{2,}?)"
    r"(?:\(\?:(?P<choice>[a-z|]+)\)(?P<perhaps>\?)?|(?P<endings>(?:[a-z]\?)+))?(?![a-z\\\[*+?(}])"
)
_LONG_WORD = re.compile(r"(?<![a-z])[a-z]{3,}(?![a-z])")
_ID = re.compile(r"""id\s*=\s*["']([a-z]{2})\.""")


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Packs by language, and what is made of them once: an index and a spelling."""

    packs: Mapping[str, Pack]
    grown_from: "Ruleset | None" = None

    @cached_property
    def matcher(self) -> Matcher:
        """The index of the rules, and of the ages told."""
        entries = rules_of(self.packs.values())
        if self.grown_from is None:
            return Matcher(self.packs, entries)
        before = {rule.id for rule in self.grown_from.rules}
        new = tuple(
            each
            for each in entries
            if (rule := rule_of(each)) is not None and rule.id not in before
        )
        return Matcher(self.packs, new, self.grown_from.matcher)

    @cached_property
    def surroundings(self) -> Matcher:
        """The index of frames and contexts, asked only where rules found something."""
        if self.grown_from is not None:
            return self.grown_from.surroundings
        return Matcher(self.packs, surroundings_of(self.packs.values()))

    @cached_property
    def normaliser(self) -> Normaliser:
        """What makes texts normal, with the words of all packs together: chats mix languages."""
        if self.grown_from is not None:
            return self.grown_from.normaliser
        short_forms: dict[str, str] = {}
        for pack in self.packs.values():
            short_forms = {**pack.short_forms, **short_forms}
        packs = tuple(self.packs.values())
        hidden = tuple(word for pack in packs for word in pack.hidden_words)
        words = (*hidden, *_words_of(packs))
        return Normaliser(spelling_of(short_forms, words, abbreviations()))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every pack, in the order of the files."""
        return tuple(rule for pack in self.packs.values() for rule in pack.rules)

    @cached_property
    def versions(self) -> dict[str, str]:
        """The version of each pack: "2026.11+1a2b3c4d"."""
        return {language: pack.version for language, pack in self.packs.items()}

    def forget(self) -> None:
        """Drops every word of the texts read, which are kept to read the next ones faster."""
        self.normaliser.forget()

    def growing(self, texts: Mapping[str, str]) -> "Ruleset":
        """These packs with the rules of more texts, whose ids say their language."""
        grown = dict(self.packs)
        for name, text in texts.items():
            language = language_of_rules(text)
            grown[language] = with_rules(grown[language], name, text)
        return Ruleset(grown, self)


def language_of_rules(text: str) -> str:
    """The language that the first rule of a text names in its id; French when it names none."""
    found = _ID.search(text)
    return found.group(1) if found and found.group(1) in LANGUAGES else LANGUAGES[0]


def rules_in(path: Path) -> dict[str, str]:
    """The texts of a file of rules, or of every .toml file of a folder; Misconfigured if none."""
    paths = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    try:
        texts = {each.name: each.read_text(encoding="utf-8") for each in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path}: these rules cannot be read: {error}.") from error
    if not texts:
        raise Misconfigured(f"{path}: there are no rules here, only .toml files are read.")
    return texts


@cache
def built_in() -> Ruleset:
    """The packs that come with Vigie, read once."""
    return Ruleset({language: pack_of(language, _texts_of(language)) for language in LANGUAGES})


@cache
def sources() -> Mapping[str, str]:
    """What rules rest on, by the name that they give."""
    text = files("vigie.signals").joinpath("packs", "sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _texts_of(language: str) -> dict[str, str]:
    folder = files("vigie.signals").joinpath("packs", language)
    paths = sorted(folder.iterdir(), key=lambda each: each.name)
    return {
        f"{language}/{path.name}": path.read_text(encoding="utf-8")
        for path in paths
        if path.name.endswith(".toml")
    }


def _words_of(packs: Sequence[Pack]) -> Iterator[str]:
    """Words worth finding again when disguised: of patterns, then frequent ones and examples."""
    counts: Counter[str] = Counter()
    for pack in packs:
        for text in (*pack.words.values(), *_patterns(pack)):
            counts.update(word for found in _FORMS.finditer(text) for word in _forms(found))
    yield from (word for word, _ in counts.most_common())
    for pack in packs:
        yield from pack.frequent_words
        for rule in pack.rules:
            for example in (*rule.examples, *rule.counter_examples):
                yield from _LONG_WORD.findall(fold(example))


def _patterns(pack: Pack) -> Iterator[str]:
    for rule in pack.rules:
        yield from rule.patterns
        yield from rule.parts


def _forms(found: re.Match[str]) -> Iterator[str]:
    """What a written word can be: "petite?s?" is petit, petite, petits and petites."""
    stem, choice, endings = found.group("stem"), found.group("choice"), found.group("endings")
    forms = [stem + each for each in (choice or "").split("|")]
    if choice is not None and found.group("perhaps"):
        forms.append(stem)
    for ending in (endings or "").replace("?", ""):
        forms += [each + ending for each in forms]
    yield from (each for each in forms if len(each) >= _SHORTEST_WORD)
