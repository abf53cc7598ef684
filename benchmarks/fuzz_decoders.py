"""Damaged images, PDFs and recordings, each decoded in a process of its own with the real limits.

    python -m benchmarks.fuzz_decoders --count 100000

Small files of each kind are made here, then changed: bits turned, parts cut, repeated, moved or
taken from another file, sizes and counts made huge, one kind's beginning put before another's rest.
A process that has the libraries loaded is copied for each file, so that the limits are those of one
file: memory, processor time, system calls. Says what became of each kind, and exits 1 when a file
was neither given nor refused nor contained, when one waited without end, or the parent raised.
"""

import argparse
import io
import multiprocessing
import os
import random
import resource
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from PIL import Image, ImageDraw

from vigie.evidence import images
from vigie.evidence.decoding.child import HEAD_BYTES, answer, module_for
from vigie.evidence.decoding.limits import hold_down, shut_in
from vigie.evidence.decoding.sheets import Decoder

CPU_SECONDS, WAIT_SECONDS = 10, 60
HUGE = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\xff\xff", b"\xff" * 8, bytes(8))
MODULES = {
    "stills": ("png", "jpeg", "webp", "heic"),
    "animations": ("gif",),
    "pages": ("pdf",),
    "recordings": ("video",),
}


@dataclass(slots=True)
class Tally:
    """What became of the files of one kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    most_megabytes: int = 0


def main() -> int:
    """Fuzzes and prints a line for each kind."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("--count", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    spawning = multiprocessing.get_context("spawn")
    with spawning.Pool(1) as maker:
        seeds = maker.apply(made)
    started, waited, done = time.monotonic(), 0, 0
    for name, kinds in MODULES.items():
        mine = [each for each in seeds if each[0] in kinds]
        count = round(given.count * len(mine) / len(seeds))
        with spawning.Pool(1) as worker:
            tallies = worker.apply(fuzzed, (name, mine, count, given.seed))
        for kind, tally in sorted(tallies.items()):
            print(described(kind, tally), flush=True)
            waited += tally.outcomes["waited too long"]
            done += sum(tally.outcomes.values())
    print(f"{done} files in {time.monotonic() - started:.0f} s, {waited} waited without end")
    return 1 if waited else 0


def described(kind: str, tally: Tally) -> str:
    """One line of figures."""
    outcomes = ", ".join(f"{n} {what}" for what, n in tally.outcomes.most_common())
    return (
        f"{kind}: {sum(tally.outcomes.values())} files, slowest {tally.slowest_seconds:.2f} s of "
        f"processor, at most {tally.most_megabytes} MB: {outcomes}"
    )


def fuzzed(
    name: str, seeds: Sequence[tuple[str, bytes]], count: int, seed: int
) -> dict[str, Tally]:
    """Files of the kinds that one module decodes, in a process that has loaded only that one."""
    for each in {name, "animations"} if name == "stills" else {name}:
        import_module(f"vigie.evidence.decoding.{each}")
    import_module("PIL.TiffImagePlugin")
    for kind, _ in seeds:
        import_module(f"vigie.evidence.decoding.{name}").decoder(kind)
    tallies = {kind: Tally() for kind, _ in seeds}
    for n in range(count):
        kind, data = changed(random.Random(f"{seed}-{name}-{n}"), seeds)
        tried(kind, data, tallies[kind])
    return tallies


def tried(kind: str, data: bytes, tally: Tally) -> None:
    """Decodes one file in a copy of this process and enters what became of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        decode_here(kind, data, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123
        told = pipe.read()
    _, status, used = os.wait4(child, 0)
    tally.slowest_seconds = max(tally.slowest_seconds, used.ru_utime + used.ru_stime)
    tally.most_megabytes = max(tally.most_megabytes, used.ru_maxrss // 1024)
    tally.outcomes[outcome(told, os.waitstatus_to_exitcode(status))] += 1


def outcome(told: bytes, code: int) -> str:
    """What the parent makes of an answer and an end."""
    if code == -signal.SIGALRM:
        return "waited too long"
    if code:
        return f"contained ({signal.Signals(-code).name if code < 0 else f'exit {code}'})"
    pictures = images._parse(told)
    return f"refused as {pictures}" if isinstance(pictures, str) else "given"


def decode_here(kind: str, data: bytes, writing: int) -> None:
    """What the decoding process does, in a copy of this one; it never comes back."""
    code = 1
    try:
        signal.alarm(WAIT_SECONDS)
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, 64)
        hold_down(CPU_SECONDS)
        file = io.BytesIO(data)
        module = import_module(f"vigie.evidence.decoding.{module_for(kind, data[:HEAD_BYTES])}")
        decode: Decoder = module.decoder(kind)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        shut_in()
        sent = answer(decode, file)
        while sent:
            sent = sent[os.write(1, sent) :]
        code = 0
    finally:
        os._exit(code)


def changed(chance: random.Random, seeds: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One of the files with a few changes; its kind is the one it began as."""
    kind, data = chance.choice(seeds)
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body))
        end, put = chance.choice(CHANGES)(chance, body, at, chance.choice(seeds)[1])
        body[at:end] = put
        body = body or bytearray(b"\0")
    return kind, bytes(body)


