"""Logs never hold what somebody said: no argument, no path, no text of an exception."""

import logging
import sys

from hypothesis import given
from hypothesis import strategies as st

from vigie.site.logs import BareFormatter, SaidOnce

SAID = "PLANTE il m'a dit"


def line_of(message: str, *arguments: object, error: Exception | None = None) -> str:
    raised = None
    if error is not None:
        try:
            raise error
        except type(error):
            raised = sys.exc_info()
    record = logging.LogRecord(
        "vigie.worker", logging.ERROR, __file__, 1, message, arguments, raised
    )
    return BareFormatter().format(record)


def test_a_line_says_the_hour_the_level_the_logger_and_the_constant_message() -> None:
    line = line_of("a round failed")

    assert line.endswith("ERROR vigie.worker a round failed")


def test_arguments_are_never_written() -> None:
    line = line_of("Internal Server Error: %s", f"/suivi/{SAID}")

    assert "PLANTE" not in line
    assert "Internal Server Error: %s" in line


def test_what_is_joined_to_a_message_after_a_colon_is_not_written() -> None:
    assert "PLANTE" not in line_of(f"Invalid HTTP_HOST header: {SAID!r}")


def test_a_fault_is_its_type_and_its_place_and_not_its_text() -> None:
    line = line_of("a round failed", error=ValueError(SAID))

    assert "PLANTE" not in line
    assert "ValueError at test_logs.py:" in line


@given(st.text(min_size=1))
def test_no_argument_is_ever_written(said: str) -> None:
    planted = f"<<{said}>>"

    line = line_of("told %s", planted, error=RuntimeError(planted))

    assert planted not in line
    assert "<<" not in line


def test_a_storm_of_one_line_is_one_line_a_minute_that_counts_the_others() -> None:
    times = iter([0.0, 1.0, 59.0, 61.0, 62.0])
    once = SaidOnce(lambda: next(times))

    def said(message: str) -> str:
        record = logging.LogRecord("vigie.pages", logging.ERROR, __file__, 1, message, (), None)
        return BareFormatter().format(record) if once.filter(record) else ""

    lines = [said("the disk is full") for _ in range(4)]

    assert [bool(line) for line in lines] == [True, False, False, True]
    assert lines[3].endswith("the disk is full (and 2 more since the last such line)")
    assert said("something else")
