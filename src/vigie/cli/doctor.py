"""`vigie doctor`: checks an installation line by line, and says what to do about what is wrong."""

import json as json_format
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from vigie.cli import machine
from vigie.cli import ready as ready
from vigie.evidence.installation import load_intake_keys
from vigie.flows.custody import check_log, newest_head
from vigie.flows.custody.anchoring import Anchored, anchored, trust_set
from vigie.flows.decisions import decided, recorded, undecided
from vigie.flows.keeping.backups import last_backup, too_old
from vigie.flows.keeping.retention import last_run
from vigie.flows.place import folder, installation
from vigie.flows.rules import check_folder
from vigie.flows.team.keys import key_problems
from vigie.flows.worker import backlog
from vigie.kernel.errors import Misconfigured, VigieError
from vigie.signals.rulesets import built_in

WAL_SAFE = (3, 51, 3)
LATE = timedelta(days=1)
RETENTION_LATE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, whether it is well, and what was seen or must be done."""

    what: str
    well: bool
    says: str


def doctor(
    json: Annotated[bool, typer.Option(help="One JSON object a line.")] = False,
    whole: Annotated[bool, typer.Option(help="Compute the whole custody log again.")] = False,
) -> None:
    """Checks this installation; exits with 1 when something is wrong."""
    found = list(run_checks(whole))
    for check in found:
        mark = "ok " if check.well else "NO "
        line = json_format.dumps(asdict(check)) if json else f"{mark} {check.what}: {check.says}"
        sys.stdout.write(line + "\n")
    raise SystemExit(0 if all(check.well for check in found) else 1)


def run_checks(whole: bool = False) -> Iterator[Check]:
    """Every check in order; one that cannot be made says why, and without keys none follows."""
    for what, look in {**CHECKS, **(WHOLE if whole else {})}.items():
        try:
            well, says = look()
        except (VigieError, OSError, DatabaseError) as error:
            well, says = False, str(error)
        yield Check(what, well, says)
        if what == "installation" and not well:
            return


def _installation() -> tuple[bool, str]:
    return True, f"{installation().organisation.name}, in {folder()}"


def _database() -> tuple[bool, str]:
    plan = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if plan:
        return False, f"{len(plan)} migrations are not applied; run 'vigie init' or upgrade"
    if connection.vendor != "sqlite":
        return True, connection.vendor
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        seen = cursor.fetchone()[0]
    if seen != "ok":
        return False, "the database file is damaged; stop Vigie and restore it from a backup"
    journal = "write-ahead log allowed" if sqlite3.sqlite_version_info >= WAL_SAFE else "TRUNCATE"
    return True, f"SQLite {sqlite3.sqlite_version}, journal {journal}, synchronous FULL"


def _intake() -> tuple[bool, str]:
    load_intake_keys(folder())
    mode = (folder() / "intake" / "keys.json").stat().st_mode & 0o077
    return not mode, "private" if not mode else "others can read intake/keys.json; chmod 600"


def _keys() -> tuple[bool, str]:
    wrong = key_problems(datetime.now(tz=UTC))
    told = "signed, attested, tried" if not wrong else "; ".join(wrong)
    return not wrong or settings.VIGIE_DEMO, told


def _worker_secret() -> tuple[bool, str]:
    beside = (folder() / "worker.secret").exists()
    if beside and not settings.VIGIE_DEMO:
        return False, "worker.secret lies on the disk it protects; move it elsewhere"
    return True, "kept elsewhere" if not beside else "beside the data (a demo)"


def _log() -> tuple[bool, str]:
    return _log_says(whole=False, checked="its top checked; --whole computes all of it again")


def _whole_log() -> tuple[bool, str]:
    return _log_says(whole=True, checked="all computed again")


def _log_says(*, whole: bool, checked: str) -> tuple[bool, str]:
    wrong = check_log(whole, datetime.now(tz=UTC))
    head = newest_head()
    return not wrong, "; ".join(wrong) or f"{head.size if head else 0} entries, {checked}"


def _timestamps() -> tuple[bool, str]:
    now = datetime.now(tz=UTC)
    authorities = anchored(now)
    if not authorities:
        return True, "no authority is set (VIGIE_TIMESTAMP_URLS): nobody else dates the log"
    trust_set()
    late = any(each.late(now) for each in authorities)
    return not late, "; ".join(_dated(each) for each in authorities)


def _dated(one: Anchored) -> str:
    """ "host: last dated the log on …", what is left undated, and why."""
    seen = f"{one.stamped_at:%Y-%m-%d %H:%M} UTC" if one.stamped_at else "never"
    waits = f", a head waits since {one.waits_since:%Y-%m-%d %H:%M} UTC" if one.waits_since else ""
    return f"{one.authority}: last dated {seen}{waits}{one.problem and f' ({one.problem})'}"


def _decisions() -> tuple[bool, str]:
    """What the organisation must decide; a demonstration opens without."""
    left, altered = undecided(), [each.name for each in recorded() if each.altered]
    if altered:
        return False, f"changed, and not by 'vigie decide': {', '.join(altered)}; record them again"
    if decided("timestamps") == "chosen" and not settings.VIGIE_TIMESTAMP_URLS:
        return False, "timestamps are decided, and VIGIE_TIMESTAMP_URLS names no authority"
    if left and not settings.VIGIE_DEMO:
        return False, f"missing: {', '.join(each.name for each in left)}; see 'vigie decide'"
    return True, "; ".join(f"{each.name} {each.value}" for each in recorded()) or "none (a demo)"


def _backlog() -> tuple[bool, str]:
    now = datetime.now(tz=UTC)
    waiting, late = backlog(now), backlog(now - LATE)
    if late:
        return False, f"{late} of {waiting} testimonies wait for over a day; does a worker run?"
    return waiting < 1000, f"{waiting} testimonies wait to be read"


def _packs() -> tuple[bool, str]:
    try:
        check_folder()
    except Misconfigured as error:
        return False, str(error)
    return True, ", ".join(f"{name} {version}" for name, version in built_in().versions.items())


def _backup() -> tuple[bool, str]:
    made = last_backup()
    if settings.VIGIE_DEMO:
        return True, "none is needed (a demo)"
    if made is None:
        return False, "none was made; run 'vigie backup --out FILE'"
    old = too_old(made, datetime.now(tz=UTC))
    return not old, f"the last is of {made:%Y-%m-%d}{': too old, make one' if old else ''}"


def _retention() -> tuple[bool, str]:
    ran = last_run()
    late = ran is None or datetime.now(tz=UTC) - ran > RETENTION_LATE
    when = "never" if ran is None else f"last on {ran:%Y-%m-%d}"
    return not late, f"{when}: is the worker running?" if late else when


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "installation": _installation,
    "database": _database,
    "intake keys": _intake,
    "keys": _keys,
    "worker secret": _worker_secret,
    "worker keys": machine.vault,
    "sealed files": machine.sealed_files,
    "custody log": _log,
    "timestamps": _timestamps,
    "room on disk": machine.room,
    "memory": machine.memory,
    "decisions": _decisions,
    "backlog": _backlog,
    "engines": machine.engines,
    "emoji": machine.emoji,
    "rule packs": _packs,
    "retention": _retention,
    "backup": _backup,
}
WHOLE: dict[str, Callable[[], tuple[bool, str]]] = {"custody log": _whole_log}
