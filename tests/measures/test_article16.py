"""The letter: every word of a case is set as it is, and never read as markup."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.invented import invented_notice, quote
from vigie.measures.article16 import Claim, Papers
from vigie.measures.notices.article16 import write_notice
from vigie.measures.printing import names_signs, printable


def words_of(papers: Papers) -> str:
    document = pypdfium2.PdfDocument(papers.pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "".join(" ".join(pages).replace("\u200b", "").split())


def written(words: str) -> Papers:
    notice = invented_notice()
    claim = Claim(f"Il écrit ceci : {words}", (quote(1, words),))
    return write_notice(replace(notice, claims=(claim,)))


@pytest.mark.parametrize(
    "words",
    [
        "#panic() #let x = 1; #read(\"/etc/passwd\")",
        "*gras* _souligné_ $x^2$ `code` = Titre <label> @cle [boîte] \\ ~ // /* */",
        "\\u{1F600} \\# \\\\ \"guillemets\" 'simples' { } #{ }",
        "http://example.org/a_b*c?d=#e",
        "- liste\n+ liste\n/ terme: x",
    ],
)  # fmt: skip
def test_marks_of_the_typesetter_are_set_as_they_are(words: str) -> None:
    assert "".join(words.split()) in words_of(written(words))


def test_emoji_are_named_and_the_paper_says_so() -> None:
    papers = written("t’es trop belle 😍")

    assert "[smilingfacewithheart-shapedeyes]" in words_of(papers)
    assert "😍" in papers.json.decode()
    assert "nomUnicodeentrecrochets" in words_of(papers)


def test_a_notice_without_unknown_signs_does_not_speak_of_them() -> None:
    notice = invented_notice()
    plain = replace(notice, claims=notice.claims[1:])

    assert "nomUnicodeentrecrochets" not in words_of(write_notice(plain))


def test_arabic_and_other_scripts_are_set() -> None:
    papers = written("مرحبا, привет, γειά, 你好")

    assert papers.pdf.startswith(b"%PDF-1.7")
    assert "привет" in words_of(papers)
    assert "[cjkunifiedideograph-4f60]" in words_of(papers)


def test_a_very_long_word_stays_on_the_page() -> None:
    document = pypdfium2.PdfDocument(written("a" * 2_000).pdf)
    edges = [
        box[2] - page.get_width()
        for page in document
        for text in (page.get_textpage(),)
        for box in (text.get_rect(n) for n in range(text.count_rects()))
    ]
    document.close()

    assert max(edges) < 0


def test_the_letter_says_what_a_lawyer_looks_for() -> None:
    words = words_of(write_notice(invented_notice()))

    for expected in (
        "Art.16,§2,a)", "Art.16,§2,b)", "Art.16,§2,c)etd)", "Compte signalé", "mise en cause",
        "sans modification depuis leur réception", "11111111", "message 7", "1/2",
        "sans prétendre que la loi y oblige", "Article 227-22-1, Code pénal", "présumée innocente",
    ):  # fmt: skip
        assert "".join(expected.split()) in words
    assert "prédateur" not in words.lower()


def test_the_english_letter_is_english() -> None:
    words = words_of(write_notice(invented_notice(), "en"))

    assert "Noticeofallegedlyillegalcontent" in words
    assert "keptunchangedsincereceived" in words
    assert "Sexualproposalstoachildunderfifteen" in words


def test_the_pseudonym_is_given_with_consent_only() -> None:
    notice = invented_notice()
    without = replace(notice, consent=replace(notice.consent, pseudonym="", pseudonym_needed=False))

    assert "etoile_filante" in words_of(write_notice(notice))
    papers = write_notice(without)
    assert "etoile_filante" not in words_of(papers) + papers.json.decode()
    assert "Letémoinn’estpasidentifié" in words_of(papers)


def test_a_notifier_of_an_exempt_offence_is_not_named() -> None:
    words = words_of(write_notice(replace(invented_notice(), notifier=None)))

    assert "AssociationduPhare" not in words
    assert "2011/93/UE" in words


def test_it_is_an_archive_file_in_french_with_a_fixed_date() -> None:
    pdf = write_notice(invented_notice()).pdf

    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>B<", pdf, re.DOTALL)
    assert b"/Lang" in pdf
    assert b"D:20200618" in pdf


def test_signs_that_turn_the_reading_are_dropped() -> None:
    assert printable("a\u202eb\u2066c\x00d") == "abcd"
    assert printable("léa\tœ «\u00a0»\r\n") == "léa œ «\u00a0»\n"
    assert not names_signs("déjà vu")


@given(st.text(max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_words_make_a_letter_or_say_what_is_missing(words: str) -> None:
    papers = written(f"x{words}")

    assert papers.pdf.startswith(b"%PDF")


def test_words_that_a_person_put_right_are_said_to_be() -> None:
    notice = invented_notice()
    fixed = replace(quote(1, "envoie une photo"), corrected=True)
    papers = [
        write_notice(replace(notice, claims=(Claim("Il demande une photo.", (each,)),)))
        for each in (fixed, quote(1, "envoie une photo"))
    ]

    said = ["surletextecorrigéparunepersonne" in words_of(each) for each in papers]
    assert said == [True, False]
    assert [b'"corrected": true' in each.json for each in papers] == [True, False]
