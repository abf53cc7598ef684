"""Numbers and times that belong to no platform."""

from datetime import UTC, datetime

import pytest

from vigie.linking.written import e164, find_phones, time_of


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06 39 98 00 12", "+33639980012"),
        ("+33 6 39 98 00 12", "+33639980012"),
        ("12", None),
        ("bonjour", None),
    ],
)
def test_a_number_has_one_form_or_none(written: str, number: str | None) -> None:
    assert e164(written) == number


def test_digits_that_nobody_dials_are_no_telephone() -> None:
    assert list(find_phones("vu 639980012 fois, le 17.06.2020")) == []


def test_a_time_out_of_our_days_is_no_time() -> None:
    assert time_of(1_592_380_800) == datetime(2020, 6, 17, 8, 0, tzinfo=UTC)
    assert time_of(0) is None
    assert time_of(1e30) is None
