"""The witness's words: short, complete in both languages, one for every value."""

import re
from pathlib import Path
from typing import get_args

import polib
import pytest

import vigie.web
from vigie.kernel.answers import HAPPENINGS, TELLERS, URGENT_KINDS, WANTS, YES_NO
from vigie.kernel.conversations import Platform
from vigie.kernel.errors import REASONS
from vigie.store.notices import Notice
from vigie.web.testimony import words

WEB = Path(vigie.web.__file__).parent
CATALOGUE = WEB / "locale" / "fr" / "LC_MESSAGES" / "django.po"
LONGEST_WORDS = 12
SENTENCE_END = re.compile(r"[.?!:…]+(?=\s|$|\u202f|\u00a0)")
WORD = re.compile(r"[^\s«»“”?!;:.,·()–]+")


def too_long(text: str) -> list[str]:
    """The sentences of more than twelve words."""
    sentences = SENTENCE_END.split(text)
    return [each.strip() for each in sentences if len(WORD.findall(each)) > LONGEST_WORDS]


def test_twelve_words_pass_and_thirteen_do_not() -> None:
    assert too_long("un " * 12 + ". " + "deux " * 12) == []
    assert len(too_long("un " * 13)) == 1


def test_no_french_sentence_of_the_pages_is_longer_than_twelve_words() -> None:
    entries = polib.pofile(str(CATALOGUE))

    texts = [text for each in entries for text in (each.msgstr, *each.msgstr_plural.values())]
    assert [found for text in texts for found in too_long(text)] == []


@pytest.mark.parametrize("path", sorted((WEB / "templates/advice/fr").glob("*.html")), ids=str)
def test_no_sentence_of_french_advice_is_longer_than_twelve_words(path: Path) -> None:
    source = re.sub(r"\{%.*?%\}|</?(?:a|b)\b[^>]*>", "", path.read_text())

    assert too_long(re.sub(r"<[^>]+>", ". ", source)) == []


def test_the_french_catalogue_is_complete_and_compiled() -> None:
    source = polib.pofile(str(CATALOGUE))
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert source.untranslated_entries() + source.fuzzy_entries() == []
    assert {(each.msgid, each.msgstr) for each in compiled} == {
        (each.msgid, each.msgstr) for each in source
    }


def test_to_witnesses_we_say_tu() -> None:
    texts = [each.msgstr for each in polib.pofile(str(CATALOGUE))]

    assert [text for text in texts if re.search(r"\b[Vv](?:ous|otre|os)\b", text)] == []


def test_every_value_has_its_words() -> None:
    assert set(words.TELLERS) == set(TELLERS)
    assert set(words.HAPPENINGS) == set(HAPPENINGS)
    assert set(words.URGENT_KINDS) == set(URGENT_KINDS)
    assert set(words.YES_NO) == set(YES_NO)
    assert set(words.WANTS) == set(WANTS)
    assert set(words.PROBLEMS) == set(REASONS)
    assert set(words.PLATFORMS) - {"", "other"} == set(get_args(Platform)) - {"unknown"}
    assert set(words.NOTICES) == set(Notice.State.values) - {"ready"}


def test_a_platform_without_a_name_keeps_its_own() -> None:
    assert [words.platform_name(name) for name in ("x", "peertube", None)] == ["X", "peertube", ""]
