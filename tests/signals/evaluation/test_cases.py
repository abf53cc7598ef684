"""Cases are read from the public format, one's own labels and HateCheck; what is none is said."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.errors import BadInput
from vigie.signals.evaluation.cases import Case, Unread, _case, cases_in, suite

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/formats/case.schema.json").read_text(encoding="utf-8"))
SUITE = ROOT / "src/vigie/signals/functions"
TALK = {
    "schema": "vigie.conversation/1",
    "id": "c1",
    "source": {"kind": "text"},
    "turns": [{"n": 0, "author": "A", "kind": "text", "text": "coucou"}],
}
LINE = {
    "schema": "vigie.case/1",
    "id": "c1",
    "function": "guilt",
    "language": "fr",
    "expected": "concern",
    "conversation": TALK,
}
HATECHECK = (
    "mhc_case_id,functionality,test_case,label_gold,target_ident\n"
    "french-1,counter_quote_nh,« Rentre chez toi » est honteux.,non-hateful,\n"
    "french-2,derog_h,Rentre chez toi.,hateful,immigrants\n"
)


def read(folder: Path, name: str, text: str) -> list[Case | Unread]:
    (folder / name).write_text(text, encoding="utf-8")
    return list(cases_in(folder))


def test_the_suite_is_in_its_public_format_and_balanced() -> None:
    valid = jsonschema.Draft202012Validator(SCHEMA)
    lines = [line for path in SUITE.glob("*.jsonl") for line in path.read_text().splitlines()]

    for line in lines:
        valid.validate(json.loads(line))
    read = suite()
    assert len(read) == len(lines) == len({each.id for each in read})
    blocks: dict[tuple[str, str, str], int] = {}
    for each in read:
        key = (each.function, each.language, each.half)
        blocks[key] = blocks.get(key, 0) + 1
    assert set(blocks.values()) == {25}
    assert len({function for function, _, _ in blocks}) == 37


def test_a_narrative_is_what_one_person_alone_reports() -> None:
    narratives = {each.function for each in suite() if each.narrative}

    assert {"told_by_witness", "told_acts"} <= narratives
    assert narratives <= {"told_by_witness", "told_acts", "quoted_to_friend"}


def test_one_own_labels_and_hatecheck_are_cases_too(tmp_path: Path) -> None:
    own = json.dumps({"label": "ordinary", "conversation": TALK})
    cases = [*read(tmp_path, "a.jsonl", own), *read(tmp_path, "b.csv", HATECHECK)]

    found = [(each.expected, each.function) for each in cases if isinstance(each, Case)]
    assert ("ordinary", "conversations") in found
    assert ("concern", "derog_h") in found
    assert ("ordinary", "counter_quote_nh") in found


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "1",
        '"text"',
        "{}",
        json.dumps({**LINE, "expected": "perhaps"}),
        json.dumps({**LINE, "conversation": {"schema": "other"}}),
        json.dumps({"label": "concern"}),
    ],
)
def test_a_line_that_is_no_case_is_named_and_the_others_are_read(tmp_path: Path, bad: str) -> None:
    first, second = read(tmp_path, "a.jsonl", f"{bad}\n{json.dumps(LINE)}\n")

    assert isinstance(first, Unread)
    assert first.place == "a.jsonl, line 1"
    assert isinstance(second, Case)


@given(st.text(max_size=200))
def test_no_line_raises(text: str) -> None:
    assert isinstance(_case(text, Path("a.jsonl"), 1), Case | Unread)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        list(cases_in(tmp_path / "none"))
