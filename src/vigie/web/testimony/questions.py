"""The questions in their order, one a page; their addresses are numbers and tell nothing."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from vigie.web.testimony import forms


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its number from 1, its name in `kernel.answers.PAGES`, its form."""

    number: int
    page: str
    form: type[forms.QuestionForm]

    @property
    def template(self) -> str:
        """Where its words are."""
        return f"testimony/questions/{self.page}.html"

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse("question", args=[self.number])

    @property
    def after(self) -> str:
        """Where one goes on: the next question, or the last look before sending."""
        return reverse("send") if self.number == len(QUESTIONS) else QUESTIONS[self.number].address

    @property
    def before(self) -> str:
        """Where one goes back: the question before, or the code."""
        return reverse("code") if self.number == 1 else QUESTIONS[self.number - 2].address


FORMS: dict[str, type[forms.QuestionForm]] = {
    "what": forms.WhatForm,
    "when": forms.WhenForm,
    "ages": forms.AgesForm,
    "who": forms.WhoForm,
    "acts": forms.ActsForm,
    "evidence": forms.PastedForm,
    "attacks": forms.AttacksForm,
    "wants": forms.WantsForm,
}
QUESTIONS = tuple(Question(number, *each) for number, each in enumerate(FORMS.items(), start=1))


def question_number(number: int) -> Question:
    """The question of that number; Http404 when there is none."""
    if not 1 <= number <= len(QUESTIONS):
        raise Http404
    return QUESTIONS[number - 1]


def question_about(page: str) -> Question:
    """The question of that name."""
    return next(each for each in QUESTIONS if each.page == page)
