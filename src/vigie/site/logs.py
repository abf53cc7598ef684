"""What is logged: time, process, event, and where a fault was; never what somebody said."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

QUIET_SECONDS = 60.0
MOST_KINDS = 1000


class SaidOnce(logging.Filter):
    """Lets one line of a kind through in a minute, and counts the others: a storm is a line."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written; the next one of its kind says how many were not."""
        raised = record.exc_info[0] if record.exc_info else None
        kind = (record.name, record.levelno, _constant(record), raised)
        now, (last, more) = self._clock(), self._said.get(kind, (-QUIET_SECONDS, 0))
        if now - last < QUIET_SECONDS:
            self._said[kind] = (last, more + 1)
            return False
        if len(self._said) > MOST_KINDS:
            self._said.clear()
        self._said[kind] = (now, 0)
        record.more = more
        return True


class BareFormatter(logging.Formatter):
    """One line: hour, level, logger, the constant message, and for a fault its type and place.

    Arguments, request paths and the text of exceptions may quote a testimony, so none is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line for a record, with nothing in it that a person wrote."""
        hour = datetime.fromtimestamp(record.created, tz=UTC).strftime("%Y-%m-%dT%H:%MZ")
        line = f"{hour} {record.levelname} {record.name} {_constant(record)}"
        if hasattr(record, "status_code"):
            line += f" ({record.status_code})"
        if getattr(record, "more", 0):
            line += f" (and {record.more} more since the last such line)"  # type: ignore[attr-defined]
        if record.exc_info and record.exc_info[0] is not None:
            line += f" {record.exc_info[0].__name__} at {_place(record.exc_info[2])}"
        return line


def _constant(record: logging.LogRecord) -> str:
    return str(record.msg) if record.args else record.getMessage().split(":", 1)[0]


def _place(traceback: object) -> str:
    frame = getattr(traceback, "tb_frame", None)
    found = "?"
    while frame is not None and traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        found = f"{Path(code.co_filename).name}:{traceback.tb_lineno}"  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return found
