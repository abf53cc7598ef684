"""How many whole testimonies a second are received, durably, and what is left of them afterwards.

Each is one POST of the short form: a text and an image of 200 KB, with its own code (Argon2id),
sealed, logged, promised, in SQLite (synchronous=FULL). In the same run: the raw limit of the
machine, the road of one page at a time, and the rate when many are stored already.

Usage: python -m benchmarks.throughput [--seconds 10] [--clients 8] [--workers 2] [--repeat 3]
       [--stored 100000] [--pages]
"""

import argparse
import hashlib
import json
import os
import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from cryptography.fernet import Fernet

from benchmarks.household import Place, kill, place
from benchmarks.raw_limit import raw_limit
from benchmarks.senders import Tally, send_for
from benchmarks.walker import NotAcknowledged, Witness

IMAGE_BYTES = 200_000
SAMPLE = 50
CLONED = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies})
INSERT INTO {table} ({columns}) SELECT {values} FROM {table} CROSS JOIN n WHERE {table}.id <= {last}
"""
OWN: dict[str, dict[str, str]] = {
    "store_testimony": {
        "reference": "'X' || hex(randomblob(4))",
        "tag": "randomblob(32)",
        "read_after": "NULL",
    },
    "store_wrap": {"testimony_id": "testimony_id + {shift} * n.i"},
    "store_item": {"testimony_id": "testimony_id + {shift} * n.i"},
    "store_logentry": {"testimony_id": "testimony_id + {shift} * n.i", "position": "NULL"},
}


def line(name: str, tally: Tally, seconds: float) -> str:
    """One line of the report."""
    load = os.getloadavg()[0]
    return (
        f"{name}: {len(tally.cookies) / seconds:.0f}/s, p50 {tally.share(0.5):.0f} ms, "
        f"p95 {tally.share(0.95):.0f} ms, p99 {tally.share(0.99):.0f} ms, "
        f"{len(tally.errors)} errors, load average {load:.1f}"
    )


def missing(home: Place, tally: Tally) -> tuple[int, int]:
    """How many that were acknowledged are not whole in the database or on the disk, of how many."""
    keys = json.loads((home.folder / "intake" / "keys.json").read_text())
    fernet = Fernet(keys["cookie_key"])
    told = [json.loads(fernet.decrypt(each.encode())) for each in tally.cookies]
    with closing(sqlite3.connect(home.folder / "vigie.sqlite3")) as database:
        blobs = dict(
            database.execute("SELECT testimony_id, blob FROM store_item WHERE kind = 'file'")
        )
        logged = {row[0] for row in database.execute("SELECT testimony_id FROM store_logentry")}
    lost = sum(
        each["testimony"] not in logged or not _blob_is_there(home, blobs.get(each["testimony"]))
        for each in told
    )
    sample = random.Random(1).sample(told, min(SAMPLE, len(told)))
    return lost + sum(not _opens(home, each) for each in sample), len(told)


def _blob_is_there(home: Place, name: str | None) -> bool:
    path = home.folder / "blobs" / str(name)[:2] / f"{name}.age"
    return path.exists() and path.stat().st_size > IMAGE_BYTES


def _opens(home: Place, told: dict[str, Any]) -> bool:
    """Whether the code opens the testimony and its image has the hash that was received."""
    os.environ |= {"VIGIE_DATA": str(home.folder), "VIGIE_PROCESS": "tools"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigie.site.settings")
    django.setup()
    from vigie.flows import witness
    from vigie.flows.items import open_blob, open_content
    from vigie.flows.witness.telling import testimony_of, witness_key

    session = witness.reopen(told["code"])
    testimony = testimony_of(session)
    key = witness_key(session, testimony)
    file = testimony.items.get(kind="file")
    found = hashlib.sha256(open_blob(file, key)).hexdigest()
    return bool(testimony.pk == told["testimony"] and found == open_content(file, key)["sha256"])


def store_many(home: Place, wanted: int) -> int:
    """Copies rows until so many testimonies are stored; their blobs are not copied."""
    with closing(sqlite3.connect(home.folder / "vigie.sqlite3")) as database:
        have = database.execute("SELECT max(id) FROM store_testimony").fetchone()[0]
        copies = (wanted - have) // have
        for table, own in OWN.items() if copies > 0 else ():
            last = database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]  # noqa: S608
            columns = [
                row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "id"
            ]
            values = ", ".join(own.get(each, each).format(shift=have) for each in columns)
            database.execute(
                CLONED.format(
                    copies=copies, table=table, columns=", ".join(columns), values=values, last=last
                )
            )
        database.commit()
        return int(database.execute("SELECT count(*) FROM store_testimony").fetchone()[0])


def page_by_page(port: int, clients: int, seconds: float) -> Tally:
    """Whole testimonies by the long road: start, code, three pages, image, send."""
    tally = Tally()
    until = time.monotonic() + seconds

    def walk() -> None:
        while time.monotonic() < until:
            began, one = time.monotonic(), Witness(port)
            try:
                one.start()
                one.tell(1, narrative="Il demande des photos tous les soirs.")
                one.tell(4, account="@compte.invente")
                one.upload("capture.png", b"\x89PNG\r\n\x1a\n" + os.urandom(IMAGE_BYTES - 8))
                one.send_off()
            except NotAcknowledged as error:
                tally.errors.append(str(error))
            else:
                tally.cookies.append(one.code)
                tally.seconds.append(time.monotonic() - began)

    threads = [threading.Thread(target=walk) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return tally


def processor_seconds(group: int) -> float:
    """What the processes of a group have used so far."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12]) if int(fields[2]) == group else 0
    return used / os.sysconf("SC_CLK_TCK")


