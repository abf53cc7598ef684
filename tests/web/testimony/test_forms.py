"""The questions' fields: whatever is sent is an answer, and nothing is refused."""

from dataclasses import fields

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.answers import Answers
from vigie.web.testimony.forms import AgesForm, ContactForm, WantsForm, WhatForm, years_in
from vigie.web.testimony.questions import QUESTIONS

KNOWN = {each.name for each in fields(Answers)}


@pytest.mark.parametrize(
    ("text", "years"),
    [("13", 13), ("13 ans", 13), (" j'ai 9 ans ", 9), ("treize", None), ("13-14", None)],
)
def test_an_age_is_the_one_plain_number_in_the_words(text: str, years: int | None) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize("text", ["0", "121", "999", "1999"])
def test_an_age_nobody_has_is_no_age(text: str) -> None:
    assert years_in(text) is None


def test_an_odd_age_is_empty_and_its_words_are_kept() -> None:
    answers = AgesForm({"age_then": "treize et demi", "age_now": "17", "other_age": "20"}).answers()

    assert (answers["age_then"], answers["age_now"]) == (None, 17)
    assert answers["other_age"].startswith("20; Tu avais quel âge")
    assert answers["other_age"].endswith(" treize et demi")


def test_an_empty_form_is_a_page_skipped() -> None:
    answers = WhatForm({}).answers()

    assert answers == {"teller": None, "happenings": [], "narrative": ""}


def test_an_unknown_choice_is_left_out_and_the_others_stay() -> None:
    sent = QueryDict("wants=talk&wants=fly&wants=talk&wants=keep&consent_pseudonym=maybe")

    answers = WantsForm(sent).answers()

    assert (answers["wants"], answers["consent_pseudonym"]) == (["talk", "keep"], None)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.page)
def test_every_question_answers_by_names_the_kernel_knows(question: object) -> None:
    form = question.form  # type: ignore[attr-defined]

    assert set(form({}).answers()) <= KNOWN


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.page)
@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.lists(st.text(), max_size=3)))
def test_any_texts_are_answers(question: object, sent: dict[str, list[str]]) -> None:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)

    answers = question.form(data).answers()  # type: ignore[attr-defined]

    assert "\0" not in str(answers)
    assert Answers.from_pages(answers) is not None


@given(st.text(), st.text())
def test_no_word_about_an_age_is_lost(then: str, now: str) -> None:
    answers = AgesForm({"age_then": then, "age_now": now}).answers()

    for name, text in (("age_then", then), ("age_now", now)):
        kept = text.replace("\0", "").strip()
        assert answers[name] is not None or kept in answers["other_age"]


def test_a_safe_contact_is_free_text() -> None:
    answers = ContactForm({"contact_way": "06 39 98 00 12", "contact_when": "le soir"}).answers()

    assert answers["contact_way"] == "06 39 98 00 12"
