#!/usr/bin/env python3
"""Checks Vigie receipts and log proofs on any machine; needs only Python and `cryptography`.

Usage: verify_receipt.py [--log-key HEX] FILE...
One line for each file; exit code 0 when all are valid, 1 when some are not, 2 on wrong usage.
Valid means unchanged since an hour; it says neither who wrote it nor whether it is true. Compare
files with a receipt by `sha256sum`, and anchors in time by `openssl ts`.
"""

import hashlib
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEX_BYTES = dict.fromkeys(("testimony", "key", "log_key", "root", "sha256", "leaf"), 32)
HEX_BYTES |= {"salt": 16, "signature": 64, "certificate": 64}
HOURS, COUNTS = ("received", "since", "until", "hour"), ("n", "size_class", "position", "size")
SHAPES = {
    "receipt": "schema items salt testimony received promise log_key log",
    "promise": "signature key since until certificate",
    "item": "n kind sha256 size_class",
    "log": "position proof head",
    "head": "size root hour signature",
    "inclusion": "schema type log_key leaf log",
    "consistency": "schema type log_key old new proof",
}


def need(condition: object, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)


def shaped(value: Any, name: str) -> Any:
    """The object, once it has exactly its fields, each written in the only allowed way."""
    good = isinstance(value, dict) and set(value) == set(SHAPES[name].split())
    need(good, f"{name} has not its fields")
    for key, field in value.items():
        if key in HEX_BYTES or key in HOURS:
            hour = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z"
            digits = hour if key in HOURS else "[0-9a-f]{%d}" % (2 * HEX_BYTES[key])
            need(isinstance(field, str) and re.fullmatch(digits, field), f"{key} is malformed")
        if key in HOURS:
            datetime.fromisoformat(field.replace("Z", "+00:00"))
        if key in COUNTS:
            need(type(field) is int and 0 <= field < 2**53, f"{key} is no whole number")
    return value


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def signed(key: str, signature: str, *lines: object) -> None:
    message = "".join(f"{line}\n" for line in lines).encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), message)
    except InvalidSignature:
        raise ValueError(f"the signature on {lines[0]} is wrong") from None


def head_of(value: Any, log_key: str) -> Any:
    head = shaped(value, "head")
    signed(log_key, head["signature"], "vigie.head/1", head["size"], head["root"], head["hour"])
    return head


def climb(place: int, last: int, start: bytes | None, proof: Any) -> list[str]:
    """The old and new roots that a proof leads to (RFC 9162, 2.1); it may bring its own start."""
    need(isinstance(proof, list), "the proof is no list")
    good = all(isinstance(step, str) and re.fullmatch("[0-9a-f]{64}", step) for step in proof)
    need(good and (proof or start), "the proof is malformed")
    steps = [bytes.fromhex(step) for step in proof]
    old = new = start or steps.pop(0)
    for step in steps:
        need(last, "the proof is too long")
        if place & 1 or place == last:
            old, new = sha(b"\1", step, old), sha(b"\1", step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = sha(b"\1", new, step)
        place, last = place >> 1, last >> 1
    need(not last, "the proof is too short")
    return [old.hex(), new.hex()]


def in_log(value: Any, leaf: bytes, log_key: str) -> str:
    log = shaped(value, "log")
    head, place = head_of(log["head"], log_key), log["position"]
    need(place < head["size"], "the position is outside the log")
    reached = climb(place, head["size"] - 1, leaf, log["proof"])[1]
    need(reached == head["root"], "the proof does not lead to the root of the log")
    return str(head["hour"])


def receipt(paper: Any) -> str:
    promise, hour, key = shaped(paper["promise"], "promise"), paper["received"], paper["log_key"]
    need(isinstance(paper["items"], list), "items is no list")
    for n, item in enumerate(paper["items"]):
        need(shaped(item, "item")["n"] == n, f"item {n} is not in its place")
        need(item["kind"] in ("text", "file"), f"item {n} is neither a text nor a file")
    fields = {"act": "received", "hour": hour, "items": len(paper["items"])}
    fields["items_sha256"] = sha(canonical(paper["items"])).hex()
    leaf = sha(b"\0", sha(bytes.fromhex(paper["salt"]), canonical(fields)))
    need(leaf.hex() == paper["testimony"], "the items, hour or salt are not those of the hash")
    span = promise["since"], promise["until"]
    signed(key, promise["certificate"], "vigie.sub-key/1", promise["key"], *span)
    need(span[0] <= hour <= span[1], "the key of the promise was not valid in that hour")
    signed(promise["key"], promise["signature"], "vigie.promise/1", leaf.hex(), hour)
    logged = paper["log"] is None or in_log(paper["log"], leaf, key) >= hour
    need(logged, "the head of the log is of an earlier hour")
    return f"what it lists is unchanged since {hour}, log entry: {paper['log'] is not None}"


def inclusion(paper: Any) -> str:
    hour = in_log(paper["log"], bytes.fromhex(paper["leaf"]), paper["log_key"])
    return f"this leaf of the log is unchanged since {hour}"


def consistency(paper: Any) -> str:
    old, new = (head_of(paper[name], paper["log_key"]) for name in ("old", "new"))
    need(old["hour"] <= new["hour"], "the new head is of an earlier hour")
    roots, place, last = [old["root"], new["root"]], old["size"] - 1, new["size"] - 1
    if 0 <= place < last:
        while place & 1:
            place, last = place >> 1, last >> 1
        start = None if place else bytes.fromhex(old["root"])
        need(climb(place, last, start, paper["proof"]) == roots, "the old log was changed")
    else:
        same = place == last and roots[0] == roots[1]
        empty = place == -1 < last and roots[0] == sha().hex()
        need((same or empty) and paper["proof"] == [], "the new log does not add to the old one")
    return f"the first {old['size']} entries of the log are unchanged since {old['hour']}"
