"""Every export plugin brings samples, knows them alone, and reads from them what they promise."""

import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vigie.evidence.archives import Archive, open_archive
from vigie.kernel.conversations import Conversation
from vigie.kernel.formats import conversation_from_json, conversation_to_json
from vigie.kernel.registry import Sample, explain
from vigie.reading.exports import ExportParser, exports
from vigie.reading.read import read_files, read_folder

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/samples"
SCHEMA = json.loads((ROOT / "docs/formats/conversation.schema.json").read_text(encoding="utf-8"))
PARSERS = tuple(exports.all().values())
CASES = [(parser, sample) for parser in PARSERS for sample in parser.samples]
BY_SAMPLE = pytest.mark.parametrize(
    ("parser", "sample"), CASES, ids=[sample.path.split("/")[-1] for _, sample in CASES]
)
PRIVATE = ("2013", "lea@example.org", "0639980011", "danse facile")


def archive_of(sample: Sample) -> Archive:
    archive = open_archive(SAMPLES / sample.path)
    assert isinstance(archive, Archive)
    return archive


def zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"export/{path.relative_to(folder)}")
    return packed.getvalue()


def what_is_said(conversations: tuple[Conversation, ...]) -> list[list[Any]]:
    return [
        [(turn.author, turn.side, turn.kind, turn.text, turn.sent_at) for turn in each.turns]
        for each in conversations
    ]


@BY_SAMPLE
def test_a_sample_is_known_by_its_own_parser_alone(parser: ExportParser, sample: Sample) -> None:
    archive = archive_of(sample)

    knowing = [each.name for each in PARSERS if each.recognises(archive)]

    assert knowing == [parser.name]


@BY_SAMPLE
def test_a_sample_gives_what_it_promises(parser: ExportParser, sample: Sample) -> None:
    reading = read_folder(SAMPLES / sample.path)

    owners = {
        person.name
        for each in reading.conversations
        for person in each.participants
        if person.owner
    }
    assert reading.unreadable == ()
    assert len(reading.conversations) == sample.expect["conversations"]
    assert sum(len(each.turns) for each in reading.conversations) == sample.expect["turns"]
    assert owners == ({sample.expect["owner"]} if sample.expect["owner"] else set())
    assert {each.source.format for each in reading.conversations} == {parser.name}


@BY_SAMPLE
def test_turns_are_numbered_and_in_order_of_time(parser: ExportParser, sample: Sample) -> None:
    reading = read_folder(SAMPLES / sample.path)

    for conversation in reading.conversations:
        times = [turn.sent_at for turn in conversation.turns if turn.sent_at]
        assert [turn.n for turn in conversation.turns] == list(range(len(conversation.turns)))
        assert all(before <= after for before, after in pairwise(times))


@BY_SAMPLE
def test_what_is_read_is_as_the_public_format_says(parser: ExportParser, sample: Sample) -> None:
    for conversation in read_folder(SAMPLES / sample.path).conversations:
        written = json.loads(json.dumps(conversation_to_json(conversation)))

        jsonschema.validate(written, SCHEMA)
        assert conversation_from_json(written) == conversation


@BY_SAMPLE
def test_a_zip_with_a_folder_in_front_says_the_same(parser: ExportParser, sample: Sample) -> None:
    unpacked = read_folder(SAMPLES / sample.path)

    packed = read_files([("mes données.zip", zipped(SAMPLES / sample.path))])

    assert packed.unreadable == ()
    assert what_is_said(packed.conversations) == what_is_said(unpacked.conversations)


@BY_SAMPLE
def test_no_letter_is_broken_and_no_profile_is_kept(parser: ExportParser, sample: Sample) -> None:
    reading = read_folder(SAMPLES / sample.path)

    said = "".join(
        json.dumps(conversation_to_json(each) | {"id": "", "source": ""}, ensure_ascii=False)
        for each in reading.conversations
    )
    assert not any(broken in said for broken in ("Ã", "â€", "ð\x9f", "\ufffd"))
    assert not any(private in said for private in PRIVATE)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_a_parser_explains_itself_and_brings_samples(parser: ExportParser) -> None:
    assert explain(parser).endswith(".")
    assert parser.samples


def test_every_sample_folder_belongs_to_a_parser() -> None:
    folders = {f"exports/{path.name}" for path in (SAMPLES / "exports").iterdir()}

    assert folders == {sample.path for _, sample in CASES}
