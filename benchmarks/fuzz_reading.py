"""Fuzz the front door: files of every kind with bytes changed; each gives a result in time.

    python -m benchmarks.fuzz_reading --count 100000 --seed 1

Samples and invented chats in every format of export are cut, spliced and filled with odd bytes,
written in other encodings, nested without end and given huge numbers, alone, inside a sound ZIP and
as a ZIP that is changed itself; several files at a time are read together.

Exits 1 at the first input that raises, and says its seed. Images are fuzzed through the decoding
process in one input out of `--image-every`, since each costs a process.
"""

import argparse
import io
import random
import re
import resource
import sys
import traceback
import zipfile
from pathlib import Path

from PIL import Image

from tests.reading.exports import writers
from tests.reading.exports.writers import Said
from vigie.evidence.images import rebuild_image
from vigie.reading.read import read_files

SAMPLES = Path(__file__).parents[1] / "tests/samples/exports"
MAX_SAMPLE_BYTES = 20_000
TOGETHER = 0.1
CHAT = [Said(n % 2 == 0, f"message {n} é 😊") for n in range(6)]
WRITERS = (
    writers.tiktok,
    writers.tiktok_txt,
    writers.instagram,
    writers.messenger_encrypted,
    writers.instagram_html,
    writers.snapchat,
    writers.snapchat_old,
    writers.snapchat_html,
    writers.x,
    writers.discord_json,
    writers.discord_csv,
    writers.telegram,
    writers.telegram_account,
    writers.telegram_html,
    writers.matrix,
    writers.whatsapp("%d/%m/%Y, %H:%M"),
)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-32")
HUGE = (b"9" * 5000, b"-1e99999", b"1e-99999", b"0x10", b"NaN", b"Infinity", b"9" * 25)
NUMBER = re.compile(rb"(?<![\w.-])\d+(?![\w.])")
MARKS = [b"\x00", b"\xff\xfe", b"\\ud83d", b"[", b"{", b'"', b"\xe2\x80\x8e", b"1e999", b"<", b": "]


def main() -> int:
    """Run the fuzz and print one line of figures."""
    asked = arguments()
    texts, images = exports(), pictures()
    slowest = (0.0, "")
    refused = 0
    for n in range(asked.count):
        chance = random.Random(f"{asked.seed}-{n}")
        is_image = n % asked.image_every == 0
        files = [mutated(chance, images) if is_image else changed(chance, texts)]
        if not is_image and chance.random() < TOGETHER:
            files.append(changed(chance, texts))
        started = processor_seconds()
        try:
            if is_image:
                refused += not isinstance(rebuild_image(files[0][1]), tuple)
            else:
                refused += bool(read_files(files).unreadable)
        except Exception:  # noqa: BLE001 -- any exception at all is what this looks for
            traceback.print_exc()
            names = ", ".join(f"{name}, {len(data)} bytes" for name, data in files)
            print(f"input {asked.seed}-{n} ({names}) raised")
            return 1
        slowest = max(slowest, (processor_seconds() - started, f"{asked.seed}-{n} {files[0][0]}"))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{asked.count} inputs, {refused} refused in part or whole, 0 raised, "
        f"slowest {slowest[0]:.2f} s of processor ({slowest[1]}), peak {peak_mb} MB"
    )
    return 0


def processor_seconds() -> float:
    """Processor time of this process and of the children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def arguments() -> argparse.Namespace:
    """The command line's."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--image-every", type=int, default=200)
    return parser.parse_args()


def exports() -> list[tuple[str, bytes]]:
    """Every sample file, and every sample folder as a ZIP."""
    found = [
        (path.name, path.read_bytes()[:MAX_SAMPLE_BYTES])
        for path in sorted(SAMPLES.rglob("*"))
        if path.is_file()
    ]
    found += [each for write in WRITERS for each in write(CHAT).items()]
    found += [(f"{write.__name__}.zip", writers.zipped(write(CHAT))) for write in WRITERS]
    return found + [(f"{folder.name}.zip", zipped(folder)) for folder in sorted(SAMPLES.iterdir())]


def changed(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One of the seeds, changed in one of the ways that a reader must bear."""
    match chance.randrange(8):
        case 0:
            return recoded(chance, *chance.choice(seeds))
        case 1:
            return nested(chance, *chance.choice(seeds))
        case 2:
            name, data = chance.choice(seeds)
            return name, data[: chance.randrange(len(data) + 1)]
        case 3:
            name, data = chance.choice(seeds)
            return name, NUMBER.sub(lambda _: chance.choice(HUGE), data, count=chance.randint(1, 9))
        case 4 | 5:
            return packed(chance, seeds)
        case _:
            return mutated(chance, seeds)


def recoded(chance: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    """In another encoding, or in one that it is not in."""
    text = data.decode(chance.choice(("utf-8", "latin-1")), errors="replace")
    return name, text.encode(chance.choice(ENCODINGS), errors="replace")


def nested(chance: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    """With lists, objects or elements that open and open."""
    at = chance.randrange(len(data) + 1)
    opening = chance.choice((b"[", b'{"a":', b"[[{", b"<div>", b'<div class="_a6-g">', b'"'))
    return name, data[:at] + opening * chance.randint(10, 30_000) + data[at:]


def packed(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A sound ZIP of changed files, under the names that they have or under others."""
    files = {}
    for _ in range(chance.randint(1, 4)):
        name, data = mutated(chance, seeds)
        files[chance.choice((name, f"x/{name}", f"{chance.randrange(9)}.json", "a.html"))] = data
    return "packed.zip", writers.zipped(files)


def zipped(folder: Path) -> bytes:
    """The folder as a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, str(path.relative_to(folder)))
    return packed.getvalue()


def pictures() -> list[tuple[str, bytes]]:
    """A small plain picture in each format."""
    plain = Image.linear_gradient("L").convert("RGB").resize((64, 64))
    found = []
    for kind in ("PNG", "JPEG", "WEBP", "PDF"):
        written = io.BytesIO()
        plain.save(written, kind)
        found.append((f"x.{kind.lower()}", written.getvalue()))
    return found


def mutated(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One of the seeds with a few changes."""
    name, data = chance.choice(seeds)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randint(1, 200)]
            case 2:
                changed[at:at] = chance.choice(MARKS) * chance.randint(1, 40)
            case 3:
                changed[at:at] = changed[at : at + chance.randint(1, 400)]
            case _:
                other = chance.choice(seeds)[1]
                start = chance.randrange(len(other))
                changed[at : at + 50] = other[start : start + 50]
    return name, bytes(changed)


if __name__ == "__main__":
    sys.exit(main())
