"""Browsers that came in before: a cookie says so, which names nobody and opens nothing.

It only keeps strangers' failures from slowing its owner down. It is bound to the responder's
present passphrase and made with nothing that the desk would have to keep; whoever reads the
database could make one, and would gain a place in the queue.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from vigie.store.people import Responder

LIFE_DAYS = 180
NONCE_BYTES, DAY_BYTES, TAG_BYTES = 16, 2, 32
DAY_SECONDS = 86_400
MOST_DEVICES = 4
BETWEEN = "."


def device_mark(responder: Responder, now: datetime) -> str:
    """A new mark for a browser in which this responder has just come in."""
    body = secrets.token_bytes(NONCE_BYTES) + _day(now).to_bytes(DAY_BYTES, "big")
    return base64.urlsafe_b64encode(body + _tag(responder, body)).decode().rstrip("=")


def add_mark(marks: str, responder: Responder, now: datetime) -> str:
    """The marks of a browser with a fresh one for this responder; several people may share it."""
    others = [each for each in _several(marks) if not _number(each, responder, now)]
    return BETWEEN.join([device_mark(responder, now), *others][:MOST_DEVICES])


def known_device(marks: str, name: str, now: datetime) -> str:
    """What to call this browser when it came in before under this name; empty otherwise."""
    known = Responder.objects.filter(name=name.replace("\0", ""), state=Responder.State.ACTIVE)
    responder = known.first()
    found = [_number(each, responder, now) for each in _several(marks)] if responder else []
    return next(filter(None, found), "")


def _several(marks: str) -> Iterable[str]:
    return marks.split(BETWEEN)[:MOST_DEVICES] if marks else ()


def _number(mark: str, responder: Responder, now: datetime) -> str:
    """The number inside a mark that was made for this responder and is not too old."""
    try:
        data = base64.b64decode(mark + "=" * (-len(mark) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return ""
    body, tag = data[: NONCE_BYTES + DAY_BYTES], data[NONCE_BYTES + DAY_BYTES :]
    made = int.from_bytes(body[NONCE_BYTES:], "big")
    young = 0 <= _day(now) - made <= LIFE_DAYS
    right = hmac.compare_digest(tag, _tag(responder, body))
    return body[:NONCE_BYTES].hex() if right and young else ""


def _tag(responder: Responder, body: bytes) -> bytes:
    return hmac.digest(bytes(responder.login_digest), b"vigie device" + body, "sha256")


def _day(now: datetime) -> int:
    return int(now.timestamp()) // DAY_SECONDS
