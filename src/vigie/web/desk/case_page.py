"""The case page's three panes, from what the flow gives: one testimony is read at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vigie.flows.casework import CaseView, CopyView, MessageView, TestimonyView
from vigie.flows.frozen import Policy
from vigie.flows.proposals import ProposalView
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.kernel.findings import SEVERITIES, Severity
from vigie.web.desk.clock import answer_due, waited
from vigie.web.desk.copied import Copied, lay_out_copies
from vigie.web.desk.frozen_files import (
    AGAIN,
    Due,
    Duties,
    File,
    lay_out_files,
    lay_out_tasks,
)
from vigie.web.desk.notice_clocks import NoticeClock, notice_clock
from vigie.web.desk.reading_room import Reading, lay_out
from vigie.web.desk.stage_filter import StageChoice, findings_in, stage_choices
from vigie.web.desk.told import Told, lay_out_told
from vigie.web.desk.words import (
    ACTS,
    HAPPENINGS,
    PLATFORMS,
    TELLERS,
    URGENT_KINDS,
    WANTS,
    YES_NO,
    Words,
    word,
)

NOTHING: Final = Duties()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed in a form that was refused: which form, its text, and what was chosen."""

    form: str
    text: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One act of the custody log, in words."""

    act: str
    actor: str
    hour: datetime


@dataclass(frozen=True, slots=True)
class Looking:
    """Which stages there are and are asked for, which images are shown, the query without any."""

    stages: tuple[StageChoice, ...]
    filtered: bool
    shown: tuple[int, ...]
    covered: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the template shows; `testimony` is None for a case that is empty."""

    case: CaseView
    testimony: TestimonyView | None
    severity: Severity
    platform: str
    waited: str
    due: str
    late: bool
    accounts: tuple[tuple[str, str], ...]
    urgent: str
    doubted: bool
    told: Told
    looking: Looking
    vital: tuple[tuple[str, str], ...]
    also_told: tuple[tuple[str, str], ...]
    safe_contact: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    messages: tuple[MessageView, ...]
    files: tuple[File, ...]
    tasks: tuple[Due, ...]
    policy: Policy
    again: tuple[tuple[str, str], ...]
    clocks: tuple[NoticeClock, ...]
    trail: tuple[Trace, ...]
    can_edit: bool
    kept: Kept | None
    edited: str
    problem: str
    query: str
    copies: tuple[Copied, ...]
    reopenings: tuple[ProposalView, ...]
    asked_reopenings: frozenset[str]


def lay_out_case(
    case: CaseView,
    now: datetime,
    *,
    asked: str = "",
    shown: frozenset[int] = frozenset(),
    stages: frozenset[str] = frozenset(),
    kept: Kept | None = None,
    edited: str = "",
    problem: str = "",
    duties: Duties = NOTHING,
    copies: Sequence[CopyView] = (),
) -> CasePage:
    """The page; `asked` is the testimony to read, `edited` the turn to correct, by its anchor."""
    testimony = chosen(case.testimonies, asked)
    answers = Answers() if testimony is None else testimony.answers
    reopenings = tuple(each for each in duties.proposals if each.act == "reopen")
    return CasePage(
        case=case,
        testimony=testimony,
        severity=case.severity if testimony is None else testimony.grade.severity,
        platform=_platform(case),
        waited=waited(case.waiting_since, now),
        due=answer_due(case.answer_before, now),
        late=case.answer_before < now,
        accounts=() if testimony is None else tuple(map(_named, testimony.accounts)),
        urgent=word(URGENT_KINDS, answers.urgent or ""),
        doubted=any(note.kind == "doubt" for note in case.notes),
        told=lay_out_told(testimony, stages),
        looking=_looking(testimony, shown, stages),
        vital=vital(answers),
        also_told=also_told(answers),
        safe_contact=safe_contact(answers),
        readings=_readings(testimony, shown, stages),
        messages=() if testimony is None else testimony.messages,
        files=lay_out_files(testimony, duties, now),
        tasks=lay_out_tasks(duties.tasks, now),
        policy=duties.policy,
        again=tuple((code, str(said)) for code, said in AGAIN.items()),
        clocks=tuple(notice_clock(notice, now) for notice in case.notices),
        trail=tuple(Trace(word(ACTS, row.act), row.actor, row.hour) for row in case.trail),
        can_edit=case.mine,
        kept=kept,
        edited=edited,
        problem=problem,
        query=_query(testimony, shown, stages),
        copies=lay_out_copies(copies),
        reopenings=reopenings,
        asked_reopenings=frozenset(each.testimony for each in reopenings),
    )


