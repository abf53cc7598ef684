"""Disks that are full or read-only, made with a small file system in memory; root only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faulty.killed_intake import SHOT, STORY, send_file, tell
from benchmarks.faulty.staging import (
    becomes,
    doctor,
    fault,
    logged,
    number,
    serving,
    working,
    wrongs,
)
from benchmarks.household import Place, place
from benchmarks.walker import NotAcknowledged, Witness

FILES = "SELECT COUNT(*) FROM store_item WHERE kind='file'"
UNREAD = "SELECT COUNT(*) FROM store_item WHERE state='unread'"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A folder becomes a disk of its own, with what it held; gives a file to fill it with."""
    held = folder.with_name(f"{folder.name}-held")
    folder.rename(held)
    folder.mkdir(mode=0o700)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700", "tmpfs", folder], check=True
    )
    try:
        subprocess.run(["cp", "-a", f"{held}/.", folder], check=True)
        yield folder / "filler"
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(filler: Path) -> None:
    """Not one byte is left."""
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


@fault("disk of the sealed files full", "the file is said not to be kept, its text is; later it is")
def full_of_files() -> str:
    """The database is elsewhere and can be written."""
    with (
        place() as home,
        small_disk(home.folder / "blobs", 2_000) as filler,
        serving(home, "intake") as port,
    ):
        witness = Witness(port)
        witness.start()
        fill(filler)
        page = send_with_text(witness)
        before, shown = number(home, FILES), Witness(port).come_back(witness.code)
        filler.unlink()
        send_file(witness, "again")
        witness.send_off()
        home.run("worker", "--once")
        return wrongs(
            said=("pas pu le garder" in page, True),
            text=(STORY in shown, True),
            before=(before, 0),
            after=(number(home, FILES), 1),
            unread=(number(home, UNREAD), 0),
        )


def send_with_text(witness: Witness) -> str:
    """A file and a pasted text in one form; gives the page."""
    edge = "edge-of-the-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="pasted"\r\n\r\n{STORY}\r\n',
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="t.txt"\r\n\r\n',
    ]
    body = "".join(parts).encode() + SHOT + f"\r\n--{edge}--\r\n".encode()
    kind = f"multipart/form-data; boundary={edge}"
    return witness.send_body("/raconter/6/?once=with-a-text", body, kind)


@fault(
    "the whole disk full", "the text comes back in the page; with room again it is received once"
)
def full() -> str:
    """Nothing can be written, the database neither."""
    with place() as home, small_disk(home.folder, 4_000) as filler, serving(home, "intake") as port:
        witness = Witness(port)
        witness.start()
        tell(witness, "before")
        fill(filler)
        refused = refusal(witness, "full")
        with working(home) as worker:
            alive = not becomes(worker.poll, 1, 6)
            filler.unlink()
            tell(witness, "full")
            witness.send_off()
            read = becomes(lambda: number(home, UNREAD), 0, 90)
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            worker=(alive, True),
            read=(read, True),
            text_after=(Witness(port).come_back(witness.code).count(STORY), 1),
        )


def refusal(witness: Witness, once: str) -> tuple[int, str]:
    """The status and the page that a refused page of text is answered with."""
    try:
        tell(witness, once)
    except NotAcknowledged as error:
        return error.status, error.page
    return 200, ""


@fault("a read-only disk", "intake starts and gives the text back; writable again, it receives")
def read_only() -> str:
    """As after an error of the file system."""
    with place() as home, small_disk(home.folder, 8_000):
        with serving(home, "intake") as port:
            witness = Witness(port)
            witness.start()
        remount(home, "ro")
        with serving(home, "intake") as port:
            witness.port = port
            refused = refusal(witness, "read-only")
            said = doctor(home)
            with working(home, "--once"):
                lines = becomes(lambda: "nothing is lost" in logged(home), True, 30)
            remount(home, "rw")
            tell(witness, "read-only")
            shown = Witness(port).come_back(witness.code)
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            doctor=("read-only" in said, True),
            line=(lines, True),
            after=(shown.count(STORY), 1),
        )


def remount(home: Place, how: str) -> None:
    """Read-only, or writable again; the system refuses while a dying process has a file open."""
    command = ["mount", "-o", f"remount,{how}", str(home.folder)]
    done = becomes(lambda: subprocess.run(command, check=False).returncode, 0, 20)
    if not done:
        raise RuntimeError(f"the disk could not be made {how}")
