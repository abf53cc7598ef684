#!/usr/bin/env python3
"""Takes the timestamps out of a Vigie paper, for `openssl ts`; needs only Python.

Usage: extract_timestamps.py FILE FOLDER   (exit code 0: written, 1: there are none, 2: wrong usage)
Writes in FOLDER what was stamped and each reply as it came, and prints the command that checks each
against roots.pem: the certificates of the authorities, had from the authorities themselves. Where
one has expired since, add `-attime` with the time that `openssl ts -reply -text -in` reads.
That the head is the one of the paper, and signed, is verify_receipt.py's to say.
"""

import base64
import json
import shlex
import sys
from pathlib import Path
from typing import Any

UNREADABLE = (ValueError, OSError, LookupError, AttributeError, TypeError, RecursionError)


def head_message(head: Any) -> bytes:  # noqa: ANN401 (any JSON)
    """The lines that were signed and stamped."""
    lines = "vigie.head/1", head["size"], head["root"], head["hour"]
    return "".join(f"{line}\n" for line in lines).encode()


def extract(file: Path, folder: Path) -> list[str]:
    """Writes the files; gives one command a timestamp."""
    paper = json.loads(file.read_bytes())
    head = paper["head"] if "head" in paper else paper["log"]["head"]
    replies = [base64.b64decode(each["reply"], validate=True) for each in paper["anchors"]]
    if not replies:
        raise ValueError
    folder.mkdir(parents=True, exist_ok=True)
    stamped = folder / f"{file.stem}.head"
    stamped.write_bytes(head_message(head))
    commands = []
    for n, reply in enumerate(replies):
        written = folder / f"{file.stem}.{n}.tsr"
        written.write_bytes(reply)
        files = ["-data", str(stamped), "-in", str(written)]
        trusted = ["-CAfile", "roots.pem", "-untrusted", "roots.pem"]
        commands.append(shlex.join(["openssl", "ts", "-verify", *files, *trusted]))
    return commands


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(2)
    try:
        print("\n".join(extract(Path(sys.argv[1]), Path(sys.argv[2]))))
    except UNREADABLE:
        print(f"{sys.argv[1]}: no timestamps can be read from this.", file=sys.stderr)
        sys.exit(1)
