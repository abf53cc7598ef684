"""Accounts: a place on a platform, as `vigie.handle/1` names it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AccountKind = Literal["profile", "content", "group", "shortener", "phone", "email", "none"]


@dataclass(frozen=True, slots=True)
class Account:
    """What a text names. `text` is as written; `handle` is in the platform's canonical form.

    `platform` is None when the text does not say (a bare "@name", a phone, an e-mail); `kind`
    "none" means that no account is named. `uid` is the platform's own stable number or id.
    """

    text: str
    kind: AccountKind = "none"
    platform: str | None = None
    handle: str | None = None
    uid: str | None = None
    post_id: str | None = None
    posted_at: datetime | None = None

    @property
    def key(self) -> str | None:
        """ "tiktok:lea.exemple", or None when nothing exact is named."""
        name = self.uid if self.handle is None else self.handle
        if name is None or self.kind in ("none", "shortener"):
            return None
        return f"{self.platform or self.kind}:{name}"
