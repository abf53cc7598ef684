"""Who did what on which reference, for a lead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from vigie.flows.custody.entering import DESK, INTAKE, forgotten_by
from vigie.flows.team.people import Desk
from vigie.kernel.errors import NotAllowed
from vigie.store.cases import Joined
from vigie.store.custody import LogEntry
from vigie.store.people import Responder

PAGE_ROWS = 50
PSEUDONYM = re.compile(r"R-\w+")
EVERYBODY = "everybody"
NO_PERSON = (INTAKE, DESK, "worker", "witness")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act: `name` is empty for a process, `subject` for what was erased since.

    `forgot` is how many entries an erasure made forget what they were about.
    """

    act: str
    actor: str
    name: str
    hour: datetime
    subject: str
    case: str
    detail: str
    erased: bool
    forgot: int | None


@dataclass(frozen=True, slots=True)
class Audit:
    """One page of acts, the newest first; `people` are pseudonyms with names."""

    rows: tuple[AuditRow, ...]
    people: tuple[tuple[str, str], ...]
    page: int
    older: bool


def audit(
    desk: Desk, *, page: int = 1, act: str = "", person: str = "", reference: str = ""
) -> Audit:
    """The acts of the team, or of one person, or of everybody; raises NotAllowed to a listener."""
    if desk.responder.role != Responder.Role.LEAD:
        raise NotAllowed("Only a lead of the team reads the journal.")
    page = max(1, page)
    names = dict(Responder.objects.order_by("name").values_list("pseudonym", "name"))
    wanted = _by(person) & _about(reference.strip())
    if act:
        wanted &= Q(act=act)
    first = (page - 1) * PAGE_ROWS
    entries = LogEntry.objects.filter(wanted).order_by("-pk")[first : first + PAGE_ROWS + 1]
    found = list(entries)
    return Audit(
        _rows(found[:PAGE_ROWS], names), tuple(names.items()), page, len(found) > PAGE_ROWS
    )


def _by(person: str) -> Q:
    if person == EVERYBODY:
        return Q()
    return Q(actor__contains=person) if person else ~Q(actor__in=NO_PERSON)


def _about(reference: str) -> Q:
    """A reference as entered, or every testimony of a case."""
    if not reference:
        return Q()
    joined = Joined.objects.filter(case__reference=reference).values("testimony")
    return Q(subject=reference) | Q(testimony__in=joined)


def _named(actor: str, names: Mapping[str, str]) -> str:
    """The names of one person or of the two who agreed; none of a process."""
    return ", ".join(names[each] for each in PSEUDONYM.findall(actor) if each in names)


def _rows(entries: Sequence[LogEntry], names: Mapping[str, str]) -> tuple[AuditRow, ...]:
    testimonies = {each.testimony_id for each in entries if each.testimony_id is not None}
    joined = Joined.objects.filter(testimony__in=testimonies).order_by("-pk")
    cases = dict(joined.values_list("testimony", "case__reference"))
    return tuple(
        AuditRow(
            act=each.act,
            actor=each.actor,
            name=_named(each.actor, names),
            hour=each.hour,
            subject=each.subject,
            case=cases.get(each.testimony_id, "") if each.testimony_id is not None else "",
            detail="" if each.act == LogEntry.Act.RECEIVED else each.detail,
            erased=each.about is not None,
            forgot=forgotten_by(each),
        )
        for each in entries
    )
