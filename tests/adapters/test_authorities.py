"""Asking authorities: what leaves, how long it may take, and every way of not answering."""

import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.evidence.authority import Listener, answering
from vigie.adapters.authorities import ask_all, authority_at
from vigie.evidence.timestamps import LARGEST_REPLY_BYTES
from vigie.kernel.errors import BadInput

REQUEST = b"the request"
LIMIT_SECONDS, ENOUGH_SECONDS = 1.5, 30.0
Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def asked(url: str) -> bytes | BadInput:
    return ask_all({url: REQUEST}, ENOUGH_SECONDS)[url]


def test_the_request_leaves_and_nothing_else() -> None:
    with Listener(answering(lambda body: b"reply to " + body)) as listener:
        answer = asked(listener.url + "?a=1")

    (seen,) = listener.asked
    assert answer == b"reply to the request"
    assert (seen.path, seen.body) == ("/tsr?a=1", REQUEST)
    assert set(seen.headers) == {
        "Host",
        "Accept-Encoding",
        "Content-Length",
        "Content-Type",
        "Accept",
    }
    assert seen.headers["Content-Type"] == "application/timestamp-query"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with Listener(answering(lambda _: b"reply")) as elsewhere:
        away = answering(lambda _: b"", status, Location=elsewhere.url)
        with Listener(away) as listener:
            answer = asked(listener.url)

    assert str(answer) == f"it answered {status} instead of a timestamp"
    assert elsewhere.asked == []


@pytest.mark.parametrize("status", [204, 400, 404, 429, 500, 503])
def test_a_status_that_is_no_success_is_one_sentence(status: int) -> None:
    with Listener(answering(lambda _: b"", status)) as listener:
        answer = asked(listener.url)

    assert str(answer) == f"it answered {status} instead of a timestamp"


def test_an_answer_without_end_is_not_kept() -> None:
    content = b"\0" * (LARGEST_REPLY_BYTES + 1)
    with Listener(answering(lambda _: content)) as listener:
        answer = asked(listener.url)

    assert str(answer) == f"its answer is over {LARGEST_REPLY_BYTES} bytes"


def _hang(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    time.sleep(LIMIT_SECONDS * 3)


def _drip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """A byte at a time, each well within any limit for one read."""
    handler.send_response(200)
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"0")
        time.sleep(LIMIT_SECONDS / 20)


@pytest.mark.parametrize("answer", [_hang, _drip], ids=["hangs", "drips"])
def test_one_that_takes_its_time_holds_nobody_up_and_stops_no_other(answer: Answer) -> None:
    with Listener(answer) as slow, Listener(answering(lambda _: b"reply")) as good:
        begun = time.monotonic()
        answers = ask_all({slow.url: REQUEST, good.url: REQUEST}, LIMIT_SECONDS)
        took_seconds = time.monotonic() - begun

    assert answers[good.url] == b"reply"
    assert str(answers[slow.url]) == "it gave no answer within 1.5 seconds"
    assert LIMIT_SECONDS <= took_seconds < LIMIT_SECONDS * 3


def _hang_up(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _garbage(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.wfile.write(b"\x00\x01 garbage\r\n\r\n")


@pytest.mark.parametrize("answer", [_hang_up, _garbage], ids=["hangs up", "garbage"])
def test_one_that_speaks_no_http_is_one_sentence(answer: Answer) -> None:
    with Listener(answer) as listener:
        said = asked(listener.url)

    assert isinstance(said, BadInput)
    assert str(said).startswith("it cannot be reached (")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/tsr",
        "https://127.0.0.1:1/tsr",
        "http://nobody.invalid/tsr",
        "http://" + "a" * 80 + ".invalid/",
    ],
)
def test_nobody_there_is_one_sentence(url: str) -> None:
    said = asked(url)

    assert isinstance(said, BadInput)
    assert str(said).startswith(("it cannot be reached (", "it gave no answer"))


def test_https_wants_a_certificate_that_the_machine_trusts() -> None:
    with Listener(answering(lambda _: b"reply")) as listener:
        said = asked(listener.url.replace("http:", "https:"))

    assert isinstance(said, BadInput)


def test_an_authority_is_known_by_its_host() -> None:
    assert authority_at("http://Horodatage.example.org:8080/tsr?x") == "horodatage.example.org:8080"
