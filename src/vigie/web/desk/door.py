"""What the desk's door knows of a browser: its site, and whether it came in before."""

from ipaddress import ip_address
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vigie.flows.team.devices import LIFE_DAYS, add_mark, known_device
from vigie.flows.team.guessing import Pace
from vigie.flows.team.passkeys import Site
from vigie.store.people import Responder

DEVICE_COOKIE: Final = "__Host-known"
DEVICE_SECONDS: Final = LIFE_DAYS * 86_400
ON_THIS_MACHINE: Final = ("localhost", "127.0.0.1")
PACE: Final = Pace()
"""How fast tries are looked at in this process; its memory is all that knows sources."""


def site_of(request: HttpRequest) -> Site:
    """The host that passkeys are bound to; only this machine may be reached without TLS."""
    authority = request.get_host()
    host = authority.rsplit(":", 1)[0]
    local = (f"http://{authority}",) if host in ON_THIS_MACHINE else ()
    return Site(host, (f"https://{authority}", *local))


def is_named(site: Site) -> bool:
    """Whether a site has a name, to which alone a passkey can belong; an address is none."""
    try:
        ip_address(site.host.strip("[]"))
    except ValueError:
        return True
    return False


def device_of(request: HttpRequest, name: str) -> str:
    """What to call a browser in which this name came in before; empty for a stranger's."""
    return known_device(request.COOKIES.get(DEVICE_COOKIE, ""), name, timezone.now())


def remember_device(
    request: HttpRequest, response: HttpResponse, responder: Responder
) -> HttpResponse:
    """Gives the browser the cookie that keeps strangers' failures from slowing it down."""
    marks = add_mark(request.COOKIES.get(DEVICE_COOKIE, ""), responder, timezone.now())
    response.set_cookie(
        DEVICE_COOKIE,
        marks,
        max_age=DEVICE_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="Strict",
    )
    return response
