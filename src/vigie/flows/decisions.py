"""What the organisation decided: recorded with who, when and the written protocol, and in the log.

A row that was changed otherwise than by recording it anew no longer agrees with the custody log,
and counts for nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from vigie.cases.decisions import Asked, asked, missing
from vigie.flows.custody import log_act
from vigie.kernel.errors import BadInput
from vigie.store.custody import LogEntry
from vigie.store.duties import Decision

ACTOR = "organisation"
DIGEST_CHARS = 56
PROTOCOL_CHARS = 100_000
BY_CHARS = 120


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision as it stands; `altered` when the log does not know it so."""

    name: str
    value: str
    protocol: str
    decided_by: str
    decided_on: date
    altered: bool


def record_decisions(
    values: Mapping[str, str], by: str, protocol: str, now: datetime
) -> tuple[str, ...]:
    """Records decisions, all or none, and enters each in the log; a last one counts.

    Raises BadInput on what is no decision, no value of it, nobody who decided, or no protocol.
    """
    if not by.strip() or len(by.strip()) > BY_CHARS:
        raise BadInput("Say who decided: a name and a function (--by).")
    known = {name: _known(name) for name in values}
    checked = {name: one.check(values[name]) for name, one in known.items()}
    if any(one.needs_protocol for one in known.values()) and not protocol.strip():
        raise BadInput("Give the written protocol that was agreed (--protocol FILE).")
    if len(protocol) > PROTOCOL_CHARS:
        raise BadInput(f"The protocol is longer than {PROTOCOL_CHARS} characters; shorten it.")
    with transaction.atomic():
        for name, value in checked.items():
            text = protocol.strip() if known[name].needs_protocol else ""
            _record(name, value, text, by.strip(), now)
    return tuple(checked)


def decided(name: str) -> str | None:
    """The recorded value of a decision; None before there is one, or when it was altered."""
    row = Decision.objects.filter(name=name).first()
    return row.value if row is not None and _is_in_the_log(row) else None


def protocol_of(name: str) -> str:
    """The written protocol of a decision, or nothing."""
    row = Decision.objects.filter(name=name).first()
    return row.protocol if row is not None and _is_in_the_log(row) else ""


def recorded() -> tuple[Recorded, ...]:
    """Every decision that was recorded, in the order in which they are asked."""
    rows = {row.name: row for row in Decision.objects.all()}
    return tuple(
        Recorded(
            row.name,
            row.value,
            row.protocol,
            row.decided_by,
            row.decided_on,
            not _is_in_the_log(row),
        )
        for row in (rows[name] for name in asked() if name in rows)
    )


def undecided() -> tuple[Asked, ...]:
    """What must still be recorded before an installation may open; what was altered counts."""
    return missing({each.name: each.value for each in recorded() if not each.altered})


def _known(name: str) -> Asked:
    if name not in asked():
        raise BadInput(f"There is no decision {name}; they are {', '.join(asked())}.")
    return asked()[name]


def _record(name: str, value: str, protocol: str, by: str, now: datetime) -> None:
    row, _ = Decision.objects.update_or_create(
        name=name,
        defaults={
            "value": value,
            "protocol": protocol,
            "decided_by": by,
            "decided_on": now.date(),
            "recorded_at": now,
        },
    )
    log_act(LogEntry.Act.DECIDED, actor=ACTOR, now=now, subject=name, detail=_detail(row))


def _detail(row: Decision) -> str:
    """Its name and a hash of all of it, which the leaf of the log commits to."""
    told = [row.name, row.value, row.protocol, row.decided_by, row.decided_on.isoformat()]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    return f"{row.name} {digest[:DIGEST_CHARS]}"


def _is_in_the_log(row: Decision) -> bool:
    entries = LogEntry.objects.filter(act=LogEntry.Act.DECIDED, detail__startswith=f"{row.name} ")
    last = entries.order_by("-pk").first()
    return last is not None and last.detail == _detail(row)
