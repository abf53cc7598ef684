"""The desk's words for the codes that the kernel and the store use."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vigie.web.platforms import NAMES

Words = Mapping[str, Promise | str]

SEVERITIES: Final[Words] = {
    "P1": pgettext_lazy("answer", "Now"),
    "P2": pgettext_lazy("answer", "Today"),
    "P3": pgettext_lazy("answer", "This week"),
    "P4": pgettext_lazy("answer", "When possible"),
    "none": pgettext_lazy("answer", "Nothing found"),
}
ROLES: Final[Words] = {
    "listener": pgettext_lazy("role", "Listener"),
    "lead": pgettext_lazy("role", "Lead"),
}
CASE_STATES: Final[Words] = {
    "open": pgettext_lazy("case", "Open"),
    "acted": pgettext_lazy("case", "Acted on"),
    "closed": pgettext_lazy("case", "Closed"),
}
NOTICE_STATES: Final[Words] = {
    "ready": pgettext_lazy("notice", "Ready, not sent"),
    "sent": pgettext_lazy("notice", "Sent"),
    "acknowledged": pgettext_lazy("notice", "Acknowledged"),
    "acted_on": pgettext_lazy("notice", "Acted on"),
    "refused": pgettext_lazy("notice", "Refused"),
}
PLATFORMS: Final[Words] = {
    **NAMES,
    "unknown": _("unknown application"),
    "": _("no application named"),
}
STAGES: Final[Words] = {
    "access_fame": pgettext_lazy("signal", "Fame as a lever"),
    "profile_age": pgettext_lazy("signal", "Age"),
    "profile_place": pgettext_lazy("signal", "Place, being alone"),
    "trust": pgettext_lazy("signal", "Flattery, trust"),
    "secrecy": pgettext_lazy("signal", "Secrecy"),
    "platform_move": pgettext_lazy("signal", "Move elsewhere"),
    "boundary_test": pgettext_lazy("signal", "Test of limits"),
    "solicit_image": pgettext_lazy("signal", "Request for an image"),
    "incentive": pgettext_lazy("signal", "Gift or money offered"),
    "guilt": pgettext_lazy("signal", "Emotional blackmail"),
    "threat_exposure": pgettext_lazy("signal", "Threat to publish"),
    "payment_demand": pgettext_lazy("signal", "Demand for money"),
    "meet": pgettext_lazy("signal", "Meeting"),
    "bullying": pgettext_lazy("signal", "Bullying"),
    "hate": pgettext_lazy("signal", "Hate"),
    "poses_as_peer": pgettext_lazy("signal", "Says to be of the same age"),
    "image_sent": pgettext_lazy("signal", "Image sent"),
    "image_published": pgettext_lazy("signal", "Image published"),
    "contact_abuse": pgettext_lazy("signal", "Physical abuse"),
    "child_distress": pgettext_lazy("signal", "Distress"),
    "report_frame": pgettext_lazy("signal", "Reported words"),
}
ACTS: Final[Words] = {
    "received": pgettext_lazy("custody", "received"),
    "read": pgettext_lazy("custody", "read by the worker"),
    "opened": pgettext_lazy("custody", "opened"),
    "revealed": pgettext_lazy("custody", "image shown"),
    "corrected": pgettext_lazy("custody", "corrected"),
    "exported": pgettext_lazy("custody", "put in a paper"),
    "withdrawn": pgettext_lazy("custody", "withdrawal asked"),
    "kept": pgettext_lazy("custody", "withdrawal cancelled"),
    "erased": pgettext_lazy("custody", "erased"),
    "lent": pgettext_lazy("custody", "lent to the worker"),
    "frozen": pgettext_lazy("custody", "frozen"),
    "thawed": pgettext_lazy("custody", "unfrozen"),
    "handed": pgettext_lazy("custody", "handed to justice"),
    "destroyed": pgettext_lazy("custody", "destroyed"),
    "archived": pgettext_lazy("custody", "archived"),
    "reopened": pgettext_lazy("custody", "opened again"),
    "referred": pgettext_lazy("custody", "referred"),
    "joined": pgettext_lazy("custody", "joined the team"),
    "left": pgettext_lazy("custody", "left the team"),
    "rotated": pgettext_lazy("custody", "team key changed"),
    "recovered": pgettext_lazy("custody", "recovered"),
    "decided": pgettext_lazy("custody", "decision recorded"),
    "restored": pgettext_lazy("custody", "restored from a backup"),
    "published": pgettext_lazy("custody", "head of the log published"),
}
ACTORS: Final[Words] = {
    "witness": pgettext_lazy("actor", "the witness"),
    "intake": pgettext_lazy("actor", "the witness pages"),
    "desk": pgettext_lazy("actor", "the desk, by telephone"),
    "worker": pgettext_lazy("actor", "the worker"),
}
KINDS: Final[Words] = {
    "text": pgettext_lazy("message", "words"),
    "image": pgettext_lazy("message", "image"),
    "audio": pgettext_lazy("message", "voice message"),
    "video": pgettext_lazy("message", "video"),
    "sticker": pgettext_lazy("message", "sticker"),
    "call": pgettext_lazy("message", "call"),
    "system": pgettext_lazy("message", "shown by the application"),
    "deleted": pgettext_lazy("message", "deleted message"),
    "masked": pgettext_lazy("message", "masked"),
}
PROBLEMS: Final[Words] = {
    "empty": _("empty file"),
    "too_large": _("larger than the limit"),
    "executable": _("a program: not opened"),
    "unknown_kind": _("of a kind that is not read"),
    "too_many_pixels": _("too many pixels"),
    "damaged_image": _("damaged image"),
    "damaged_archive": _("damaged archive"),
    "archive_too_large": _("archive that unpacks to too much"),
    "archive_unsafe": _("archive with unsafe names: not opened"),
    "archive_encrypted": _("archive with a password"),
    "unknown_export": _("a data export that is not known yet"),
    "damaged_export": _("damaged data export"),
    "no_conversation": _("no conversation was found in it"),
    "took_too_long": _("reading took too long"),
    "not_stored": _("not stored: our disk refused it"),
    "damaged_here": _("damaged or lost on our side: ask for it again, or restore it"),
}
SIDES: Final[Words] = {
    "left": _("left (the other person)"),
    "right": _("right (the phone)"),
    "centre": _("centre (the application)"),
}
WRITERS: Final[Words] = {
    "left": _("from the other person"),
    "right": _("from the phone's owner"),
    "centre": _("shown by the application"),
}
SPEAKERS: Final[Words] = {
    "left": pgettext_lazy("speaker", "The other person"),
    "right": pgettext_lazy("speaker", "The phone's owner"),
    "centre": pgettext_lazy("speaker", "The application"),
    "unknown": pgettext_lazy("speaker", "Somebody without a name"),
    "reported": pgettext_lazy("speaker", "The person spoken of"),
    "witness": pgettext_lazy("speaker", "The witness"),
}
SHAPES: Final[Words] = {
    "said": pgettext_lazy("mark", "said here"),
    "reported": pgettext_lazy("mark", "reported, laid to the person spoken of"),
    "weak": pgettext_lazy("mark", "weighs nothing: the context explains it"),
}
LANGUAGES: Final[Words] = {"fr": _("French"), "en": _("English")}
FLIPS: Final[Words] = {
    "left": _("It is the other person"),
    "right": _("It is the phone's owner"),
    "centre": _("It is the application"),
}
TELLERS: Final[Words] = {
    "me": _("the person concerned"),
    "friend": _("a friend"),
    "parent": _("a parent"),
    "adult_remembers": _("an adult who remembers"),
    "professional": _("a professional"),
    "under_13_account": _("about the account of a child under 13"),
}
URGENT_KINDS: Final[Words] = {
    "publish": _("somebody is about to publish something"),
    "coming": _("somebody is coming"),
    "die": _("wants to die"),
    "other": _("something else that cannot wait"),
}
HAPPENINGS: Final[Words] = {
    "photo_request": pgettext_lazy("happening", "photos asked for"),
    "money": pgettext_lazy("happening", "money"),
    "threat": pgettext_lazy("happening", "threats"),
    "insults": pgettext_lazy("happening", "insults"),
    "meeting": pgettext_lazy("happening", "a meeting"),
    "secrecy": pgettext_lazy("happening", "secrecy asked for"),
    "touched": pgettext_lazy("happening", "touched or hurt"),
    "other": pgettext_lazy("happening", "something else"),
}
YES_NO: Final[Words] = {
    "yes": pgettext_lazy("witness", "yes"),
    "no": pgettext_lazy("witness", "no"),
    "unsure": pgettext_lazy("witness", "does not know"),
}
WANTS: Final[Words] = {
    "unsure": pgettext_lazy("wish", "does not know yet"),
    "talk": pgettext_lazy("wish", "to talk with somebody"),
    "platform": pgettext_lazy("wish", "the application to act"),
    "police": pgettext_lazy("wish", "to tell the police or a judge"),
    "keep": pgettext_lazy("wish", "to keep the evidence"),
}


def word(words: Words, code: str) -> str:
    """The word for a code, or the code itself when it is a new one."""
    return str(words.get(code, code))
