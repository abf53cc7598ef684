"""Everything the continuous integration checks, step by step, with a summary.

Usage: ./vigie test          every step
       ./vigie test STEP…    only these: format lint layers messages types sqlite coverage
                             postgres journeys

What is missing on a laptop (Chromium, PostgreSQL, gettext) is skipped and said; with CI=true it
fails.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scripts.postgres import programs, throw_away_postgres

ROOT = Path(__file__).resolve().parent.parent
CORE = ("kernel", "evidence", "reading", "signals", "linking", "cases", "measures", "observatory")
DATABASE_SUITES = ("tests/flows", "tests/store", "tests/web")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MOST_SECONDS = 900
COUNTED = re.compile(r"(\d+) (passed|failed|error)(?=.* in [\d.]+s)")
State = Literal["ok", "failed", "skipped"]
Command = tuple[str, ...]


def nothing() -> None:
    """A step that lacks nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it says of itself, what it has Python run in turn, what it may lack."""

    name: str
    says: str
    commands: tuple[Command, ...]
    lacks: Callable[[], str | None] = nothing
    on_postgres: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended, its output's last line or why it was skipped, and the tests it counted."""

    name: str
    state: State
    last_line: str = ""
    passed: int = 0
    failed: int = 0


def lacks_chromium() -> str | None:
    """What to install for the journeys."""
    found = any(shutil.which(each) for each in CHROMIUM)
    return None if found else "Chromium is missing: apt install chromium"


def lacks_postgres() -> str | None:
    """What to install for the database suites."""
    return None if programs() else "PostgreSQL is missing: apt install postgresql"


def lacks_gettext() -> str | None:
    """What to install for the catalogues."""
    found = shutil.which("xgettext") and shutil.which("msgfmt")
    return None if found else "gettext is missing: apt install gettext"


def steps() -> tuple[Step, ...]:
    """Every step, in order."""
    return (
        Step("format", "ruff format", (("-m", "ruff", "format", "--check"),)),
        Step("lint", "ruff check", (("-m", "ruff", "check"),)),
        Step("layers", "import-linter", (("-c", LAYERS),)),
        Step("messages", "French", (("-m", "scripts.messages", "check"),), lacks_gettext),
        Step("types", "mypy, strict", (("-m", "mypy", "-p", "vigie", "-p", "tests", *SCRIPTS),)),
        Step("sqlite", "pytest on SQLite", (("-m", "coverage", "run", *PYTEST),)),
        Step("coverage", "lines and branches of the core", (COMBINE, report())),
        Step("postgres", "pytest on PostgreSQL", (database_suites(),), lacks_postgres, True),
        Step("journeys", "pytest in Chromium", (JOURNEYS,), lacks_chromium),
    )


LAYERS = "from importlinter import cli; cli.lint_imports_command()"
SCRIPTS = ("-p", "scripts")
PYTEST = ("-m", "pytest", "-q", "-n", "2", "-m", "not journey")
JOURNEYS = ("-m", "pytest", "-q", "-m", "journey", "tests/journeys")
COMBINE = ("-m", "coverage", "combine", "-q")


def report() -> Command:
    """The command that measures the core alone."""
    included = ",".join(f"src/vigie/{each}/*" for each in CORE)
    return ("-m", "coverage", "report", f"--include={included}")


def database_suites() -> Command:
    """The command for the tests that meet a database."""
    return (*PYTEST, *(each for each in DATABASE_SUITES if (ROOT / each).is_dir()))


def environment(place: Path, address: str | None) -> dict[str, str]:
    """The same for everyone: no setting of this machine's own, a fixed locale."""
    kept = {name: each for name, each in os.environ.items() if not name.startswith("VIGIE_")}
    found = {
        **kept,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "src"),
        "COVERAGE_FILE": str(place / "coverage"),
    }
    return found if address is None else {**found, "VIGIE_DATABASE_URL": address}


def run(step: Step, place: Path) -> Outcome:
    """Runs one step, or says why it is skipped."""
    lacking = step.lacks()
    if lacking is not None:
        required = os.environ.get("CI") == "true"
        return Outcome(step.name, "failed" if required else "skipped", lacking)
    with database(step) as address:
        code, output = call(step.commands, environment(place, address))
    if code:
        sys.stdout.write(f"\n{output.rstrip()}\n")
    return outcome(step.name, code, output)


def database(step: Step) -> AbstractContextManager[str | None]:
    """A throw-away PostgreSQL for the steps that want one."""
    folder = programs() if step.on_postgres else None
    return nullcontext() if folder is None else throw_away_postgres(folder)


def call(commands: Sequence[Command], variables: dict[str, str]) -> tuple[int, str]:
    """The exit code and the whole output of the last command, or of the first that fails."""
    code, output = 0, ""
    for command in commands:
        if code == 0:
            code, output = call_one(command, variables)
    return code, output


def call_one(command: Command, variables: dict[str, str]) -> tuple[int, str]:
    """The exit code and the whole output of one command."""
    try:
        ended = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return 1, f"stopped after {MOST_SECONDS} s"
    return ended.returncode, ended.stdout


def outcome(name: str, code: int, output: str) -> Outcome:
    """What a step's output comes to; only pytest's closing line counts tests."""
    last_line = (output.strip().splitlines() or [""])[-1]
    counted = {what: int(n) for n, what in COUNTED.findall(last_line)}
    failed = counted.get("failed", 0) + counted.get("error", 0)
    state: State = "failed" if code else "ok"
    return Outcome(name, state, last_line, counted.get("passed", 0), failed)


def timed(step: Step, place: Path) -> Outcome:
    """Runs one step between its name and its time."""
    sys.stdout.write(f"{step.name:<9} {step.says} … ")
    sys.stdout.flush()
    start = time.monotonic()
    ended = run(step, place)
    seconds = time.monotonic() - start
    sys.stdout.write(f"{ended.state}, {seconds:.1f} s")
    sys.stdout.write(f": {ended.last_line}\n" if ended.last_line else "\n")
    return ended


def summary(outcomes: Sequence[Outcome]) -> str:
    """What was not right, and the total over the test suites, alone on a line."""
    named = [f"{each.name} {each.state}" for each in outcomes if each.state != "ok"]
    total = f"{sum(e.passed for e in outcomes)} passed, {sum(e.failed for e in outcomes)} failed"
    return "\n".join([*named, total, ""])


def main(names: Sequence[str]) -> int:
    """Runs the steps named, or all; gives 1 when one failed, 2 for a name that is none."""
    every = {each.name: each for each in steps()}
    if not set(names) <= set(every):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="vigie-test-") as place:
        chosen = [every[name] for name in names or every]
        outcomes = [timed(each, Path(place)) for each in chosen]
    sys.stdout.write("\n" + summary(outcomes))
    return 1 if any(each.state == "failed" for each in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
