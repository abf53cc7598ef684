"""Every role, view and method: refused unless the matrix, written by hand, says otherwise."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.translation import gettext

from tests.scenes import Login, tell
from tests.web.test_headers import filled
from vigie.flows.setup import NewInstallation
from vigie.flows.team.people import Desk, add_responder, open_visit
from vigie.store.people import DeskVisit, Responder
from vigie.web.desk.session import COOKIE, FOR_LEADS

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8"))
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT")
NEVER = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT")
NO_ROUND = {"language", "home", "leave"}
"""Views that lead elsewhere whoever asks."""


def views(process: str) -> dict[str, str]:
    """The views of a process by name, with an address that could exist."""
    return dict(_walk(get_resolver(f"vigie.site.urls_{process}").url_patterns, "", "/"))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, before: str
) -> Iterator[tuple[str, str]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inside = f"{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inside, route)
        else:
            yield space + str(each.name), filled(route)


@pytest.mark.parametrize("process", ["desk", "intake", "partners"])
def test_the_matrix_names_every_view_and_no_other(process: str) -> None:
    assert set(MATRIX[process]) == set(views(process))


@pytest.mark.parametrize("process", ["desk", "intake", "partners"])
def test_no_view_takes_a_method_that_the_matrix_does_not_name(
    process: str, request: pytest.FixtureRequest, lead: Login, now: datetime
) -> None:
    client: Client = request.getfixturevalue(f"{process}_client")
    wrong = []
    for name, address in views(process).items():
        come_in(client, process, lead, now)
        allowed = MATRIX[process][name][0].split()
        for method in METHODS:
            status = client.generic(method, address).status_code
            named = method in allowed or (method == "HEAD" and "GET" in allowed)
            if method in NEVER and status != 405:
                wrong.append((name, method, status))
            if not named and method in ("GET", "POST") and status < 400 and name not in NO_ROUND:
                wrong.append((name, method, status))
            if status >= 500:
                wrong.append((name, method, status))

    assert wrong == []


def come_in(client: Client, process: str, lead: Login, now: datetime) -> None:
    """A browser that may do all that can be done."""
    client.cookies.clear()
    if process == "desk":
        client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    elif process == "intake":
        client.post("/raconter/")


def nobody(client: Client, lead: Login) -> None:
    """A browser that never logged in."""


def made_up(client: Client, lead: Login) -> None:
    """A browser with a cookie of its own making."""
    client.cookies[COOKIE] = "AGE-SECRET-KEY-1" + "Q" * 58


def idle(client: Client, lead: Login) -> None:
    """A visit that ended by itself."""
    now = timezone.now()
    client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    DeskVisit.objects.update(last_seen=now - timedelta(minutes=16))


def gone(client: Client, lead: Login) -> None:
    """Somebody who left the team, with the cookie of before."""
    now = timezone.now()
    client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    Responder.objects.update(state=Responder.State.LEFT)


def waiting(client: Client, lead: Login) -> None:
    """Somebody whose passkey is still to be shown."""
    now = timezone.now()
    client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    DeskVisit.objects.update(challenge=b"c" * 32)


@pytest.mark.parametrize("stranger", [nobody, made_up, idle, gone, waiting])
def test_nobody_comes_to_the_desk_without_an_unlocked_visit(
    stranger: Callable[[Client, Login], None], desk_client: Client, lead: Login
) -> None:
    stranger(desk_client, lead)
    wrong = []
    for name, address in views("desk").items():
        if MATRIX["desk"][name][1] == "open":
            continue
        asked, sent = desk_client.get(address), desk_client.post(address)
        if asked.status_code != 302 or not asked["Location"].startswith("/desk/connexion/"):
            wrong.append((name, "GET", asked.status_code))
        if sent.status_code != 401:
            wrong.append((name, "POST", sent.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", [Responder.Role.LISTENER, Responder.Role.LEAD])
def test_each_role_comes_to_its_own_views_and_no_further(
    role: Responder.Role, desk_client: Client, installation: NewInstallation, now: datetime
) -> None:
    made, totp = add_responder("Noor", "une phrase de passe longue", role, installation.team_secret)
    desk = Desk(made, installation.team_secret)
    refused = set()
    for name, address in views("desk").items():
        if MATRIX["desk"][name][1] == "open":
            continue
        desk_client.cookies[COOKIE] = open_visit(desk, totp, now, proved_at=now)
        for answer in (desk_client.get(address), desk_client.post(address)):
            if says(answer, FOR_LEADS):
                refused.add(name)

    leads_only = {name for name, (_, least) in MATRIX["desk"].items() if least == "lead"}
    assert refused == (leads_only if role == Responder.Role.LISTENER else set())


def says(answer: HttpResponseBase, sentence: str) -> bool:
    """Whether a page refuses in these words."""
    return answer.status_code == 403 and gettext(sentence) in answer.content.decode()  # type: ignore[attr-defined]


def test_a_witness_page_without_an_open_testimony_shows_and_changes_nothing(
    intake_client: Client, installation: NewInstallation, now: datetime
) -> None:
    told = tell(now, narrative="PLANTE ici", own_pseudonym="PLANTE la")
    wrong = []
    for name, address in views("intake").items():
        if MATRIX["intake"][name][1] != "code":
            continue
        for answer in (intake_client.get(address), intake_client.post(address)):
            shown = b"" if answer.streaming else answer.content
            if b"PLANTE" in shown or told.reference.encode() in shown or answer.cookies:
                wrong.append((name, answer.status_code))

    assert wrong == []