Change = tuple[int, bytes]


def turned_bit(chance: random.Random, body: bytearray, at: int, _: bytes) -> Change:
    """One bit the other way."""
    return at + 1, bytes([body[at] ^ 1 << chance.randrange(8)])


def other_byte(chance: random.Random, _body: bytearray, at: int, _: bytes) -> Change:
    """One byte more or another."""
    return at + chance.randrange(2), chance.randbytes(1)


def hole(chance: random.Random, _body: bytearray, at: int, _: bytes) -> Change:
    """Some bytes missing."""
    return at + chance.randint(1, 64), b""


def huge(chance: random.Random, _body: bytearray, at: int, _: bytes) -> Change:
    """A number that is as large as can be, or nought."""
    mark = chance.choice(HUGE)
    return at + len(mark), mark


def size(chance: random.Random, _body: bytearray, at: int, _: bytes) -> Change:
    """A size of four bytes."""
    return at + 4, struct.pack(">I", chance.choice((0, 1, 2**16, 2**31 - 1)))


def repeated(chance: random.Random, body: bytearray, at: int, _: bytes) -> Change:
    """A part twice."""
    return at, bytes(body[at : at + chance.randint(1, 300)])


def grafted(chance: random.Random, _body: bytearray, at: int, other: bytes) -> Change:
    """A part of another file."""
    start = chance.randrange(len(other))
    return at + 40, other[start : start + 40]


def cut(chance: random.Random, body: bytearray, at: int, _: bytes) -> Change:
    """Cut short, now and then."""
    return (len(body) if chance.random() < 0.2 else at), b""


CHANGES = (turned_bit, other_byte, hole, huge, size, repeated, grafted, cut)


def made() -> list[tuple[str, bytes]]:
    """Small files of every kind, several ways of writing each."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    image = Image.linear_gradient("L").resize((48, 80)).convert("RGB")
    ImageDraw.Draw(image).ellipse((8, 8, 40, 40), fill=(20, 120, 240))
    second = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    both = {"save_all": True, "append_images": [second, image], "duration": 500}
    exif = Image.Exif()
    exif[0x0112] = 6
    files = [
        ("png", saved(image, "PNG", exif=exif)),
        ("png", saved(image.convert("P"), "PNG", transparency=0)),
        ("png", saved(image.convert("I;16"), "PNG")),
        ("png", saved(image, "PNG", **both)),
        ("jpeg", saved(image, "JPEG", exif=exif)),
        ("jpeg", saved(image, "JPEG", progressive=True)),
        ("jpeg", saved(image.convert("CMYK"), "JPEG")),
        ("webp", saved(image, "WEBP", exif=exif)),
        ("webp", saved(image, "WEBP", lossless=True)),
        ("webp", saved(image, "WEBP", **both)),
        ("gif", saved(image, "GIF")),
        ("gif", saved(image, "GIF", **both)),
        ("heic", saved(image, "HEIF", exif=exif)),
        ("pdf", saved(image, "PDF")),
        ("pdf", written_pdf()),
    ]
    films = (("mp4v", "mp4"), ("VP80", "webm"), ("VP90", "webm"), ("MJPG", "mov"))
    return files + [("video", filmed(image, code, form)) for code, form in films]


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image as a file."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def filmed(image: Image.Image, code: str, form: str) -> bytes:
    """A second of an image that goes up."""
    import cv2
    import numpy as np

    rows = np.array(image)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{form}"
        film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*code), 10, image.size)
        for n in range(10):
            film.write(np.roll(rows, n * 4, axis=0))
        film.release()
        return path.read_bytes()


def written_pdf() -> bytes:
    """A page with words in it, uncompressed, so that a change goes into what is drawn."""
    stream = b"BT /F1 12 Tf 20 60 Td (Max: salut) Tj ET 0 0 1 rg 10 10 30 30 re f"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Contents 4 0 R/Resources<</Font<</F1 %s"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page % font + b">>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(parts, start=1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


if __name__ == "__main__":
    sys.exit(main())
