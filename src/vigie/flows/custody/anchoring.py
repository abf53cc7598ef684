"""Anchoring: timestamp authorities say by when the log stood as its newest signed head says.

Each is asked once an hour at most, as the hour begins, about what was signed in the hours before:
neither it nor its timestamp tells more of when something came in than the log does. It is asked
outside any transaction; one that fails is asked again an hour later and stops neither the other nor
the reading. What claims to be a timestamp of our head is kept as it came, even when it cannot be
verified, and tried again with the next (the roots may be wrong, and put right later); anything else
leaves its reason only.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from vigie.adapters.authorities import ask_all, authority_at
from vigie.evidence.custody import head_message
from vigie.evidence.timestamps import (
    NONCE_BYTES,
    Trust,
    build_request,
    check_message,
    parse_reply,
    read_trust,
)
from vigie.evidence.verdicts import CLOCKS_APART, check_anchor
from vigie.flows.custody import head_of, to_hour
from vigie.kernel.errors import BadInput
from vigie.store.custody import LogAnchor, LogHead

LATE = timedelta(hours=3)
VERIFIED_AGAIN = 100
NO_ANSWER = "it was asked, and no answer was kept"
LONGEST_PROBLEM_CHARS = 200


@dataclass(frozen=True, slots=True)
class Anchored:
    """How an authority does: what it last dated, since when a head waits, and its last trouble."""

    authority: str
    stamped_at: datetime | None
    waits_since: datetime | None
    problem: str

    def late(self, now: datetime) -> bool:
        """Whether a head has waited for over three hours."""
        return self.waits_since is not None and now - self.waits_since > LATE


def anchor_due(now: datetime) -> int:
    """The worker's duty: asks each authority that is due; gives how many dated the newest head."""
    if not settings.VIGIE_TIMESTAMP_URLS:
        return 0
    head = _signed_before(now).order_by("-size").first()
    if head is None:
        return 0
    due = [url for url in settings.VIGIE_TIMESTAMP_URLS if _due(url, head, now)]
    if not due:
        return 0
    _verify_again()
    calls = {url: _call(url, head, now) for url in due}
    answers = ask_all(
        {
            url: build_request(_message(head), bytes(call.nonce or b""))
            for url, call in calls.items()
        }
    )
    for url, call in calls.items():
        _keep(call, answers[url], now)
    return sum(call.stamped_at is not None for call in calls.values())


def anchored(now: datetime) -> list[Anchored]:
    """How each authority that is set does."""
    return [_anchored(authority_at(url), now) for url in settings.VIGIE_TIMESTAMP_URLS]


def trust_set() -> Trust:
    """The roots that are set; raises BadInput when they cannot be read."""
    try:
        return read_trust((settings.VIGIE_TIMESTAMP_ROOTS or Path()).read_bytes())
    except OSError:
        raise BadInput("VIGIE_TIMESTAMP_ROOTS cannot be read") from None


def _signed_before(now: datetime) -> QuerySet[LogHead]:
    """The heads of the hours before this one."""
    return LogHead.objects.filter(hour__lt=to_hour(now))


def _due(url: str, head: LogHead, now: datetime) -> bool:
    """Not asked this hour; a row of a later time than now is of a clock put right since."""
    rows = LogAnchor.objects.filter(authority=authority_at(url))
    if rows.filter(head=head).exclude(stamped_at=None).exists():
        return False
    return not rows.filter(asked_at__gte=to_hour(now), asked_at__lte=now).exists()


def _call(url: str, head: LogHead, now: datetime) -> LogAnchor:
    """Notes that an authority is asked, in the place of its last failure if there is one."""
    authority = authority_at(url)
    failed = LogAnchor.objects.filter(authority=authority, reply=None).order_by("-pk").first()
    call = failed or LogAnchor(authority=authority)
    call.head, call.asked_at, call.problem = head, now, NO_ANSWER
    call.nonce = secrets.token_bytes(NONCE_BYTES)
    call.save()
    return call


def _keep(call: LogAnchor, answer: bytes | BadInput, now: datetime) -> None:
    try:
        if isinstance(answer, BadInput):
            raise answer
        check_message(parse_reply(answer), _message(call.head))
        call.reply = answer
        call.stamped_at = _verified(call, answer, now)
        call.problem = ""
    except BadInput as error:
        call.problem = str(error)[:LONGEST_PROBLEM_CHARS]
    call.save(update_fields=["reply", "stamped_at", "problem"])


def _verify_again() -> None:
    """What did not verify when it came may now, at the time when it came."""
    kept = LogAnchor.objects.filter(stamped_at=None).exclude(reply=None).select_related("head")
    for call in kept.order_by("-pk")[:VERIFIED_AGAIN]:
        _keep(call, bytes(call.reply or b""), call.asked_at)


def _verified(call: LogAnchor, reply: bytes, now: datetime) -> datetime:
    """The authority's time, which must be about now: no old reply, and no wrong clock here."""
    time = check_anchor(head_of(call.head), reply, trust_set(), bytes(call.nonce or b"")).time
    if abs(time - now) > CLOCKS_APART:
        raise BadInput(f"it says {time:%Y-%m-%d %H:%M} UTC, this machine {now:%Y-%m-%d %H:%M}")
    return time


def _anchored(authority: str, now: datetime) -> Anchored:
    rows = LogAnchor.objects.filter(authority=authority)
    dated = rows.exclude(stamped_at=None).select_related("head").order_by("-head__size").first()
    newer = _signed_before(now).filter(size__gt=dated.head.size if dated else -1)
    first, last = newer.order_by("size").first(), rows.order_by("-asked_at").first()
    return Anchored(
        authority,
        dated.stamped_at if dated else None,
        first.hour if first else None,
        last.problem if last else "",
    )


def _message(head: LogHead) -> bytes:
    return head_message(head.size, bytes(head.root), head.hour)
