"""The keys of an installation as its keepers see them: kinds, holders, states; never secrets."""

from dataclasses import dataclass

from vigie.evidence.custody import check_signature
from vigie.flows.place import installation
from vigie.flows.recipients import is_signed, reader_message
from vigie.store.keys import ReaderKey, TeamKey, TeamWrap
from vigie.store.people import Responder


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key: what it is, who holds it, since when, and whether it is as it should be."""

    kind: str
    holder: str
    since: str
    state: str


def key_rows() -> tuple[KeyRow, ...]:
    """Every key of the installation; one that the log key did not sign says so."""
    log_public = bytes.fromhex(installation().log_public)
    rows = [KeyRow("log", "worker", "", installation().log_public[:16])]
    for reader in ReaderKey.objects.order_by("day"):
        message = reader_message(reader.day, reader.recipient)
        signed = check_signature(log_public, message, bytes(reader.signature))
        state = "destroyed" if reader.destroyed_at else _signed(signed)
        rows.append(KeyRow("reader", "worker", reader.day.isoformat(), state))
    for team in TeamKey.objects.order_by("made_at"):
        state = _signed(is_signed(team))
        rows.append(KeyRow("team", "team", team.made_at.date().isoformat(), state))
    for wrap in TeamWrap.objects.select_related("responder").order_by("responder__name"):
        state = "can open" if wrap.responder.state == Responder.State.ACTIVE else "inactive"
        rows.append(KeyRow("responder", wrap.responder.name, "", state))
    return tuple(rows)


def _signed(valid: bool) -> str:
    return "signed" if valid else "NOT SIGNED: refused by intake"
