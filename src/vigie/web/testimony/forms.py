"""The questions' fields. They read whatever is sent: a testimony is never refused by a form."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from vigie.kernel.answers import Answers
from vigie.web.testimony import words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

Labels = Mapping[Any, "StrOrPromise"]
ONE_NUMBER = re.compile(r"\D*(\d{1,3})\D*")
OLDEST_YEARS = 120
format_html_lazy = lazy(format_html, str)


class Words(forms.CharField):
    """Free text, as written; only the character no database takes is left out."""

    def __init__(self, label: "StrPromise", hint: "StrOrPromise" = "", rows: int = 1) -> None:
        off = {"autocomplete": "off"}
        widget = forms.Textarea(off | {"rows": rows}) if rows > 1 else forms.TextInput(off)
        super().__init__(label=label, help_text=hint, required=False, widget=widget)

    def clean(self, value: object) -> str:
        """The text itself, without spaces around."""
        return as_written(value)


class One(forms.ChoiceField):
    """One choice or none; an unknown value is none. A long list is a menu."""

    def __init__(self, label: "StrPromise", labels: Labels, menu: bool = False) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=list(labels.items()),
            widget=forms.Select if menu else forms.RadioSelect,
        )

    def clean(self, value: object) -> str | None:
        """A known value, or None."""
        text = str(value or "")
        return text if text and self.valid_value(text) else None


class Several(forms.MultipleChoiceField):
    """Any number of choices; unknown values are left out."""

    def __init__(self, label: "StrPromise", labels: Labels, hint: "StrOrPromise" = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            choices=list(labels.items()),
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: object) -> list[str]:
        """The known values, each once, in the order sent."""
        sent = value if isinstance(value, Iterable) and not isinstance(value, str) else ()
        return [each for each in dict.fromkeys(sent) if self.valid_value(each)]


class QuestionForm(forms.Form):
    """One page of questions, filled from what was already answered."""

    @classmethod
    def of(cls, answers: Answers) -> "QuestionForm":
        """The form with the earlier answers in it."""
        return cls(initial={name: getattr(answers, name) or "" for name in cls.base_fields})

    def answers(self) -> dict[str, Any]:
        """What was answered, by the names of `Answers`."""
        self.full_clean()
        return dict(self.cleaned_data)


class WhatForm(QuestionForm):
    """Who tells, and what happened."""

    teller = One(_("Who are you?"), words.TELLERS)
    happenings = Several(_("What is happening?"), words.HAPPENINGS, _("Several answers are fine."))
    narrative = Words(
        _("Tell it in your own words"),
        _("A few words are enough. Mistakes do not matter."),
        rows=5,
    )


class WhenForm(QuestionForm):
    """When it was."""

    when = Words(
        _("When was it?"), _("For example: last night, in March, three years ago."), rows=2
    )
    still_going = One(_("Is it still going on?"), words.YES_NO)


class AgesForm(QuestionForm):
    """Ages; what is no plain number is kept as it was written."""

    age_then = Words(_("How old were you when it started?"))
    age_now = Words(_("How old are you now?"))
    knew_age = One(_("Did the person know your age?"), words.YES_NO)
    other_age = Words(_("How old is the other person?"), _("If you know, or what they said."))

    def answers(self) -> dict[str, Any]:
        """Ages in years, or None with the words kept in `other_age`."""
        given = super().answers()
        written = {name: given[name] for name in ("age_then", "age_now")}
        years = {name: years_in(text) for name, text in written.items()}
        odd = [
            f"{self.fields[name].label} {text}"
            for name, text in written.items()
            if text and years[name] is None
        ]
        kept = [given["other_age"], *odd]
        return {**given, **years, "other_age": "; ".join(each for each in kept if each)}


class WhoForm(QuestionForm):
    """The account, as the witness writes it."""

    account = Words(
        _("Who is it? Paste the profile link or the name"),
        _("In the app: open the profile, then Share, then Copy the link."),
    )
    account_platform = One(_("On which app?"), words.PLATFORMS, menu=True)
    other_accounts = Words(
        _("The same person on other apps?"), _("One line for each account."), rows=3
    )

    def answers(self) -> dict[str, Any]:
        """The answers; no platform is an empty text."""
        given = super().answers()
        return {**given, "account_platform": given["account_platform"] or ""}


class ActsForm(QuestionForm):
    """What was asked, sent, published."""

    asked = One(_("Did the person ask for photos or videos?"), words.YES_NO)
    sent = One(_("Did you send some?"), words.YES_NO)
    published = One(_("Did someone publish something about you?"), words.YES_NO)


class PastedForm(QuestionForm):
    """Messages pasted as text, beside the files."""

    pasted = Words(
        _("You can also paste the messages here"),
        _("Copy them from the app. Who wrote what, if you can."),
        rows=4,
    )


class AttacksForm(QuestionForm):
    """Whether the witness pays for talking."""

    attacked = One(_("Do people attack you because you talk?"), words.YES_NO)
    attacks = Words(
        _("What do they do?"),
        _("Insults, threats, rumours, comments. Online or at school."),
        rows=4,
    )


class WantsForm(QuestionForm):
    """What the witness wants, and what a platform may be told."""

    wants = Several(
        _("What do you want?"),
        {
            want: format_html_lazy("{} <small>{}</small>", *label)
            for want, label in words.WANTS.items()
        },
        _("Several answers are fine. You can change later."),
    )
    own_pseudonym = Words(_("Your name on the app"))
    consent_pseudonym = One(_("May we give it to the app?"), words.YES_NO)
    could_guess = One(_("Could the person guess that it is you?"), words.YES_NO)


class ContactForm(QuestionForm):
    """A safe way to reach someone who took the urgent way."""

    contact_way = Words(_("How can we reach you?"), _("A phone number, an e-mail, an app."))
    contact_when = Words(_("When is it safe?"))
    contact_avoid = Words(_("What must we not say or do?"))


class ShortForm(QuestionForm):
    """Everything on one page, for who has little time and for when very many write."""

    urgent = One(_("Is it urgent?"), {"": _("No, it can wait"), **words.URGENT_KINDS})
    narrative = Words(
        _("What is happening?"),
        _("A few words are enough. Mistakes do not matter. You can paste messages here."),
        rows=6,
    )
    happenings = Several(_("You can also tap"), words.HAPPENINGS)
    age_now = Words(_("How old are you now?"))
    account = Words(
        _("Who is it? Paste the profile link or the name"),
        _("In the app: open the profile, then Share, then Copy the link."),
    )
    account_platform = One(_("On which app?"), words.PLATFORMS, menu=True)
    contact_way = Words(
        _("A safe way to reach you?"), _("Only if it is safe for you. You can leave it empty.")
    )

    @classmethod
    def told(cls, data: QueryDict) -> dict[str, Any]:
        """What was answered, without what was left empty; an odd age is kept as written.

        The fields are read without making the form, which is slower than all of them together.
        """
        given = {
            name: field.clean(field.widget.value_from_datadict(data, MultiValueDict(), name))
            for name, field in cls.base_fields.items()
        }
        age = years_in(given["age_now"])
        odd = given["age_now"] if age is None else ""
        told = {**given, "age_now": age, "other_age": odd}
        return {name: value for name, value in told.items() if value}


def as_written(value: object) -> str:
    """A text as sent, without the character no database takes and without spaces around."""
    return str(value or "").replace("\0", "").strip()


def years_in(text: str) -> int | None:
    """ "13 ans" is 13; None when there is no single plausible number."""
    found = ONE_NUMBER.fullmatch(text)
    years = int(found[1]) if found else 0
    return years if 0 < years <= OLDEST_YEARS else None
