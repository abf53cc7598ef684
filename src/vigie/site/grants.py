"""One PostgreSQL role a process, with the rights of `grants.toml` and no other."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

RIGHTS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
MAKE_ROLE = """DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')
  THEN CREATE ROLE {role} LOGIN; END IF;
END $$;"""


def process_rights() -> Mapping[str, Mapping[str, str]]:
    """Process -> table -> letters of `RIGHTS`, and the columns of a narrower update."""
    written = tomllib.loads((Path(__file__).parent / "grants.toml").read_text(encoding="utf-8"))
    return {
        process: {table: letters for table, letters in rows.items() if table != "says"}
        for process, rows in written.items()
    }


def role_of(process: str) -> str:
    """The role of a process."""
    return f"vigie_{process}"


def grants(tables: Iterable[str]) -> Iterator[str]:
    """The statements that give each role its rights on these tables, and take back all others."""
    known = sorted(tables)
    for process, rights in process_rights().items():
        role = role_of(process)
        yield MAKE_ROLE.format(role=role)
        yield f"GRANT USAGE ON SCHEMA public TO {role};"
        for table in known:
            yield f"REVOKE ALL ON {table} FROM PUBLIC, {role};"
            if table in rights:
                yield f"GRANT {', '.join(_allowed(rights[table]))} ON {table} TO {role};"


def _allowed(written: str) -> Iterator[str]:
    """ "ra w:state" is SELECT, INSERT and UPDATE (state)."""
    letters, _, columns = written.partition(" w:")
    yield from (RIGHTS[letter] for letter in letters)
    if columns:
        yield f"UPDATE ({columns})"
