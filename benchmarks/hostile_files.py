"""Bombs, polyglots and archives that point outside: each is refused or read, quickly and small.

    python -m benchmarks.hostile_files

Each file is read in a process of its own, whose engine is warm, and a table says what became of
it: seconds of processor, and megabytes over what a warm reader holds, or of the process that
decodes pictures if that needed more. Exits 1 when one was neither read nor refused, or took 2 s a
page or 300 MB.
"""

import io
import multiprocessing
import resource
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

from vigie.evidence.images import rebuild_image
from vigie.reading.read import read_files

MOST_SECONDS = 2.0
MOST_MEGABYTES = 300
MEBIBYTE = 1024 * 1024


def main() -> int:
    """Reads every hostile file and prints the table."""
    wrong = 0
    print(f"{'file':<28} {'sent':>9}  {'outcome':<26} {'seconds':>7} {'MB':>5}")
    for name in FILES:
        data = made_elsewhere(name)
        outcome, seconds, megabytes = judged(name, data)
        pages = int(outcome.split()[1]) if outcome.startswith("read") else 1
        slow = seconds >= MOST_SECONDS * max(pages, 1)
        bad = outcome.startswith("?") or slow or megabytes >= MOST_MEGABYTES
        wrong += bad
        mark = "  <-- over" if bad else ""
        print(f"{name:<28} {len(data):>9}  {outcome:<26} {seconds:>7.2f} {megabytes:>5}{mark}")
    print(f"{len(FILES)} files, {wrong} over the bounds")
    return 1 if wrong else 0


def made_elsewhere(name: str) -> bytes:
    """One hostile file, made in a process of its own, whose memory is not counted."""
    ours, theirs = multiprocessing.Pipe()
    maker = multiprocessing.get_context("spawn").Process(target=make, args=(name, theirs))
    maker.start()
    theirs.close()
    data: bytes = ours.recv()
    maker.join()
    return data


def make(name: str, answer: Connection) -> None:
    """Makes one hostile file."""
    answer.send(FILES[name]())


def judged(name: str, data: bytes) -> tuple[str, float, int]:
    """What became of a file, in seconds and megabytes over what an idle reader needs."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=read, args=(name, data, theirs))
    child.start()
    told: tuple[str, float, int] = ours.recv() if ours.poll(60) else ("?", 60.0, 0)
    child.kill()
    child.join()
    return told


def read(name: str, data: bytes, answer: Connection) -> None:
    """Reads one file and says what became of it, once the engine is warm."""
    rebuild_image(data)
    decoding = kibibytes(resource.RUSAGE_CHILDREN)
    read_files([("warm.png", flat(400, 800, "PNG"))])
    before, started = kibibytes(resource.RUSAGE_SELF), processor_seconds()
    try:
        reading = read_files([(name, data)])
    except Exception as error:  # noqa: BLE001 -- any exception at all is a failure here
        outcome = f"? {type(error).__name__}"
    else:
        pages = sum(len(each) for each in reading.pictures.values())
        refused = reading.unreadable
        outcome = f"refused: {refused[0].reason}" if refused else f"read {pages} pages"
    more = max(kibibytes(resource.RUSAGE_SELF) - before, decoding)
    answer.send((outcome, processor_seconds() - started, more // 1024))


def kibibytes(who: int) -> int:
    """The most memory that was held."""
    return resource.getrusage(who).ru_maxrss


def processor_seconds() -> float:
    """Processor time of this process and of the children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def packed(members: Iterator[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def zip_bomb() -> bytes:
    """200 MB of zeros in 200 kB."""
    return packed((f"messages/{n}.json", bytes(20 * MEBIBYTE)) for n in range(10))


def nested_zip() -> bytes:
    """A ZIP in a ZIP, eight deep."""
    data = packed(iter([("a.json", bytes(MEBIBYTE))]))
    for n in range(8):
        data = packed(iter([(f"{n}.zip", data)]))
    return data


def many_members() -> bytes:
    """Sixty thousand empty members."""
    return packed((f"{n}.json", b"") for n in range(60_000))


def lying_zip() -> bytes:
    """A member that declares ten bytes and holds 50 MB."""
    data = bytearray(packed(iter([("messages.json", bytes(50 * MEBIBYTE))])))
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(magic)
        struct.pack_into("<I", data, place + at, 10)
    return bytes(data)


def zip_slip() -> bytes:
    """Members that point outside, and a link."""
    link = zipfile.ZipInfo("messages/link.json")
    link.external_attr = 0o120777 << 16
    return packed(
        iter([("../../etc/cron.d/x", b"x"), ("/etc/passwd", b"x"), (link, b"/etc/passwd")])
    )


def png_bomb() -> bytes:
    """50,000 x 50,000 pixels in some kilobytes."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(6_251 * 2_000), 9)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG, with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flat(width: int, height: int, kind: str) -> bytes:
    """A plain picture of a size."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (200, 210, 220)).save(made, kind)
    return made.getvalue()


def text_chunk_bomb() -> bytes:
    """A small PNG with a compressed text of 100 MB."""
    small = flat(64, 64, "PNG")
    body = b"k\x00\x00" + zlib.compress(bytes(100 * MEBIBYTE), 9)
    return small[:33] + chunk(b"zTXt", body) + small[33:]


def pdf_of_many_pages() -> bytes:
    """A PDF of 20,000 pages that are one page."""
    kids = b"4 0 R " * 20_000
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 20000/Kids[" + kids + b"]>>",
        b"<<>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    return pdf(objects)


def pdf_of_a_huge_page() -> bytes:
    """A page of 10 km by 10 km."""
    side = 28_346_456
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {side} {side}]>>".encode()
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page])


