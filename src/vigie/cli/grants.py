"""`vigie grants`: the SQL that gives each process a PostgreSQL role of its own."""

import sys

from django.apps import apps

from vigie.cli import ready as ready
from vigie.site.grants import grants as statements


def grants() -> None:
    """Prints the SQL; run it as the owner of the database after each upgrade."""
    tables = [model._meta.db_table for model in apps.get_app_config("store").get_models()]
    sys.stdout.write("".join(f"{each}\n" for each in statements(tables)))
