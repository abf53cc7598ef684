"""What is logged: time, process, event, and where a fault was; never what somebody said."""

import logging
from datetime import UTC, datetime
from pathlib import Path


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
