"""The second factor as it is shown once: a drawing to scan, and the same as text to type."""

from dataclasses import dataclass, field

import pyotp

from vigie.kernel.errors import BadInput
from vigie.web.qr import Drawing, qr_of

SECRET_CHARS = 32
LABEL_CHARS = 60


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The secret, in groups of four for whoever types it, under the name of its account."""

    account: str
    secret: str = field(repr=False)
    groups: str = field(repr=False)
    drawing: Drawing = field(repr=False)


def second_factor_of(account: str, secret: str) -> SecondFactor:
    """What an authenticator takes; raises BadInput for what is no secret of ours."""
    if len(secret) != SECRET_CHARS or not set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        raise BadInput("This page is too old: begin again.")
    label = account[:LABEL_CHARS]
    address = pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name="Vigie")
    groups = " ".join(secret[start : start + 4] for start in range(0, SECRET_CHARS, 4))
    return SecondFactor(label, secret, groups, qr_of(address))
