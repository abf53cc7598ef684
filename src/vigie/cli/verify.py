"""`vigie verify`: receipts, proofs, heads, logs and anchors, checked offline, one line each."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from vigie.evidence.logs import contradiction
from vigie.evidence.proofs import KEY_BYTES, Verdict
from vigie.evidence.timestamps import Trust, read_trust
from vigie.evidence.verdicts import check_paper
from vigie.kernel.errors import BadInput

LARGEST_FILE_BYTES = 4 * 1024 * 1024
LARGEST_LOG_BYTES = 256 * 1024 * 1024
A_WHOLE_LOG = re.compile(rb'\s*\{\s*"schema":\s*"vigie\.log/1"')
TOGETHER = Path("together")


def verify(
    files: Annotated[list[Path], typer.Argument(help="Receipts, proofs, heads, logs and anchors.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines, as when piped.")] = False,
    log_key: Annotated[
        Path | None, typer.Option(help="The published log key: 64 hexadecimal digits.")
    ] = None,
    roots: Annotated[
        Path | None, typer.Option(help="Roots of the timestamp authorities, in PEM.")
    ] = None,
) -> None:
    """Says of each file, in one line, whether it holds and what it proves.

    Papers of one log that contradict each other get a line more.
    """
    try:
        log_public = None if log_key is None else _read_log_key(log_key)
        trust = None if roots is None else _read_roots(roots)
    except BadInput as error:
        typer.echo(_printable(str(error)), err=True)
        raise typer.Exit(2) from None
    verdicts = list(_verdicts(files, log_public, trust))
    for file, verdict in verdicts:
        typer.echo(_line(file, verdict, as_json=as_json or not sys.stdout.isatty()))
    raise typer.Exit(0 if all(verdict.valid for _, verdict in verdicts) else 1)


def verdict_on(file: Path, log_public: bytes | None, trust: Trust | None = None) -> Verdict:
    """The verdict on one file; what cannot be read or is no proof is invalid, and says why."""
    return _judged(file, log_public, trust)[0]


def _verdicts(
    files: Sequence[Path], log_public: bytes | None, trust: Trust | None
) -> Iterator[tuple[Path, Verdict]]:
    """The verdict on each file, and one on all of them when they contradict each other."""
    papers = []
    for file in files:
        verdict, paper = _judged(file, log_public, trust)
        yield file, verdict
        if verdict.valid:
            papers.append(paper)
    against = contradiction(papers)
    if against is not None:
        yield TOGETHER, Verdict(False, f"Invalid: {against}.")


def _judged(
    file: Path, log_public: bytes | None, trust: Trust | None
) -> tuple[Verdict, Mapping[str, Any]]:
    try:
        paper = _read_object(file)
        return check_paper(paper, log_public, trust), paper
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}."), {}


def _read_object(file: Path) -> Mapping[str, Any]:
    data = _read_bytes(file)
    if not data.strip():
        raise BadInput("the file is empty")
    try:
        value = json.loads(data, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise BadInput("the file is not JSON") from None
    if not isinstance(value, dict):
        raise BadInput("this is neither a receipt nor a log proof")
    return value


def _read_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE_BYTES + 1)
            largest = LARGEST_LOG_BYTES if A_WHOLE_LOG.match(data) else LARGEST_FILE_BYTES
            data += opened.read(largest + 1 - len(data))
    except OSError as error:
        raise BadInput(f"the file cannot be read ({error.strerror})") from None
    if len(data) > largest:
        raise BadInput("the file is too large for a receipt or a log proof")
    return data


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says each thing once; another reader might believe the first."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BadInput("the file says the same thing twice")
    return value


def _read_log_key(file: Path) -> bytes:
    text = _read_bytes(file).strip()
    if not re.fullmatch(rb"[0-9a-fA-F]{%d}" % (2 * KEY_BYTES), text):
        raise BadInput(f"{file} holds no log key of {2 * KEY_BYTES} hexadecimal digits.")
    return bytes.fromhex(text.decode("ascii"))


def _read_roots(file: Path) -> Trust:
    try:
        return read_trust(_read_bytes(file))
    except BadInput as error:
        raise BadInput(f"{file}: {error}.") from None


def _line(file: Path, verdict: Verdict, *, as_json: bool) -> str:
    if not as_json:
        return f"{_printable(str(file))}: {verdict.sentence}"
    return json.dumps(
        {"file": str(file), "valid": verdict.valid, "sentence": verdict.sentence},
    )


def _printable(text: str) -> str:
    """The text as any terminal takes it: names that are no Unicode get question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
