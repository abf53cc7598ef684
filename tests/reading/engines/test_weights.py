"""The narrowed model answers as the whole one, without the classes left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.engines.models import model_path, runner
from vigie.reading.engines.weights import UNUSED, _made, fields, narrowed


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 2**40) | st.binary(max_size=300))))
def test_a_message_is_read_as_it_was_made(made: list[tuple[int, int | bytes]]) -> None:
    message = b"".join(_made(number, value) for number, value in made)

    read = list(fields(message))

    assert [(field.number, field.value) for field in read] == made
    assert b"".join(field.whole for field in read) == message


@pytest.mark.ocr
def test_the_narrowed_model_has_a_likelihood_for_each_character_kept() -> None:
    whole = model_path("rec").read_bytes()
    strip = np.random.default_rng(0).uniform(-1, 1, (1, 3, 48, 160)).astype(np.float32)

    model, alphabet = narrowed(whole)

    likely = runner(model)(strip)
    every = runner(whole)(strip)
    assert likely.shape[2] == len(alphabet)
    assert likely.shape[2] < every.shape[2] / 5
    assert not any(UNUSED.search(each) for each in alphabet)
    assert {"a", "é", "ç", "œ", "€", "7", " ", "@"} <= set(alphabet)
    assert (likely.argmax(axis=2) == 0).any()
