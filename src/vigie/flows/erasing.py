"""What a witness withdrew goes after its seven days: keys first, then bytes, then the rest."""

from datetime import datetime

from django.db import transaction

from vigie.flows.custody import log_act
from vigie.flows.linking import refresh_case
from vigie.flows.place import blobs
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Testimony


def erase_withdrawn(now: datetime) -> int:
    """Erases what was withdrawn and is due; gives how many testimonies."""
    due = list(Testimony.objects.filter(withdraw_on__lte=now.date()).values_list("pk", flat=True))
    return sum(_erase(key, now) for key in due)


def _erase(key: int, now: datetime) -> bool:
    """One testimony: without its wraps nothing of it opens, whatever is left on a disk."""
    with transaction.atomic():
        testimony = Testimony.objects.select_for_update().filter(pk=key).first()
        if testimony is None or testimony.withdraw_on is None:
            return False
        files = list(testimony.items.exclude(blob="").values_list("blob", flat=True))
        cases = list(Case.objects.filter(joined__testimony=testimony))
        testimony.wraps.all().delete()
        log_act(LogEntry.Act.ERASED, actor="worker", now=now, testimony=testimony)
        testimony.delete()
        for case in cases:
            _without(case, now)
    for name in files:
        blobs().delete(name)
    return True


def _without(case: Case, now: datetime) -> None:
    """A case keeps what was sent about it; with nothing in it and nothing sent, it goes too."""
    if case.joined.exists():
        refresh_case(case, now)
    elif case.notices.exists():
        Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED)
    else:
        case.delete()
