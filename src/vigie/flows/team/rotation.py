"""A new team key in place of the present one: asked for by a lead, signed by the worker.

Nobody else can have one made: the worker obeys the key that it pins in its vault, and then pins the
new one. Testimonies and cases are wrapped anew by unlocked sessions, a few at a time, and until the
last one both keys open; no content is encrypted again. What is stored says what is left to do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from vigie.evidence.custody import check_signature, sign
from vigie.evidence.installation import Vault
from vigie.evidence.keys import new_identity, recipient_of, unwrap, wrap
from vigie.flows.custody import log_act
from vigie.flows.recipients import (
    asking_message,
    is_signed,
    present_team_key,
    signed_team_keys,
    team_message,
)
from vigie.flows.signatures import signed_anew, team_public, team_signer
from vigie.flows.team.attesting import (
    attested_recovery,
    attested_responders,
    give_recovery,
    give_team_key,
    hold_team,
    present_key_of,
)
from vigie.flows.team.held import TEAM_HOLDERS, predecessors, seal_common_key
from vigie.flows.team.people import Desk, link_key, print_key, require_lead
from vigie.kernel.errors import Conflict, WrongKey
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.testimonies import Testimony, Wrap

GRACE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RotationState:
    """Whether a key waits for the worker, whether one is being wrapped to, and how far that is."""

    asked: bool
    signed: bool
    left: int
    total: int


@dataclass(frozen=True, slots=True)
class _Held:
    """A secret that a team key opens: a testimony's or a case's, and for which key."""

    kind: type[Wrap] | type[Case]
    pk: int
    recipient: str
    wrapped: bytes


def ask_rotation(desk: Desk, now: datetime) -> None:
    """Asks the worker for a new team key; raises NotAllowed for who is no lead."""
    require_lead(desk)
    with transaction.atomic():
        hold_team()
        ask_for_successor(desk, now)


def ask_for_successor(desk: Desk, now: datetime) -> None:
    """Makes the next team key, for those who are in the team now, and signs for it.

    One that was asked for and not signed yet is replaced: it was made for those of before.
    """
    present = present_key_of(desk.team_secret)
    _drop_unsigned(present)
    secret, recipient = new_identity()
    public = team_public(secret)
    asked = asking_message(recipient, public, present.recipient)
    key = TeamKey.objects.create(
        recipient=recipient,
        signing_public=public,
        wrapped_link_key=seal_common_key("link", link_key(desk), secret),
        wrapped_print_key=seal_common_key("print", print_key(desk), secret),
        predecessor=present,
        asked_signature=team_signer(desk.team_secret)(asked),
        wrapped_predecessor=wrap(desk.team_secret, recipient),
        made_at=now,
    )
    for responder in attested_responders():
        give_team_key(key, secret, responder)
    recovery = attested_recovery()
    if recovery is not None:
        give_recovery(key, secret, recovery.recipient)
    actor, mark = desk.responder.pseudonym, recipient[-20:]
    log_act(LogEntry.Act.ROTATED, actor=actor, now=now, subject=mark)


def ask_again_if_asked(desk: Desk, now: datetime) -> None:
    """Who comes in while a new team key waits for the worker gets that key too."""
    if TeamKey.objects.filter(predecessor=present_key_of(desk.team_secret)).exists():
        ask_for_successor(desk, now)


def sign_rotation(vault: Vault, now: datetime) -> Vault | None:
    """Signs the team key that the pinned one asked for; gives the vault that pins it, or None.

    The vault is saved after this: a crash between the two signs the same key again.
    """
    pinned = bytes.fromhex(vault.team_public)
    with transaction.atomic():
        hold_team()
        asked = TeamKey.objects.select_for_update(of=("self",)).select_related("predecessor")
        for key in asked.filter(predecessor__signing_public=pinned):
            if not _asked_by(pinned, key) or key.predecessor is None:
                continue
            recipient, public = key.recipient, bytes(key.signing_public)
            message = team_message(recipient, public, key.predecessor.recipient)
            key.signature = sign(bytes.fromhex(vault.log_seed), message)
            key.save(update_fields=["signature"])
            TeamKey.objects.filter(pk=key.predecessor.pk).update(retired_at=now)
            return replace(vault, team_public=public.hex())
    return None


def rewrap_some(desk: Desk, now: datetime, limit: int) -> int:
    """Wraps up to `limit` testimonies and cases to the present team key; gives how many are left.

    Each is changed only while it is as it was read, so it can be stopped anywhere and run twice.
    """
    present = present_key_of(desk.team_secret)
    older = {recipient_of(secret): secret for secret in predecessors(desk.team_secret)}
    if not older:
        return 0
    anew = [
        replace(each, wrapped=_anew(each.wrapped, older[each.recipient], present))
        for each in _some(older, limit)
    ]
    with transaction.atomic():
        _sign_anew(desk.team_secret, [team_public(each) for each in older.values()], anew)
        _store(anew, present.recipient)
    left = _wraps_of(older).count() + _cases_of(older).count()
    if not left:
        _finish(present, older, now)
    return left


def under_way() -> bool:
    """Whether anything may still be wrapped to a team key before the present one."""
    return present_team_key().wrapped_predecessor is not None


def rotation_state() -> RotationState:
    """Where the rotation stands."""
    present = present_team_key()
    older = [key.recipient for key in signed_team_keys() if key.pk != present.pk]
    successor = TeamKey.objects.filter(predecessor=present).first()
    asked = successor is not None and is_asked_for(successor)
    total = Wrap.objects.filter(holder__in=TEAM_HOLDERS).count() + Case.objects.count()
    left = _wraps_of(older).count() + _cases_of(older).count()
    return RotationState(asked, present.wrapped_predecessor is not None, left, total)


def is_asked_for(key: TeamKey) -> bool:
    """Whether the present team key asked for this one."""
    return _asked_by(bytes(present_team_key().signing_public), key)


def _drop_unsigned(present: TeamKey) -> None:
    successor = TeamKey.objects.select_for_update().filter(predecessor=present).first()
    if successor is None:
        return
    if is_signed(successor):
        raise Conflict("The team key was replaced while you were in: log in again.")
    successor.delete()


def _asked_by(public: bytes, key: TeamKey) -> bool:
    predecessor = key.predecessor.recipient if key.predecessor is not None else ""
    message = asking_message(key.recipient, bytes(key.signing_public), predecessor)
    return check_signature(public, message, bytes(key.asked_signature or b""))


def _wraps_of(recipients: Iterable[str]) -> QuerySet[Wrap]:
    return Wrap.objects.filter(holder__in=TEAM_HOLDERS, recipient__in=list(recipients))


def _cases_of(recipients: Iterable[str]) -> QuerySet[Case]:
    return Case.objects.filter(wrapped_to__in=list(recipients))


def _some(recipients: Iterable[str], limit: int) -> list[_Held]:
    """Some of what is wrapped to keys before the present one: testimonies first."""
    known = list(recipients)
    wraps = _wraps_of(known).order_by("pk").values_list("pk", "recipient", "wrapped")[:limit]
    found = [_Held(Wrap, pk, recipient, bytes(wrapped)) for pk, recipient, wrapped in wraps]
    cases = _cases_of(known).order_by("pk").values_list("pk", "wrapped_to", "wrapped_key")
    rest = cases[: limit - len(found)]
    return found + [_Held(Case, pk, whom, bytes(wrapped)) for pk, whom, wrapped in rest]


def _store(anew: Iterable[_Held], recipient: str) -> None:
    """A row that was wrapped anew or erased meanwhile is left as it is."""
    for each in anew:
        if each.kind is Wrap:
            same = Wrap.objects.filter(pk=each.pk, recipient=each.recipient)
            same.update(recipient=recipient, wrapped=each.wrapped)
        else:
            unchanged = Case.objects.filter(pk=each.pk, wrapped_to=each.recipient)
            unchanged.update(wrapped_to=recipient, wrapped_key=each.wrapped)


def _sign_anew(team_secret: str, before: Sequence[bytes], anew: Sequence[_Held]) -> None:
    """What a team key before signed for is signed for by the present one."""
    wraps = [each.pk for each in anew if each.kind is Wrap]
    cases = Case.objects.filter(pk__in=[each.pk for each in anew if each.kind is Case])
    entered = Testimony.objects.filter(entered_by_team=True, wraps__in=wraps)
    things: list[Testimony | Case] = [*cases, *entered]
    for thing in things:
        signature = signed_anew(thing, team_secret, before)
        if signature is not None:
            same = type(thing).objects.filter(pk=thing.pk, recipient=thing.recipient)
            same.update(signature=signature)


def _anew(wrapped: bytes, secret: str, present: TeamKey) -> bytes:
    """The same secret for the present key; what opens with no key is left as it is."""
    try:
        return wrap(unwrap(wrapped, secret), present.recipient)
    except WrongKey:
        return wrapped


def _finish(present: TeamKey, older: Mapping[str, str], now: datetime) -> None:
    """Destroys the way to the keys before, once nobody can still be sealing to one of them."""
    keys = TeamKey.objects.filter(recipient__in=list(older))
    if keys.filter(retired_at__gt=now - GRACE).exists():
        return
    with transaction.atomic():
        TeamWrap.objects.filter(team_key__in=keys).delete()
        keys.update(wrapped_predecessor=None, wrapped_recovery=None)
        keys.update(wrapped_link_key=b"", wrapped_print_key=b"")
        TeamKey.objects.filter(pk=present.pk).update(wrapped_predecessor=None)
