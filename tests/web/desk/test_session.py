"""The desk's door: nobody comes in without a visit, and nothing typed is lost at it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.scenes import Login
from vigie.flows.queue import queue
from vigie.store.cases import CaseNote
from vigie.store.people import DeskVisit, Responder
from vigie.web.desk import session
from vigie.web.desk.session import ACCESS, COOKIE, OPEN_VIEWS, may_see, safe_destination

SAMPLES = {
    "item": 1,
    "proposal": 1,
    "task": 1,
    "reference": "D-0",
    "notice": "N-0",
    "kind": "pdf",
    "conversation": 1,
    "turn": 1,
    "picture_id": 1,
    "number": 1,
    "pseudonym": "R-0",
    "testimony": "T-0",
}


def every_address(resolver: URLResolver, before: str = "/", space: str = "") -> Iterator[str]:
    """Every address of the process that is not open by name, with sample arguments."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from every_address(each, route, f"{each.namespace}:" if each.namespace else "")
        elif f"{space}{each.name}" not in OPEN_VIEWS:
            for name in each.pattern.converters:
                kind = each.pattern.converters[name].__class__.__name__
                tag = "int" if kind == "IntConverter" else "str"
                route = route.replace(f"<{tag}:{name}>", str(SAMPLES[name]))
            yield route


def every_name(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every view of the process, in the order of the addresses."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from every_name(each, f"{each.namespace}:" if each.namespace else "")
        else:
            yield f"{space}{each.name}"


def every_guarded_name(resolver: URLResolver) -> list[str]:
    return [name for name in every_name(resolver) if name not in OPEN_VIEWS]


def come_in(client: Client, login: Login, now: datetime, **more: str) -> object:
    """Logs in as a browser does."""
    sent = {"name": login.name, "passphrase": login.passphrase, "code": login.code(now), **more}
    return client.post("/desk/connexion/", sent)


def test_only_the_views_that_are_named_are_open() -> None:
    joining = ["desk:join", "desk:join_code", "desk:recover"]

    assert sorted(OPEN_VIEWS - set(joining)) == [
        "desk:log_in",
        "desk:log_in_passkey",
        "health",
        "language",
    ]
    assert set(joining) <= OPEN_VIEWS


def test_every_view_has_a_least_role_or_is_open_and_nothing_else_is_in_the_table() -> None:
    names = set(every_name(get_resolver("vigie.site.urls_desk")))

    assert set(ACCESS) | OPEN_VIEWS == names
    assert set(ACCESS) & OPEN_VIEWS == set()


def test_a_view_that_is_not_in_the_table_is_refused_to_everybody(
    at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = {name: role for name, role in ACCESS.items() if name != "desk:queue"}
    monkeypatch.setattr(session, "ACCESS", fewer)

    answer = at_desk.get("/desk/")

    assert answer.status_code == 403
    assert "Seule une personne responsable" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_listener_is_refused_every_view_of_a_lead(
    method: str, desk_client: Client, listener: Login, now: datetime
) -> None:
    come_in(desk_client, listener, now)
    resolver = get_resolver("vigie.site.urls_desk")
    for_leads = [name for name, role in ACCESS.items() if role == Responder.Role.LEAD]

    refused = {
        address: getattr(desk_client, method)(address).status_code
        for address, name in zip(every_address(resolver), every_guarded_name(resolver), strict=True)
        if name in for_leads
    }

    assert set(refused.values()) <= {403}
    assert len(refused) == len(for_leads) > 10
    assert desk_client.get("/desk/").status_code == 200
    assert not may_see("someone", "desk:queue")


def test_every_other_address_asks_to_log_in(desk_client: Client) -> None:
    addresses = list(every_address(get_resolver("vigie.site.urls_desk")))

    read = {address: desk_client.get(address) for address in addresses}
    written = {address: desk_client.post(address) for address in addresses}

    assert len(addresses) >= 16
    for address in addresses:
        assert read[address].status_code == 302, address
        assert read[address]["Location"].startswith("/desk/connexion/?to="), address
        assert written[address].status_code == 401, address


def test_a_made_up_cookie_opens_nothing(desk_client: Client) -> None:
    desk_client.cookies[COOKIE] = "AGE-SECRET-KEY-1MADEUP"

    answer = desk_client.get("/desk/")

    assert answer.status_code == 302


def test_the_cookie_is_for_this_host_only_and_no_script_reads_it(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    come_in(desk_client, lead, now)

    cookie = desk_client.cookies[COOKIE]

    assert COOKIE.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "")


def test_the_door_is_a_form_that_remembers_where_one_was_going(desk_client: Client) -> None:
    page = desk_client.get("/desk/connexion/", {"to": "/desk/appel/"}).content.decode()

    assert 'name="passphrase"' in page
    assert 'name="to" value="/desk/appel/"' in page
    assert 'name="kept"' not in page


def test_logging_in_goes_on_to_the_page_that_was_asked_for(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    answer = come_in(desk_client, lead, now, to="/desk/appel/")

    assert answer["Location"] == "/desk/appel/"  # type: ignore[index]


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/desk/",
        "//example.org/desk/",
        "/\\example.org",
        "/desk/connexion/",
        "/langue/",
        "/nowhere/",
        "",
    ],
)
def test_a_destination_outside_the_desk_becomes_the_queue(desk_client: Client, path: str) -> None:
    assert safe_destination(path) == "/desk/"


def test_a_refusal_says_one_sentence_and_keeps_the_name_only(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    sent = {"name": lead.name, "passphrase": "not the passphrase", "code": "000000"}

    answer = desk_client.post("/desk/connexion/", sent)

    assert answer.status_code == 403
    assert "phrase de passe ou le code n’est pas juste" in answer.content.decode()
    assert 'value="Camille"' in answer.content.decode()
    assert "not the passphrase" not in answer.content.decode()
    assert COOKIE not in desk_client.cookies


def test_what_was_being_sent_when_the_desk_fell_asleep_is_offered_again(
    at_desk: Client, lead: Login, held: str, now: datetime
) -> None:
    DeskVisit.objects.update(last_seen=now - timedelta(minutes=16))
    address = f"/desk/dossiers/{held}/notes/"

    asleep = at_desk.post(address, {"kind": "doubt", "text": "elle a pu se tromper de compte"})
    kept, to = asleep.context["kept"], asleep.context["to"]
    lead.desk.responder.refresh_from_db()
    awake = come_in(at_desk, lead, now + timedelta(seconds=30), kept=kept, to=to)
    again = at_desk.post(to, dict(awake.context["fields"]))  # type: ignore[attr-defined]

    assert asleep.status_code == 401
    assert "elle a pu se tromper de compte" in awake.content.decode()  # type: ignore[attr-defined]
    assert again.status_code == 302
    assert CaseNote.objects.filter(kind="doubt").count() == 1


def test_locking_the_desk_ends_the_visit(at_desk: Client, lead: Login, now: datetime) -> None:
    at_desk.post("/desk/deconnexion/")

    assert DeskVisit.objects.count() == 0
    assert at_desk.cookies[COOKIE].value == ""
    assert at_desk.get("/desk/").status_code == 302
    assert queue(lead.desk, now) == ()


def test_a_form_from_elsewhere_is_refused(at_desk: Client, held: str) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    answer = at_desk.post(f"/desk/dossiers/{held}/clore/", headers=elsewhere)

    assert answer.status_code == 403


def test_a_case_that_does_not_exist_is_one_clear_sentence(at_desk: Client) -> None:
    answer = at_desk.get("/desk/dossiers/D-NONE/")

    assert answer.status_code == 404
    assert "Aucun dossier" in answer.content.decode()
