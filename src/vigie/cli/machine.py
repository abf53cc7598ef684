"""What `vigie doctor` looks at outside the database: sealed files, keys, disk, memory."""

import os
import re
import shutil
from pathlib import Path

from django.conf import settings

from vigie.cli import ready as ready
from vigie.flows.place import blobs, folder
from vigie.reading.engines import models, tesseract
from vigie.reading.screenshots.glyphs import colour_font
from vigie.store.testimonies import Item

AGE_HEADER = b"age-encryption.org/v1\n"
LEAST_ROOM_BYTES = 2_000_000_000
SWAPS, MEMORY = Path("/proc/swaps"), Path("/proc/meminfo")
AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)
READING_BYTES = 800_000_000
NO_FONT = "no colour font: emoji are kept as ▢ (Debian: apt install fonts-noto-color-emoji)"


def vault() -> tuple[bool, str]:
    """Whether the worker's keys look whole; only the boot secret can tell for sure."""
    path = folder() / "worker" / "vault.age"
    try:
        whole = path.read_bytes().startswith(AGE_HEADER)
    except FileNotFoundError:
        return False, "worker/vault.age is gone; restore it from a backup"
    if not whole:
        return False, "worker/vault.age is damaged; restore it from a backup"
    return True, "sealed, in worker/vault.age"


def sealed_files() -> tuple[bool, str]:
    """Whether every file that a testimony names is there; cut ones are found when opened."""
    known = set(Item.objects.exclude(blob="").values_list("blob", flat=True))
    kept = blobs()
    missing = known - set(kept.names())
    damaged = [name for name in known - missing if not _is_sealed(name)]
    seen = Item.objects.filter(problem="damaged_here").count()
    told = f"{len(known)} sealed files, {len(missing)} missing, {len(damaged)} damaged"
    if seen:
        told += f"; {seen} did not open when they were read"
    well = not (missing or damaged or seen)
    return well, told if well else f"{told}; restore blobs/ from a backup"


def _is_sealed(name: str) -> bool:
    with blobs().open(name) as file:
        return file.read(len(AGE_HEADER)) == AGE_HEADER


def room() -> tuple[bool, str]:
    """Whether there is room for what comes in, on a disk that can be written."""
    if os.statvfs(folder()).f_flag & os.ST_RDONLY:
        return False, "the disk is read-only: nothing can be received"
    free = shutil.disk_usage(folder()).free
    told = f"{free / 1e9:.1f} GB free"
    if free < LEAST_ROOM_BYTES:
        return False, f"{told}; make room, or witnesses will be asked to come back later"
    return True, told


def memory() -> tuple[bool, str]:
    """Whether what is opened in memory could reach a disk: swap, or a crash's core file."""
    swaps = [line.split()[0] for line in SWAPS.read_text().splitlines()[1:] if line.strip()]
    clear = [each for each in swaps if not _is_safe_swap(each)]
    if clear:
        return False, f"swap on {', '.join(clear)}: encrypt it or switch it off"
    return True, "processes leave no core file; " + ("swap is encrypted" if swaps else "no swap")


def engines() -> tuple[bool, str]:
    """Which engines read screenshots here, and the memory that the worker needs for them."""
    models.model_path("det"), models.model_path("rec")
    missing, asked = tesseract.lacks(), settings.VIGIE_SECOND_OPINION
    if asked and missing:
        return False, f"VIGIE_SECOND_OPINION is on. {missing}"
    second = "Tesseract as a second opinion" if asked else "no second opinion"
    free = AVAILABLE.search(MEMORY.read_text())
    room_bytes = int(free[1]) * 1024 if free else READING_BYTES
    told = f"rapidocr, {second}; {room_bytes / 1e6:.0f} MB of memory free"
    if room_bytes < READING_BYTES:
        return False, f"{told}: reading takes up to {READING_BYTES / 1e6:.0f} MB"
    return True, told


def emoji() -> tuple[bool, str]:
    """Whether a colour font is here to name emoji by; without one they are kept as squares."""
    font = colour_font()
    if font is None:
        return True, NO_FONT
    return True, f"named by likeness to {font.getname()[0]}"


def _is_safe_swap(device: str) -> bool:
    """Compressed memory, or a device of the mapper, where encryption is set up."""
    return Path(device).name.startswith(("zram", "dm-")) or device.startswith("/dev/mapper/")
