"""What a witness does: start, tell page by page, add, send, come back, withdraw."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from vigie.cases.deadlines import promise_for_witness
from vigie.evidence.codes import derive, new_code, read_code
from vigie.evidence.keys import new_identity, unwrap, wrap
from vigie.flows.custody import log_act, to_hour
from vigie.flows.items import hold, receive_item
from vigie.flows.linking import open_own_case
from vigie.flows.place import installation, new_reference
from vigie.flows.recipients import reader_recipient, team_recipient
from vigie.flows.signatures import Signer, check_signer, intake_signer, testimony_message
from vigie.flows.witness.acknowledging import acknowledge
from vigie.flows.witness.receiving import (
    ReceivedFile,
    SealedUpload,
    enter_files,
    keep_sealed,
)
from vigie.kernel.errors import BadInput, NotFound, WrongKey
from vigie.store.campaigns import Campaign
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap

UNFINISHED_WAIT = timedelta(minutes=30)
WITHDRAWAL_WAIT = timedelta(days=7)
UNKNOWN_CODE = "This code opens nothing; check the six words and their order."


@dataclass(frozen=True, slots=True)
class WitnessSession:
    """The witness of this request: which testimony, and the witness key that the code gave."""

    testimony: int
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Started:
    """A new testimony: the code, shown once here, and the session that it opens."""

    code: str = field(repr=False)
    session: WitnessSession


def start_testimony(
    *,
    language: str,
    campaign: str | None,
    now: datetime,
    by_team: Signer | None = None,
    code: str | None = None,
) -> Started:
    """Makes an empty testimony and its code, of which only a tag is kept.

    At the desk the team signs for its key (`by_team`), elsewhere intake does. A `code` that was
    drawn already is taken instead of a fresh one.
    """
    code = code or new_code(secrets.choice)
    keys = derive(code, bytes.fromhex(installation().code_salt))
    reference, (secret, recipient) = new_reference("T"), new_identity()
    signer = by_team or intake_signer()
    with transaction.atomic():
        testimony = Testimony.objects.create(
            reference=reference,
            tag=keys.tag,
            recipient=recipient,
            signature=signer(testimony_message(reference, recipient)),
            language=language,
            campaign=Campaign.objects.filter(slug=campaign).first() if campaign else None,
            entered_by_team=by_team is not None,
            started_hour=to_hour(now),
        )
        for holder, whom in holders(keys.recipient, now).items():
            Wrap.objects.create(
                testimony=testimony, holder=holder, recipient=whom, wrapped=wrap(secret, whom)
            )
        if by_team is not None:
            check_signer(testimony)
    return Started(code, WitnessSession(testimony.pk, keys.secret))


def holders(witness: str, now: datetime) -> dict[Wrap.Holder, str]:
    """Who can open a new testimony; without the worker's key for too long, the team alone reads."""
    reader = reader_recipient(now)
    others = {Wrap.Holder.TEAM: team_recipient(), Wrap.Holder.WITNESS: witness}
    return others if reader is None else {Wrap.Holder.READER: reader, **others}


def reopen(code_text: str) -> WitnessSession:
    """The session of a code as typed; raises NotFound, with one sentence, when it opens nothing."""
    code = read_code(code_text)
    if code is None:
        raise NotFound(UNKNOWN_CODE)
    keys = derive(code, bytes.fromhex(installation().code_salt))
    found = Testimony.objects.filter(tag=keys.tag).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(UNKNOWN_CODE)
    return WitnessSession(found, keys.secret)


def testimony_of(session: WitnessSession) -> Testimony:
    """The testimony of a session; raises NotFound when it is erased."""
    try:
        return Testimony.objects.get(pk=session.testimony, erased_hour=None)
    except Testimony.DoesNotExist as error:
        raise NotFound(UNKNOWN_CODE) from error


def witness_key(session: WitnessSession, testimony: Testimony) -> str:
    """T's secret, in the memory of this request; raises NotFound."""
    try:
        wrapped = testimony.wraps.get(holder=Wrap.Holder.WITNESS)
        return unwrap(bytes(wrapped.wrapped), session.secret)
    except (Wrap.DoesNotExist, WrongKey) as error:
        raise NotFound(UNKNOWN_CODE) from error


