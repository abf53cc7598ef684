"""How long a new team key takes: every testimony and case is wrapped to it, and no content.

Makes an installation with real wraps, rotates its team key as a lead and a worker do, kills the
wrapping at random moments if asked to, and opens a sample of what is left with the new key.

Usage: python -m benchmarks.rotation [--testimonies 100000] [--cases 50000] [--kills 0]
"""

import argparse
import importlib
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from vigie.evidence.installation import Organisation
from vigie.evidence.keys import new_identity, recipient_of, unwrap, wrap

AT_ONCE = 100
ROWS_AT_ONCE = 2000
SAMPLE = 500


def loaded(name: str) -> Any:  # noqa: ANN401 (a module)
    """A module of the house, once Django knows where the data are."""
    return importlib.import_module(f"vigie.{name}")


def fill(team: str, testimonies: int, cases: int, now: datetime) -> None:
    """Rows as intake and the worker write them, but for what is told."""
    store, here = loaded("store.models"), team
    witness = new_identity()[1]
    for start in range(0, testimonies, ROWS_AT_ONCE):
        numbers = range(start, min(start + ROWS_AT_ONCE, testimonies))
        keys = [new_identity() for _ in numbers]
        rows = store.Testimony.objects.bulk_create(
            store.Testimony(
                reference=f"T-{n:08d}", tag=n.to_bytes(32, "big"), recipient=key[1],
                signature=bytes(64), started_hour=now,
            )
            for n, key in zip(numbers, keys, strict=True)
        )  # fmt: skip
        store.Wrap.objects.bulk_create(
            store.Wrap(testimony=row, holder=holder, recipient=whom, wrapped=wrap(key[0], whom))
            for row, key in zip(rows, keys, strict=True)
            for holder, whom in (("team", here), ("witness", witness))
        )
    for start in range(0, cases, ROWS_AT_ONCE):
        numbers = range(start, min(start + ROWS_AT_ONCE, cases))
        made = [(n, new_identity()) for n in numbers]
        store.Case.objects.bulk_create(
            store.Case(
                reference=f"D-{n:08d}", recipient=key[1], signature=bytes(64), wrapped_to=here,
                wrapped_key=wrap(key[0], here), waiting_since=now, answer_before=now,
            )
            for n, key in made
        )  # fmt: skip


def wrap_anew() -> None:
    """What an unlocked desk does: the team secret comes on standard input."""
    people, rotation = loaded("flows.people"), loaded("flows.rotation")
    responder = loaded("store.models").Responder.objects.get()
    desk = people.Desk(responder, sys.stdin.readline().strip())
    print("begun", flush=True)
    while rotation.rewrap_some(desk, datetime.now(tz=UTC), AT_ONCE):
        pass


def wrap_and_kill(secret: str, kills: int, rng: random.Random) -> None:
    """The same in a process that is killed at random moments, and once to its end."""
    command = [sys.executable, "-m", "benchmarks.rotation", "--wrap-anew"]
    for turn in range(kills + 1):
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(f"{secret}\n".encode())
            running.stdin.flush()
            running.stdout.readline()
            if turn < kills:
                time.sleep(rng.uniform(0.0, 1.0))
                running.kill()


def unopened(secret: str, rng: random.Random) -> int:
    """How many of a sample do not open with the new key, to the key that they should hold."""
    store = loaded("store.models")
    numbers = rng.sample(range(store.Testimony.objects.count()), SAMPLE)
    wrong = 0
    for n in numbers:
        row = store.Wrap.objects.select_related("testimony").get(
            holder="team", testimony__reference=f"T-{n:08d}"
        )
        wrong += recipient_of(unwrap(bytes(row.wrapped), secret)) != row.testimony.recipient
    return wrong


def measure(folder: Path, asked: argparse.Namespace) -> None:
    """Fills, rotates, wraps anew, and says how long each took."""
    setup, people = loaded("flows.setup"), loaded("flows.people")
    worker, rotation = loaded("flows.worker"), loaded("flows.rotation")
    now, rng = datetime.now(tz=UTC), random.Random(1)
    boot = setup.new_worker_secret()
    made = setup.make_installation(folder, Organisation("Banc d'essai", "b@example.org"), boot, now)
    (folder / "worker.secret").write_text(boot)
    role = loaded("store.people").Responder.Role.LEAD
    phrase = "une phrase de passe longue"
    responder, totp = people.add_responder("camille", phrase, role, made.team_secret)
    began = time.perf_counter()
    fill(recipient_of(made.team_secret), asked.testimonies, asked.cases, now)
    filled = time.perf_counter()
    desk = people.Desk(responder, made.team_secret)
    rotation.ask_rotation(desk, now - timedelta(hours=1))
    worker.work_once(worker.open_worker("worker"), now - timedelta(hours=1))
    signed = time.perf_counter()
    code = loaded("flows.credentials").pyotp.TOTP(totp).at(now)
    secret = people.unlock("camille", phrase, code, now).team_secret
    opened, busy = time.perf_counter(), time.process_time()
    if asked.kills:
        wrap_and_kill(secret, asked.kills, rng)
    else:
        fresh = people.Desk(responder, secret)
        while rotation.rewrap_some(fresh, now, AT_ONCE):
            pass
    ended, busy = time.perf_counter(), time.process_time() - busy
    count, state = asked.testimonies + asked.cases, rotation.rotation_state()
    print(
        f"filled in {filled - began:.0f} s; asked for and signed in {signed - filled:.2f} s; "
        f"{count} wrapped anew in {ended - opened:.1f} s ({count / (ended - opened):.0f}/s, "
        f"{f'{asked.kills} kills' if asked.kills else f'{busy:.1f} s of one core'}), "
        f"{state.left} left, rotation "
        f"{'unfinished' if state.signed else 'ended'}; of {SAMPLE} opened {unopened(secret, rng)} "
        "did not open"
    )


def main() -> None:
    """One installation in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--testimonies", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--wrap-anew", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.wrap_anew:
        loaded("cli.ready")
        wrap_anew()
        return
    with tempfile.TemporaryDirectory(prefix="vigie-") as temporary:
        folder = Path(temporary) / "data"
        folder.mkdir()
        os.environ.update(VIGIE_DATA=str(folder), VIGIE_DEMO="1", VIGIE_PROCESS="tools")
        loaded("cli.ready")
        measure(folder, asked)


if __name__ == "__main__":
    main()
