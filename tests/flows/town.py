"""A town with two timestamp authorities, whose clock the tests move."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.evidence.authority import Authority, Listener
from tests.scenes import Told, tell, work
from vigie.flows.custody import to_hour
from vigie.flows.worker import Worker
from vigie.store.custody import LogAnchor, LogHead

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Clock:
    """The authorities' time, which the tests move."""

    now: datetime


@dataclass(slots=True)
class Town:
    """Two authorities that keep the clock, and what they answer; change `answers` to spoil it."""

    clock: Clock
    authorities: list[Authority]
    listeners: list[Listener]
    answers: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def an_hour_later(self, worker: Worker) -> datetime:
        """Lets an hour begin: the worker asks about those before; gives the time."""
        self.clock.now = to_hour(self.clock.now) + HOUR + timedelta(seconds=2)
        work(worker, self.clock.now)
        return self.clock.now

    def tells(self, worker: Worker) -> Told:
        """A testimony, read at once."""
        told = tell(self.clock.now)
        work(worker, self.clock.now)
        return told

    def names(self) -> list[str]:
        """What each is known by."""
        return [each.url.split("/")[2] for each in self.listeners]

    def answer(self, n: int, request: bytes) -> bytes:
        """What one of them says now."""
        return self.answers[n](request)

    def asked(self) -> list[int]:
        """How often each was asked."""
        return [len(each.asked) for each in self.listeners]


def honest(authority: Authority, clock: Clock, request: bytes) -> bytes:
    """What an authority answers, stamped at the time of the clock."""
    return authority.restamped(authority.reply(request), clock.now)


def rows() -> list[LogAnchor]:
    """What came of each asking, in order."""
    return list(LogAnchor.objects.order_by("pk"))


def problems() -> list[str]:
    """The trouble of each, empty for none."""
    return [each.problem for each in rows()]


def asked_about() -> LogHead:
    """The last head that authorities were asked about."""
    head = LogHead.objects.exclude(anchors=None).order_by("-size").first()
    assert head is not None
    return head
