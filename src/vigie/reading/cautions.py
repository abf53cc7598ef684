"""What a reading warns of: every sentence of a conversation's `warnings`, once."""

from vigie.evidence.images import MAX_FRAMES, MAX_PAGES

AMBIGUOUS_DATES = "The dates can be read day first or month first; nothing in the file decides."
MONTH_FIRST = "The dates are written month first."
DAMAGED_PART = "A file of this conversation is damaged; messages are missing."
OWNER_UNKNOWN = "The source does not say whose phone or account it comes from."
ZONE_UNKNOWN = "The times are as written; the source does not say in which time zone."
PAGES_LEFT = f"Only the first {MAX_PAGES} pages were read."
FRAMES_LEFT = (
    f"The recording was not read to its end: at most {MAX_FRAMES} screens or 3 minutes are."
)
FROM_TEXT = "The words are those written in the PDF; it shows no bubbles."
GAP = "Some screenshots do not overlap; messages may be missing between them."
WORDS_ONLY = "TikTok hands out words only; images, videos and voice messages are not in the export."
NUMBERS_ONLY = "X names people by number only; who they are is to be asked."
OWN_MESSAGES_ONLY = "Discord hands out one's own messages only; the others' words are missing."
WORDS_MISSING = "Snapchat keeps the words of saved messages only; the others are empty turns."
PHOTOGRAPH = "This is a photograph of a screen: compare every message with it."
TOO_POOR = "This photograph is too poor to be read; the image is to be transcribed by hand."
TOO_SMALL = "The image is too small to read a conversation."
NOTHING = "No turn was found; the image is to be transcribed by hand."
