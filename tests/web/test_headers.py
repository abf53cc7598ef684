"""Every answer of every process carries the same security headers, whatever it answers."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from vigie.web.headers import HEADERS, POLICY

EXAMPLES = {
    "slug": "maintenant",
    "reference": "D-23456789",
    "testimony": "T-23456789",
    "notice": "N-23456789",
    "pseudonym": "R-23456789",
    "kind": "pdf",
    "size": "100",
}
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every address of a process, with an example for each of its parts."""
    for each in patterns:
        route = filled(before + str(each.pattern))
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def filled(route: str) -> str:
    """A route with an example for each of its parts: a number where nothing else is known."""
    return PART.sub(lambda part: EXAMPLES.get(part[1], "1"), route)


def check(response: HttpResponseBase) -> None:
    assert {name: response[name] for name in HEADERS} == dict(HEADERS)
    assert response["Cache-Control"] == "no-store"
    assert "Server" not in response
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("process", ["intake", "desk", "partners"])
def test_every_address_answers_with_every_header(
    process: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(f"{process}_client")
    addresses = list(routes(get_resolver(f"vigie.site.urls_{process}").url_patterns))

    answers = [(address, client.get(address)) for address in addresses]

    assert len(addresses) >= 5
    for address, response in answers:
        assert "<" not in address
        assert response.status_code < 500, address
        check(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nowhere/", 404), ("put", "/", 405), ("get", "/../../etc/passwd", 404)],
)
def test_refusals_carry_the_headers_too(
    method: str, path: str, status: int, intake_client: Client
) -> None:
    response = getattr(intake_client, method)(path)

    assert response.status_code == status
    check(response)


def test_a_fault_of_ours_carries_the_headers_and_tells_nothing(
    intake_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake_client.raise_request_exception = False
    monkeypatch.setattr("vigie.web.testimony.views.entry.page", broken)

    response = intake_client.get("/")

    assert response.status_code == 500
    assert b"PLANTE" not in response.content
    check(response)


def broken(*_: object) -> HttpResponse:
    raise RuntimeError("PLANTE")


def test_a_style_sheet_is_served_from_here_and_may_be_kept(intake_client: Client) -> None:
    response = intake_client.get("/static/vigie/base.css")
    response.close()

    assert response.status_code == 200
    assert {name: response[name] for name in HEADERS} == dict(HEADERS)
    assert response.get("Cache-Control") != "no-store"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    allowed = {source for rule in POLICY.split(";") for source in rule.split()[1:]}

    assert allowed == {"'none'", "'self'", "'script'"}
    assert "unsafe" not in POLICY


def test_no_cookie_is_given_before_a_testimony_begins(intake_client: Client) -> None:
    for path in ("/", "/conseils/", "/suivi/", "/raconter/", "/urgent/"):
        assert not intake_client.get(path).cookies


def test_the_cookies_of_a_witness_live_on_this_host_over_tls_out_of_scripts_reach(
    intake_client: Client,
) -> None:
    response = intake_client.post("/raconter/")

    (cookie,) = response.cookies.values()
    assert cookie.key == "__Host-suite"
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
