"""Retention from the command line, and what the database's file still holds afterwards."""

import json

import pytest

from tests.backups.house import House

CLOSED = (
    "Testimony.objects.update(state='closed', outcome='handled',"
    " closed_hour=now - timedelta(days=40))\n"
    "Case.objects.update(state='closed')\n"
)
NEEDLES = (
    "found = [bytes(each) for each in Wrap.objects.values_list('wrapped', flat=True)]\n"
    "found += [bytes(each) for each in Item.objects.values_list('wrapped_key', flat=True)]\n"
    "print(json.dumps([each[-40:].hex() for each in found]))"
)


def test_the_command_says_what_goes_and_goes_no_further_until_told(house: House) -> None:
    house.do(CLOSED)

    said = house.vigie("retention")
    sooner = house.vigie("retention", "--days", "5", "--json")
    early = house.vigie("retention", "--apply", "--json")
    both = house.vigie("retention", "--apply", "--preview")

    preview = json.loads(said.stdout)
    assert preview["applied"] is False
    assert len(preview["rows"]) == 3
    assert {row["act"] for row in preview["rows"]} <= {"archive", "anonymise"}
    assert all(row["why"]["fr"] and row["cases"] for row in preview["rows"])
    assert json.loads(sooner.stdout)["rows"] == []
    assert json.loads(early.stdout)["rows"] == []
    assert both.returncode == 1


def test_nothing_that_opened_is_left_in_the_file_nor_in_its_journal(house: House) -> None:
    needles = [bytes.fromhex(each) for each in house.do(NEEDLES)]
    file = house.folder / "vigie.sqlite3"
    before = file.read_bytes()

    house.do(
        CLOSED + "Testimony.objects.update(outcome='out_of_scope', closed_hour=now)\n"
        "work_once(open_worker('w'), now)\n"
        "assert not Testimony.objects.filter(erased_hour=None).exists()"
    )

    after = file.read_bytes()
    journal = house.folder / "vigie.sqlite3-journal"
    assert len(needles) > 20
    assert all(each in before for each in needles)
    assert not any(each in after for each in needles)
    assert not journal.exists() or journal.read_bytes() == b""
    assert not list((house.folder / "blobs").glob("*/*.age"))
    assert len((house.folder / "erased.ledger").read_text().splitlines()) == 3


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_is_far_off_is_asked_about(house: House, days: int) -> None:
    house.do(
        "from vigie.flows.keeping.retention import RetentionRun\n"
        f"RetentionRun.objects.update(ran_at=now + timedelta(days={days}))\n"
        f"LogEntry.objects.update(hour=now + timedelta(days={days}))"
    )

    asked = house.vigie("retention", "--apply")
    trusted = house.vigie("retention", "--apply", "--trust-clock", "--json")

    assert asked.returncode == 1
    assert "If it is right, add --trust-clock." in asked.stderr
    assert json.loads(trusted.stdout)["applied"] is True
