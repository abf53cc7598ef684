"""The second factor by authenticator: a code of six figures (RFC 6238) that serves once."""

import hmac
from datetime import datetime

import pyotp

from vigie.store.people import Responder

STEP_SECONDS = 30


def code_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step that a code belongs to, one before and after allowed."""
    totp = pyotp.TOTP(secret)
    given = "".join(code.split()).encode()
    present = int(now.timestamp()) // STEP_SECONDS
    steps = (present, present - 1, present + 1)
    right = [s for s in steps if hmac.compare_digest(totp.at(s * STEP_SECONDS).encode(), given)]
    return right[0] if right else None


def use_code(responder: Responder, secret: str, code: str, now: datetime) -> bool:
    """Whether a code is right and later than the last one used; it serves no second time."""
    step = code_step(secret, code, now)
    if step is None:
        return False
    unused = Responder.objects.filter(pk=responder.pk, totp_last_step__lt=step)
    return unused.update(totp_last_step=step) == 1
