"""What a witness told, page by page, in a few words each, for a last look before sending."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vigie.flows.witness import SoFar
from vigie.kernel.answers import Answers
from vigie.web.testimony import words
from vigie.web.testimony.questions import question_about

SHOWN_CHARS = 160
TITLES: Mapping[str, Promise] = {
    "what": _("What happened"),
    "when": _("When"),
    "ages": _("Ages"),
    "who": _("Who"),
    "acts": _("Asked, sent, published"),
    "evidence": _("Evidence"),
    "attacks": _("Attacks"),
    "wants": _("What you want"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One page: its title, what was answered, and where to change it."""

    title: Promise
    told: str
    address: str


def review(told: SoFar) -> tuple[Row, ...]:
    """One row a page; an empty `told` is a page that was skipped."""
    answers = told.answers
    lines: Mapping[str, Iterable[object]] = {
        "what": _what(answers),
        "when": (answers.when,),
        "ages": _ages(answers),
        "who": (answers.account, *answers.other_accounts.splitlines()),
        "acts": _yes_no(answers, "asked", "sent", "published"),
        "evidence": (_files(told), _short(answers.pasted)),
        "attacks": (*_yes_no(answers, "attacked"), _short(answers.attacks)),
        "wants": (words.WANTS[want][0] for want in answers.wants),
    }
    return tuple(
        Row(TITLES[page], _line(parts), f"{question_about(page).address}?look")
        for page, parts in lines.items()
    )


def _what(answers: Answers) -> tuple[object, ...]:
    happened = (words.HAPPENINGS[each] for each in answers.happenings)
    return (*happened, _short(answers.narrative))


def _ages(answers: Answers) -> tuple[object, ...]:
    then, now = answers.age_then, answers.age_now
    return (
        _("then: %s") % then if then else "",
        _("now: %s") % now if now else "",
        answers.other_age,
    )


def _yes_no(answers: Answers, *names: str) -> tuple[object, ...]:
    form: Any = question_about("acts").form.base_fields | question_about("attacks").form.base_fields
    return tuple(
        f"{form[name].label} {words.YES_NO[getattr(answers, name)]}"
        for name in names
        if getattr(answers, name)
    )


def _files(told: SoFar) -> str:
    count = len(told.files)
    return ngettext("%d file", "%d files", count) % count if count else ""


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS].rstrip() + "…"


def _line(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts if part)
