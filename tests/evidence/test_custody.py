"""The Merkle log: published vectors, and tampering that is always seen."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.custody import (
    check_consistency,
    check_inclusion,
    check_signature,
    commit,
    consistency_proof,
    head_message,
    inclusion_proof,
    leaf_hash,
    new_signing_key,
    public_key,
    root,
    sign,
    written_hour,
)
from vigie.kernel.errors import BadInput

PUBLISHED = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
PUBLISHED_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
logs = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(
    lambda data: [leaf_hash(each) for each in data]
)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    leaves = [leaf_hash(data) for data in PUBLISHED[:size]]

    assert root(leaves).hex() == PUBLISHED_ROOTS[size - 1]


def test_an_empty_log_has_the_hash_of_nothing() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@settings(deadline=None, max_examples=50)
@given(logs, st.data())
def test_every_leaf_is_proved_at_its_place_and_nowhere_else(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    elsewhere = data.draw(st.integers(-2, len(leaves) + 2).filter(lambda place: place != index))

    proof, top = inclusion_proof(leaves, index), root(leaves)

    assert check_inclusion(leaves[index], index, len(leaves), proof, top)
    same = 0 <= elsewhere < len(leaves) and leaves[elsewhere] == leaves[index]
    assert same or not check_inclusion(leaves[index], elsewhere, len(leaves), proof, top)


@settings(deadline=None, max_examples=50)
@given(logs, st.data())
def test_a_proof_that_was_changed_cut_or_lengthened_fails(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, top = list(inclusion_proof(leaves, index)), root(leaves)

    other = data.draw(st.binary(min_size=32, max_size=32))
    spoiled = [proof[:n] + proof[n + 1 :] for n in range(len(proof))]
    spoiled += [[*proof[:n], other, *proof[n + 1 :]] for n in range(len(proof))]
    spoiled += [[*proof, other], [other, *proof]]

    assert not any(
        check_inclusion(leaves[index], index, len(leaves), each, top)
        for each in spoiled
        if each != proof
    )


@settings(deadline=None, max_examples=50)
@given(logs, st.data())
def test_a_grown_log_is_consistent_and_a_rewritten_one_is_not(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old_size = data.draw(st.integers(0, len(leaves)))
    proof = consistency_proof(leaves, old_size)
    sizes = (old_size, len(leaves))

    old, new = root(leaves[:old_size]), root(leaves)

    assert check_consistency(*sizes, old, new, proof)
    assert not check_consistency(*sizes, leaf_hash(old), new, proof)
    assert not check_consistency(*sizes, old, new, [*proof, old])
    if old_size > 0:
        assert not check_consistency(*sizes, old, leaf_hash(new), proof)
    if 0 < old_size < len(leaves):
        assert not check_consistency(*sizes, old, new, proof[:-1])


@settings(deadline=None, max_examples=50)
@given(logs.filter(lambda leaves: len(set(leaves)) > 2), st.data())
def test_dropping_changing_or_reordering_an_old_entry_is_seen(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old_size = data.draw(st.integers(2, len(leaves)))
    place = data.draw(st.integers(0, old_size - 1))
    old = root(leaves[:old_size])
    dropped = [*leaves[:place], *leaves[place + 1 :], leaf_hash(b"new")]
    changed = [*leaves[:place], leaf_hash(b"other than any"), *leaves[place + 1 :]]
    reordered = [*reversed(leaves[:old_size]), *leaves[old_size:]]

    for forged in (dropped, changed, reordered):
        proof = consistency_proof(forged, old_size)
        honest = forged[:old_size] == leaves[:old_size]
        assert honest == check_consistency(old_size, len(forged), old, root(forged), proof)


def test_impossible_places_and_sizes_are_refused() -> None:
    leaves = [leaf_hash(b"one")]

    for index in (-1, 1):
        with pytest.raises(BadInput):
            inclusion_proof(leaves, index)
    for old_size in (-1, 2):
        with pytest.raises(BadInput):
            consistency_proof(leaves, old_size)
    assert not check_consistency(2, 1, root(leaves), root(leaves), ())
    assert not check_consistency(1, 2, root(leaves), root(leaves), [leaves[0]] * 3)


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5))),
    st.binary(min_size=16, max_size=16),
)
def test_a_commitment_hangs_on_every_field_and_on_the_salt(
    fields: dict[str, str | int | None], salt: bytes
) -> None:
    commitment = commit(fields, salt)

    assert commitment == commit(dict(reversed(fields.items())), salt)
    assert commitment != commit({**fields, "one more": 1}, salt)
    assert commitment != commit(fields, bytes(16) if salt[0] else bytes([1]) * 16)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(BadInput):
        commit({"act": "read"}, b"short")


@settings(deadline=None, max_examples=50)
@given(st.binary(), st.binary(max_size=80))
def test_a_signature_holds_for_its_message_and_key_only(message: bytes, other: bytes) -> None:
    seed = bytes(range(32))
    signature, public = sign(seed, message), public_key(seed)

    assert check_signature(public, message, signature)
    assert not check_signature(public, message + b"!", signature)
    assert not check_signature(public, message, other)
    assert not check_signature(public_key(new_signing_key()), message, signature)
    assert not check_signature(b"short", message, signature)


def test_hours_are_written_in_utc_without_minutes() -> None:
    paris = timezone(timedelta(hours=1))

    assert written_hour(datetime(2026, 11, 20, 11, 59, tzinfo=paris)) == "2026-11-20T10:00:00Z"


def test_a_head_says_size_root_and_hour() -> None:
    message = head_message(3, b"\xab" * 32, datetime(2026, 11, 20, 10, tzinfo=UTC))

    assert message == b"vigie.head/1\n3\n" + b"ab" * 32 + b"\n2026-11-20T10:00:00Z\n"
