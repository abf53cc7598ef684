"""New rows, entered with statements that are made once: Django compiles every insert anew."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(rows: Sequence[Model]) -> None:
    """Enters rows and gives each its key; raises what `save` raises.

    Defaults are those of the models; nothing else that `save` can do is done.
    """
    for row in rows:
        statement, fields = _insert_into(type(row))
        values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, connection.alias


@cache
def _insert_into(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    """The statement and its fields; both databases quote names and return keys in one way."""
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = f'"{model._meta.db_table}" ({columns})'
    return f'INSERT INTO {table} VALUES ({places}) RETURNING "id"', fields  # noqa: S608 (our tables)
