"""What the front door says of a request in its environment: the load, and which bound it met."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SURGE = "vigie.surge"
BUSY = "vigie.busy"
LIMIT = "vigie.limit"
SOURCE = "vigie.source"
PAGES = {408: "408.html", 413: "413.html"}


def in_surge(request: HttpRequest) -> bool:
    """Whether so many are writing that the short form is served."""
    return bool(request.META.get(SURGE))


def source_of(request: HttpRequest) -> str:
    """A mark that tells sources apart and names none; empty where no door stands in front."""
    return str(request.META.get(SOURCE, ""))


def too_busy_to_look_up(request: HttpRequest) -> bool:
    """Whether so many codes are being tried that this one is not, and must be sent again."""
    return bool(request.META.get(BUSY))


class BoundsSaid:
    """Middleware: the page that says which bound a request met: too slow, too big."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, and nothing is done with the request."""
        status = request.META.get(LIMIT)
        if status is None:
            return self.get_response(request)
        return render(request, PAGES[status], status=status)
