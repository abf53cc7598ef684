"""Houses to be backed up: on SQLite always, on PostgreSQL where the tests run on it."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.backups.house import WORD, House
from vigie.evidence.keys import new_identity


@pytest.fixture(scope="session")
def first_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house on SQLite with three testimonies, which no test changes."""
    house = House(tmp_path_factory.mktemp("house") / "data", "", *new_identity()).make()
    house.codes = house.tell(WORD, 3)
    return house


@pytest.fixture
def house(first_house: House, tmp_path: Path) -> House:
    """A copy of it."""
    return first_house.copied(tmp_path / "data")


@pytest.fixture
def postgres(django_db_blocker: object) -> Iterator[str]:
    """The address of a new PostgreSQL database, dropped at the end."""
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite; their step on PostgreSQL runs this")
    name = f"vigie_{secrets.token_hex(6)}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _server(f"CREATE DATABASE {name}")
        parts = connection.settings_dict
        login = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}"
        yield f"postgresql://{login}@{parts['HOST']}:{parts['PORT']}/{name}"
        _server(f"DROP DATABASE {name} WITH (FORCE)")


def _server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
