"""Exports of every platform against what was written into them, and the largest ones for memory.

    python -m benchmarks.read_exports            # 20 sizes a format, 50,000 lines, 200 MB twice
    python -m benchmarks.read_exports --quick    # 6 sizes, without the large ones

Exits 1 when a message, a sender or the order is not as written, a letter is broken, or a bar is
missed. The large files are made in a temporary folder and read in a process of their own, whose
peak memory is what the system counted.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.reading.exports import writers
from tests.reading.exports.writers import OTHER, OWNER, Files, Said, zipped
from vigie.kernel.conversations import Conversation
from vigie.reading.read import read_files

SIZES = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10946)
QUICK_SIZES = (1, 3, 8, 55, 377, 1597)
WHATSAPP_LINES = 50_000
WHATSAPP_SECONDS = 2.0
LARGE_BYTES = 200_000_000
PEAK_MB = 500
LARGE_MESSAGES = 200_000
BROKEN = ("Ã", "â€", "ð\x9f", "\ufffd")
WORDS = (
    "salut ça va ?", "t'as quel âge", "j'ai 13 ans…", "t'es chez toi là ?", "non, à l'école 😊",
    "envoie", "« arrête »", "c'est où exactement", "où ça", "naïve ou pas 🙄", "1 2 3", "l’été",
    "deux\nlignes", "a: b", "ok & <3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """One writer, and what its reader can give back of whose a message is and of its words."""

    write: Callable[[list[Said]], Files]
    people: Mapping[bool, str]
    lines: bool = True


TWO = {True: OWNER, False: OTHER}
FORMATS = {
    "tiktok json": Format(writers.tiktok, TWO),
    "tiktok txt": Format(writers.tiktok_txt, TWO),
    "instagram json": Format(writers.instagram, TWO),
    "instagram html": Format(writers.instagram_html, TWO, lines=False),
    "messenger json": Format(writers.messenger, TWO),
    "messenger encrypted": Format(writers.messenger_encrypted, TWO),
    "snapchat json": Format(writers.snapchat, TWO),
    "snapchat old json": Format(writers.snapchat_old, TWO),
    "snapchat html": Format(writers.snapchat_html, TWO, lines=False),
    "whatsapp android": Format(writers.whatsapp("%d/%m/%Y, %H:%M"), TWO),
    "whatsapp ios": Format(writers.whatsapp("%d/%m/%Y à %H:%M:%S", brackets=True), TWO),
    "whatsapp american": Format(writers.whatsapp("%m/%d/%y, %I:%M\u202f%p"), TWO),
    "x": Format(writers.x, {True: OWNER, False: "2"}),
    "discord json": Format(writers.discord_json, {True: OWNER, False: OWNER}),
    "discord csv": Format(writers.discord_csv, {True: OWNER, False: OWNER}),
    "telegram json": Format(writers.telegram, TWO),
    "telegram account": Format(writers.telegram_account, TWO),
    "telegram html": Format(writers.telegram_html, TWO, lines=False),
    "matrix": Format(writers.matrix, TWO),
}


def main(arguments: list[str] | None = None) -> int:
    """Every check in turn, one line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="fewer sizes, no large files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", metavar="FILE", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.measure:
        return _measure(Path(asked.measure))
    sizes = QUICK_SIZES if asked.quick else SIZES
    well = [_check_format(name, each, sizes, asked.seed) for name, each in FORMATS.items()]
    well.append(_check_whatsapp(asked.seed))
    if not asked.quick:
        with tempfile.TemporaryDirectory(prefix="vigie-exports-") as folder:
            well += [_check_large(Path(folder), write) for write in (_large_tiktok, _large_zip)]
    return 0 if all(well) else 1


def _check_format(name: str, form: Format, sizes: tuple[int, ...], seed: int) -> bool:
    wrong = broken = messages = 0
    for size in sizes:
        chat = invented(size, random.Random(f"{seed} {name} {size}"), form.lines)
        talk = _read_one(zipped(form.write(chat)))
        wrong += _wrong(talk, [(form.people[said.mine], said.words) for said in chat])
        broken += sum(mark in turn.text for turn in talk.turns for mark in BROKEN)
        messages += size
    print(
        f"{name}: {messages} messages in {len(sizes)} sizes, {wrong} wrong in words, sender or "
        f"order, {broken} broken letters"
    )
    return not wrong and not broken


def invented(size: int, chance: random.Random, lines: bool) -> list[Said]:
    """A chat between two; the first two messages are one of each."""
    words = WORDS if lines else [each for each in WORDS if "\n" not in each]
    return [
        Said(n % 2 == 0 if n < 2 else chance.random() < 0.4, f"{chance.choice(words)} n°{n}")
        for n in range(max(2, size))
    ]


def _read_one(packed: bytes) -> Conversation:
    reading = read_files([("export.zip", packed)])
    (talk,) = reading.conversations
    return talk


def _wrong(talk: Conversation, written: list[tuple[str, str]]) -> int:
    """How many places in the order do not hold what was written there."""
    names = {each.id: each.handle or each.name for each in talk.participants}
    read = [(names.get(turn.author or "", ""), turn.text) for turn in talk.turns]
    same = sum(one == other for one, other in zip(read, written, strict=False))
    return max(len(read), len(written)) - same


