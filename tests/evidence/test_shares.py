"""Paper shares: enough of them open, fewer say nothing, and every slip is said in one sentence."""

import itertools
import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.evidence.codes import words
from vigie.evidence.shares import (
    OTHER_WORD,
    SECRET_BYTES,
    Share,
    combine,
    mark_of,
    read_share,
    split,
    write_share,
)
from vigie.kernel.errors import BadInput

a_secret = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
SECRET = bytes(range(32))


def cut() -> tuple[Share, ...]:
    return split(SECRET, 2, 3, lambda count: bytes(range(7, 7 + count)))


@given(a_secret, st.integers(2, 4), st.integers(0, 2))
def test_any_choice_of_enough_shares_gives_the_secret_back(
    secret: bytes, threshold: int, more: int
) -> None:
    shares = split(secret, threshold, threshold + more, secrets.token_bytes)

    for chosen in itertools.combinations(shares, threshold):
        assert combine(chosen) == secret
    assert combine(shares) == secret


@given(a_secret, a_secret, st.randoms(use_true_random=False))
def test_one_share_of_two_fits_every_secret(secret: bytes, other: bytes, chance: object) -> None:
    (first, *_) = split(secret, 2, 2, secrets.token_bytes)
    explained = bytes(a ^ b for a, b in zip(other, first.value, strict=True))

    same = split(other, 2, 2, lambda _: explained)[0]

    assert chance
    assert same.value == first.value


@given(a_secret, st.integers(2, 15))
def test_words_give_the_share_back(secret: bytes, count: int) -> None:
    for share in split(secret, 2, count, secrets.token_bytes):
        assert read_share(write_share(share)) == share


def test_a_share_is_24_words_whatever_stands_around_them() -> None:
    share = cut()[1]
    written = write_share(share).split()
    numbered = "\n".join(f"{n:>2}. {word.upper()}" for n, word in enumerate(written, start=1))

    assert len(written) == 24
    assert read_share(numbered) == share
    assert (share.number, share.threshold, share.mark) == (2, 2, mark_of(SECRET))


@given(st.data())
def test_one_letter_left_out_of_a_word_is_repaired_or_named(data: st.DataObject) -> None:
    share = cut()[0]
    written = write_share(share).split()
    place = data.draw(st.integers(0, 23))
    letter = data.draw(st.integers(0, len(written[place]) - 1))
    written[place] = written[place][:letter] + written[place][letter + 1 :]

    assert understood(" ".join(written)) in (
        share,
        f"Word {place + 1} of this share is not in the list: look at the paper again.",
        "A share has 24 words, and this one has 23.",
    )


def understood(text: str) -> Share | str:
    try:
        return read_share(text)
    except BadInput as error:
        return str(error)


@given(st.integers(0, 23), st.sampled_from(words()))
def test_another_word_of_the_list_never_goes_unseen(place: int, other: str) -> None:
    share = cut()[0]
    written = write_share(share).split()
    changed = written[place] != other
    written[place] = other

    if changed:
        with pytest.raises(BadInput, match="another than on the paper"):
            read_share(" ".join(written))


def test_two_words_that_changed_places_are_seen() -> None:
    written = write_share(cut()[0]).split()
    written[3], written[4] = written[4], written[3]

    with pytest.raises(BadInput) as refused:
        read_share(" ".join(written))

    assert str(refused.value) == OTHER_WORD


@given(st.text(max_size=400))
def test_any_text_is_a_share_or_one_sentence(text: str) -> None:
    with pytest.raises(BadInput, match=r"^A share has 24 words, and this one has \d+\.$"):
        read_share(text)


@pytest.mark.parametrize("word", [words()[0], words()[-1]])
def test_the_first_and_the_last_of_all_texts_are_no_share(word: str) -> None:
    with pytest.raises(BadInput, match="another than on the paper"):
        read_share(" ".join([word] * 24))


def test_one_share_alone_is_refused() -> None:
    with pytest.raises(BadInput, match="2 shares are needed, and 1 given"):
        combine(cut()[:1])
    with pytest.raises(BadInput, match="2 shares are needed, and 0 given"):
        combine(())


def test_the_same_share_twice_is_refused() -> None:
    one = cut()[0]

    with pytest.raises(BadInput, match="twice"):
        combine([one, one])


def test_shares_of_two_sets_are_refused() -> None:
    other = split(bytes(32), 2, 3, secrets.token_bytes)

    with pytest.raises(BadInput, match="different sets"):
        combine([cut()[0], other[1]])
    with pytest.raises(BadInput, match="do not fit"):
        combine([cut()[0], replace(other[1], mark=mark_of(SECRET))])


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 16), (0, 0)])
def test_what_cannot_be_cut_is_refused(threshold: int, count: int) -> None:
    with pytest.raises(BadInput, match="at least two"):
        split(SECRET, threshold, count, secrets.token_bytes)
    with pytest.raises(BadInput, match="32 bytes"):
        split(b"short", 2, 3, secrets.token_bytes)
