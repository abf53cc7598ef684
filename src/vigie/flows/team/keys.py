"""The keys of an installation as its keepers see them: kinds, holders, states; never secrets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from vigie.evidence.custody import check_signature
from vigie.flows.place import installation
from vigie.flows.recipients import READER_KEPT, is_signed, present_team_key, reader_message
from vigie.flows.team.attesting import attested_recovery, attested_responders
from vigie.flows.team.pinned import is_present
from vigie.flows.team.rotation import is_asked_for, rotation_state
from vigie.store.keys import ReaderKey, RecoveryKey, TeamKey
from vigie.store.people import Responder

NOT_SIGNED = "NOT SIGNED: refused by intake"
TRIED_EVERY = timedelta(days=365)
SIGNED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key: what it is, who holds it, since when, and whether it is as it should be."""

    kind: str
    holder: str
    since: str
    state: str


def key_rows() -> tuple[KeyRow, ...]:
    """Every key of the installation; one that the log key did not sign says so."""
    log = KeyRow("log", "worker", "", installation().log_public[:16])
    return (log, *_reader_rows(), *_team_rows(), *_responder_rows(), *_recovery_rows())


def key_problems(now: datetime) -> tuple[str, ...]:
    """What is wrong with the keys, each in one sentence that says what to do."""
    return (
        *_planted(),
        *_unattested(),
        *_unfinished(now),
        *_untried(now),
        *_kept_too_long(now),
    )


def _reader_rows() -> Iterator[KeyRow]:
    for key in ReaderKey.objects.order_by("day"):
        state = "destroyed" if key.destroyed_at else "signed" if _is_ours(key) else NOT_SIGNED
        yield KeyRow("reader", "worker", key.day.isoformat(), state)


def _team_rows() -> Iterator[KeyRow]:
    present = present_team_key()
    for key in TeamKey.objects.select_related("predecessor").order_by("made_at"):
        state = "signed" if key.pk == present.pk else "signed, replaced"
        if not is_signed(key):
            state = "asked for: waits for the worker" if is_asked_for(key) else NOT_SIGNED
        yield KeyRow("team", "team", key.made_at.date().isoformat(), state)


def _responder_rows() -> Iterator[KeyRow]:
    attested = {each.pk for each in attested_responders()}
    for each in Responder.objects.order_by("name"):
        at_work = each.state == Responder.State.ACTIVE
        state = "can open" if each.pk in attested else "NOT ATTESTED" if at_work else each.state
        yield KeyRow("responder", f"{each.name} ({each.role}, {each.pseudonym})", "", state)


def _recovery_rows() -> Iterator[KeyRow]:
    present = attested_recovery()
    for key in RecoveryKey.objects.order_by("made_at"):
        tried = f"tried {key.tried_at:%Y-%m-%d}" if key.tried_at else "never tried"
        state = "replaced" if key.retired_at else "NOT ATTESTED"
        if present is not None and key.pk == present.pk:
            state = tried
        holder = f"{key.threshold} of {key.shares} shares"
        yield KeyRow("recovery", holder, key.made_at.date().isoformat(), state)


def _planted() -> Iterator[str]:
    if not is_present():
        yield (
            "the team key in the database is not the one that the worker obeys: a key was deleted "
            "or an older database put back; restore it and worker/ from one backup"
        )
    for key in TeamKey.objects.select_related("predecessor").order_by("made_at"):
        if not is_signed(key) and not is_asked_for(key):
            yield (
                f"a team key of {key.made_at:%Y-%m-%d} was neither signed nor asked for: "
                "somebody wrote it in the database; look for who can"
            )
    for reader in ReaderKey.objects.filter(destroyed_at=None).order_by("day"):
        if not _is_ours(reader):
            yield f"the reader key of {reader.day} is not signed: somebody wrote it in the database"


def _unattested() -> Iterator[str]:
    attested = {each.pk for each in attested_responders()}
    for each in Responder.objects.filter(state=Responder.State.ACTIVE).order_by("name"):
        if each.pk not in attested:
            yield (
                f"{each.name} ({each.pseudonym}) has no wrap that the team attests: "
                "invite them back, or say that they left"
            )
    present = attested_recovery()
    for key in RecoveryKey.objects.filter(retired_at=None):
        if present is None or key.pk != present.pk:
            yield "a recovery key is not attested by the team: make new paper shares"


def _unfinished(now: datetime) -> Iterator[str]:
    state = rotation_state()
    waiting = TeamKey.objects.filter(signature=None, made_at__lt=now - SIGNED_WITHIN)
    if state.asked and waiting.exists():
        yield "a new team key waits to be signed for over an hour: start the worker"
    if state.signed:
        yield (
            f"{state.left} of {state.total} are still wrapped to the team key before: "
            "log in at the desk, or run 'vigie keys rotate'"
        )


def _untried(now: datetime) -> Iterator[str]:
    key = attested_recovery()
    if key is None:
        yield "no recovery key: if every passphrase is lost so is everything; see 'vigie keys'"
    elif key.tried_at is None:
        yield "the paper shares were never tried: run 'vigie keys recovery try'"
    elif key.tried_at < now - TRIED_EVERY:
        yield "the paper shares were last tried over a year ago: run 'vigie keys recovery try'"


def _kept_too_long(now: datetime) -> Iterator[str]:
    old = ReaderKey.objects.filter(destroyed_at=None, day__lt=(now - READER_KEPT).date())
    if old.exists():
        yield f"{old.count()} reader keys are kept past 72 hours: start the worker, it reads first"


def _is_ours(key: ReaderKey) -> bool:
    log_public = bytes.fromhex(installation().log_public)
    return check_signature(log_public, reader_message(key.day, key.recipient), bytes(key.signature))
