"""The desk speaks French and English whole, and every code of the kernel has a word."""

import re
from pathlib import Path
from typing import get_args

import polib
import pytest
from django.utils import translation

import vigie.web
from vigie.flows import queue
from vigie.flows.team.passkeys import NOT_ACCEPTED
from vigie.flows.team.people import REFUSED
from vigie.flows.team.visits import NOT_PROVED
from vigie.kernel import answers, errors, findings
from vigie.kernel.conversations import Platform, Side, TurnKind
from vigie.kernel.errors import BadInput, Conflict, Incomplete, Misconfigured, NotAllowed, NotFound
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.notices import Notice
from vigie.web.desk import words
from vigie.web.desk.refusals import SAID_BY_FLOWS, sentence_of, status_of
from vigie.web.desk.session import FOR_LEADS

WEB = Path(vigie.web.__file__).parent
FRENCH = WEB / "desk" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PUBLIC = WEB / "locale" / "fr" / "LC_MESSAGES" / "django.po"
TEMPLATES = sorted((WEB / "templates" / "desk").glob("*.html"))


def test_every_message_is_translated_and_none_is_fuzzy() -> None:
    catalogue = polib.pofile(str(FRENCH))

    assert [each.msgid for each in catalogue.untranslated_entries()] == []
    assert [each.msgid for each in catalogue.fuzzy_entries()] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = {(each.msgctxt, each.msgid): each.msgstr for each in polib.pofile(str(FRENCH))}
    compiled = {
        (each.msgctxt, each.msgid): each.msgstr
        for each in polib.mofile(str(FRENCH.with_suffix(".mo")))
    }

    assert compiled == written


def test_every_message_of_a_template_is_in_the_catalogue() -> None:
    known = {each.msgid for each in polib.pofile(str(FRENCH))}
    asked = {
        message
        for template in TEMPLATES
        for message in re.findall(r"""{% translate (?:"([^"]+)"|'[^']+')""", template.read_text())
    }

    assert asked - known - {""} == set()


def test_no_message_is_said_otherwise_to_witnesses() -> None:
    ours = {(each.msgctxt, each.msgid): each.msgstr for each in polib.pofile(str(FRENCH))}
    theirs = {(each.msgctxt, each.msgid): each.msgstr for each in polib.pofile(str(PUBLIC))}

    assert {key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key]} == set()


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.SEVERITIES, findings.SEVERITIES),
        (words.STAGES, get_args(findings.Stage)),
        (words.PLATFORMS, get_args(Platform)),
        (words.KINDS, tuple(kind for kind in get_args(TurnKind) if kind != "text")),
        (words.SIDES, get_args(Side)),
        (words.PROBLEMS, errors.REASONS),
        (words.TELLERS, answers.TELLERS),
        (words.URGENT_KINDS, answers.URGENT_KINDS),
        (words.HAPPENINGS, answers.HAPPENINGS),
        (words.YES_NO, answers.YES_NO),
        (words.WANTS, answers.WANTS),
        (words.CASE_STATES, tuple(Case.State.values)),
        (words.NOTICE_STATES, tuple(Notice.State.values)),
        (words.ACTS, tuple(LogEntry.Act.values)),
    ],
)
def test_every_code_has_a_word(table: words.Words, codes: tuple[str, ...]) -> None:
    assert set(codes) - set(table) == set()


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert words.word(words.PLATFORMS, "peertube") == "peertube"


def test_the_sentences_of_the_flows_are_the_ones_that_are_translated() -> None:
    source = Path(queue.__file__).read_text()

    assert {REFUSED, NOT_ACCEPTED, NOT_PROVED, FOR_LEADS} <= set(SAID_BY_FLOWS)
    assert all(sentence in source for sentence in SAID_BY_FLOWS if "claim" in sentence)


def test_an_error_is_said_in_the_language_of_the_page() -> None:
    with translation.override("fr"):
        known = sentence_of(NotAllowed(REFUSED))
        unknown = sentence_of(NotFound("There is no case D-1."))
        own = sentence_of(BadInput("phrase déjà traduite"))
    with translation.override("en"):
        english = sentence_of(NotFound("There is no case D-1."))

    assert known == "Le nom, la phrase de passe ou le code n’est pas juste."
    assert unknown.startswith("Aucun dossier")
    assert own == "phrase déjà traduite"
    assert english == "There is no case D-1."


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(""), 404),
        (NotAllowed(""), 403),
        (Conflict(""), 409),
        (Incomplete(()), 422),
        (BadInput(""), 422),
        (Misconfigured(""), 500),
    ],
)
def test_each_error_has_its_status(error: errors.VigieError, status: int) -> None:
    assert status_of(error) == status


def test_pages_hold_no_inline_style_or_script() -> None:
    for template in TEMPLATES:
        text = template.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text), template.name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), template.name


def test_the_script_writes_no_markup_and_both_files_are_small() -> None:
    script = (WEB / "static" / "vigie" / "desk.js").read_text()
    sheet = WEB / "static" / "vigie" / "desk.css"

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval", script)
    assert len(script.splitlines()) < 200
    assert sheet.stat().st_size < 8192
