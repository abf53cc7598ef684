"""What the desk's forms send, read strictly; what a person can put right is said in a sentence."""

import hashlib
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from vigie.kernel.errors import BadInput, Conflict

TEXT_CHARS: Final = 20_000
TOKEN_CHARS: Final = 16


def read_text(sent: QueryDict) -> str:
    """The text of a note or a message; empty or endless is refused."""
    text = sent.get("text", "").strip()
    if not text:
        raise BadInput(gettext("Nothing was written yet."))
    if len(text) > TEXT_CHARS:
        raise BadInput(gettext("The text is longer than 20,000 characters; shorten it."))
    return text


def read_version(sent: QueryDict) -> int:
    """The version of the case that the page showed; without one, the page is too old."""
    version = sent.get("version", "")
    if not version.isdecimal():
        raise Conflict(gettext("This page is too old to write from; nothing was changed."))
    return int(version)


def read_once(request: HttpRequest) -> str:
    """One value for this very form with all that it holds; empty when it came without its token."""
    if len(request.POST.get("once", "")) < TOKEN_CHARS:
        return ""
    sent = f"{request.path}\n{request.POST.urlencode()}"
    return hashlib.sha256(sent.encode()).hexdigest()
