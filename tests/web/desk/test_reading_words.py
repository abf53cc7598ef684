"""Everything the machine says of its own reading has words at the desk."""

from vigie.reading import meta, shots
from vigie.reading.chatlines import AMBIGUOUS_DATES, MONTH_FIRST
from vigie.reading.exports.discord import OWN_MESSAGES_ONLY
from vigie.reading.exports.snapchat import WORDS_MISSING
from vigie.reading.exports.tiktok import WORDS_ONLY
from vigie.reading.exports.x import NUMBERS_ONLY
from vigie.reading.threads import OWNER_UNKNOWN, ZONE_UNKNOWN
from vigie.web.desk.reading_words import WARNINGS

SAID = (
    meta.DAMAGED_PART,
    shots.PAGES_LEFT,
    AMBIGUOUS_DATES,
    MONTH_FIRST,
    OWN_MESSAGES_ONLY,
    WORDS_MISSING,
    WORDS_ONLY,
    NUMBERS_ONLY,
    OWNER_UNKNOWN,
    ZONE_UNKNOWN,
)


def test_every_warning_of_an_export_is_said_in_french() -> None:
    untold = [each for each in SAID if str(WARNINGS.get(each, each)) == each]

    assert untold == []
