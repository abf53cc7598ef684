"""What a responder does in a case: open, reveal, correct, note, write, take a call."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from vigie.evidence.codes import draw_code, new_code
from vigie.evidence.sealing import seal_text
from vigie.flows.analysis import analyse
from vigie.flows.casework.views import CaseView, view_case
from vigie.flows.corrections import record, revision_of
from vigie.flows.custody import log_act, to_hour
from vigie.flows.items import (
    add_item,
    hold,
    open_blob,
    open_content,
    receive_item,
    testimony_secret,
)
from vigie.flows.linking import join_cases, refresh_case
from vigie.flows.once import only_once
from vigie.flows.queue import case_named, held_case
from vigie.flows.rules import ruleset_in_force
from vigie.flows.signatures import sealing_recipient, team_message_words, team_signer
from vigie.flows.team.people import Desk, link_key
from vigie.flows.witness.telling import start_testimony, testimony_of
from vigie.kernel.answers import Answers
from vigie.kernel.corrections import Correction, FixText, Split
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.reading.corrections.correcting import cut_of
from vigie.store.cases import Case, CaseNote
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap


def open_case(desk: Desk, reference: str, now: datetime) -> CaseView:
    """Opens a case for reading, which the custody log remembers once an hour."""
    case = case_named(reference)
    actor, hour = desk.responder.pseudonym, to_hour(now)
    with transaction.atomic():
        for testimony in Testimony.objects.filter(joined__case=case, archived_hour=None):
            seen = LogEntry.objects.filter(
                act=LogEntry.Act.OPENED, actor=actor, hour=hour, testimony=testimony
            )
            if not seen.exists():
                log_act(LogEntry.Act.OPENED, actor=actor, now=now, testimony=testimony)
    return view_case(case, desk, now)


def picture(desk: Desk, picture_id: int, now: datetime) -> tuple[bytes, str]:
    """A rebuilt picture and its media type; revealing it is logged. Raises NotFound."""
    item = _item(picture_id, Item.Kind.PICTURE)
    key = _key(item.testimony, desk)
    media_type = str(open_content(item, key)["media_type"])
    data = open_blob(item, key)
    log_act(
        LogEntry.Act.REVEALED,
        actor=desk.responder.pseudonym,
        now=now,
        testimony=item.testimony,
        item=item,
    )
    return data, media_type


def correct(
    desk: Desk,
    reference: str,
    conversation_id: int,
    corrections: Sequence[Correction],
    *,
    version: int,
    now: datetime,
) -> None:
    """Puts a conversation right beside the machine's reading, and grades again on what stands."""
    case = held_case(desk, reference, now)
    item = _item(conversation_id, Item.Kind.CONVERSATION)
    _testimony(case, item.testimony.reference)
    with transaction.atomic():
        hold(item.testimony)
        _next_version(case, version)
        others = Case.objects.filter(joined__testimony=item.testimony).exclude(pk=case.pk)
        others.update(version=F("version") + 1)
        key = _key(item.testimony, desk)
        record(item, corrections, desk.responder.pseudonym, key, now)
        analyse(item.testimony, key, now, ruleset_in_force(link_key(desk)))
        for joined in item.testimony.joined.select_related("case"):
            refresh_case(joined.case, now)


def split_turn(
    desk: Desk,
    reference: str,
    conversation_id: int,
    turn: str,
    sent: str,
    at: int | None,
    *,
    version: int,
    now: datetime,
) -> None:
    """Cuts one turn in two, at the caret or at the line break that was written into its words."""
    item = _item(conversation_id, Item.Kind.CONVERSATION)
    testimony = item.testimony
    _testimony(held_case(desk, reference, now), testimony.reference)
    standing = revision_of(item, list(testimony.items.all()), _key(testimony, desk)).named(turn)
    text, place = cut_of(standing.turn.text if standing else "", sent, at)
    if not text[:place].strip() or not text[place:].strip():
        raise BadInput("Put the cursor, or a line break, where the second message begins.")
    corrections = (FixText(turn, text), Split(turn, place))
    correct(desk, reference, conversation_id, corrections, version=version, now=now)


