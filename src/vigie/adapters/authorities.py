"""Timestamp authorities over HTTP (RFC 3161, 3.4): a request goes out, bytes come back.

Nothing else leaves: no name of ours, no cookie, no redirect followed, no proxy asked. An authority
has one limit for all it does, slow names and slow drips included: after it, its line is cut.
"""

import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Thread
from urllib.parse import urlsplit

from vigie.evidence.timestamps import LARGEST_REPLY_BYTES
from vigie.kernel.errors import BadInput

LIMIT_SECONDS = 5.0
HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}
UNREACHED = (OSError, HTTPException, ValueError, AttributeError)
"""What http.client raises, also when its socket is shut in another thread."""


@dataclass(slots=True)
class Call:
    """One request under way, and what has come of it."""

    url: str
    request: bytes
    limit_seconds: float
    answer: bytes | BadInput
    line: socket | None = field(default=None)


def authority_at(url: str) -> str:
    """The host and port that an authority is known by."""
    return urlsplit(url).netloc.lower()


def ask_all(
    requests: Mapping[str, bytes], limit_seconds: float = LIMIT_SECONDS
) -> dict[str, bytes | BadInput]:
    """Asks every address at once; gives its bytes, or one sentence, within the limit."""
    silent = BadInput(f"it gave no answer within {limit_seconds:g} seconds")
    calls = [Call(url, request, limit_seconds, silent) for url, request in requests.items()]
    threads = [Thread(target=_ask, args=(call,), daemon=True) for call in calls]
    deadline = time.monotonic() + limit_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    answers = {call.url: call.answer for call in calls}
    for call in calls:
        _cut(call)
    return answers


def _ask(call: Call) -> None:
    try:
        call.answer = _answer(call)
    except BadInput as error:
        call.answer = error
    except UNREACHED as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        call.answer = BadInput(f"it cannot be reached ({why})")


def _answer(call: Call) -> bytes:
    parts = urlsplit(call.url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = kind(parts.hostname or "", parts.port, timeout=call.limit_seconds)
    with closing(line) as connection:
        connection.connect()
        call.line = connection.sock
        connection.request("POST", path, body=call.request, headers=HEADERS)
        with connection.getresponse() as response:
            return _read(response)


def _read(response: HTTPResponse) -> bytes:
    if response.status != 200:
        raise BadInput(f"it answered {response.status} instead of a timestamp")
    reply = response.read(LARGEST_REPLY_BYTES + 1)
    if len(reply) > LARGEST_REPLY_BYTES:
        raise BadInput(f"its answer is over {LARGEST_REPLY_BYTES} bytes")
    return reply


def _cut(call: Call) -> None:
    """Ends a line that may still be read from: whoever reads it sees the end."""
    if call.line is not None:
        with suppress(OSError):
            call.line.shutdown(SHUT_RDWR)
