"""A NUL, which no keyboard types and PostgreSQL cannot hold, ends at the door with one sentence."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NUL = "\0"


class NoNul:
    """Middleware: refuses a NUL in the address, and at the desk in a form too.

    In what a witness writes it is taken out instead (`testimony.forms`): nothing told is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the page that says that this is no form of ours."""
        if any(NUL in text for text in _texts(request)):
            return render(request, "400.html", status=400)
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    sent = [request.GET]
    if settings.PROCESS != "intake" and request.method == "POST":
        sent.append(request.POST)
    for each in sent:
        for name, values in each.lists():
            yield from (name, *values)
