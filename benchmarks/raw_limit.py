"""What the machine can do without a web: hash, seal, derive a code, make durable; a core each."""

import multiprocessing
import os
import secrets
import tempfile
import time
from hashlib import sha256
from multiprocessing.queues import Queue
from pathlib import Path

from vigie.evidence.blobs import BlobStore
from vigie.evidence.codes import derive, new_code
from vigie.evidence.keys import new_identity
from vigie.evidence.sealing import seal_file


def _work(folder: str, n_bytes: int, seconds: float, out: "Queue[tuple[int, float]]") -> None:
    store, salt, image = BlobStore(Path(folder)), os.urandom(16), os.urandom(n_bytes)
    _, recipient = new_identity()
    done, began, until = 0, time.process_time(), time.monotonic() + seconds
    while time.monotonic() < until:
        sha256(image).hexdigest()
        draft = store.begin()
        draft.file.write(seal_file(image, recipient))
        draft.keep()
        derive(new_code(secrets.choice), salt)
        done += 1
    out.put((done, time.process_time() - began))


def raw_limit(n_bytes: int, seconds: float, repeat: int) -> tuple[float, float]:
    """How many a second one process a core does at best, and the processor time of each in ms."""
    rounds = [_round(n_bytes, seconds) for _ in range(repeat)]
    done, used_seconds = map(sum, zip(*rounds, strict=True))
    return max(each for each, _ in rounds) / seconds, 1000 * used_seconds / done


def _round(n_bytes: int, seconds: float) -> tuple[int, float]:
    context = multiprocessing.get_context("spawn")
    out: Queue[tuple[int, float]] = context.Queue()
    with tempfile.TemporaryDirectory(prefix="vigie-raw-") as folder:
        started = [
            context.Process(target=_work, args=(folder, n_bytes, seconds, out))
            for _ in range(os.cpu_count() or 1)
        ]
        for each in started:
            each.start()
        told = [out.get() for _ in started]
        for each in started:
            each.join()
    return sum(done for done, _ in told), sum(used for _, used in told)
