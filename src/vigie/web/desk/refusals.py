"""How the desk says no: one clear sentence, the right status, and a way back."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from vigie.flows.guessing import Slowed
from vigie.kernel.errors import (
    BadInput,
    Conflict,
    Incomplete,
    NotAllowed,
    NotFound,
    VigieError,
)

STATUSES: Final[tuple[tuple[type[VigieError], int], ...]] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Incomplete, 422),
    (BadInput, 422),
)

SAID_BY_FLOWS: Final = (
    gettext_noop("Name, passphrase or code is not right."),
    gettext_noop("This passkey was not accepted; begin again, or use a code."),
    gettext_noop("The code or the passkey is not right; try again."),
    gettext_noop("Only a lead of the team may come here."),
    gettext_noop("Give the passkey a name of at most 60 characters."),
    gettext_noop("You have eight passkeys already; remove one first."),
    gettext_noop("This passkey is enrolled already."),
    gettext_noop("This responder has no team key yet; ask a lead."),
    gettext_noop("Somebody else holds this case; wait until they hand it back."),
    gettext_noop("Your claim on this case has expired or is not yours; take it again."),
    gettext_noop("Somebody changed this case while you wrote; read it again, then save."),
    gettext_noop("This case names no account yet: there is nothing to send to a platform."),
    gettext_noop("The note is empty; write a few words."),
    gettext_noop("The message is empty; write a few words."),
)
"""Sentences of the flows, which speak English, so that the catalogue has them."""

IN_GENERAL: Final[tuple[tuple[type[VigieError], Promise], ...]] = (
    (NotFound, _("There is no such case, testimony, image or notice.")),
    (NotAllowed, _("You may not do this.")),
    (Conflict, _("Somebody else was first: look at the case again; nothing was overwritten.")),
    (VigieError, _("This could not be done as it was sent.")),
)


def sentence_of(error: VigieError) -> str:
    """The error in the language of the page; in general terms when it has no translation."""
    if isinstance(error, Slowed):
        return _wait(error.seconds)
    said = gettext(str(error))
    if said != str(error) or (get_language() or "fr").startswith("en"):
        return said
    if isinstance(error, BadInput | Incomplete):
        return said
    return next(str(sentence) for kind, sentence in IN_GENERAL if isinstance(error, kind))


def _wait(seconds: int) -> str:
    return ngettext(
        "Too many tries: wait %(seconds)s second, then try again. Nobody is locked out.",
        "Too many tries: wait %(seconds)s seconds, then try again. Nobody is locked out.",
        seconds,
    ) % {"seconds": seconds}


def status_of(error: VigieError) -> int:
    """The HTTP status that says the same as the error."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def refusal(request: HttpRequest, error: VigieError) -> HttpResponse:
    """A page of its own, for a refusal that has no form to come back to."""
    status = status_of(error)
    missing = error.missing if isinstance(error, Incomplete) else ()
    context = {"sentence": sentence_of(error), "missing": missing, "status": status}
    return render(request, "desk/refused.html", context, status=status)