def _looking(
    testimony: TestimonyView | None, shown: frozenset[int], stages: frozenset[str]
) -> Looking:
    return Looking(
        stages=stage_choices(findings_in(testimony), stages),
        filtered=bool(stages),
        shown=tuple(sorted(shown)),
        covered=_query(testimony, frozenset(), stages),
    )


def _query(testimony: TestimonyView | None, shown: frozenset[int], stages: frozenset[str]) -> str:
    asked = testimony.reference if testimony else ""
    fields = {"testimony": asked, "stage": sorted(stages), "show": sorted(shown)}
    return urlencode(fields, doseq=True)


def vital(answers: Answers) -> tuple[tuple[str, str], ...]:
    """The answers that change what to do first: ages, images, what is wanted."""
    return _answered(
        (_("Age then"), _age(answers.age_then)),
        (_("Age now"), _age(answers.age_now)),
        (_("Did the person know the age?"), word(YES_NO, answers.knew_age or "")),
        (_("Image sent"), word(YES_NO, answers.sent or "")),
        (_("Published"), word(YES_NO, answers.published or "")),
        (_("Wants"), _several(WANTS, answers.wants)),
    )


def also_told(answers: Answers) -> tuple[tuple[str, str], ...]:
    """Every other question that was answered; the skipped ones are left out."""
    return _answered(
        (_("Told by"), word(TELLERS, answers.teller or "")),
        (_("What happens"), _several(HAPPENINGS, answers.happenings)),
        (_("Time of the facts"), answers.when),
        (_("Still going on"), word(YES_NO, answers.still_going or "")),
        (_("Age of the person"), answers.other_age),
        (_("Account as written"), answers.account),
        (_("Other accounts"), answers.other_accounts),
        (_("Image asked for"), word(YES_NO, answers.asked or "")),
        (_("Attacked for talking"), word(YES_NO, answers.attacked or "")),
        (_("The attacks"), answers.attacks),
        (_("Own pseudonym"), answers.own_pseudonym),
        (_("Pseudonym may be given"), word(YES_NO, answers.consent_pseudonym or "")),
        (_("Could be guessed"), word(YES_NO, answers.could_guess or "")),
    )


def safe_contact(answers: Answers) -> tuple[tuple[str, str], ...]:
    """How the witness can be written to without harm; read before writing."""
    return _answered(
        (_("Safe way to be contacted"), answers.contact_way),
        (_("Safe time"), answers.contact_when),
        (_("Not to be said"), answers.contact_avoid),
    )


def _answered(*rows: tuple[Promise, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), value) for label, value in rows if value)


def _several(words: Words, codes: Iterable[str]) -> str:
    return ", ".join(word(words, code) for code in codes)


def _age(years: int | None) -> str:
    return "" if years is None else str(years)


def chosen(testimonies: tuple[TestimonyView, ...], asked: str) -> TestimonyView | None:
    """The testimony that is asked for, or the gravest; None in a case without any."""
    gravest_first = sorted(testimonies, key=lambda each: SEVERITIES.index(each.grade.severity))
    named = (each for each in testimonies if each.reference == asked)
    return next(named, gravest_first[0] if gravest_first else None)


def _named(account: Account) -> tuple[str, str]:
    return word(PLATFORMS, account.platform or "unknown"), account.handle or account.text


def _platform(case: CaseView) -> str:
    return word(PLATFORMS, (case.account.platform if case.account else "") or "")


def _readings(
    testimony: TestimonyView | None, shown: frozenset[int], stages: frozenset[str]
) -> tuple[Reading, ...]:
    views = () if testimony is None else testimony.conversations
    return tuple(lay_out(view, shown, stages) for view in views)
