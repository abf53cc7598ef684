"""The retention rules applied to what is stored: a preview, a run, a postponement, a review."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vigie.cases.retention import Due, Kept, after_months, clock_jumped, due, rules
from vigie.evidence.sealing import seal_text
from vigie.flows.custody import forget_entries, log_act, to_hour
from vigie.flows.decisions import decided
from vigie.flows.keeping.archive import archive_testimony
from vigie.flows.keeping.erasing import How, erase_testimony
from vigie.flows.signatures import sealing_recipient
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, NotAllowed, NotFound
from vigie.kernel.findings import Bilingual
from vigie.store.cases import Case, CaseNote, Joined
from vigie.store.custody import LogEntry
from vigie.store.duties import RetentionRun, Task
from vigie.store.notices import Notice
from vigie.store.people import Responder
from vigie.store.testimonies import Item, Testimony

ARCHIVE_YEARS = "archive_years"
MOST_MONTHS = 12
CLOCK = "The clock is far from what was last written down: nothing was erased; check it."


@dataclass(frozen=True, slots=True)
class Row:
    """One testimony and what becomes of it, with the sentence that says why."""

    reference: str
    cases: tuple[str, ...]
    severity: str
    rule: str
    act: str
    on: datetime
    why: Bilingual
    postponed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """One run: what was done, the reviews asked for, log entries cut to hashes, what stopped it."""

    ran_at: datetime
    done: tuple[Row, ...]
    reviews: int
    log_entries: int
    problem: str = ""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many by rule."""
        return Counter(row.rule for row in self.done)


def preview(now: datetime, days: int = 30) -> tuple[Row, ...]:
    """What goes, or is to be reviewed, within so many days; the soonest first."""
    until = now + timedelta(days=days)
    rows = [_row(each, found) for each, found in _judged(_concerned()) if found.is_due(until)]
    return tuple(sorted(rows, key=lambda row: (row.on, row.reference)))


def apply_rules(now: datetime, actor: str, *, trust_clock: bool = False) -> Report:
    """Does what is due now; a clock that jumped erases nothing unless a person says it is right."""
    if not trust_clock and clock_jumped(now, _last_seen()):
        return Report(now, (), 0, 0, CLOCK)
    done, reviews = [], 0
    for testimony, found in list(_judged(_concerned())):
        if found.act == "review":
            reviews += found.is_due(now) and _ask_review(testimony, now)
        elif found.is_due(now) and _do(testimony.pk, found, actor, now):
            done.append(_row(testimony, found))
    report = Report(now, tuple(done), reviews, _forget_old_entries(now))
    _remember(report, actor)
    return report


def archive_years() -> int | None:
    """How long the organisation decided to keep an archive; None before it has."""
    years = decided(ARCHIVE_YEARS)
    return None if years is None else int(years)


def last_run() -> datetime | None:
    """When the rules last ran."""
    return RetentionRun.objects.order_by("-ran_at").values_list("ran_at", flat=True).first()


def postpone(desk: Desk, reference: str, months: int, reason: str, now: datetime) -> datetime:
    """A lead keeps a testimony longer, for a reason that is sealed in its case; gives until when.

    Raises NotAllowed, NotFound, or BadInput; a withdrawal and a referral cannot be postponed.
    """
    must_lead(desk)
    if not reason.strip():
        raise BadInput("Say why it is kept longer; write a few words.")
    if not 1 <= months <= MOST_MONTHS:
        raise BadInput(f"Give a whole number of months from 1 to {MOST_MONTHS}.")
    with transaction.atomic():
        testimony = _named(reference)
        if testimony.withdraw_on is not None and testimony.referred_hour is None:
            raise NotAllowed("Its witness withdrew this testimony: nobody can keep it longer.")
        testimony.kept_until = after_months(to_hour(now), months)
        testimony.save(update_fields=["kept_until"])
        _note_reason(testimony, desk, reason, now)
        log_act(LogEntry.Act.DECIDED, actor=desk.responder.pseudonym, now=now, testimony=testimony)
    return testimony.kept_until


def reviewed(desk: Desk, reference: str, now: datetime) -> None:
    """A lead has asked: the authority still has it; the next review is in a year."""
    must_lead(desk)
    testimony = _named(reference)
    cases = Case.objects.filter(joined__testimony=testimony)
    waiting = Task.objects.filter(case__in=cases, kind=Task.Kind.YEARLY_REVIEW, done_at=None)
    waiting.update(done_at=now, done_by=desk.responder)


def must_lead(desk: Desk) -> None:
    """Raises NotAllowed for anyone but a lead."""
    if desk.responder.role != Responder.Role.LEAD:
        raise NotAllowed("Only a lead may do this.")


def as_json(row: Row) -> dict[str, Any]:
    """A row as one JSON object."""
    return {
        "testimony": row.reference,
        "cases": list(row.cases),
        "rule": row.rule,
        "act": row.act,
        "on": row.on.date().isoformat(),
        "why": {"fr": row.why.fr, "en": row.why.en},
    }


