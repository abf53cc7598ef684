"""SQLite keeps writing into a file that was removed or replaced: nothing of that would be found.

So a connection remembers which file it opened. What was committed into another than the one under
that name is not acknowledged, and the next request opens the file that is there. An empty database
is never made by opening: `make_database_file` makes it, once.
"""

import os
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.sqlite3 import base

GONE = "the database file is gone or was replaced; put it back"
Identity = tuple[int, int]


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection to one file."""

    opened: Identity | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 (Django's)
        """Opens the file that is there; raises OperationalError when there is none."""
        if self._on_disk() and self._identity() is None:
            raise OperationalError(GONE)
        made = super().get_new_connection(conn_params)
        self.opened = self._identity()
        return made

    def close_if_unusable_or_obsolete(self) -> None:
        """Lets go after an error or a rollback too, and of a file that is no longer the one there.

        What was opened while the disk was read-only stays so, though it answers.
        """
        idle = self.connection is not None and not self.in_atomic_block
        if idle and self._on_disk() and (self.errors_occurred or self._was_taken_away()):
            self.close()
        super().close_if_unusable_or_obsolete()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        if self._was_taken_away():
            self.close_at = 0
            raise OperationalError(GONE)

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        if self._on_disk():
            self.close_at = 0

    def _was_taken_away(self) -> bool:
        return self._on_disk() and self._identity() != self.opened

    def _on_disk(self) -> bool:
        return not self.is_in_memory_db()

    def _identity(self) -> Identity | None:
        try:
            seen = os.stat(str(self.settings_dict["NAME"]))  # noqa: PTH116 (for each commit)
        except OSError:
            return None
        return seen.st_dev, seen.st_ino


def make_database_file() -> None:
    """Makes the empty file of a new SQLite database, for its owner alone; others need none."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    if isinstance(wrapper, DatabaseWrapper) and not wrapper.is_in_memory_db():
        Path(wrapper.settings_dict["NAME"]).touch(mode=0o600)
