"""How the desk says no: one clear sentence, the right status, and a way back."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from vigie.flows.team.guessing import Slowed
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
    gettext_noop("There is no such passkey."),
    gettext_noop("This visit has ended already."),
    gettext_noop("This page is too old: begin again."),
    gettext_noop("There is nobody of this name in the team."),
    gettext_noop("Only a lead of the team may do this; ask one."),
    gettext_noop("The team never gave this responder that role; ask a lead."),
    gettext_noop("The passphrase is too short: take at least 14 characters."),
    gettext_noop("Give a name of 1 to 60 characters."),
    gettext_noop("These words open no invitation: they serve once and for 48 hours; ask a lead."),
    gettext_noop(
        "The key of this person changed since you compared its words: compare them again."
    ),
    gettext_noop("This code is not right; check the time of the phone, and the secret typed."),
    gettext_noop("The team key was replaced while you were in: log in again."),
    gettext_noop("There is no recovery key: a lead makes one, while somebody can come in."),
    gettext_noop("Give the name of the new lead."),
    gettext_noop("The same share was given twice: take another paper."),
    gettext_noop("These shares are of different sets: the mark on each paper must be one."),
    gettext_noop("These shares do not fit together: they are not of one set."),
    gettext_noop("These shares are of another installation: they open nothing here."),
    gettext_noop("A word of this share is another than on the paper: compare them one by one."),
    gettext_noop("This responder has no team key yet; ask a lead."),
    gettext_noop("Somebody else holds this case; wait until they hand it back."),
    gettext_noop("Your claim on this case has expired or is not yours; take it again."),
    gettext_noop("Somebody changed this case while you wrote; read it again, then save."),
    gettext_noop("Nothing was changed: it reads so already, or this message is no longer there."),
    gettext_noop("A later correction rests on this one: undo that one first."),
    gettext_noop("Put the cursor, or a line break, where the second message begins."),
    gettext_noop("This case names no account yet: there is nothing to send to a platform."),
    gettext_noop("The note is empty; write a few words."),
    gettext_noop("The message is empty; write a few words."),
    gettext_noop("This is already proposed, and waits for a second person."),
    gettext_noop("Say why in a few words: whoever decides reads it."),
    gettext_noop("You proposed this: another person must agree."),
    gettext_noop("You proposed this: withdraw it, or let somebody else decide."),
    gettext_noop("Only whoever proposed this can withdraw it; you can refuse it."),
    gettext_noop("This proposal has waited three days and is over; propose it again."),
    gettext_noop("This proposal is already decided; look at the case again."),
    gettext_noop("Whoever proposed this is no longer in the team; propose it anew."),
    gettext_noop("One of the two must be a lead; ask a lead to agree."),
    gettext_noop("This file is frozen: it is neither shown, read nor given out."),
    gettext_noop("This file is not frozen any more; look at the case again."),
    gettext_noop("Your organisation has not recorded that files are handed to justice."),
    gettext_noop("Your organisation has not recorded that such files are destroyed."),
    gettext_noop("This is done when two people unfreeze, hand over or destroy the file."),
    gettext_noop("No sealed copy of this file is kept here."),
    gettext_noop("Say how the case ends: handled, out of scope, or nothing established."),
    gettext_noop("Everything in this case is with the authorities already."),
    gettext_noop("Nothing in this case is with the authorities."),
    gettext_noop("Say why it is kept longer; write a few words."),
    gettext_noop("Its witness withdrew this testimony: nobody can keep it longer."),
    gettext_noop("This testimony is in the sealed archive: two people open it again."),
    gettext_noop("This paper is closed with the sealed archive: two people open it again."),
    gettext_noop("This testimony is not in the archive; read the case again."),
    gettext_noop("Write a rule first."),
    gettext_noop("This text is too long for rules; switch on a few at a time."),
    gettext_noop("There is no rule in this text; a rule begins with [[rule]]."),
    gettext_noop("This rule is not in force any more."),
)
"""Sentences of the flows, which speak English, so that the catalogue has them."""

SAID_WITH_VALUES: Final = (
    gettext_noop("There is already a responder called %(name)s."),
    gettext_noop("There is already somebody called %(name)s; choose another name."),
    gettext_noop("There is already somebody called %(name)s; ask a lead."),
    gettext_noop("%(name)s is the only lead: make somebody else a lead first."),
    gettext_noop("%(name)s is not waiting to be let in."),
    gettext_noop("%(name)s is not in the team at present."),
    gettext_noop("A share has %(count)s words, and this one has %(given)s."),
    gettext_noop("Word %(place)s of this share is not in the list: look at the paper again."),
    gettext_noop("%(needed)s shares are needed, and %(given)s given: find another paper."),
    gettext_noop("These shares are of the set made on %(day)s, which was replaced."),
)
"""The same, with a name or a number in them."""
VALUE: Final = re.compile(r"%\\\((\w+)\\\)s")

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
    said = _translated(str(error))
    if said != str(error) or (get_language() or "fr").startswith("en"):
        return said
    if isinstance(error, BadInput | Incomplete):
        return said
    return next(str(sentence) for kind, sentence in IN_GENERAL if isinstance(error, kind))


def _translated(said: str) -> str:
    for sentence in SAID_WITH_VALUES:
        found = re.fullmatch(VALUE.sub(r"(?P<\1>.+)", re.escape(sentence)), said)
        if found:
            return gettext(sentence) % found.groupdict()
    return gettext(said)


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
