"""Snapchat: lost words are facts, milliseconds are milliseconds."""

import json
from datetime import UTC, datetime

from vigie.reading.cautions import WORDS_MISSING
from vigie.reading.read import read_files

ROW = {
    "From": "max_exemple",
    "Media Type": "TEXT",
    "Created": "2024-04-19 23:56:02 UTC",
    "Content": None,
    "IsSender": False,
    "Created(microseconds)": 1713570962686,
}


def test_a_message_without_words_stays_as_an_empty_turn() -> None:
    reading = read_files([("x.json", json.dumps({"max_exemple": [ROW]}).encode())])

    (conversation,) = reading.conversations
    assert [(turn.kind, turn.text) for turn in conversation.turns] == [("text", "")]
    assert WORDS_MISSING in conversation.warnings


def test_the_field_called_microseconds_is_read_as_milliseconds() -> None:
    reading = read_files([("x.json", json.dumps({"max_exemple": [ROW]}).encode())])

    sent_at = reading.conversations[0].turns[0].sent_at
    assert sent_at == datetime(2024, 4, 19, 23, 56, 2, 686000, tzinfo=UTC)


def test_the_owner_has_a_place_even_without_a_name() -> None:
    value = {
        "Sent Saved Chat History": [{"To": "max_exemple", "Text": "non", "Media Type": "TEXT"}]
    }

    (conversation,) = read_files([("x.json", json.dumps(value).encode())]).conversations

    assert conversation.turns[0].side == "right"
    assert conversation.participants[0].owner is True
