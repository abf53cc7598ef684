"""A form of the desk that comes twice does its act once, and is answered as the first time."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from vigie.flows.custody import to_hour
from vigie.store.forms import FormSent

KEPT = timedelta(days=2)


def only_once(once: str, now: datetime, act: Callable[[], str]) -> str:
    """What the act gives; when the same form did it before, what it gave then.

    The act and the memory of it are kept together or not at all. Without a token it is done.
    """
    with transaction.atomic():
        if not once:
            return act()
        digest = hashlib.sha256(once.encode()).digest()
        sent, first = FormSent.objects.get_or_create(digest=digest, defaults={"hour": to_hour(now)})
        if first:
            sent.made = act()
            sent.save(update_fields=["made"])
        return sent.made


def forget_forms(now: datetime) -> None:
    """Removes the memory of old forms."""
    FormSent.objects.filter(hour__lt=now - KEPT).delete()
