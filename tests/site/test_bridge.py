"""The environment that Django sees: everything of the request but where it came from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from vigie.site.bridge import answer_of, environ_of


@dataclass
class Headers:
    given: list[tuple[str, str]]

    def items(self) -> list[tuple[str, str]]:
        return self.given

    def get(self, key: str, default: str = "") -> str:
        return dict(self.given).get(key, default)


@dataclass
class Scope:
    headers: Headers
    proto: str = "http"
    method: str = "POST"
    path: str = "/été/"
    query_string: str = "once=a"
    server: str = "127.0.0.1:8000"
    scheme: str = "http"
    client: str = field(default="192.0.2.7:1234")


def test_no_address_is_in_the_environment() -> None:
    given = [("x-forwarded-for", "192.0.2.7"), ("forwarded", "for=192.0.2.7"), ("host", "a.fr")]

    environ = environ_of(Scope(Headers(given)))

    assert "192.0.2.7" not in str(environ)
    assert environ["HTTP_HOST"] == "a.fr"


def test_paths_headers_and_cookies_are_as_wsgi_wants_them() -> None:
    given = [
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("accept", "x"),
        ("accept", "y"),
        ("content-type", "text/plain"),
        ("content-length", "3"),
        ("host_name", "forged"),
    ]

    environ = environ_of(Scope(Headers(given)))

    assert environ["PATH_INFO"].encode("latin-1").decode() == "/été/"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "x,y"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert "HTTP_HOST_NAME" not in environ


def test_an_answer_is_whole_and_its_end_is_told() -> None:
    ended = []

    class Body:
        def __iter__(self) -> Iterable[bytes]:
            return iter((b"on", b"e"))

        def close(self) -> None:
            ended.append(True)

    def application(_: dict[str, Any], start: Callable[..., None]) -> Any:  # noqa: ANN401
        start("404 Not Found", [("A", "b")])
        return Body()

    answer = answer_of(application, {})

    assert (answer.status, answer.headers, answer.body) == (404, [("A", "b")], b"one")
    assert ended == [True]
