"""The witness's words for the kernel's values; the catalogues hold them in each language."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from vigie.kernel.answers import Happening, Teller, UrgentKind, Want, YesNo
from vigie.kernel.errors import Reason
from vigie.web.platforms import MESSENGERS, NAMES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

YES_NO: Mapping[YesNo, "StrPromise"] = {
    "yes": _("Yes"),
    "no": _("No"),
    "unsure": _("I don't know"),
}
TELLERS: Mapping[Teller, "StrPromise"] = {
    "me": _("It is happening to me"),
    "friend": _("I speak for a friend"),
    "parent": _("I am a parent"),
    "adult_remembers": _("I am an adult, it was before"),
    "professional": _("I work with young people"),
    "under_13_account": _("I saw a child under 13 with an account"),
}
HAPPENINGS: Mapping[Happening, "StrPromise"] = {
    "photo_request": _("They ask for photos or videos"),
    "money": _("They ask for money or gifts"),
    "threat": _("They threaten me"),
    "insults": _("They insult me or make fun of me"),
    "meeting": _("They want to meet me"),
    "secrecy": _("They ask me to keep a secret"),
    "touched": _("They touched me or hurt me"),
    "other": _("Something else"),
}
URGENT_KINDS: Mapping[UrgentKind, "StrPromise"] = {
    "publish": _("Someone wants to publish something about me"),
    "coming": _("Someone is coming to see me"),
    "die": _("I think about dying"),
    "other": _("Something else that cannot wait"),
}
WANTS: Mapping[Want, "tuple[StrPromise, StrPromise]"] = {
    "unsure": (_("I don't know"), _("That is fine. You can choose later.")),
    "talk": (_("To talk with someone"), _("We write to you here.")),
    "platform": (
        _("The app to act"),
        _("We ask it to suspend the account. The app decides."),
    ),
    "police": (_("To tell the police or a judge"), _("We explain it to you first.")),
    "keep": (
        _("To keep my evidence"),
        _("We read it for your safety. We talk to you before we send anything."),
    ),
}
PLATFORMS: Mapping[str, "StrOrPromise"] = {
    "": _("I don't know"),
    **MESSENGERS,
    "other": _("Another app"),
}
FILE_STATES: Mapping[str, "StrPromise"] = {
    "received": _("Received"),
    "read": _("Received and read"),
    "unreadable": _("Kept, but we cannot read it"),
    "frozen": _("Kept and locked"),
    "gone": _("Locked, then removed"),
    "dropped": _("Not kept"),
}
PROBLEMS: Mapping[Reason, "StrPromise"] = {
    "empty": _("The file is empty. Send it again."),
    "too_large": _("The file is too big. Cut it in pieces or send screenshots."),
    "executable": _("It is a program. Send an image or a text."),
    "unknown_kind": _("We do not know this kind of file. Send an image or a PDF."),
    "too_many_pixels": _("The image is too big. Send a smaller one."),
    "damaged_image": _("The image is broken. Send it again."),
    "damaged_archive": _("The file is broken. Send it again."),
    "archive_too_large": _("The file holds too much. Send only the conversation."),
    "archive_unsafe": _("The file is badly made. Send only the conversation."),
    "archive_encrypted": _("The file has a password. Send it without one."),
    "unknown_export": _("We do not know this kind of file yet. A person will look."),
    "damaged_export": _("The file is broken. Ask the app for it again."),
    "no_conversation": _("We found no messages in it. A person will look."),
    "took_too_long": _("It took too long to read. A person will look."),
    "not_stored": _("We could not keep it. Hold on to it and send it again later."),
    "damaged_here": _("We damaged it on our side. Please send it again."),
}
STATUSES: Mapping[str, "StrPromise"] = {
    "draft": _("You have not sent it yet."),
    "received": _("We received it."),
    "reading": _("We are reading."),
    "in_hand": _("We read it. We take it seriously."),
    "acted": _("We acted."),
    "closed": _("It is finished. You can still write to us."),
}
NOTICES: Mapping[str, "StrPromise"] = {
    "sent": _("We wrote to them, without your name. We wait for the answer."),
    "acknowledged": _("They said: we received it. We wait for the answer."),
    "acted_on": _("They acted."),
    "refused": _("They refused. It is not your fault. We can ask again."),
}


def platform_name(platform: str | None) -> str:
    """The name people use for a platform; an unknown one as it is written."""
    return NAMES.get(platform, platform) if platform else ""
