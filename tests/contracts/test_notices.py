"""Every notice plugin explains itself, writes its samples, and repeats itself to the byte."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.measures.invented import invented_notice
from vigie.kernel.errors import Incomplete
from vigie.kernel.registry import explain
from vigie.measures.notices import NoticeWriter, notices

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/formats/notice.schema.json").read_text(encoding="utf-8"))
PLUGINS = pytest.mark.parametrize(
    "plugin", notices.all().values(), ids=lambda plugin: str(plugin.name)
)


@PLUGINS
def test_a_plugin_explains_itself_in_a_sentence(plugin: NoticeWriter) -> None:
    assert re.fullmatch(r"[A-Z][^\n]+\.", explain(plugin))


@PLUGINS
def test_a_sample_is_written_as_kept_and_as_the_public_format_says(plugin: NoticeWriter) -> None:
    written = json.loads(plugin.write(invented_notice(), "fr").json)

    jsonschema.validate(written, SCHEMA)
    for sample in plugin.samples:
        kept = json.loads((ROOT / "tests/samples" / sample.path).read_text(encoding="utf-8"))
        assert written == kept
        assert {name: written[name] for name in sample.expect} == sample.expect


@PLUGINS
def test_the_same_notice_gives_the_same_bytes(plugin: NoticeWriter) -> None:
    assert plugin.write(invented_notice(), "fr") == plugin.write(invented_notice(), "fr")


@PLUGINS
def test_a_notice_that_lacks_something_is_refused(plugin: NoticeWriter) -> None:
    with pytest.raises(Incomplete) as refused:
        plugin.write(replace(invented_notice(), good_faith=None), "en")

    assert len(refused.value.missing) == 1
