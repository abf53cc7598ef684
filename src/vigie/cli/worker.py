"""The worker process: no listening socket; reads what was received until stopped."""

import logging
import os
import signal
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.flows.worker import Worker, open_worker, work_once

PAUSE_SECONDS = 0.5
AFTER_FAULT_SECONDS = 5.0
log = logging.getLogger("vigie.worker")


def worker(
    name: Annotated[str, typer.Option(help="This worker's name, one a process.")] = "worker",
    once: Annotated[bool, typer.Option(help="Stop when nothing is left to do.")] = False,
) -> None:
    """Reads, grades and joins what was received, until stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)
    opened = open_worker(name)
    while True:
        worked = one_round(opened)
        if not worked and once:
            return
        if not worked:
            time.sleep(PAUSE_SECONDS)


def one_round(opened: Worker) -> bool:
    """One round; a fault is logged without what was told, and tried again later."""
    try:
        return work_once(opened, datetime.now(tz=UTC))
    except Exception:
        log.exception("a round failed")
        time.sleep(AFTER_FAULT_SECONDS)
        return True
