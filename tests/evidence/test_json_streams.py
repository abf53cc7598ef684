"""JSON is read part by part, whatever its size, its encoding or the malice in it."""

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence import json_streams
from vigie.evidence.json_streams import ELEMENT, Path, Want, skim
from vigie.kernel.errors import BadFile

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)

AHEAD = b" " * json_streams.HEAD_BYTES
"""What is read at once in any case, so that what follows is cut by small windows."""


def keep(_: Path) -> Want:
    return "keep"


def found(data: bytes, want: Callable[[Path], Want] = keep) -> list[tuple[Path, object]]:
    return list(skim(io.BytesIO(data), want))


@pytest.fixture(params=[1, 7, 64])
def small_window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value is cut by the edge of the window at another place."""
    monkeypatch.setattr(json_streams, "CHUNK_BYTES", request.param)
    monkeypatch.setattr(json_streams, "SPENT_CHARS", request.param)


@settings(max_examples=60, deadline=None)
@given(value=st.dictionaries(st.text(max_size=8), VALUES), chunk=st.sampled_from([1, 5, 4096]))
def test_what_is_kept_is_what_the_standard_library_reads(
    value: dict[str, object], chunk: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_streams, "CHUNK_BYTES", chunk)
        kept = found(AHEAD + json.dumps(value, indent=1).encode())

    assert {where[0]: each for where, each in kept} == value


@settings(max_examples=60, deadline=None)
@given(value=VALUES, chunk=st.sampled_from([1, 5, 4096]))
def test_what_is_passed_over_does_not_hide_what_follows(value: object, chunk: int) -> None:
    data = AHEAD + json.dumps({"a": value, "b": 1}, ensure_ascii=False).encode(errors="replace")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_streams, "CHUNK_BYTES", chunk)
        kept = found(data, lambda where: "keep" if where == ("b",) else "skip")

    assert kept == [(("b",), 1)]


@pytest.mark.usefixtures("small_window")
def test_each_gives_the_parts_of_a_list_and_enters_an_object() -> None:
    kept = found(AHEAD + b'{"a": [1, {"b": [2]}, "\\u00e9\\""], "c": {"d": [3]}}', lambda _: "each")

    assert kept == [
        (("a", ELEMENT), 1),
        (("a", ELEMENT), {"b": [2]}),
        (("a", ELEMENT), 'é"'),
        (("c", "d", ELEMENT), 3),
    ]


def test_within_looks_into_objects_and_passes_over_lists() -> None:
    kept = found(
        b'{"a": [{"b": 1}], "c": {"b": 2}}',
        lambda where: "keep" if where[-1] == "b" else "within",
    )

    assert kept == [(("c", "b"), 2)]


@pytest.mark.parametrize(
    "data",
    [
        '{"é": "oui 😊"}'.encode(),
        '{"é": "oui 😊"}'.encode("utf-8-sig"),
        '{"é": "oui 😊"}'.encode("utf-16"),
        b'window.YTD.account.part0 = {"\xe9": "oui \\ud83d\\ude0a"}',
    ],
)
def test_any_encoding_and_an_assignment_before_are_read(data: bytes) -> None:
    kept = found(data)

    assert kept == [(("é",), "oui 😊")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a": 1',
        b'{"a": 1,}',
        b'{"a" 1}',
        b"{1: 2}",
        b'{"a": [1, 2}',
        b"[" * 200_000,
        b'{"a": 1' + b"0" * 5000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_is_no_json_is_a_damaged_export(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        found(data)

    assert refused.value.reason == "damaged_export"


def test_one_value_larger_than_any_export_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_streams, "MAX_WINDOW_CHARS", 1000)
    monkeypatch.setattr(json_streams, "CHUNK_BYTES", 100)

    with pytest.raises(BadFile):
        found(json.dumps({"a": "x" * 5000}).encode())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["keep", "skip", "enter", "each"]))
def test_any_bytes_give_values_or_are_refused(data: bytes, wanted: Want) -> None:
    for head in (b"", b'{"a": ', b'[{"b": "'):
        try:
            kept = found(head + data, lambda _: wanted)
        except BadFile:
            continue
        assert isinstance(kept, list)
