"""Times written on the page below or beside a turn, given to that turn."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vigie.kernel.conversations import Box
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.drafts import Draft
from vigie.reading.screenshots.loose import Loose
from vigie.reading.screenshots.times import TIME

SHOWN = re.compile(rf"(?<!\d){TIME}(?!\d)")
OVERLAP = 6
BELOW = 1.1
BESIDE = 3.0
SIDEWAYS = 2.0


def with_clocks(drafts: Sequence[Draft], known: Sequence[Loose], body: float) -> list[Draft]:
    """The drafts, each that shows no time of its own with the one written below or beside it."""
    told = list(drafts)
    for each in known:
        found = SHOWN.search(each.line.text) if each.role in ("time", "receipt") else None
        place = _nearest(each.line.box, told, body) if found else None
        if found and place is not None and told[place].time is None:
            told[place] = replace(told[place], time=found[0].strip())
    return told


def _nearest(clock: Box, drafts: Sequence[Draft], body: float) -> int | None:
    """Which draft a time belongs to: the one on its row, else the one right above it."""
    ranked = sorted(
        (gap, place)
        for place, draft in enumerate(drafts)
        if draft.side != "centre" and (gap := _gap(clock, draft.box, body)) is not None
    )
    return ranked[0][1] if ranked else None


def _gap(clock: Box, box: Box, body: float) -> float | None:
    """How far a time is from a turn, in pixels; None when it cannot be that turn's."""
    middle = boxes.middle(clock)[1]
    if box[1] < middle < box[3]:
        aside = max(clock[0] - box[2], box[0] - clock[2])
        return max(0.0, float(aside)) if aside < BESIDE * body else None
    under = clock[1] - box[3]
    inside = min(clock[2], box[2]) > max(clock[0], box[0])
    edge = min(abs(clock[0] - box[0]), abs(clock[2] - box[2])) < SIDEWAYS * body
    if -OVERLAP <= under < BELOW * body and (inside or edge):
        return float(max(0, under))
    return None
