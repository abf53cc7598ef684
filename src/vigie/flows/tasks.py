"""What a person must do by a time: shown in the queue and in the case, and overdue when it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from vigie.flows.decisions import decided
from vigie.flows.team.people import Desk
from vigie.kernel.errors import NotAllowed, NotFound
from vigie.store.cases import Case
from vigie.store.duties import Task


@dataclass(frozen=True, slots=True)
class TaskView:
    """One open task and the case to look at; `can_be_ticked` when no other act ends it."""

    id: int
    kind: str
    case: str
    testimony: str
    item: int | None
    due_at: datetime
    late: bool
    can_be_ticked: bool


def open_tasks(now: datetime, case_reference: str | None = None) -> tuple[TaskView, ...]:
    """What is to be done, what is due first first; of one case, or of all."""
    by_protocol = decided("csam_policy") == "protocol"
    tasks = _open().select_related("item__testimony").order_by("due_at", "pk")
    if case_reference is not None:
        of_item = Q(item__testimony__joined__case__reference=case_reference)
        tasks = tasks.filter(of_item | Q(case__reference=case_reference)).distinct()
    return tuple(_view(each, case_reference or _case_of(each), by_protocol, now) for each in tasks)


def tick(desk: Desk, task_id: int, now: datetime) -> None:
    """Says that a task is done; what two people must decide is done by their decision alone."""
    task = _open().filter(pk=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    if not _can_be_ticked(task, decided("csam_policy") == "protocol"):
        raise NotAllowed("This is done when two people unfreeze, hand over or destroy the file.")
    _open().filter(pk=task_id).update(done_at=now, done_by=desk.responder)


def _open() -> QuerySet[Task]:
    return Task.objects.filter(done_at=None)


def _view(task: Task, case: str, by_protocol: bool, now: datetime) -> TaskView:
    return TaskView(
        id=task.pk,
        kind=task.kind,
        case=case,
        testimony=task.item.testimony.reference if task.item is not None else "",
        item=task.item_id,
        due_at=task.due_at,
        late=task.due_at < now,
        can_be_ticked=_can_be_ticked(task, by_protocol),
    )


def _can_be_ticked(task: Task, by_protocol: bool) -> bool:
    """A frozen file ends by two people's act, or by the protocol that somebody followed."""
    return by_protocol if task.kind == Task.Kind.FROZEN_IMAGE else True


def _case_of(task: Task) -> str:
    """The case of a task, or of its file; empty while the file's testimony is in none."""
    about = Q(pk=task.case_id) | Q(joined__testimony__items=task.item_id)
    found = Case.objects.filter(about).order_by("pk").values_list("reference", flat=True)
    return found.first() or ""
