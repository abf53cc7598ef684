"""What a witness told, whole and in words, for the copy that they take away."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext

from vigie.flows.witness import SoFar
from vigie.web.testimony.forms import ContactForm, QuestionForm
from vigie.web.testimony.questions import FORMS


def told_in_words(told: SoFar) -> str:
    """Every question that was answered, then the messages of both sides, as plain text."""
    parts = [*_answers(told), *_messages(told)]
    return "\n\n".join(parts) + "\n"


def _answers(told: SoFar) -> Iterator[str]:
    forms: tuple[type[QuestionForm], ...] = (ContactForm, *FORMS.values())
    for form in forms:
        for name, field in form.base_fields.items():
            value = getattr(told.answers, name)
            if value not in (None, "", ()):
                yield f"{field.label}\n{_said(field, value)}"


def _said(field: Any, value: object) -> str:  # noqa: ANN401 (any kind of field)
    """The words of a choice, of several, or the text itself."""
    labels = {str(code): strip_tags(str(label)) for code, label in getattr(field, "choices", ())}
    many = isinstance(value, Sequence) and not isinstance(value, str)
    values = [str(each) for each in value] if many else [str(value)]  # type: ignore[attr-defined]
    return ", ".join(labels.get(each, each) for each in values)


def _messages(told: SoFar) -> Iterator[str]:
    for message in told.messages:
        who = gettext("The team") if message.from_team else gettext("You")
        yield f"{who}, {message.hour:%d/%m/%Y}\n{message.text}"
