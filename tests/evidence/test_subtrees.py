"""The few subtrees that a log keeps give the roots and proofs of all its leaves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence import custody
from vigie.evidence.subtrees import (
    GrowingLog,
    Place,
    consistency_spans,
    full_subtrees,
    inclusion_spans,
    places_of,
    proof_of,
)
from vigie.kernel.errors import BadInput


def leaves_of(size: int) -> list[bytes]:
    return [custody.leaf_hash(str(n).encode()) for n in range(size)]


def grown(leaves: list[bytes]) -> tuple[GrowingLog, dict[Place, bytes]]:
    log = GrowingLog()
    kept: dict[Place, bytes] = {}
    for leaf in leaves:
        kept.update(log.add(leaf))
    return log, kept


@pytest.mark.parametrize("size", range(40))
def test_proofs_from_subtrees_are_those_from_all_leaves(size: int) -> None:
    leaves = leaves_of(size)

    log, kept = grown(leaves)

    assert log.root() == custody.root(leaves)
    for index in range(size):
        proof = proof_of(inclusion_spans(index, size), kept)
        assert proof == custody.inclusion_proof(leaves, index)
    for old in range(size + 1):
        assert proof_of(consistency_spans(old, size), kept) == custody.consistency_proof(
            leaves, old
        )


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 3000), st.data())
def test_what_is_read_grows_with_the_logarithm(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    most = 2 * size.bit_length()

    assert len(full_subtrees((0, size))) == size.bit_count()
    assert len(places_of(inclusion_spans(index, size))) <= most
    assert len(places_of(consistency_spans(old, size))) <= most


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(min_size=32, max_size=32), max_size=60), st.integers(0, 60))
def test_a_log_goes_on_from_its_peaks_as_if_it_had_all_leaves(
    leaves: list[bytes], cut: int
) -> None:
    _, kept = grown(leaves[:cut])
    size = len(leaves[:cut])

    later = GrowingLog(size, [kept[place] for place in full_subtrees((0, size))])
    for leaf in leaves[cut:]:
        later.add(leaf)

    assert (later.size, later.root()) == (len(leaves), custody.root(leaves))


def test_impossible_places_and_peaks_are_refused() -> None:
    for index in (-1, 3):
        with pytest.raises(BadInput):
            inclusion_spans(index, 3)
    for old in (-1, 4):
        with pytest.raises(BadInput):
            consistency_spans(old, 3)
    with pytest.raises(BadInput):
        GrowingLog(3, [b""])
