"""Durations and hours as a responder reads them: short, exact, never a bare number."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

MINUTE_SECONDS = 60
HOUR_SECONDS = 3600
DAY_SECONDS = 86_400


def spoken(duration: timedelta) -> str:
    """ "40 min", "3 h 20", "2 days": two figures at most, the sign left out."""
    seconds = int(abs(duration.total_seconds()))
    if seconds < HOUR_SECONDS:
        return gettext("%(minutes)d min") % {"minutes": seconds // MINUTE_SECONDS}
    if seconds < DAY_SECONDS:
        hours, rest = divmod(seconds, HOUR_SECONDS)
        parts = {"hours": hours, "minutes": f"{rest // MINUTE_SECONDS:02d}"}
        return gettext("%(hours)d h %(minutes)s") % parts
    days = seconds // DAY_SECONDS
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def waited(since: datetime, now: datetime) -> str:
    """ "3 h 20": how long somebody has been waiting."""
    return spoken(now - since)


def answer_due(before: datetime, now: datetime) -> str:
    """ "40 min late" or "3 h 20 left" until the promised answer."""
    if before < now:
        return gettext("%(duration)s late") % {"duration": spoken(now - before)}
    return gettext("%(duration)s left") % {"duration": spoken(before - now)}
