"""Findings as plain values: the languages whose rules ran are kept, and older papers still read."""

import json
from pathlib import Path

import jsonschema

from vigie.kernel.findings import Findings
from vigie.kernel.formats import findings_from_json, findings_to_json

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/formats/findings.schema.json").read_text(encoding="utf-8")
)


def test_the_languages_whose_rules_ran_are_written_and_read() -> None:
    found = Findings("c", "none", language="fr", languages=("fr", "en"))

    written = findings_to_json(found)

    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert written["languages"] == ["fr", "en"]
    assert findings_from_json(written) == found


def test_findings_from_before_languages_were_kept_are_read() -> None:
    written = findings_to_json(Findings("c", "none", language="fr", languages=("fr",)))
    del written["languages"]

    jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert findings_from_json(written).languages == ()
