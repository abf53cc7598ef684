"""Forms are taken from our own pages only, without a token and so without a cookie."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE, "POST")


class SameOrigin:
    """Middleware: an unsafe request must say that it comes from here.

    `Sec-Fetch-Site` decides where the browser sends it. With `Referrer-Policy: no-referrer` older
    browsers send `Origin: null`: intake then lets the form in, since its cookie is SameSite=Strict
    and a testimony is never refused; the other processes do not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a refusal that says what to do."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method in SAFE or comes_from_here(request):
            return self.get_response(request)
        return render(request, "403.html", status=403)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the headers show that the form is ours; the scheme is the proxy's, which ends TLS."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return bool(settings.PROCESS == "intake")
    return urlsplit(origin).netloc == request.get_host()
