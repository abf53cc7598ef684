"""TikTok: names of fields change, time zones are not made up, owners are found."""

import json
from typing import Any

import pytest

from vigie.kernel.conversations import Conversation
from vigie.reading.read import read_files


def read(chats: dict[str, Any], profile: str | None = None) -> tuple[Conversation, ...]:
    value: dict[str, Any] = {"direct message": {"direct messages": {"chathistory": chats}}}
    if profile:
        value["profile"] = {"profile info": {"profilemap": {"username": profile}}}
    return read_files([("user_data.json", json.dumps(value).encode())]).conversations


def row(author: str, date: str = "2026-01-01 10:00:00", said: str = "salut") -> dict[str, str]:
    return {"date": date, "from": author, "content": said}


def test_fields_are_known_in_any_case_and_with_any_number_of_colons() -> None:
    (conversation,) = read({"chat history with max.exemple:::": [row("max.exemple")]}, "lea")

    assert conversation.title == "max.exemple"
    assert [turn.text for turn in conversation.turns] == ["salut"]


def test_a_date_without_a_zone_is_kept_as_written_and_proves_no_time() -> None:
    (conversation,) = read(
        {"Chat History with a:": [row("a"), row("b", "2026-01-01 09:00:00 UTC")]}
    )

    assert [turn.sent_at is None for turn in conversation.turns] == [False, True]
    assert conversation.turns[1].sent_at_raw == "2026-01-01 10:00:00"


def test_the_owner_is_the_other_one_when_the_profile_is_missing_or_was_renamed() -> None:
    chats = {"Chat History with a:": [row("a"), row("moi.exemple")]}

    for profile in (None, "nouveau.nom"):
        (conversation,) = read(chats, profile)
        assert [turn.side for turn in conversation.turns] == ["left", "right"]


@pytest.mark.parametrize("said", ["[Shared post]", "https://www.tiktokv.com/share/video/1/"])
def test_a_shared_video_is_a_video_and_keeps_its_words(said: str) -> None:
    (conversation,) = read({"Chat History with a:": [row("a", said=said)]})

    assert (conversation.turns[0].kind, conversation.turns[0].text) == ("video", said)


def test_an_export_without_messages_says_so() -> None:
    reading = read_files([("user_data.json", b'{"Direct Messages": {"Chat History": {}}}')])

    assert [each.reason for each in reading.unreadable] == ["no_conversation"]


def test_an_export_cut_short_is_damaged() -> None:
    whole = json.dumps({"Direct Messages": {"Chat History with a:": [row("a")]}}).encode()

    reading = read_files([("user_data.json", whole[:-5])])

    assert [each.reason for each in reading.unreadable] == ["damaged_export"]