def save_page(
    session: WitnessSession,
    page: str,
    answers: Mapping[str, Any],
    *,
    once: str,
    now: datetime,
) -> None:
    """Appends one page as it is left; a page of the urgent way marks the testimony P1 at once."""
    testimony = testimony_of(session)
    with transaction.atomic():
        receive_item(
            testimony,
            Item.Kind.PAGE,
            {"page": page, "answers": dict(answers)},
            once=once,
            now=now,
            state=Item.State.UNREAD,
        )
        if answers.get("urgent"):
            testimony.urgent, testimony.severity = True, "P1"
            testimony.save(update_fields=["urgent", "severity"])
            if not testimony.joined.exists():
                open_own_case(testimony, intake_signer(), now)
        to_be_read(session, testimony, now)


def receive_files(
    session: WitnessSession, uploads: Iterable[SealedUpload], *, once: str, now: datetime
) -> tuple[ReceivedFile, ...]:
    """Keeps the files of one form; each is sealed already, and durable when this returns."""
    testimony = testimony_of(session)
    durable = keep_sealed(uploads)
    with transaction.atomic():
        received = enter_files(testimony, durable, once=once, now=now)
        if received:
            to_be_read(session, testimony, now)
    if received and testimony.state != Testimony.State.DRAFT:
        acknowledge(testimony, witness_key(session, testimony), now)
    return received


def say(session: WitnessSession, text: str, *, once: str, now: datetime) -> None:
    """Leaves a message for the team; raises BadInput when it is empty."""
    if not text.strip():
        raise BadInput("The message is empty; write a few words.")
    content = {"text": text, "at": to_hour(now).isoformat()}
    testimony = testimony_of(session)
    with transaction.atomic():
        received = receive_item(testimony, Item.Kind.MESSAGE, content, once=once, now=now)
        to_be_read(session, testimony, now)
    if received is not None and testimony.state != Testimony.State.DRAFT:
        acknowledge(testimony, witness_key(session, testimony), now)


def send_off(session: WitnessSession, now: datetime) -> datetime:
    """The witness has told what they wanted; gives the time of the promised answer."""
    testimony = testimony_of(session)
    if testimony.state == Testimony.State.DRAFT:
        testimony.state = Testimony.State.RECEIVED
        testimony.sent_hour = to_hour(now)
    testimony.answer_before = testimony.answer_before or promise_for_witness(
        "P1" if testimony.urgent else "P4", to_hour(now)
    )
    testimony.save(update_fields=["state", "sent_hour", "answer_before"])
    to_be_read(session, testimony, now)
    acknowledge(testimony, witness_key(session, testimony), now)
    return testimony.answer_before


def withdraw(session: WitnessSession, now: datetime) -> date:
    """Asks for erasure in seven days; whoever holds the phone can undo it until then."""
    testimony = testimony_of(session)
    testimony.withdraw_on = testimony.withdraw_on or (now + WITHDRAWAL_WAIT).date()
    with transaction.atomic():
        testimony.save(update_fields=["withdraw_on"])
        log_act(LogEntry.Act.WITHDRAWN, actor="witness", now=now, testimony=testimony)
    return testimony.withdraw_on


def keep(session: WitnessSession, now: datetime) -> None:
    """Takes the withdrawal back."""
    testimony = testimony_of(session)
    testimony.withdraw_on = None
    with transaction.atomic():
        testimony.save(update_fields=["withdraw_on"])
        log_act(LogEntry.Act.KEPT, actor="witness", now=now, testimony=testimony)


def to_be_read(session: WitnessSession, testimony: Testimony, now: datetime) -> None:
    """Tells the worker: at once when sent or urgent, after half an hour when left unfinished.

    The code opens T in this request, so that today's reader can read what is added today.
    """
    at_once = testimony.urgent or testimony.state != Testimony.State.DRAFT
    reader = reader_recipient(now)
    with transaction.atomic():
        hold(testimony)
        testimony.read_after = now if at_once else now + UNFINISHED_WAIT
        testimony.save(update_fields=["read_after"])
        wrapped = testimony.wraps.filter(holder=Wrap.Holder.READER).first()
        if reader is None or (wrapped is not None and wrapped.recipient == reader):
            return
        secret = witness_key(session, testimony)
        Wrap.objects.update_or_create(
            testimony=testimony,
            holder=Wrap.Holder.READER,
            defaults={"recipient": reader, "wrapped": wrap(secret, reader)},
        )
