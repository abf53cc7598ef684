"""The erasure ledger: durable, append-only, whole after a crash, and silent about whom."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.evidence.ledger import (
    NAME,
    add_to_ledger,
    join_ledgers,
    mark_of_item,
    mark_of_reader,
    mark_of_testimony,
    parse_ledger,
    read_ledger,
)
from vigie.kernel.errors import BadInput

HOUR = datetime(2026, 11, 20, 10, 12, tzinfo=UTC)
TAG = bytes(range(32))


def test_lines_come_back_in_order_and_say_nothing_of_the_tag(tmp_path: Path) -> None:
    add_to_ledger(tmp_path, "erased", [mark_of_testimony(TAG)], HOUR)
    add_to_ledger(tmp_path, "reader", [mark_of_reader("age1x")], HOUR)

    found = read_ledger(tmp_path / NAME)

    assert [each.kind for each in found] == ["erased", "reader"]
    assert found[0].hour == "2026-11-20T10:00:00Z"
    assert TAG.hex().encode() not in (tmp_path / NAME).read_bytes()
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


def test_a_line_that_a_crash_left_unfinished_is_not_read_and_then_cut_off(tmp_path: Path) -> None:
    add_to_ledger(tmp_path, "erased", [mark_of_testimony(TAG)], HOUR)
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole + b"erased 2026-11-20T10:00:00Z 0a0b")

    before = read_ledger(tmp_path / NAME)
    add_to_ledger(tmp_path, "item", [mark_of_item(TAG, 3, "file", HOUR)], HOUR)

    assert len(before) == 1
    assert [each.kind for each in read_ledger(tmp_path / NAME)] == ["erased", "item"]


def test_a_damaged_line_in_the_middle_is_said(tmp_path: Path) -> None:
    add_to_ledger(tmp_path, "erased", [mark_of_testimony(TAG)] * 3, HOUR)
    data = bytearray((tmp_path / NAME).read_bytes())
    data[100] = ord("?")

    with pytest.raises(BadInput, match="Line 2"):
        list(parse_ledger(bytes(data)))


def test_joining_adds_what_is_lacking_once(tmp_path: Path) -> None:
    add_to_ledger(tmp_path, "erased", [mark_of_testimony(TAG)], HOUR)
    other = tmp_path / "other"
    other.mkdir()
    add_to_ledger(other, "erased", [mark_of_testimony(TAG), mark_of_testimony(b"2")], HOUR)

    all_ = join_ledgers(tmp_path, read_ledger(other / NAME))

    assert len(all_) == 2
    assert read_ledger(tmp_path / NAME) == all_


def test_an_item_that_takes_an_erased_number_later_has_another_mark() -> None:
    first = mark_of_item(TAG, 3, "file", HOUR)
    later = mark_of_item(TAG, 3, "file", HOUR.replace(hour=11))

    assert first != later


@given(st.binary(max_size=300))
def test_any_bytes_are_a_ledger_or_are_refused(data: bytes) -> None:
    try:
        found = list(parse_ledger(data))
    except BadInput:
        return

    assert all(len(each.mark) == 64 for each in found)
