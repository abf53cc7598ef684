"""The index tries every pattern that is in a line: it saves work and loses nothing."""

import pytest

from tests.signals.suite import talks
from vigie.signals.atoms import Atoms, branches, lists_of, plain
from vigie.signals.rulesets import built_in

LINES = sorted(
    {
        built_in().normaliser.normal(turn.text).text
        for _, _, talk in talks()
        for turn in talk.turns
        if turn.text
    }
)


@pytest.mark.parametrize("index", ["matcher", "surroundings"])
def test_a_pattern_that_is_in_a_line_is_tried_on_it(index: str) -> None:
    matcher = getattr(built_in(), index)
    tried = {line: set(matcher.scan(line).entries) for line in LINES}

    missed = [
        (line, entry.pattern)
        for entry in matcher.entries
        for line in LINES
        if entry not in tried[line] and entry.place(line.encode()) is not None
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("photos?", {" photo ", " photos "}),
        ("une (?:belle )?photo", {" une photo ", " une belle photo "}),
        (r"envo\w+ moi", {" envo"}),
        (r"(?:dis|parle)~(?:rien|a personne)", {" rien ", " a personne "}),
        (r"\d+ ?ans", {"# ans ", "#ans "}),
        (r"t ?as", {" tas ", " t as "}),
        (r"[a-z]+", set()),
        (r"^oui$", {"\x05 oui \x06"}),
    ],
)
def test_atoms_are_the_rarest_texts_that_a_pattern_needs(pattern: str, needed: set[str]) -> None:
    found = Atoms({"moi": 0.5, "dis": 0.4, "parle": 0.4}, lists_of({})).of(pattern)

    assert set(found[0] if found else ()) == needed


def test_alternatives_are_told_apart_outside_brackets_only() -> None:
    assert list(branches(r"a|b(?:c|d)|[|]\||e")) == ["a", "b(?:c|d)", r"[|]\|", "e"]


def test_a_line_is_plain_words_between_single_spaces() -> None:
    assert plain(b"t'as  13 ans ??\nouiii") == b"\x05 t as ## ans ouiii \x06"


@pytest.mark.parametrize("index", ["matcher", "surroundings"])
def test_re2_takes_every_pattern(index: str) -> None:
    assert all(entry.compiled for entry in getattr(built_in(), index).entries)


def test_re2_takes_every_part_and_guard() -> None:
    matcher = built_in().matcher

    for rule in built_in().rules:
        assert all(part.compiled for part in matcher.parts_of(rule))
        list(matcher.guarding(rule, "un texte", "un texte"))
