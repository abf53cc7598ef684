"""Instagram and Messenger: repaired letters, merged files, every kind of message."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.conversations import TurnKind
from vigie.reading.cautions import DAMAGED_PART
from vigie.reading.meta import undo_latin1
from vigie.reading.pages.meta import read_page
from vigie.reading.read import Reading, read_files


def broken(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


def message(**fields: object) -> dict[str, Any]:
    return {"sender_name": "Max", "timestamp_ms": 1_772_000_000_000, **fields}


def zipped(members: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, value in members.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return packed.getvalue()


def read(*messages: dict[str, Any]) -> Reading:
    value = {"participants": [], "messages": list(messages)}
    return read_files([("message_1.json", json.dumps(value).encode())])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_text_that_meta_breaks_is_repaired(text: str) -> None:
    assert undo_latin1(broken(text)) == text


@pytest.mark.parametrize("text", ["déjà vu", "Ça va ? 😊", "naïve", "l’été", "plain"])
def test_a_text_that_is_already_right_is_kept(text: str) -> None:
    assert undo_latin1(text) == text


KINDS: list[tuple[dict[str, Any], TurnKind, str]] = [
    ({"photos": [{"uri": "a"}], "content": "toi"}, "image", "toi"),
    ({"videos": [{"uri": "a"}]}, "video", ""),
    ({"audio_files": [{"uri": "a"}]}, "audio", ""),
    ({"sticker": {"uri": "a"}}, "sticker", ""),
    ({"is_unsent": True}, "deleted", ""),
    ({"call_duration": 12, "content": "x"}, "call", "x"),
    ({"content": "Max liked a message"}, "system", "Max liked a message"),
    ({"content": broken("a réagi 😮 à votre message ")}, "system", "a réagi 😮 à votre message "),
    ({"content": "x", "share": {"link": "https://example.org"}}, "text", "x\nhttps://example.org"),
    ({}, "text", ""),
]


@pytest.mark.parametrize(("fields", "kind", "text"), KINDS)
def test_each_kind_of_message_is_told(fields: dict[str, Any], kind: TurnKind, text: str) -> None:
    (conversation,) = read(message(**fields)).conversations

    assert (conversation.turns[0].kind, conversation.turns[0].text) == (kind, text)


def test_a_damaged_file_leaves_the_others_and_is_said() -> None:
    reading = read_files(
        [
            (
                "e.zip",
                zipped(
                    {
                        "messages/inbox/a/message_1.json": {"messages": [message(content="un")]},
                        "messages/inbox/a/message_2.json": '{"messages": [',
                        "messages/inbox/b/message_1.json": {"messages": [message(content="deux")]},
                    }
                ),
            )
        ]
    )

    assert [each.turns[0].text for each in reading.conversations] == ["un", "deux"]
    assert DAMAGED_PART in reading.conversations[0].warnings
    assert DAMAGED_PART not in reading.conversations[1].warnings


def test_an_export_with_nothing_but_damage_is_damaged() -> None:
    reading = read_files([("e.zip", zipped({"inbox/a/message_1.json": "{", "x.txt": "y"}))])

    assert [each.reason for each in reading.unreadable] == ["damaged_export"]


def test_a_time_that_cannot_be_is_no_time() -> None:
    (conversation,) = read(message(timestamp_ms=10**30, content="x")).conversations

    assert conversation.turns[0].sent_at is None


@given(st.text("<>/=\"' _a6-ghpodivul", max_size=200))
def test_any_page_gives_messages(content: str) -> None:
    page = read_page('<div class="_a6-g"><h2 class="_a6-h">' + content)

    assert isinstance(page.messages, tuple)


@pytest.mark.parametrize("piece", ["<!--", "<a ", '<a b="', "<", "<p>"])
def test_a_hostile_page_is_read_in_linear_time(piece: str) -> None:
    page = read_page('<div class="_a6-g">' + piece * 30_000)

    assert page.messages == ()
