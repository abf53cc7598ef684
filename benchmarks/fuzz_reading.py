"""Fuzz the front door: samples with bytes changed, cut, spliced; each gives a result in time.

    python benchmarks/fuzz_reading.py --count 100000 --seed 1

Exits 1 at the first input that raises, and says its seed. Images are fuzzed through the decoding
process in one input out of `--image-every`, since each costs a process.
"""

import argparse
import io
import random
import resource
import sys
import traceback
import zipfile
from pathlib import Path

from PIL import Image

from vigie.evidence.images import rebuild_image
from vigie.reading.read import read_files

SAMPLES = Path(__file__).parents[1] / "tests/samples/exports"
MAX_SAMPLE_BYTES = 20_000
MARKS = [b"\x00", b"\xff\xfe", b"\\ud83d", b"[", b"{", b'"', b"\xe2\x80\x8e", b"1e999", b"<", b": "]


def main() -> int:
    """Run the fuzz and print one line of figures."""
    asked = arguments()
    texts, images = exports(), pictures()
    slowest_seconds = 0.0
    refused = 0
    for n in range(asked.count):
        chance = random.Random(f"{asked.seed}-{n}")
        is_image = n % asked.image_every == 0
        name, data = mutated(chance, images if is_image else texts)
        started = processor_seconds()
        try:
            if is_image:
                refused += not isinstance(rebuild_image(data), tuple)
            else:
                refused += bool(read_files([(name, data)]).unreadable)
        except Exception:  # noqa: BLE001 -- any exception at all is what this looks for
            traceback.print_exc()
            print(f"input {asked.seed}-{n} ({name}, {len(data)} bytes) raised")
            return 1
        slowest_seconds = max(slowest_seconds, processor_seconds() - started)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{asked.count} inputs, {refused} refused in part or whole, 0 raised, "
        f"slowest {slowest_seconds:.2f} s of processor, peak {peak_mb} MB"
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
    return found + [(f"{folder.name}.zip", zipped(folder)) for folder in sorted(SAMPLES.iterdir())]


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
