"""Who belongs to the team: responders and the recovery key, as the present team key attests them.

Whoever writes in the database could add a responder, give one another role, or put a key of their
own in place of theirs. They cannot sign for it: what is not attested gets no key and no say.
"""

from collections.abc import Iterator

from vigie.evidence.custody import check_signature
from vigie.evidence.keys import recipient_of, wrap
from vigie.flows.recipients import present_team_key
from vigie.flows.signatures import team_signer
from vigie.kernel.errors import Conflict, NotFound
from vigie.store.keys import RecoveryKey, TeamKey, TeamWrap
from vigie.store.people import Responder


def responder_message(pseudonym: str, role: str, recipient: str) -> bytes:
    """What the team signs when it lets somebody in, or changes what they may do."""
    return f"vigie responder {pseudonym} {role} {recipient}".encode()


def recovery_message(recipient: str) -> bytes:
    """What the team signs when it makes an offline key."""
    return f"vigie recovery {recipient}".encode()


def give_team_key(team_key: TeamKey, team_secret: str, responder: Responder) -> None:
    """Wraps a team key to a responder, and attests who they are and what they may do."""
    signer = team_signer(team_secret)
    TeamWrap.objects.update_or_create(
        team_key=team_key,
        responder=responder,
        defaults={
            "wrapped": wrap(team_secret, responder.recipient),
            "attestation": signer(_message_of(responder)),
        },
    )


def give_recovery(team_key: TeamKey, team_secret: str, recipient: str) -> None:
    """Wraps a team key to the offline key, and attests it."""
    team_key.wrapped_recovery = wrap(team_secret, recipient)
    team_key.recovery_attestation = team_signer(team_secret)(recovery_message(recipient))
    team_key.save(update_fields=["wrapped_recovery", "recovery_attestation"])


def is_attested(responder: Responder) -> bool:
    """Whether the present team key attested this responder, with this role and this key."""
    wrapped = responder.teamwrap_set.filter(team_key=present_team_key())
    found = wrapped.select_related("team_key").first()
    return found is not None and _holds(found, responder)


def attested_responders() -> Iterator[Responder]:
    """Those at work whom the present team key attested, by name."""
    wraps = TeamWrap.objects.filter(
        team_key=present_team_key(), responder__state=Responder.State.ACTIVE
    )
    for each in wraps.select_related("team_key", "responder").order_by("responder__name"):
        if _holds(each, each.responder):
            yield each.responder


def attested_recovery() -> RecoveryKey | None:
    """The offline key that the present team key attested; a planted one is passed over."""
    key = present_team_key()
    for each in RecoveryKey.objects.filter(retired_at=None).order_by("-made_at"):
        message = recovery_message(each.recipient)
        signature = bytes(key.recovery_attestation or b"")
        if check_signature(bytes(key.signing_public), message, signature):
            return each
    return None


def is_only_lead(responder: Responder) -> bool:
    """Whether nobody else could let people in."""
    leads = [each for each in attested_responders() if each.role == Responder.Role.LEAD]
    return [each.pk for each in leads] == [responder.pk]


def responder_named(pseudonym: str) -> Responder:
    """The responder of a pseudonym; raises NotFound."""
    found = Responder.objects.filter(pseudonym=pseudonym).first()
    if found is None:
        raise NotFound(f"There is no responder {pseudonym}.")
    return found


def was_in_the_team(responder: Responder) -> bool:
    """Whether they may ever have held a team key: at work, gone, or invited back since."""
    came_back = responder.invitation_set.exclude(used_at=None).exists()
    return came_back or responder.state != Responder.State.WAITING


def hold_team() -> None:
    """One change of the team waits for another until its transaction ends; called first in it."""
    present = present_team_key()
    list(TeamKey.objects.select_for_update().filter(pk=present.pk).values_list("pk"))


def present_key_of(team_secret: str) -> TeamKey:
    """The present team key, when this is its secret; raises Conflict when it was replaced."""
    key = present_team_key()
    if recipient_of(team_secret) != key.recipient:
        raise Conflict("The team key was replaced while you were in: log in again.")
    return key


def _holds(wrapped: TeamWrap, responder: Responder) -> bool:
    signature = bytes(wrapped.attestation or b"")
    public = bytes(wrapped.team_key.signing_public)
    return check_signature(public, _message_of(responder), signature)


def _message_of(responder: Responder) -> bytes:
    return responder_message(responder.pseudonym, responder.role, responder.recipient)
