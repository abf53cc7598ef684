"""Passkeys (WebAuthn): a second factor beside the authenticator's code; they unlock nothing.

The authenticator must have checked its user. A challenge serves once, an answer must come from
this site, from a key of this responder, and with a counter that has moved on.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.people import Passkey, Responder

NOT_ACCEPTED: Final = "This passkey was not accepted; begin again, or use a code."
LONGEST_ANSWER_CHARS = 20_000
MOST_PASSKEYS = 8
LABEL_CHARS = 60
ASK_MS = 120_000
BROKEN: Final = (WebAuthnException, ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys belong: the host, and the origins that its pages have."""

    host: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One passkey, as its owner's page lists it."""

    number: int
    label: str
    made_at: datetime


def passkeys(responder: Responder) -> tuple[PasskeyRow, ...]:
    """The passkeys of a responder, the oldest first."""
    rows = Passkey.objects.filter(responder=responder).order_by("pk")
    return tuple(PasskeyRow(row.pk, row.label, row.made_at) for row in rows)


def enrol_options(desk: Desk, site: Site, challenge: bytes) -> str:
    """What the browser is asked to make a passkey, as JSON."""
    who = desk.responder
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Vigie",
        user_name=who.name,
        user_id=who.pseudonym.encode(),
        challenge=challenge,
        timeout=ASK_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(who),
    )
    return options_to_json(options)


def enrol(
    desk: Desk, label: str, answer: str, site: Site, challenges: tuple[bytes, ...], now: datetime
) -> None:
    """Adds the passkey that the browser made; raises BadInput, NotAllowed or Conflict."""
    label = label.strip()
    if not label or len(label) > LABEL_CHARS:
        raise BadInput("Give the passkey a name of at most 60 characters.")
    if Passkey.objects.filter(responder=desk.responder).count() >= MOST_PASSKEYS:
        raise BadInput("You have eight passkeys already; remove one first.")
    credential, public_key, count = _registered(answer, site, challenges)
    try:
        with transaction.atomic():
            Passkey.objects.create(
                responder=desk.responder,
                label=label,
                credential=credential,
                public_key=public_key,
                sign_count=count,
                made_at=now,
            )
    except IntegrityError as error:
        raise Conflict("This passkey is enrolled already.") from error


def remove_passkey(desk: Desk, number: int) -> None:
    """Removes one of one's own; the authenticator's code always stays as a second factor."""
    gone, _ = Passkey.objects.filter(responder=desk.responder, pk=number).delete()
    if not gone:
        raise NotFound("There is no such passkey.")


def assertion_options(responder: Responder, site: Site, challenge: bytes) -> str:
    """What the browser is asked to prove that it has one of the passkeys, as JSON."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=ASK_MS,
        allow_credentials=_descriptors(responder),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def check_assertion(
    responder: Responder, answer: str, site: Site, challenges: tuple[bytes, ...]
) -> None:
    """Raises NotAllowed unless a passkey of this responder answered; its counter moves on."""
    try:
        given = parse_authentication_credential_json(answer[:LONGEST_ANSWER_CHARS])
    except BROKEN as error:
        raise NotAllowed(NOT_ACCEPTED) from error
    passkey = Passkey.objects.filter(responder=responder, credential=given.raw_id).first()
    if passkey is None:
        raise NotAllowed(NOT_ACCEPTED)
    count = _verified(passkey, answer, site, challenges)
    same = Passkey.objects.filter(pk=passkey.pk, sign_count=passkey.sign_count)
    if same.update(sign_count=count) != 1:
        raise NotAllowed(NOT_ACCEPTED)


def _verified(passkey: Passkey, answer: str, site: Site, challenges: tuple[bytes, ...]) -> int:
    """The counter of an answer that is right for one of the challenges; raises NotAllowed."""
    for challenge in challenges:
        with suppress(*BROKEN):
            return verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=list(site.origins),
                credential_public_key=bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            ).new_sign_count
    raise NotAllowed(NOT_ACCEPTED)


def _registered(answer: str, site: Site, challenges: tuple[bytes, ...]) -> tuple[bytes, bytes, int]:
    """The credential, its public key and its counter, of a passkey just made; or NotAllowed."""
    for challenge in challenges:
        with suppress(*BROKEN):
            made = verify_registration_response(
                credential=answer[:LONGEST_ANSWER_CHARS],
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=list(site.origins),
                require_user_verification=True,
            )
            return made.credential_id, made.credential_public_key, made.sign_count
    raise NotAllowed(NOT_ACCEPTED)


def _descriptors(responder: Responder) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=bytes(each.credential))
        for each in Passkey.objects.filter(responder=responder).order_by("pk")
    ]
