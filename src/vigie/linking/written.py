"""What belongs to no platform: telephone numbers, e-mail addresses, times inside numbers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import phonenumbers

REGION = "FR"
E_MAIL = re.compile(
    r"(?i)(?<![\w.+@\-])[\w.+\-]{1,64}@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
    r"(?![\w@])"
)
DIALLED = re.compile(r"^(?:\+|00|\(?0\)?[1-9])")
FIRST_YEAR, LAST_YEAR = 2005, 2100


def find_e_mails(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower-case form of the e-mail addresses of a text."""
    for match in E_MAIL.finditer(text):
        yield match.start(), match.end(), match.group().lower()


def find_phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and E.164 form of the telephone numbers of a text, French unless it says so."""
    for match in phonenumbers.PhoneNumberMatcher(text, REGION, phonenumbers.Leniency.POSSIBLE):
        if DIALLED.match(match.raw_string):
            yield match.start, match.end, _e164(match.number)


def e164(written: str) -> str | None:
    """ "+33639980012", or None when the words are no possible number."""
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return None
    return _e164(number) if phonenumbers.is_possible_number(number) else None


def time_of(seconds: float) -> datetime | None:
    """A time read from a post's number, in seconds since 1970; None when it makes no sense."""
    try:
        time = datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return time if FIRST_YEAR <= time.year < LAST_YEAR else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
