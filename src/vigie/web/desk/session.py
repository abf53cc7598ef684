"""Who is at the desk: the cookie opens the visit, and a table says who may come to which page."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from vigie.flows.team import people
from vigie.flows.team.people import Desk, Visit
from vigie.kernel.errors import NotAllowed, VigieError
from vigie.store.people import Responder
from vigie.web.desk import rewrapping
from vigie.web.desk.refusals import refusal

COOKIE: Final = "__Host-desk"
OPEN_VIEWS: Final = frozenset(
    {
        "desk:join",
        "desk:join_code",
        "desk:log_in",
        "desk:log_in_passkey",
        "desk:recover",
        "health",
        "language",
    }
)
"""The only views that answer somebody who has not logged in; static files are no views."""

NO_PLACES: Final = OPEN_VIEWS | {"desk:log_out", "desk:prove"}
"""Where nobody is led after logging in."""

LISTENER, LEAD = Responder.Role.LISTENER, Responder.Role.LEAD
RANKS: Final[Mapping[str, int]] = {LISTENER: 0, LEAD: 1}
ACCESS: Final[Mapping[str, Responder.Role]] = {
    "home": LISTENER,
    "desk:add_passkey": LISTENER,
    "desk:admit": LEAD,
    "desk:call": LISTENER,
    "desk:case": LISTENER,
    "desk:change_role": LEAD,
    "desk:claim": LISTENER,
    "desk:close": LISTENER,
    "desk:correct": LISTENER,
    "desk:decide": LISTENER,
    "desk:drill": LEAD,
    "desk:end_visit": LISTENER,
    "desk:freeze": LISTENER,
    "desk:handed": LISTENER,
    "desk:invite": LEAD,
    "desk:invite_back": LEAD,
    "desk:journal": LEAD,
    "desk:keep_longer": LEAD,
    "desk:leave": LEAD,
    "desk:lend": LISTENER,
    "desk:log_out": LISTENER,
    "desk:make_recovery": LEAD,
    "desk:message": LISTENER,
    "desk:note": LISTENER,
    "desk:notice": LISTENER,
    "desk:notice_mark": LISTENER,
    "desk:notice_page": LISTENER,
    "desk:notice_paper": LISTENER,
    "desk:own": LISTENER,
    "desk:passphrase": LISTENER,
    "desk:person": LEAD,
    "desk:picture": LISTENER,
    "desk:propose": LISTENER,
    "desk:propose_reopening": LISTENER,
    "desk:prove": LISTENER,
    "desk:queue": LISTENER,
    "desk:recovery": LEAD,
    "desk:refer": LISTENER,
    "desk:release": LISTENER,
    "desk:remove_passkey": LISTENER,
    "desk:retention": LEAD,
    "desk:rotate": LEAD,
    "desk:rule_off": LEAD,
    "desk:rule_on": LEAD,
    "desk:rules": LISTENER,
    "desk:read_one_more": LISTENER,
    "desk:team": LEAD,
    "desk:tick": LISTENER,
    "desk:try_rule": LISTENER,
    "desk:turn_away": LEAD,
}
"""The least role for each view behind the login; one that is not here is refused to everybody."""

SECRET_FIELDS: Final = ("passphrase", "code", "share", "words", "answer")
"""Fields whose names begin so are not carried along behind the login."""


FOR_LEADS: Final = "Only a lead of the team may come here."


class DeskRequest(HttpRequest):
    """A request from somebody whose desk is unlocked."""

    desk: Desk
    visit: Visit


class DeskSession:
    """Middleware: no view runs before the visit is checked, and a refusal is one clear page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the visit is checked once the view is known, in `process_view`."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 (Django's signature)
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Lets the view run with `request.desk`, asks to log in, or refuses what the table does."""
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        if name in OPEN_VIEWS:
            return None
        visit = people.visit_of(request.COOKIES.get(COOKIE, ""), timezone.now())
        if visit is None:
            return ask_to_log_in(request)
        at_desk = cast(DeskRequest, request)
        at_desk.desk, at_desk.visit = visit.desk, visit
        if not may_see(visit.desk.responder.role, name):
            return refusal(request, NotAllowed(FOR_LEADS))
        rewrapping.go_on(visit.desk)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """One clear sentence on a page for every error of ours; the others stay Django's."""
        return refusal(request, error) if isinstance(error, VigieError) else None


def may_see(role: str, view_name: str) -> bool:
    """Whether the table lets a role come to a view."""
    least = ACCESS.get(view_name)
    return least is not None and RANKS.get(role, -1) >= RANKS[least]


def desk_of(request: HttpRequest) -> Desk:
    """The unlocked desk that the middleware found; typed access for the views."""
    return cast(DeskRequest, request).desk


def visit_of(request: HttpRequest) -> Visit:
    """The visit that the middleware found."""
    return cast(DeskRequest, request).visit


def kept_of(request: HttpRequest) -> str:
    """The form that was sent, to be sent again later; without what must not stand in a page."""
    kept = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if not name.startswith(SECRET_FIELDS):
            kept.setlist(name, values)
    return kept.urlencode()


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """The way to the login; what was being sent is carried along, so that nothing is lost."""
    if request.method != "POST":
        query = urlencode({"to": request.get_full_path()})
        return redirect(f"{reverse('desk:log_in')}?{query}")
    return login_page(
        request, to=request.get_full_path(), kept=kept_of(request), asleep=True, status=401
    )


def login_page(
    request: HttpRequest,
    *,
    to: str,
    name: str = "",
    problem: str = "",
    kept: str | None = None,
    asleep: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The login; `kept` is the form that waits behind it, `to` where it goes."""
    context = {"to": to, "name": name, "problem": problem, "kept": kept, "asleep": asleep}
    return render(request, "desk/login.html", context, status=status)


def safe_destination(path: str) -> str:
    """`path` when it is one of our own desk pages, otherwise the queue."""
    home = reverse("desk:queue")
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        return home
    try:
        found = resolve(path.split("?", 1)[0])
    except Resolver404:
        return home
    return path if found.namespace == "desk" and found.view_name not in NO_PLACES else home


def onwards(
    request: HttpRequest, to: str, kept: str | None, *, proved: bool = False
) -> HttpResponse:
    """Where one was going; a form that waited is shown first, and sent by a press."""
    destination = safe_destination(to)
    if kept is None:
        return redirect(destination)
    fields = QueryDict(kept).lists()
    shown = [(name, value) for name, values in fields for value in values]
    context = {"to": destination, "fields": shown, "proved": proved}
    return render(request, "desk/resume.html", context)


def remember(response: HttpResponse, cookie: str) -> HttpResponse:
    """Gives the browser the visit's cookie, which ends with the browser or after the idle time."""
    response.set_cookie(COOKIE, cookie, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Takes the cookie back."""
    response.set_cookie(
        COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Strict"
    )
    return response
