"""While a team key is replaced, an unlocked desk wraps everything anew, beside its requests.

One thread a process, for as long as somebody is inside; what is stored says where it stands, so
that the next visit goes on where this one stopped.
"""

import logging
import threading
import time

from django.db import connections
from django.utils import timezone

from vigie.flows.team.people import Desk
from vigie.flows.team.rotation import rewrap_some, under_way
from vigie.flows.team.visits import is_inside

AT_ONCE = 100
PAUSE_SECONDS = 0.02
log = logging.getLogger("vigie.desk")
_busy = threading.Lock()


def go_on(desk: Desk) -> None:
    """Starts the thread when there is something to wrap anew and none runs; returns at once."""
    if not under_way() or not _busy.acquire(blocking=False):
        return
    threading.Thread(target=_run, args=(desk,), daemon=True, name="rewrapping").start()


def _run(desk: Desk) -> None:
    try:
        wrap_while_inside(desk)
    except Exception:
        log.exception("wrapping to the new team key stopped; the next visit goes on")
    finally:
        connections.close_all()
        _busy.release()


def wrap_while_inside(desk: Desk) -> None:
    """Goes on until nothing is left, or until the visits of this responder end."""
    while is_inside(desk.responder, timezone.now()):
        if not rewrap_some(desk, timezone.now(), AT_ONCE):
            return
        time.sleep(PAUSE_SECONDS)
