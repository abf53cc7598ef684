"""From granian's RSGI to Django's WSGI: the environment of a request, without any address."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

ADDRESSES = frozenset(("forwarded", "x-forwarded-for", "x-real-ip", "via", "true-client-ip"))
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Headers(Protocol):
    """The headers of a request, names in small letters."""

    def items(self) -> list[tuple[str, str]]: ...

    def get(self, key: str, default: str = "") -> str: ...


class Scope(Protocol):
    """What granian says of a request."""

    proto: str
    method: str
    path: str
    query_string: str
    server: str
    scheme: str
    client: str

    @property
    def headers(self) -> Headers: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django answered, whole."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def environ_of(scope: Scope) -> Environ:
    """The WSGI environment of a request, but for its body; nobody's address is in it."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name not in ADDRESSES and "_" not in name:
            _add_header(environ, name, value)
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = "HTTP_" + key
    before = environ.get(key)
    joint = "; " if name == "cookie" else ","
    environ[key] = value if before is None else before + joint + value


def answer_of(application: Wsgi, environ: Environ) -> Answer:
    """Runs Django in this thread; the answer is whole, so that no slow reader holds the thread."""
    began: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:  # noqa: ARG001
        began.append((status, headers))

    result = application(environ, start)
    try:
        body = b"".join(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
    status, headers = began[-1]
    return Answer(int(status.split(" ", 1)[0]), headers, body)
