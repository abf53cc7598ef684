"""Files sealed to a passphrase: another implementation of age opens them."""

import io

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.passphrase_files import CHUNK_BYTES, PassphraseFile

PASSPHRASE = "trois cailloux près du pont"


def sealed(data: bytes, passphrase: str = PASSPHRASE, step: int = 10_000) -> bytes:
    sink = io.BytesIO()
    file = PassphraseFile(sink, passphrase)
    for start in range(0, len(data), step):
        file.write(data[start : start + step])
    file.finish()
    return sink.getvalue()


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]
)
def test_another_age_opens_every_length(size: int) -> None:
    data = bytes(n % 251 for n in range(size))

    assert pyrage.passphrase.decrypt(sealed(data), PASSPHRASE) == data


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=2000), st.text(min_size=1, max_size=40), st.integers(1, 500))
def test_any_bytes_and_any_passphrase(data: bytes, passphrase: str, step: int) -> None:
    passphrase = passphrase.encode("utf-8", "replace").decode()

    assert pyrage.passphrase.decrypt(sealed(data, passphrase, step), passphrase) == data


def test_a_wrong_passphrase_a_cut_and_a_change_do_not_open() -> None:
    whole = sealed(b"x" * 100_000)

    for broken, passphrase in (
        (whole, "another"),
        (whole[:-1], PASSPHRASE),
        (whole[: len(whole) - 40_000], PASSPHRASE),
        (whole[:-1] + bytes([whole[-1] ^ 1]), PASSPHRASE),
        (whole.replace(b" 16\n", b" 15\n", 1), PASSPHRASE),
    ):
        with pytest.raises((pyrage.DecryptError, OSError)):
            pyrage.passphrase.decrypt(broken, passphrase)


def test_the_same_twice_is_not_the_same_file() -> None:
    assert sealed(b"x") != sealed(b"x")
