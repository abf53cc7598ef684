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


def _work(folder: str, n_bytes: int, seconds: float, out: "Queue[int]") -> None:
    store, salt, image = BlobStore(Path(folder)), os.urandom(16), os.urandom(n_bytes)
    _, recipient = new_identity()
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        sha256(image).hexdigest()
        draft = store.begin()
        draft.file.write(seal_file(image, recipient))
        draft.keep()
        derive(new_code(secrets.choice), salt)
        done += 1
    out.put(done)


def raw_limit(n_bytes: int, seconds: float) -> float:
    """How many a second one process a core does."""
    context = multiprocessing.get_context("spawn")
    out: Queue[int] = context.Queue()
    with tempfile.TemporaryDirectory(prefix="vigie-raw-") as folder:
        started = [
            context.Process(target=_work, args=(folder, n_bytes, seconds, out))
            for _ in range(os.cpu_count() or 1)
        ]
        for each in started:
            each.start()
        done = sum(out.get() for _ in started)
        for each in started:
            each.join()
    return done / seconds
