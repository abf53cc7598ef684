#!/usr/bin/env python3
"""Checks Vigie receipts, log proofs and anchors anywhere; needs only Python and `cryptography`.

Usage: verify_receipt.py FILE...   (exit code 0: all are valid, 1: some are not, 2: wrong usage)
Valid says unchanged since an hour, not who wrote it. Compare the log key it names with the public
one, files by `sha256sum`, and what dates the log by extract_timestamps.py and `openssl ts`.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UNREADABLE = (ValueError, OSError, LookupError, AttributeError, TypeError, RecursionError)
Json = Any
HOUR = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):00:00Z"
HASH, COUNTS = "[0-9a-f]{64}", ("n", "size_class", "position", "size")
PATTERNS = dict.fromkeys(("received", "since", "until", "hour"), HOUR)
PATTERNS |= dict.fromkeys(("testimony", "key", "log_key", "root", "sha256", "leaf"), HASH)
PATTERNS |= {"salt": "[0-9a-f]{32}", "signature": "[0-9a-f]{128}", "certificate": "[0-9a-f]{128}"}


def need(condition: object, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)


def shaped(value: Json, fields: str) -> Json:
    need(isinstance(value, dict) and set(value) == set(fields.split()), f"it lacks {fields}")
    for key, field in value.items():
        good = key not in PATTERNS or bool(re.fullmatch(PATTERNS[key], str(field)))
        whole = key not in COUNTS or (type(field) is int and 0 <= field < 2**53)
        need(good and whole, f"{key} is malformed")
    return value


def sha(*parts: bytes, then: object = None) -> bytes:
    canonical = json.dumps(then, sort_keys=True, separators=(",", ":")) if then is not None else ""
    return hashlib.sha256(b"".join(parts) + canonical.encode()).digest()


def signed(key: str, signature: str, *lines: object) -> None:
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    public.verify(bytes.fromhex(signature), "".join(f"{line}\n" for line in lines).encode())


def head_of(value: Json, log_key: str) -> Json:
    head = shaped(value, "size root hour signature")
    signed(log_key, head["signature"], "vigie.head/1", head["size"], head["root"], head["hour"])
    return head


def climb(place: int, last: int, start: bytes, proof: Json) -> list[str]:
    good = isinstance(proof, list) and all(re.fullmatch(HASH, str(step)) for step in proof)
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


def inclusion(paper: Json) -> str:
    log = shaped(paper["log"], "position proof head")
    head, place = head_of(log["head"], paper["log_key"]), log["position"]
    need(place < head["size"], "the position is outside the log")
    tops = climb(place, head["size"] - 1, bytes.fromhex(paper["leaf"]), log["proof"])
    need(tops[1] == head["root"], "the proof does not lead to the root of the log")
    return f"this leaf of the log is unchanged since {head['hour']}"


def receipt(paper: Json) -> str:
    hour, key, promise = paper["received"], paper["log_key"], paper["promise"]
    shaped(promise, "signature key since until certificate")
    for n, item in enumerate(paper["items"]):
        good = shaped(item, "n kind sha256 size_class")["n"] == n
        need(good and item["kind"] in ("text", "file"), f"item {n} is not in its place or kind")
    fields = {"act": "received", "hour": hour, "items": len(paper["items"])}
    fields["items_sha256"] = sha(then=paper["items"]).hex()
    leaf = sha(b"\0", sha(bytes.fromhex(paper["salt"]), then=fields))
    need(leaf.hex() == paper["testimony"], "the items, hour or salt are not those of the hash")
    span = [promise[end] for end in ("since", "until")]
    signed(key, promise["certificate"], "vigie.sub-key/1", promise["key"], *span)
    need(span[0] <= hour <= span[1], "the key of the promise was not valid in that hour")
    signed(promise["key"], promise["signature"], "vigie.promise/1", leaf.hex(), hour)
    logged = paper["log"] and inclusion({**paper, "leaf": leaf.hex()})
    need(paper["log"] is None or logged[-20:] >= hour, "the head of the log is too early")
    return f"what it lists is unchanged since {hour}" + ("" if logged else ", not in the log yet")


def consistency(paper: Json) -> str:
    old, new = (head_of(paper[name], paper["log_key"]) for name in ("old", "new"))
    need(old["hour"] <= new["hour"], "the new head is of an earlier hour")
    roots, place, last = [old["root"], new["root"]], old["size"] - 1, new["size"] - 1
    kept = paper["proof"] == [] and roots[0] == (roots[1] if place == last else sha().hex())
    if 0 <= place < last:
        while place & 1:
            place, last = place >> 1, last >> 1
        steps = paper["proof"] if place else [roots[0], *paper["proof"]]
        kept = climb(place, last, b"", steps) == roots
    need(kept and place <= last, "the new log does not only add to the old one")
    return f"the first {old['size']} entries of the log are unchanged since {old['hour']}"


KINDS = {
    "vigie.receipt/1": (receipt, "schema items salt testimony received promise log_key log"),
    "vigie.log-anchor/1": (lambda _: "this head of the log is signed", "schema log_key head"),
    "vigie.log-proof/1 inclusion": (inclusion, "schema type log_key leaf log"),
    "vigie.log-proof/1 consistency": (consistency, "schema type log_key old new proof"),
}


def check(path: str) -> str:
    paper = json.loads(Path(path).read_bytes())
    anchors = paper.pop("anchors", None)
    kind = " ".join(str(paper[each]) for each in ("schema", "type") if each in paper)
    need(kind in KINDS, "neither a receipt nor a log proof")
    said = KINDS[kind][0](shaped(paper, KINDS[kind][1])) + f"; log key {paper['log_key']}"
    listed = isinstance(anchors, list) and anchors and paper.get("head", paper.get("log"))
    need(listed or (anchors is None and "head" not in paper), "its timestamps are malformed")
    need("head" not in paper or head_of(paper["head"], paper["log_key"]), "no head")
    return said + (f"; {len(anchors)} timestamps are left to openssl ts" if listed else "")


def main(paths: list[str]) -> int:
    failed = 0 if paths else 2
    for path in paths:
        try:
            print(f"{path}: Valid: {check(path)}.")
        except (InvalidSignature, *UNREADABLE) as error:
            print(f"{path}: Invalid: {str(error) or 'a signature is wrong'}.")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
