"""Corrections as events: written and read back as they were."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kernel.corrections import (
    ACTS,
    CorrectionEvent,
    FixText,
    act_of,
    event_from_json,
    event_to_json,
)
from vigie.kernel.errors import BadInput

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOUR = datetime(2026, 6, 17, 16, tzinfo=UTC)
SIDES = st.sampled_from(["left", "right", "centre"])
KINDS = st.sampled_from(["text", "image", "audio", "system", "masked"])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "turn": st.text(max_size=4),
    "next": st.text(max_size=4),
    "text": st.text(max_size=40),
    "after": st.none() | st.text(max_size=4),
    "side": SIDES,
    "kind": KINDS,
    "at": st.integers(0, 99),
    "event": st.integers(0, 99),
}


@st.composite
def events(draw: st.DrawFn) -> CorrectionEvent:
    """Any event at all."""
    made = ACTS[draw(st.sampled_from(sorted(ACTS)))]
    given = {name: draw(FIELDS[name]) for name in made.__slots__}
    before = tuple(draw(st.lists(st.text(max_size=20), max_size=2)))
    return CorrectionEvent(made(**given), draw(st.sampled_from(["c.a", "witness"])), HOUR, before)


@PATIENT
@given(events())
def test_an_event_is_read_back_as_it_was_written(event: CorrectionEvent) -> None:
    written = json.loads(json.dumps(event_to_json(event)))

    assert event_from_json(written, HOUR) == event
    assert ACTS[written["act"]] is type(event.correction)
    assert act_of(event.correction) == written["act"]


@pytest.mark.parametrize(
    "change",
    [
        {"act": "erase"},
        {"turn": 4},
        {"text": None},
        {"more": 1},
        {"by": None},
        {"before": [1]},
    ],
)
def test_what_is_no_event_is_refused_in_one_sentence(change: dict[str, Any]) -> None:
    written = event_to_json(CorrectionEvent(FixText("4", "salut"), "c.a", HOUR, ("saiut",)))

    with pytest.raises(BadInput, match="not well formed"):
        event_from_json({**written, **change}, HOUR)


def test_every_kind_of_correction_has_a_name() -> None:
    values = [made.__slots__ for made in ACTS.values()]

    assert {name for names in values for name in names} == set(FIELDS)