def pdf_with_a_script() -> bytes:
    """A page that asks for a script, a file and a network address on opening."""
    opening = b"<</S/JavaScript/JS(app.launchURL\\('http://x.example.org'\\))>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction " + opening + b">>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/AA<</O<</S/URI/URI(http://x.example.org)>>>>>>",
        ]
    )


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, without a table of places, which readers mend."""
    body = b"".join(b"%d 0 obj%sendobj\n" % (n, each) for n, each in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def film(frames: int, width: int, height: int, code: str, form: str) -> bytes:
    """A recording of one grey."""
    import cv2
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{form}"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*code), 30, (width, height))
        for _ in range(frames):
            writer.write(np.full((height, width, 3), 200, np.uint8))
        writer.release()
        return path.read_bytes()


def huge_film() -> bytes:
    """A film whose header claims 65,535 x 65,535 pixels."""
    data = bytearray(film(3, 64, 64, "mp4v", "mp4"))
    side = struct.pack(">HH", 64, 64)
    at = data.find(side)
    while at >= 0:
        data[at : at + 4] = b"\xff\xff\xff\xff"
        at = data.find(side)
    wide = struct.pack(">II", 64 << 16, 64 << 16)
    return bytes(data).replace(wide, struct.pack(">II", 65_535 << 16, 65_535 << 16))


def endless_film() -> bytes:
    """Ten frames that claim to last for years."""
    data = bytearray(film(10, 64, 64, "mp4v", "mp4"))
    at = data.index(b"stts") + 12
    struct.pack_into(">II", data, at, 2**31 - 1, 2**31 - 1)
    return bytes(data)


def film_that_leads_outside() -> bytes:
    """A list of other files, with the beginning of a film."""
    return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\n#EXTM3U\n/etc/passwd\n"


def gif_of_many_frames(width: int, height: int) -> bytes:
    """Twenty thousand frames of nothing, in a large screen."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    return head + (frame + b"\x02\x02\x44\x01\x00") * 20_000 + b";"


def deep_json() -> bytes:
    """A hundred thousand open brackets."""
    return b"[" * 100_000


def long_line() -> bytes:
    """A chat of one line of 20 MB."""
    return b"12/03/2026, 18:02 - A: " + b"a" * (20 * MEBIBYTE)


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.zip": zip_bomb,
    "nested.zip": nested_zip,
    "many-members.zip": many_members,
    "lying.zip": lying_zip,
    "slip.zip": zip_slip,
    "bomb.png": png_bomb,
    "text-bomb.png": text_chunk_bomb,
    "large.png": lambda: flat(9_000, 9_000, "PNG"),
    "wide.jpg": lambda: flat(60_000, 20, "JPEG"),
    "bomb.webp": lambda: flat(16_000, 16_000, "WEBP"),
    "pages.pdf": pdf_of_many_pages,
    "huge-page.pdf": pdf_of_a_huge_page,
    "script.pdf": pdf_with_a_script,
    "huge.mp4": huge_film,
    "endless.mp4": endless_film,
    "outside.mp4": film_that_leads_outside,
    "large.webm": lambda: film(2, 4_096, 2_304, "VP80", "webm"),
    "long.mp4": lambda: film(9_000, 64, 64, "mp4v", "mp4"),
    "frames.gif": lambda: gif_of_many_frames(3_000, 3_000),
    "large-frames.gif": lambda: gif_of_many_frames(6_000, 4_000),
    "image-and-zip.jpg": lambda: flat(300, 300, "JPEG") + zip_slip(),
    "pdf-and-zip.pdf": lambda: pdf_with_a_script() + zip_slip(),
    "page-named-image.png": lambda: b"<html><script>alert(1)</script></html>",
    "vector.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "laughs.xml": lambda: (
        b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 99 + b'"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    ),
    "deep.json": deep_json,
    "long-line.txt": long_line,
    "program.exe": lambda: b"MZ" + bytes(5000),
    "zeros.bin": lambda: bytes(20 * MEBIBYTE),
    "empty.png": lambda: b"",
}

if __name__ == "__main__":
    sys.exit(main())