def best(home: Place, asked: argparse.Namespace, everything: Tally) -> Tally:
    """The quickest of several rounds: others work on this machine too."""
    rounds = []
    for _ in range(asked.repeat):
        tally = send_for(home.port, asked.clients, IMAGE_BYTES, asked.seconds)
        print(line("  round", tally, asked.seconds), flush=True)
        everything.add(tally)
        rounds.append(tally)
    return max(rounds, key=lambda each: len(each.cookies))


def measure(home: Place, asked: argparse.Namespace, group: int) -> int:
    """Measures, prints, and gives how many that were acknowledged are not whole."""
    send_for(home.port, asked.clients, IMAGE_BYTES, 2)
    everything = Tally()
    before = processor_seconds(group)
    quickest = best(home, asked, everything)
    each_ms = 1000 * (processor_seconds(group) - before) / len(everything.cookies)
    print(line("short form", quickest, asked.seconds))
    raw, raw_ms = raw_limit(IMAGE_BYTES, asked.seconds / 2, asked.repeat)
    rate = len(quickest.cookies) / asked.seconds
    print(f"raw limit (hash, age, code, fsync; no web): {raw:.0f}/s; ratio {rate / raw:.2f}")
    print(f"processor time: {each_ms:.1f} ms each, raw {raw_ms:.1f} ms")
    if asked.pages:
        walked = page_by_page(home.port, asked.clients, asked.seconds)
        print(line("page by page", walked, asked.seconds))
    if asked.stored:
        print(f"stored now: {store_many(home, asked.stored)}")
        print(line("short form", best(home, asked, everything), asked.seconds))
    lost, of = missing(home, everything)
    print(f"{of} acknowledged, {lost} of them not whole in the database and on the disk")
    return lost


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--stored", type=int, default=0)
    parser.add_argument("--pages", action="store_true")
    asked = parser.parse_args()
    with place() as home:
        intake = home.start_intake(asked.workers)
        try:
            lost = measure(home, asked, intake.pid)
        finally:
            kill(intake)
    raise SystemExit(1 if lost else 0)


if __name__ == "__main__":
    main()
