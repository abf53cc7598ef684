"""What the machine says of its own reading, in the desk's words."""

from django.utils.translation import gettext_lazy as _

from vigie.web.desk.words import Words

WARNINGS: Words = {
    "The source does not say whose phone or account it comes from.": _(
        "The source does not say whose phone or account it comes from."
    ),
    "The times are as written; the source does not say in which time zone.": _(
        "The times are as written; the source does not say in which time zone."
    ),
    "The dates can be read day first or month first; nothing in the file decides.": _(
        "The dates can be read day first or month first; nothing in the file decides."
    ),
    "The dates are written month first.": _("The dates are written month first."),
    "A file of this conversation is damaged; messages are missing.": _(
        "A file of this conversation is damaged; messages are missing."
    ),
    "Snapchat keeps the words of saved messages only; the others are empty turns.": _(
        "Snapchat keeps the words of saved messages only; the others are empty turns."
    ),
    "TikTok hands out words only; images, videos and voice messages are not in the export.": _(
        "TikTok hands out words only; images, videos and voice messages are not in the export."
    ),
    "Discord hands out one's own messages only; the others' words are missing.": _(
        "Discord hands out one's own messages only; the others' words are missing."
    ),
    "X names people by number only; who they are is to be asked.": _(
        "X names people by number only; who they are is to be asked."
    ),
    "The image is too small to read a conversation.": _(
        "The image is too small to read a conversation."
    ),
    "No turn was found; the image is to be transcribed by hand.": _(
        "No turn was found; the image is to be transcribed by hand."
    ),
    "Only the first 20 pages were read.": _("Only the first 20 pages were read."),
    "The recording was not read to its end: at most 40 screens or 3 minutes are.": _(
        "The recording was not read to its end: at most 40 screens or 3 minutes are."
    ),
    "The words are those written in the PDF; it shows no bubbles.": _(
        "The words are those written in the PDF; it shows no bubbles."
    ),
    "Some screenshots do not overlap; messages may be missing between them.": _(
        "Some screenshots do not overlap; messages may be missing between them."
    ),
    "This is a photograph of a screen: compare every message with it.": _(
        "This is a photograph of a screen: compare every message with it."
    ),
    "This photograph is too poor to be read; the image is to be transcribed by hand.": _(
        "This photograph is too poor to be read; the image is to be transcribed by hand."
    ),
}
"""What an export cannot hold, and what a reading leaves open, by the sentence in the format."""
