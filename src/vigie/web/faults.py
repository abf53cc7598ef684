"""What a page says when a request cannot be taken, or when we cannot answer it."""

import sys
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_BIG: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is too big, or is no form of ours."""
    if isinstance(exception, TOO_BIG):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def fault(request: HttpRequest) -> HttpResponse:
    """The database is busy, which passes; or something broke on our side."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return render(request, "503.html", status=503)
    return render(request, "500.html", status=500)
