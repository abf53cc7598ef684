"""The form of an Art. 16 notice: claims with their quotes, grounds, consent, good faith."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vigie.flows.citing import CitedQuote
from vigie.flows.composing import NoticeChoice

FIRST_CLAIMS: Final = 2
MOST_CLAIMS: Final = 20


@dataclass(frozen=True, slots=True)
class CiteBox:
    """A quote that a claim may cite, and whether it does."""

    quote: CitedQuote
    chosen: bool


@dataclass(frozen=True, slots=True)
class ClaimFields:
    """One claim as it stands in the form; `cited` is how many quotes it cites."""

    number: int
    text: str
    boxes: tuple[CiteBox, ...]
    cited: int


def _day() -> forms.DateField:
    return forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class NoticeForm(forms.Form):
    """What the responder decides; the flow says what the law still asks for."""

    explanation = forms.CharField(required=False)
    date_of_facts = _day()
    witness_pseudonym = forms.BooleanField(required=False)
    could_guess_asked = forms.BooleanField(required=False)
    good_faith = forms.BooleanField(required=False)
    notifier = forms.ChoiceField(choices=[("named", _("named")), ("exempt", _("exempt"))])
    ask_suspension_until = _day()
    suspension_reasons = forms.CharField(required=False)
    language = forms.ChoiceField(choices=[("fr", "Français"), ("en", "English")])

    def sent_claims(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every claim that was sent, the empty ones too: its text and the keys of its quotes."""
        sent: Any = self.data
        count = sent.get("claims", "")
        if not count.isdecimal():
            return (("", ()),) * FIRST_CLAIMS
        numbers = range(1, min(int(count), MOST_CLAIMS) + 1)
        return tuple(
            (sent.get(f"claim-{n}", "").strip(), tuple(sent.getlist(f"claim-{n}-quotes")))
            for n in numbers
        )

    def claims(self, quotes: Sequence[CitedQuote]) -> tuple[ClaimFields, ...]:
        """The claims to show, one more when it was asked for."""
        sent = self.sent_claims() + ((("", ()),) if self.wants_one_more_claim() else ())
        return tuple(
            ClaimFields(
                n, text, tuple(CiteBox(quote, quote.key in keys) for quote in quotes), len(keys)
            )
            for n, (text, keys) in enumerate(sent, start=1)
        )

    def chosen_grounds(self) -> tuple[str, ...]:
        """The ids of the legal grounds that were ticked."""
        sent: Any = self.data
        return tuple(sent.getlist("grounds")) if sent else ()

    def wants_one_more_claim(self) -> bool:
        """Whether "one more fact" was pressed, and not "make the notice"."""
        return "one-more" in self.data

    def clean(self) -> dict[str, Any]:
        """What can be said next to a field; the rest is for the flow."""
        told = super().clean() or {}
        if not told.get("explanation"):
            self.add_error("explanation", _("Explain in a few sentences what happens and where."))
        if not told.get("good_faith"):
            self.add_error("good_faith", _("Tick the good-faith statement: a person's click."))
        if told.get("ask_suspension_until") and not told.get("suspension_reasons"):
            self.add_error("suspension_reasons", _("Say why a suspension is asked for."))
        return told

    def problems(self) -> tuple[tuple[str, str], ...]:
        """Each thing that is missing with the id of its field, in the order of the page."""
        if not self.is_bound or self.wants_one_more_claim():
            return ()
        return tuple(self._claim_problems()) + tuple(
            (f"id_{name}", str(error)) for name, errors in self.errors.items() for error in errors
        )

    def _claim_problems(self) -> list[tuple[str, str]]:
        claims = self.sent_claims()
        found = [
            (f"claim-{n}-quotes", gettext("Fact %(number)d cites no message.") % {"number": n})
            for n, (text, keys) in enumerate(claims, start=1)
            if text and not keys
        ]
        if not any(text for text, _keys in claims):
            found.append(("claim-1", gettext("Write at least one fact.")))
        if not self.chosen_grounds():
            found.append(("grounds", gettext("Choose at least one legal ground.")))
        return found

    def choice(self) -> NoticeChoice:
        """The responder's decision, once the form is valid."""
        told = self.cleaned_data
        return NoticeChoice(
            explanation=told["explanation"],
            claims=tuple((text, keys) for text, keys in self.sent_claims() if text),
            grounds=self.chosen_grounds(),
            date_of_facts=told["date_of_facts"],
            witness_pseudonym=told["witness_pseudonym"],
            could_guess_asked=told["could_guess_asked"],
            good_faith=told["good_faith"],
            notifier=told["notifier"],
            ask_suspension_until=told["ask_suspension_until"],
            suspension_reasons=told["suspension_reasons"],
            language=told["language"],
        )
