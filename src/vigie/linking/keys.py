"""Keys: what the index knows of an account."""

import hashlib
import hmac

from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput

INDEX_BYTES = 8


def blind_index(link_key: bytes, account: Account) -> bytes:
    """Eight bytes that say nothing without the key: HMAC-SHA256 of `account.key`, cut to 64 bits.

    Raises BadInput when the account names nobody exactly.
    """
    if account.key is None:
        raise BadInput("This text names no account exactly, so it cannot be indexed.")
    return hmac.new(link_key, account.key.encode(), hashlib.sha256).digest()[:INDEX_BYTES]