def add_note(
    desk: Desk, reference: str, kind: str, text: str, now: datetime, *, once: str = ""
) -> None:
    """Adds a note, or a doubt or exculpatory element; raises BadInput when empty."""
    if not text.strip():
        raise BadInput("The note is empty; write a few words.")
    case = held_case(desk, reference, now)

    def add() -> str:
        CaseNote.objects.create(
            case=case,
            kind=CaseNote.Kind(kind),
            author=desk.responder,
            hour=to_hour(now),
            sealed=seal_text(text, sealing_recipient(case)),
        )
        return ""

    only_once(once, now, add)


def write_to_witness(
    desk: Desk,
    reference: str,
    testimony_reference: str,
    text: str,
    now: datetime,
    *,
    once: str = "",
) -> None:
    """Leaves a message that the witness reads with the code; raises BadInput when empty."""
    if not text.strip():
        raise BadInput("The message is empty; write a few words.")
    case = held_case(desk, reference, now)
    testimony = _testimony(case, testimony_reference)
    hour = to_hour(now).isoformat()
    signed = team_signer(desk.team_secret)(team_message_words(testimony.reference, text, hour))
    content = {
        "text": text,
        "by": desk.responder.pseudonym,
        "at": hour,
        "signature": signed.hex(),
    }

    def leave() -> str:
        add_item(testimony, Item.Kind.MESSAGE, content, now=now, from_team=True)
        return ""

    only_once(once, now, leave)


def enter_call(
    desk: Desk, answers: Answers, language: str, now: datetime, *, once: str = ""
) -> tuple[str, str]:
    """Enters what a caller told; gives the testimony's reference and the code to read out.

    The same form sent again gives the same code, which is drawn from its token, and adds nothing.
    """
    code = _code_of_call(desk, once)

    def enter() -> str:
        return _enter(desk, answers, language, code, now)

    return only_once(once, now, enter), code


def _code_of_call(desk: Desk, once: str) -> str:
    """Drawn from the form's token under the team key; nobody else can, and neither is kept."""
    if not once:
        return new_code(secrets.choice)
    return draw_code(desk.team_secret.encode(), f"vigie call\n{once}".encode())


def _enter(desk: Desk, answers: Answers, language: str, code: str, now: datetime) -> str:
    signer = team_signer(desk.team_secret)
    told = {name: value for name, value in asdict(answers).items() if value not in (None, "", ())}
    with transaction.atomic():
        started = start_testimony(
            language=language, campaign=None, now=now, by_team=signer, code=code
        )
        testimony = testimony_of(started.session)
        receive_item(
            testimony,
            Item.Kind.PAGE,
            {"page": "what", "answers": told},
            once=secrets.token_urlsafe(16),
            now=now,
            promised=False,
        )
        testimony.urgent = answers.urgent is not None
        testimony.state = Testimony.State.READ
        testimony.sent_hour = to_hour(now)
        testimony.save(update_fields=["urgent", "state", "sent_hour"])
        testimony.wraps.filter(holder=Wrap.Holder.READER).delete()
        ruleset = ruleset_in_force(link_key(desk))
        found = analyse(testimony, _key(testimony, desk), now, ruleset)
        join_cases(testimony, found.accounts, link_key(desk), signer, now)
    return testimony.reference


def _next_version(case: Case, version: int) -> None:
    if not Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1):
        raise Conflict("Somebody changed this case while you wrote; read it again, then save.")


def _item(key: int, kind: Item.Kind) -> Item:
    item = Item.objects.select_related("testimony").filter(pk=key, kind=kind).first()
    if item is None:
        raise NotFound("There is no such item.")
    return item


def _testimony(case: Case, reference: str) -> Testimony:
    open_ones = Testimony.objects.filter(joined__case=case, archived_hour=None)
    found = open_ones.filter(reference=reference).first()
    if found is None:
        raise NotFound(f"The testimony {reference} is not in this case.")
    return found


def _key(testimony: Testimony, desk: Desk) -> str:
    if testimony.archived_hour is not None:
        raise NotAllowed("This testimony is in the sealed archive: two people open it again.")
    return testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