def _concerned() -> QuerySet[Testimony]:
    """Every testimony for which something could be due, with what the rules ask about it."""
    case_open = Joined.objects.filter(testimony=OuterRef("pk")).exclude(case__state="closed")
    frozen = Item.objects.filter(testimony=OuterRef("pk"), state=Item.State.FROZEN)
    sent = Notice.objects.filter(case__joined__testimony=OuterRef("pk")).exclude(sent_at=None)
    spoken = sent.annotate(word=Coalesce("decided_at", "sent_at")).order_by("-word")
    task = Task.objects.filter(
        case__joined__testimony=OuterRef("pk"), kind=Task.Kind.YEARLY_REVIEW
    ).order_by("-done_at")
    some = ~Q(closed_hour=None) | ~Q(withdraw_on=None) | ~Q(referred_hour=None)
    return Testimony.objects.filter(some, erased_hour=None).annotate(
        in_open_case=Exists(case_open),
        holds_frozen=Exists(frozen),
        last_word=Subquery(spoken.values("word")[:1]),
        reviewed_at=Subquery(task.exclude(done_at=None).values("done_at")[:1]),
    )


def _judged(testimonies: QuerySet[Testimony]) -> Iterator[tuple[Testimony, Due]]:
    years = archive_years()
    for each in testimonies.order_by("pk"):
        yield each, due(_kept(each), years)


def _kept(testimony: Testimony) -> Kept:
    asked: Any = testimony
    day = testimony.withdraw_on
    return Kept(
        severity=testimony.severity,
        outcome=testimony.outcome,
        about_adults=testimony.about_adults,
        open=asked.in_open_case,
        frozen=asked.holds_frozen,
        closed_at=testimony.closed_hour,
        last_word_at=asked.last_word,
        withdraw_at=datetime.combine(day, time.min, UTC) if day is not None else None,
        referred_at=testimony.referred_hour,
        reviewed_at=asked.reviewed_at,
        archived_at=testimony.archived_hour,
        postponed_until=testimony.kept_until,
    )


def _do(key: int, found: Due, actor: str, now: datetime) -> bool:
    """Archives or erases, if the same rule still holds for it once nobody else can change it."""

    def still(testimony: Testimony) -> bool:
        again = dict(_judged(_concerned().filter(pk=testimony.pk)))
        return any(each.rule == found.rule and each.is_due(now) for each in again.values())

    if found.act == "archive":
        return archive_testimony(key, actor=actor, now=now, still=still)
    how: How = "anonymised" if found.act == "anonymise" else "erased"
    return erase_testimony(key, how, actor=actor, now=now, still=still)


def _ask_review(testimony: Testimony, now: datetime) -> bool:
    """Asks the team, once a case, whether the authority still has it."""
    case = Case.objects.filter(joined__testimony=testimony).order_by("pk").first()
    waiting = Task.objects.filter(case=case, kind=Task.Kind.YEARLY_REVIEW, done_at=None)
    if case is None or waiting.exists():
        return False
    month = after_months(now, 1)
    Task.objects.create(kind=Task.Kind.YEARLY_REVIEW, case=case, made_at=now, due_at=month)
    return True


def _forget_old_entries(now: datetime) -> int:
    """Entries past their time forget what they were about; receipts still held keep their proof.

    What the organisation decided is about nobody, and is checked against the log for as long.
    """
    before = after_months(now, -(rules()["custody_log"].months or 0))
    held = Q(act=LogEntry.Act.RECEIVED, item__isnull=False) | Q(act=LogEntry.Act.DECIDED)
    old = Q(hour__lt=before, salt__isnull=False) & ~held
    count = LogEntry.objects.filter(old).count()
    if count:
        with transaction.atomic():
            forget_entries(old, actor="worker", now=now)
    return count


def _remember(report: Report, actor: str) -> None:
    """Keeps the counts of a run: of every one that did something, and of the first of a day."""
    counts = {"done": dict(report.counts), "reviews": report.reviews, "log": report.log_entries}
    today = RetentionRun.objects.filter(ran_at__date=report.ran_at.date())
    if report.done or report.reviews or report.log_entries or not today.exists():
        RetentionRun.objects.create(ran_at=report.ran_at, actor=actor, report=counts)


def _last_seen() -> datetime | None:
    """The latest time that was written down by whoever wrote it."""
    ran = last_run()
    logged = LogEntry.objects.aggregate(last=Max("hour"))["last"]
    return max((each for each in (ran, logged) if each is not None), default=None)


def _named(reference: str) -> Testimony:
    present = Testimony.objects.filter(reference=reference, erased_hour=None)
    found = present.select_for_update().first()
    if found is None:
        raise NotFound(f"There is no testimony {reference}.")
    return found


def _note_reason(testimony: Testimony, desk: Desk, reason: str, now: datetime) -> None:
    for case in Case.objects.filter(joined__testimony=testimony):
        text = f"{testimony.reference}, {testimony.kept_until:%d/%m/%Y} : {reason.strip()}"
        CaseNote.objects.create(
            case=case,
            kind=CaseNote.Kind.NOTE,
            author=desk.responder,
            hour=to_hour(now),
            sealed=seal_text(text, sealing_recipient(case)),
        )


def _row(testimony: Testimony, found: Due) -> Row:
    cases = Case.objects.filter(joined__testimony=testimony).order_by("pk")
    return Row(
        testimony.reference,
        tuple(cases.values_list("reference", flat=True)),
        testimony.severity,
        found.rule.name,
        found.act,
        found.on or datetime.max.replace(tzinfo=UTC),
        found.rule.why,
        testimony.kept_until,
    )
