"""Erases 1,000 expired testimonies and looks for what opened them in the database and its journal.

Before: every wrap, wrapped item key, tag, print and sealed text is found in the file, which shows
that the search sees. After: none is, in the file, in its free pages or in the journal. SQLite only.
Usage: python -m benchmarks.erased [testimonies]
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes

FOLDER = tempfile.TemporaryDirectory(prefix="vigie-erased-")
os.environ.update(VIGIE_DATA=FOLDER.name, VIGIE_DATABASE_URL="")

from vigie.cli import ready as ready  # noqa: E402
from vigie.evidence.installation import Organisation  # noqa: E402
from vigie.flows import witness  # noqa: E402
from vigie.flows.keeping.erasing import clear_space  # noqa: E402
from vigie.flows.keeping.retention import apply_rules  # noqa: E402
from vigie.flows.place import blobs, folder  # noqa: E402
from vigie.flows.setup import make_installation, new_worker_secret  # noqa: E402
from vigie.flows.worker import open_worker, work_once  # noqa: E402
from vigie.store.prints import Print  # noqa: E402
from vigie.store.testimonies import Item, Testimony, Wrap  # noqa: E402

NEEDLE_BYTES = 48
"""Enough of a sealed thing's random end to be found nowhere by chance."""


def fill(count: int, now: datetime) -> None:
    """Testimonies of three pages and a file each, closed three months ago without follow-up."""
    secret = new_worker_secret()
    os.environ["VIGIE_WORKER_SECRET"] = secret
    make_installation(folder(), Organisation("Exemple", "contact@example.org"), secret, now)
    (folder() / "worker.secret").write_text(secret)
    work_once(open_worker("bench"), now)
    for number in range(count):
        started = witness.start_testimony(language="fr", campaign=None, now=now)
        for page in ("what", "when", "who"):
            words = {"narrative": f"{page} {number}"}
            witness.save_page(started.session, page, words, once=page, now=now)
        incoming = witness.IncomingFile("a.txt")
        incoming.write(b"Lui: salut\nMoi: non\n" * 20)
        witness.receive_files(started.session, [incoming.finish()], once="f", now=now)
    files = Item.objects.filter(kind=Item.Kind.FILE)
    Print.objects.bulk_create(Print(item=each, sealed=token_bytes(300)) for each in files)
    Testimony.objects.update(
        state="closed", outcome="handled", sent_hour=now, closed_hour=now - timedelta(days=92)
    )


def needles() -> Iterator[bytes]:
    """The end of everything without which, or in which, something could be read."""
    for wrapped in Wrap.objects.values_list("wrapped", flat=True):
        yield bytes(wrapped)[-NEEDLE_BYTES:]
    for row in Item.objects.values_list("wrapped_key", "sealed"):
        yield from (bytes(each)[-NEEDLE_BYTES:] for each in row)
    for sealed in Print.objects.values_list("sealed", flat=True):
        yield bytes(sealed)[-NEEDLE_BYTES:]
    yield from map(bytes, Testimony.objects.values_list("tag", flat=True))


def found(wanted: set[bytes]) -> int:
    """How many are in the database file, its free pages, or a journal beside it.

    Every place of a file is looked up once, for the first bytes of a needle.
    """
    firsts: dict[bytes, list[bytes]] = {}
    for each in wanted:
        firsts.setdefault(each[:8], []).append(each)
    seen: set[bytes] = set()
    for path in folder().glob("vigie.sqlite3*"):
        data = path.read_bytes()
        for place in range(len(data) - 8):
            for each in firsts.get(data[place : place + 8], ()):
                if data.startswith(each, place):
                    seen.add(each)
    return len(seen)


def main() -> None:
    """Fills, looks, erases, looks again."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    now = datetime.now(tz=UTC)
    fill(count, now)
    wanted, items = set(needles()), Item.objects.count()
    before = found(wanted)
    started = time.perf_counter()
    report = apply_rules(now, "bench")
    seconds = time.perf_counter() - started
    moved = found(wanted)
    clear_space()
    after, files = found(wanted), len(list(blobs().names()))
    print(
        f"{len(report.done)} of {count} testimonies, {items} items erased in {seconds:.1f} s; "
        f"{before:,} of {len(wanted):,} keys and sealed texts found before, "
        f"{moved} once they were deleted, {after} once the file was written anew; "
        f"{files} sealed files left; {(Path(FOLDER.name) / 'vigie.sqlite3').stat().st_size:,} bytes"
    )
    FOLDER.cleanup()
    raise SystemExit(1 if after or files or before < len(wanted) * 0.9 else 0)


if __name__ == "__main__":
    main()
