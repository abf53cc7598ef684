#!/usr/bin/env python3
"""Checks a whole Vigie log or its published heads; needs verify_receipt.py beside it.

Usage: verify_log.py FILE...   (as verify_receipt.py, whose papers it takes too)
"""

import sys
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from verify_receipt import KINDS, Json, consistency, head_of, main, need, sha, shaped


def heads(paper: Json) -> str:
    """Published heads, each of which only adds to the one before."""
    for (old, new), proof in zip(pairwise(paper["heads"]), paper["proofs"], strict=True):
        consistency({**paper, "old": old, "new": new, "proof": proof})
    return in_order(paper)


def whole(paper: Json) -> str:
    """A whole log: the root of every head is computed again from the leaves."""
    roots = {head["size"]: head["root"] for head in paper["heads"]}
    peaks: list[bytes] = []
    for n, leaf in enumerate(paper["leaves"]):
        current, place = bytes.fromhex(shaped({"leaf": leaf}, "leaf")["leaf"]), n
        while place & 1:
            current, place = sha(b"\1", peaks.pop(), current), place >> 1
        peaks.append(current)
        need(n + 1 not in roots or top(peaks) == roots[n + 1], f"a leaf before {n + 1} was changed")
    need(max(roots) == len(paper["leaves"]), "the newest head is not of all the leaves")
    for dated in paper["dated"]:
        good = shaped(dated, "head anchors")["head"] in paper["heads"]
        need(good and isinstance(dated["anchors"], list), "its timestamps are malformed")
    return in_order(paper)


def top(peaks: list[bytes]) -> str:
    """The root over full subtrees, the largest first."""
    current = peaks[-1]
    for peak in reversed(peaks[:-1]):
        current = sha(b"\1", peak, current)
    return current.hex()


def in_order(paper: Json) -> str:
    """Signed heads that grow in size and never go back in time."""
    listed = [head_of(head, paper["log_key"]) for head in paper["heads"]]
    for old, new in pairwise(listed):
        need(old["size"] < new["size"], "the heads are not in the order of their sizes")
        need(old["hour"] <= new["hour"], "a head is of an earlier hour than a smaller one")
    first, last = listed[0], listed[-1]
    return (
        f"the first {first['size']} entries of the log are unchanged since {first['hour']}, "
        f"all {last['size']} since {last['hour']}"
    )


KINDS["vigie.log-head/1"] = (heads, "schema log_key heads proofs")
KINDS["vigie.log/1"] = (whole, "schema log_key heads dated leaves")
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
