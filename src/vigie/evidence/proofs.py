"""Stand-alone proofs about the custody log, `vigie.log-proof/1`: written, and checked offline.

An inclusion proof says that a leaf stands at a position under a signed head; a consistency proof
says that a later signed head only added to an earlier one. What is checked here comes from anyone:
every reader below raises BadInput with the sentence that says what is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from vigie.evidence.custody import (
    check_consistency,
    check_inclusion,
    check_signature,
    head_message,
    written_hour,
)
from vigie.kernel.errors import BadInput

LOG_PROOF = "vigie.log-proof/1"
KEY_BYTES = HASH_BYTES = 32
SIGNATURE_BYTES = 64
LARGEST_COUNT = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a paper holds, and one line that says what is proved or what is wrong."""

    valid: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Head:
    """The log at an hour: its size and root, signed with the log key."""

    size: int
    root: bytes
    hour: datetime
    signature: bytes


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a leaf stands under a signed head."""

    position: int
    proof: tuple[bytes, ...]
    head: Head


def inclusion_to_json(inclusion: Inclusion) -> dict[str, Any]:
    """The `log` part of a receipt or of an inclusion proof."""
    proof = [step.hex() for step in inclusion.proof]
    return {"position": inclusion.position, "proof": proof, "head": head_to_json(inclusion.head)}


def build_inclusion(leaf: bytes, inclusion: Inclusion, log_public: bytes) -> dict[str, Any]:
    """A `vigie.log-proof/1` that the leaf is in the log."""
    return {
        "schema": LOG_PROOF,
        "type": "inclusion",
        "log_key": log_public.hex(),
        "leaf": leaf.hex(),
        "log": inclusion_to_json(inclusion),
    }


def build_consistency(
    old: Head, new: Head, proof: Sequence[bytes], log_public: bytes
) -> dict[str, Any]:
    """A `vigie.log-proof/1` that the log under `new` only added to the log under `old`."""
    return {
        "schema": LOG_PROOF,
        "type": "consistency",
        "log_key": log_public.hex(),
        "old": head_to_json(old),
        "new": head_to_json(new),
        "proof": [step.hex() for step in proof],
    }


def check_log_proof(value: Mapping[str, Any], log_public: bytes | None) -> Verdict:
    """Checks a `vigie.log-proof/1`, against the published log key when it is given."""
    try:
        check_schema(value, LOG_PROOF)
        checks = {"inclusion": _check_inclusion, "consistency": _check_consistency}
        check = checks.get(str(value.get("type")))
        if check is None:
            raise BadInput("its type is neither inclusion nor consistency")
        return Verdict(True, f"Valid: {check(value, log_public)}{key_caveat(log_public)}.")
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}.")


def check_in_log(value: object, leaf: bytes, log_key: bytes) -> Inclusion:
    """The `log` part, once its head is signed with this key and its proof leads there."""
    fields = object_fields(value, "log", {"position", "proof", "head"})
    inclusion = Inclusion(
        count_field(fields, "position"),
        _steps(fields),
        signed_head(fields["head"], "head", log_key),
    )
    head = inclusion.head
    if not check_inclusion(leaf, inclusion.position, head.size, inclusion.proof, head.root):
        raise BadInput("the proof does not lead from what was received to the root of the log")
    return inclusion


def check_schema(value: Mapping[str, Any], schema: str) -> None:
    """Raises BadInput unless the value says that it is of this schema."""
    if value.get("schema") != schema:
        raise BadInput(f"this is no {schema}")


def checked_log_key(value: Mapping[str, Any], log_public: bytes | None) -> bytes:
    """The log key written in the paper; raises BadInput when another was expected."""
    written = hex_field(value, "log_key", KEY_BYTES)
    if log_public not in (None, written):
        raise BadInput("it was made for another log key than the one given")
    return written


def key_caveat(log_public: bytes | None) -> str:
    """What remains to be done when the published log key was not given."""
    return "" if log_public else "; compare its log key with the published one"


def object_fields(value: object, name: str, expected: set[str]) -> Mapping[str, Any]:
    """The value as an object with exactly these keys."""
    if not isinstance(value, Mapping):
        raise BadInput(f"{name} is not an object")
    if set(value) != expected:
        missing = sorted(expected - set(value))
        raise BadInput(
            f"{name} lacks {missing[0]}" if missing else f"{name} has a field that is not of it"
        )
    return value


def hex_field(fields: Mapping[str, Any], name: str, n_bytes: int) -> bytes:
    """Bytes written as small hexadecimal digits."""
    return hex_bytes(fields[name], name, n_bytes)


def hour_field(fields: Mapping[str, Any], name: str) -> datetime:
    """A whole hour in UTC, as `written_hour` writes it."""
    text = fields[name]
    try:
        hour = datetime.strptime(text, "%Y-%m-%dT%H:00:00Z").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise BadInput(f"{name} is not an hour such as 2026-11-20T10:00:00Z") from None
    if written_hour(hour) != text:
        raise BadInput(f"{name} is not an hour such as 2026-11-20T10:00:00Z")
    return hour


def count_field(fields: Mapping[str, Any], name: str) -> int:
    """A whole number from 0, not a truth value."""
    number = fields[name]
    if type(number) is not int or not 0 <= number <= LARGEST_COUNT:
        raise BadInput(f"{name} is not a whole number")
    return number


def list_field(fields: Mapping[str, Any], name: str) -> list[Any]:
    """A list, whatever it holds."""
    if not isinstance(fields[name], list):
        raise BadInput(f"{name} is not a list")
    return list(fields[name])


def said_hour(hour: datetime) -> str:
    """ "2026-11-20 10:00 UTC", for sentences."""
    return hour.strftime("%Y-%m-%d %H:00 UTC")


def _check_inclusion(value: Mapping[str, Any], log_public: bytes | None) -> str:
    fields = object_fields(value, "the proof", {"schema", "type", "log_key", "leaf", "log"})
    log_key = checked_log_key(fields, log_public)
    inclusion = check_in_log(fields["log"], hex_field(fields, "leaf", HASH_BYTES), log_key)
    head = inclusion.head
    return (
        f"this leaf stands at position {inclusion.position} of the log of {head.size}, "
        f"unchanged since {said_hour(head.hour)}"
    )


def _check_consistency(value: Mapping[str, Any], log_public: bytes | None) -> str:
    expected = {"schema", "type", "log_key", "old", "new", "proof"}
    fields = object_fields(value, "the proof", expected)
    log_key = checked_log_key(fields, log_public)
    old, new = (signed_head(fields[name], name, log_key) for name in ("old", "new"))
    if old.hour > new.hour:
        raise BadInput("the new head is of an earlier hour than the old one")
    if not check_consistency(old.size, new.size, old.root, new.root, _steps(fields)):
        raise BadInput("the new log does not only add to the old one")
    return (
        f"the first {old.size} entries of the log are unchanged since {said_hour(old.hour)}, "
        f"up to {said_hour(new.hour)} ({new.size} entries)"
    )


def signed_head(value: object, name: str, log_key: bytes) -> Head:
    """A head, once it is signed with this key."""
    inside = object_fields(value, name, {"size", "root", "hour", "signature"})
    head = Head(
        count_field(inside, "size"),
        hex_field(inside, "root", HASH_BYTES),
        hour_field(inside, "hour"),
        hex_field(inside, "signature", SIGNATURE_BYTES),
    )
    message = head_message(head.size, head.root, head.hour)
    if not check_signature(log_key, message, head.signature):
        raise BadInput("the head of the log is not signed with the log key")
    return head


def head_to_json(head: Head) -> dict[str, Any]:
    """A head as every paper writes it."""
    return {
        "size": head.size,
        "root": head.root.hex(),
        "hour": written_hour(head.hour),
        "signature": head.signature.hex(),
    }


def _steps(fields: Mapping[str, Any]) -> tuple[bytes, ...]:
    return tuple(hex_bytes(step, "proof", HASH_BYTES) for step in list_field(fields, "proof"))


def hex_bytes(value: object, name: str, n_bytes: int) -> bytes:
    """Bytes from small hexadecimal digits; raises BadInput."""
    if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{2 * n_bytes}}}", value):
        raise BadInput(f"{name} is not {n_bytes} bytes in small hexadecimal digits")
    return bytes.fromhex(value)
