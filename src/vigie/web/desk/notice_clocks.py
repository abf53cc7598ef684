"""The three clocks of a notice (DSA Art. 16(4) to (6)): sent, acknowledged, decided."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext_lazy

from vigie.flows.casework import NoticeView
from vigie.web.desk.clock import spoken
from vigie.web.desk.words import NOTICE_STATES, PLATFORMS, word

STEPS = (
    pgettext_lazy("notice", "sent"),
    pgettext_lazy("notice", "acknowledged"),
    pgettext_lazy("notice", "decided"),
)
STEP_WIDTH = 60
FIRST_STEP_X = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One clock: its name, when it stopped (or None), how long it took or has been running."""

    label: str
    at: datetime | None
    took: str
    x: int


@dataclass(frozen=True, slots=True)
class NoticeClock:
    """A notice with its state in words and its three clocks."""

    notice: NoticeView
    platform: str
    state: str
    steps: tuple[Step, ...]
    reached_x: int


def notice_clock(notice: NoticeView, now: datetime) -> NoticeClock:
    """The clocks as they stand now; the first that is still running says for how long."""
    times = (notice.sent_at, notice.acknowledged_at, notice.decided_at)
    befores = (notice.made_hour, notice.sent_at, notice.acknowledged_at or notice.sent_at)
    steps = tuple(
        Step(str(label), at, _took(before, at, now), FIRST_STEP_X + n * STEP_WIDTH)
        for n, (label, at, before) in enumerate(zip(STEPS, times, befores, strict=True))
    )
    return NoticeClock(
        notice=notice,
        platform=word(PLATFORMS, notice.platform),
        state=word(NOTICE_STATES, notice.state),
        steps=steps,
        reached_x=max((step.x for step in steps if step.at), default=FIRST_STEP_X),
    )


def _took(before: datetime | None, at: datetime | None, now: datetime) -> str:
    if before is None:
        return ""
    if at is None:
        return gettext("running for %(duration)s") % {"duration": spoken(now - before)}
    return gettext("in %(duration)s") % {"duration": spoken(at - before)}
