"""Keys: what the index knows of an account, and where its public page is."""

import hashlib
import hmac

from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput
from vigie.linking.handles import handles

INDEX_BYTES = 8


def blind_index(link_key: bytes, account: Account) -> bytes:
    """Eight bytes that say nothing without the key: HMAC-SHA256 of `account.key`, cut to 64 bits.

    Raises BadInput when the account names nobody exactly.
    """
    if account.key is None:
        raise BadInput("This text names no account exactly, so it cannot be indexed.")
    return hmac.new(link_key, account.key.encode(), hashlib.sha256).digest()[:INDEX_BYTES]


def profile_url(account: Account) -> str | None:
    """The public page of an account, for notices; None where the platform has none."""
    plugin = handles.all().get(account.platform or "")
    if plugin is None or account.kind not in ("profile", "content"):
        return None
    if plugin.page and account.handle:
        return plugin.page.format(handle=account.handle)
    if plugin.uid_page and account.uid:
        return plugin.uid_page.format(uid=account.uid)
    return None
