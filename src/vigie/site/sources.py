"""Where a request comes from, as a mark that tells two sources apart and names neither.

Only the desk asks for it, to slow guessing down. The key of the digest is made with the process and
ends with it, so that nothing in memory or in a log leads back to an address.
"""

import secrets
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from vigie.site.bridge import Scope

MARK_BYTES = 16
_KEY = secrets.token_bytes(32)


def source_mark(scope: Scope) -> str:
    """The mark of a request's source."""
    named = scope.headers.get("x-forwarded-for", "")
    source = source_of(scope.client, named)
    return blake2b(source.encode(), digest_size=MARK_BYTES, key=_KEY).hexdigest()


def source_of(client: str, forwarded: str) -> str:
    """The address that is nearest; behind a proxy on this machine, the last one that it names.

    Who forges that name gains another source: the bounds for all of them together still hold.
    """
    nearest = client.rpartition(":")[0].strip("[]") or client
    last = forwarded.rsplit(",", 1)[-1].strip()
    return _network(last) or nearest if _is_loopback(nearest) else _network(nearest)


def _network(address: str) -> str:
    """An address, or the /64 that one household has in IPv6; empty when it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else str(parsed)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
