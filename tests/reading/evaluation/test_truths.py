"""Truth files: the documented format is what is read, and what is wrong is said in a sentence."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.errors import BadInput
from vigie.reading.evaluation.truths import TrueTurn, read_truth, truth_from_json

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/formats/truth.schema.json").read_text(encoding="utf-8"))
WHOLE = {
    "schema": "vigie.truth/1",
    "image": "a.png",
    "family": "tiktok",
    "variant": "clean",
    "platform": "tiktok",
    "title": "Léa",
    "turns": [
        {
            "text": "coucou",
            "side": "left",
            "kind": "text",
            "author": "Léa",
            "sent_at_raw": "18:42",
            "partial": True,
            "box": [1, 2.4, 30, 40],
        },
        {"text": "Hier", "kind": "system", "side": "centre", "box": None},
    ],
}
VALUES: st.SearchStrategy[object] = st.sampled_from(
    [None, True, -1, 2.5, float("nan"), "", "a.png", "left", "text", [], ["a"], [1, 2, 3, 4], {}]
)
TURNS = st.dictionaries(st.sampled_from(["text", "side", "kind", "author", "box"]), VALUES)
TRUTHS = st.dictionaries(
    st.sampled_from(["schema", "image", "images", "platform", "title", "centre", "turns"]),
    VALUES | st.lists(TURNS | VALUES, max_size=3),
)


def test_a_whole_truth_is_read_and_fits_its_schema() -> None:
    truth = truth_from_json(WHOLE)

    jsonschema.validate(WHOLE, SCHEMA)
    assert truth.images == ("a.png",)
    assert (truth.family, truth.variant) == ("tiktok", "clean")
    assert (truth.platform, truth.title) == ("tiktok", "Léa")
    assert truth.turns[0] == TrueTurn(
        "coucou", "text", "left", "Léa", "18:42", partial=True, box=(1, 2, 30, 40)
    )


def test_little_is_needed() -> None:
    little = {"images": ["1.png", "2.png"], "turns": [{"text": "ok"}], "centre": ["Hier"]}

    truth = truth_from_json(little)

    jsonschema.validate(little, SCHEMA)
    assert truth.images == ("1.png", "2.png")
    assert truth.turns == (TrueTurn("ok"), TrueTurn("Hier", "system"))
    assert (truth.platform, truth.title, truth.variant) == (None, None, "–")


@pytest.mark.parametrize("path", sorted((ROOT / "tests/samples/screenshots").glob("*.json")))
def test_the_truths_of_the_samples_are_truths(path: Path) -> None:
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SCHEMA)

    assert read_truth(path).turns


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"schema": "vigie.truth/9"}, "schema"),
        ({"turns": None}, '"turns" must be a list'),
        ({"turns": ["a"]}, "Turn 0 must be a JSON object"),
        ({"turns": [{"side": "up"}]}, 'Turn 0: "side" must be one of left, right, centre'),
        ({"turns": [{"kind": "song"}]}, 'Turn 0: "kind"'),
        ({"turns": [{"text": 3}]}, 'Turn 0: "text" must be a text'),
        ({"turns": [{"box": [1, 2]}]}, "left, top, right and bottom"),
        ({"turns": [{"box": [1, 2, "a", 4]}]}, "left, top, right and bottom"),
        ({"turns": [{"box": [1, 2, float("inf"), 4]}]}, "left, top, right and bottom"),
        ({"turns": [{"box": [1, 2, 10**400, 4]}]}, "left, top, right and bottom"),
        ({"image": None}, '"image" must name the picture'),
        ({"image": "../a.png"}, "must be beside the truth"),
        ({"image": "/a.png"}, "must be beside the truth"),
        ({"image": None, "images": [1]}, '"images" must be a list of texts'),
        ({"platform": "minitel"}, '"platform" must be one of'),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(change: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says.replace("(", r"\(")):
        truth_from_json(WHOLE | change)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 9999, b"3"])
def test_a_file_that_is_no_truth_is_bad_input(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(BadInput):
        read_truth(tmp_path / "a.json")


def test_a_folder_or_nothing_is_bad_input(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.json"):
        with pytest.raises(BadInput):
            read_truth(path)


@given(TRUTHS | VALUES)
def test_any_json_is_a_truth_or_bad_input(value: object) -> None:
    with suppress(BadInput):
        assert truth_from_json(value).images
