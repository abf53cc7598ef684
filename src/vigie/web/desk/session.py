"""Who is at the desk: the cookie opens the visit, and every page asks for it unless named here."""

from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from vigie.flows import people
from vigie.flows.people import Desk
from vigie.kernel.errors import VigieError
from vigie.web.desk.refusals import refusal

COOKIE: Final = "__Host-desk"
OPEN_VIEWS: Final = frozenset({"desk:log_in", "language", "health"})
"""The only views that answer somebody who has not logged in; static files are no views."""


class DeskRequest(HttpRequest):
    """A request from somebody whose desk is unlocked."""

    desk: Desk


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
        """Lets the view run with `request.desk`, or asks to log in."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_VIEWS:
            return None
        desk = people.visitor(request.COOKIES.get(COOKIE, ""), timezone.now())
        if desk is None:
            return ask_to_log_in(request)
        cast(DeskRequest, request).desk = desk
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """One clear sentence on a page for every error of ours; the others stay Django's."""
        return refusal(request, error) if isinstance(error, VigieError) else None


def desk_of(request: HttpRequest) -> Desk:
    """The unlocked desk that the middleware found; typed access for the views."""
    return cast(DeskRequest, request).desk


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """The way to the login; what was being sent is carried along, so that nothing is lost."""
    if request.method != "POST":
        query = urlencode({"to": request.get_full_path()})
        return redirect(f"{reverse('desk:log_in')}?{query}")
    return login_page(
        request, to=request.get_full_path(), kept=request.POST.urlencode(), asleep=True, status=401
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
    return path if found.namespace == "desk" and found.view_name not in OPEN_VIEWS else home


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
