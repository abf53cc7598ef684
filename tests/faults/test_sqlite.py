"""A database file that is taken away, put back or refused: never written to unseen, never made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connections
from django.db.transaction import Atomic

from vigie.store.sqlite.base import DatabaseWrapper


@pytest.fixture
def base(tmp_path: Path, settings: object) -> Iterator[DatabaseWrapper]:
    """A connection to a database file of its own, with one empty table."""
    path = tmp_path / "base.sqlite3"
    path.touch()
    options = {**connections["default"].settings_dict, "NAME": str(path), "CONN_MAX_AGE": 60}
    made = DatabaseWrapper(options, "faults")
    connections["faults"] = made
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE told (text TEXT)")
    yield made
    made.close()
    del connections["faults"]


def tell(base: DatabaseWrapper, text: str) -> None:
    with Atomic("faults", savepoint=True, durable=False), base.cursor() as cursor:
        cursor.execute("INSERT INTO told VALUES (%s)", [text])


def told(base: DatabaseWrapper) -> list[str]:
    with base.cursor() as cursor:
        return [text for (text,) in cursor.execute("SELECT text FROM told")]


pytestmark = pytest.mark.django_db(databases=["default"])


def file_of(base: DatabaseWrapper) -> Path:
    return Path(base.settings_dict["NAME"])


def test_what_is_written_into_a_removed_file_is_not_acknowledged(base: DatabaseWrapper) -> None:
    tell(base, "one")
    file_of(base).unlink()

    with pytest.raises(OperationalError):
        tell(base, "two")


def test_what_was_committed_into_another_file_is_not_acknowledged(base: DatabaseWrapper) -> None:
    base.opened = (0, 0)

    with pytest.raises(OperationalError, match="gone"):
        tell(base, "one")


def test_a_file_that_is_put_back_is_used_from_the_next_request_on(base: DatabaseWrapper) -> None:
    tell(base, "one")
    away = file_of(base).rename(file_of(base).with_suffix(".away"))
    with pytest.raises(OperationalError):
        tell(base, "two")
    base.close_if_unusable_or_obsolete()
    with pytest.raises(OperationalError, match="gone"):
        told(base)
    made_meanwhile = file_of(base).exists()

    away.rename(file_of(base))
    base.close_if_unusable_or_obsolete()
    tell(base, "three")

    assert not made_meanwhile
    assert "three" in told(base)


def test_another_file_in_its_place_is_opened_by_the_next_request(base: DatabaseWrapper) -> None:
    tell(base, "one")
    copy = file_of(base).with_suffix(".copy")
    copy.write_bytes(file_of(base).read_bytes())
    tell(base, "two")
    copy.replace(file_of(base))

    base.close_if_unusable_or_obsolete()

    assert told(base) == ["one"]


def test_after_a_transaction_that_failed_the_next_request_opens_it_anew(
    base: DatabaseWrapper,
) -> None:
    with pytest.raises(RuntimeError), Atomic("faults", savepoint=True, durable=False):
        raise RuntimeError("what was opened on a read-only disk stays so")

    base.close_if_unusable_or_obsolete()

    assert base.connection is None


def test_after_an_error_the_next_request_opens_it_anew(base: DatabaseWrapper) -> None:
    with pytest.raises(DatabaseError), base.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    base.close_if_unusable_or_obsolete()

    assert base.connection is None
    assert told(base) == []
