"""How long a testimony is held against all others: `python -m benchmarks.copies_among [prints]`.

Fills a database with so many prints of images and as many of conversations, then opens the evidence
of one more testimony at the desk, twice: the second time nothing of it is new.
"""

import os
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime

FOLDER = tempfile.TemporaryDirectory(prefix="vigie-copies-")
os.environ.update(VIGIE_DATA=FOLDER.name, VIGIE_DATABASE_URL="")

from vigie.cli import ready as ready  # noqa: E402
from vigie.evidence.installation import Organisation  # noqa: E402
from vigie.evidence.pdq import BITS_BYTES, PictureHash  # noqa: E402
from vigie.flows import witness  # noqa: E402
from vigie.flows.casework import copies_of  # noqa: E402
from vigie.flows.casework.prints import visit_by  # noqa: E402
from vigie.flows.place import folder  # noqa: E402
from vigie.flows.setup import make_installation, new_worker_secret  # noqa: E402
from vigie.flows.team.people import Desk, add_responder  # noqa: E402
from vigie.flows.worker import open_worker, work_once  # noqa: E402
from vigie.linking.prints import EitherPrint, TalkPrint, encode  # noqa: E402
from vigie.store.people import Responder  # noqa: E402
from vigie.store.prints import Print  # noqa: E402
from vigie.store.testimonies import Item, Testimony  # noqa: E402

TAGS_OF_A_TALK = 35
AT_ONCE = 5000
TALK = "Lui: envoie une photo de toi, pas une de ton compte\nMoi: non j'ai pas envie\n" * 3


def tell(now: datetime) -> Testimony:
    """One testimony with a pasted conversation."""
    session = witness.start_testimony(language="fr", campaign=None, now=now).session
    witness.save_page(session, "what", {"pasted": TALK}, once="w", now=now)
    witness.send_off(session, now)
    return Testimony.objects.get(pk=session.testimony)


def prints(count: int) -> Iterator[EitherPrint]:
    """As many of images as of conversations, none like another."""
    for _ in range(count):
        yield PictureHash(secrets.token_bytes(BITS_BYTES), 100)
        yield TalkPrint(secrets.token_bytes(16), secrets.token_bytes(4 * TAGS_OF_A_TALK))


def fill(desk: Desk, testimony: Testimony, count: int, now: datetime) -> None:
    """Prints of items that hold nothing else."""
    seal, made = visit_by(desk).seal, prints(count)
    for _ in range(0, 2 * count, AT_ONCE):
        kept = [each for _, each in zip(range(AT_ONCE), made, strict=False)]
        items = Item.objects.bulk_create(
            Item(testimony=testimony, kind=Item.Kind.MESSAGE, hour=now) for _ in kept
        )
        pairs = zip(items, kept, strict=True)
        Print.objects.bulk_create(
            Print(item=item, sealed=seal.seal(encode(each)), compared=True) for item, each in pairs
        )


def main() -> None:
    """Fills, opens, opens again."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    now, secret = datetime.now(tz=UTC), new_worker_secret()
    os.environ["VIGIE_WORKER_SECRET"] = secret
    made = make_installation(folder(), Organisation("Exemple", "x@example.org"), secret, now)
    (folder() / "worker.secret").write_text(secret)
    worker = open_worker("bench")
    work_once(worker, now)
    phrase, lead = "quatre pommes sur la table", Responder.Role.LEAD
    responder, _ = add_responder("bench", phrase, lead, made.team_secret)
    desk = Desk(responder, made.team_secret)
    crowd, one = tell(now), tell(now)
    while work_once(worker, now):
        pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fill(desk, crowd, count, now)
    took = []
    for _ in range(2):
        started = time.process_time()
        copies_of(desk, one.reference, now)
        took.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"among {count:,} images and as many conversations: {took[0]:.2f} s of CPU the first time "
        f"a testimony is opened, {1000 * took[1]:.0f} ms after; "
        f"{before // 1024} MB before, {peak // 1024} MB at most"
    )
    FOLDER.cleanup()


if __name__ == "__main__":
    main()