def _check_whatsapp(seed: int) -> bool:
    chat = invented(WHATSAPP_LINES, random.Random(seed), lines=True)
    packed = zipped(writers.whatsapp("%d/%m/%Y, %H:%M")(chat))
    started = time.process_time()
    talk = _read_one(packed)
    seconds = time.process_time() - started
    wrong = _wrong(talk, [(said.author, said.words) for said in chat])
    print(f"whatsapp: {len(talk.turns)} messages in {seconds:.2f} s of processor, {wrong} wrong")
    return seconds <= WHATSAPP_SECONDS and not wrong


def _check_large(folder: Path, write: Callable[[Path], Path]) -> bool:
    path = write(folder)
    command = [sys.executable, "-m", "benchmarks.read_exports", "--measure", str(path)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    size_mb = path.stat().st_size // 1_000_000
    path.unlink()
    print(
        f"{path.name}: {size_mb} MB, {told['turns']} messages of {told['conversations']} "
        f"conversations in {told['seconds']:.1f} s of processor, peak {told['peak_mb']} MB"
    )
    whole = told["turns"] == LARGE_MESSAGES and told["in_order"]
    return bool(whole and told["peak_mb"] <= PEAK_MB)


def _measure(path: Path) -> int:
    """Reads one file and prints what it took; run in a process of its own."""
    before = time.process_time()
    talks = read_files([(path.name, path)]).conversations
    told = {
        "seconds": time.process_time() - before,
        "conversations": len(talks),
        "turns": sum(len(talk.turns) for talk in talks),
        "in_order": all(_is_counted_up(talk) for talk in talks),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))
    return 0


def _is_counted_up(talk: Conversation) -> bool:
    numbers = [int(turn.text.rpartition("°")[2]) for turn in talk.turns]
    return numbers == list(range(len(numbers)))


def _large_tiktok(folder: Path) -> Path:
    """200 MB of JSON: what was watched, for the most part, and 100 chats of 2,000 messages."""
    path = folder / "user_data_tiktok.json"
    chats = 100
    watched = {
        "Date": "2026-01-01 10:00:00",
        "Link": "https://www.tiktokv.com/share/video/7000000000000000000/",
    }
    row = json.dumps(watched).encode() + b",\n"
    with path.open("wb") as file:
        file.write(b'{"Your Activity": {"Watch History": {"VideoList": [\n')
        _fill(file, row, LARGE_BYTES - LARGE_MESSAGES * 110)
        file.write(
            row.rstrip(b",\n") + b']}}, "Direct Message": {"Direct Messages": {"ChatHistory": {'
        )
        for chat in range(chats):
            comma = "," if chat else ""
            file.write(f'{comma}"Chat History with max{chat}.exemple:": '.encode())
            file.write(json.dumps(list(_tiktok_rows(chat, LARGE_MESSAGES // chats))).encode())
        file.write(b"}}}}")
    return path


def _tiktok_rows(chat: int, count: int) -> Iterator[dict[str, str]]:
    for n in range(count):
        author = "lea.exemple" if n % 3 == 0 else f"max{chat}.exemple"
        date = f"2026-{1 + n // 60 // 24 // 28:02}-{1 + n // 60 // 24 % 28:02}"
        date = f"{date} {n // 60 % 24:02}:{n % 60:02}:00"
        yield {"Date": date, "From": author, "Content": f"{WORDS[n % len(WORDS)]} n°{n}"}


def _fill(file: IO[bytes], row: bytes, up_to_bytes: int) -> None:
    many = row * 1000
    while file.tell() < up_to_bytes:
        file.write(many)


def _large_zip(folder: Path) -> Path:
    """A ZIP of 200 MB: photographs, for the most part, and 100 threads of 2,000 messages."""
    path = folder / "instagram-export.zip"
    threads, chance = 100, random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for thread in range(threads):
            chat = list(_meta_rows(thread, LARGE_MESSAGES // threads))[::-1]
            people = [{"name": f"Max {thread}"}, {"name": "Léa".encode().decode("latin-1")}]
            value = {"participants": people, "title": f"Max {thread}", "messages": chat}
            place = f"your_instagram_activity/messages/inbox/max_{thread}"
            archive.writestr(f"{place}/message_1.json", json.dumps(value))
        number = 0
        while path.stat().st_size < LARGE_BYTES:
            photo = b"\xff\xd8\xff\xe0" + chance.randbytes(1_000_000)
            archive.writestr(f"media/posts/202601/{number}.jpg", photo, zipfile.ZIP_STORED)
            number += 1
    return path


def _meta_rows(thread: int, count: int) -> Iterator[dict[str, object]]:
    for n in range(count):
        author = "Léa" if n % 3 == 0 else f"Max {thread}"
        yield {
            "sender_name": author.encode().decode("latin-1"),
            "timestamp_ms": 1_770_000_000_000 + n * 60_000,
            "content": f"{WORDS[n % len(WORDS)]} n°{n}".encode().decode("latin-1"),
        }


if __name__ == "__main__":
    sys.exit(main())
