"""The form of a telephone call: what the caller tells, in the order it is usually told."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from vigie.kernel.answers import Answers
from vigie.web.desk.words import (
    HAPPENINGS,
    PLATFORMS,
    TELLERS,
    URGENT_KINDS,
    WANTS,
    YES_NO,
    Words,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OLDEST_YEARS: Final = 120
SHORT_CHARS: Final = 200
LONG_CHARS: Final = 20_000


def _select(label: "_StrPromise", words: Words) -> forms.ChoiceField:
    choices = [("", "—"), *((code, said) for code, said in words.items() if code)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _several(label: "_StrPromise", words: Words) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(words.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _line(label: "_StrPromise") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=SHORT_CHARS)


def _text(label: "_StrPromise", rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "cols": False})
    return forms.CharField(label=label, required=False, max_length=LONG_CHARS, widget=area)


def _age(label: "_StrPromise") -> forms.IntegerField:
    box = forms.NumberInput(attrs={"class": "short"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=OLDEST_YEARS, widget=box
    )


class CallForm(forms.Form):
    """Every field of the kernel's `Answers` that a caller can answer; all but the story skip."""

    urgent = _select(_("What cannot wait"), URGENT_KINDS)
    teller = _select(_("Who calls"), TELLERS)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fr", "Français"), ("en", "English")]
    )
    narrative = _text(_("What is told, in the caller's words"), 8)
    happenings = _several(_("What happens"), HAPPENINGS)
    when = _line(_("Time of the facts"))
    still_going = _select(_("Still going on"), YES_NO)
    age_then = _age(_("Age then"))
    age_now = _age(_("Age now"))
    knew_age = _select(_("Did the person know the age?"), YES_NO)
    other_age = _line(_("Age of the person"))
    account_platform = _select(_("Application"), PLATFORMS)
    account = _line(_("Account: link or pseudonym, spelled out"))
    other_accounts = _text(_("Other accounts"), 2)
    asked = _select(_("Image asked for"), YES_NO)
    sent = _select(_("Image sent"), YES_NO)
    published = _select(_("Published"), YES_NO)
    attacked = _select(_("Attacked for talking"), YES_NO)
    attacks = _text(_("The attacks"), 2)
    wants = _several(_("Wants"), WANTS)
    own_pseudonym = _line(_("Own pseudonym"))
    consent_pseudonym = _select(_("Pseudonym may be given to the application"), YES_NO)
    could_guess = _select(_("Could the person guess who told?"), YES_NO)
    contact_way = _line(_("Safe way to be contacted"))
    contact_when = _line(_("Safe time"))
    contact_avoid = _line(_("Not to be said"))

    def clean(self) -> dict[str, Any]:
        """A call says something at least: a story or an account."""
        told = super().clean() or {}
        if not told.get("narrative") and not told.get("account"):
            self.add_error("narrative", _("Write what is told, or name the account."))
        return told

    def answers(self) -> Answers:
        """What the caller told, once the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Answers.from_pages(told)

    def problems(self) -> tuple[tuple[str, str], ...]:
        """Each error with the id of its field, for the list at the top of the page."""
        return tuple(
            (self[name].id_for_label or f"id_{name}", f"{self[name].label}: {error}")
            for name, errors in self.errors.items()
            for error in errors
        )
