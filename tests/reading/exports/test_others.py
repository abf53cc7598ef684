"""X, Discord, Telegram and Matrix: what is particular to each."""

import io
import json
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kernel.conversations import Conversation
from vigie.reading.cautions import NUMBERS_ONLY, OWN_MESSAGES_ONLY
from vigie.reading.read import read_files, read_folder

SAMPLES = Path(__file__).parents[2] / "samples/exports"


def sample(name: str) -> tuple[Conversation, ...]:
    return read_folder(SAMPLES / name).conversations


def packed(members: dict[str, str]) -> tuple[Conversation, ...]:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return read_files([("x.zip", written.getvalue())]).conversations


def test_what_an_export_cannot_hold_is_said() -> None:
    assert NUMBERS_ONLY in sample("x-2024")[0].warnings
    assert OWN_MESSAGES_ONLY in sample("discord-2024")[0].warnings


def test_x_messages_are_dated_in_utc_and_come_oldest_first() -> None:
    (conversation,) = sample("x-2024")

    assert [turn.sent_at.minute for turn in conversation.turns if turn.sent_at] == [1, 2, 3, 4]
    assert conversation.turns[2].kind == "image"


def test_x_files_cut_short_are_damaged() -> None:
    reading = read_files([("direct-messages.js", b"window.YTD.direct_messages.part0 = [ {")])

    assert [each.reason for each in reading.unreadable] == ["damaged_export"]


def test_discord_times_without_an_offset_prove_nothing() -> None:
    direct, group = sample("discord-2024")

    assert [turn.sent_at for turn in direct.turns] == [None, None, None]
    assert all(turn.sent_at for turn in group.turns)
    assert group.turns[1].text == "on se retrouve\nà 14 h, ok ?"


def test_a_discord_package_without_account_or_channel_is_still_read() -> None:
    rows = [{"Timestamp": "hier", "Contents": "non"}, {"Contents": "oui"}]

    (conversation,) = packed({"messages/c1/messages.json": json.dumps(rows), "b.txt": ""})

    assert {turn.sent_at for turn in conversation.turns} == {None}
    assert [person.name for person in conversation.participants] == ["account owner"]


def test_x_events_of_groups_are_notices_and_times_without_a_zone_prove_nothing() -> None:
    held = {
        "conversationId": "1",
        "messages": [
            {"joinConversation": {"createdAt": "2026-01-01T10:00:00.000Z"}},
            {"messageCreate": {"senderId": "1", "text": "a", "createdAt": "2026-01-01T10:00:00"}},
            {"messageCreate": {"senderId": "1", "text": "b", "createdAt": "demain"}},
        ],
    }
    written = "window.YTD.direct_messages_group.part0 = " + json.dumps([{"dmConversation": held}])

    (conversation,) = packed({"data/direct-messages-group.js": written, "b.txt": ""})

    assert [turn.sent_at is None for turn in conversation.turns] == [True, True, False]
    assert conversation.turns[2].kind == "system"


def test_telegram_texts_in_pieces_are_joined_and_marks_kept() -> None:
    (conversation,) = sample("telegram-2024")

    assert conversation.turns[1].text == "regarde https://jeu.example.org c'est pour toi"
    assert conversation.turns[2].edited
    assert (conversation.turns[4].forwarded, conversation.turns[4].reactions) == (True, ("🤫",))
    assert (conversation.turns[0].kind, conversation.turns[0].side) == ("call", "left")


def test_a_whole_telegram_account_gives_one_conversation_a_chat() -> None:
    message = {"type": "message", "date_unixtime": "1", "from": "Max", "from_id": "u", "text": "a"}
    chats = [
        {"id": n, "type": "personal_chat", "name": "Max", "messages": [message]} for n in (1, 2)
    ]
    value = {"personal_information": {"first_name": "Léa"}, "chats": {"list": chats}}

    reading = read_files([("result.json", json.dumps(value).encode())])

    assert len({each.id for each in reading.conversations}) == 2
    assert {each.turns[0].side for each in reading.conversations} == {"left"}


def test_matrix_keeps_what_was_redacted_as_a_deleted_turn() -> None:
    (conversation,) = sample("matrix-2024")

    assert [turn.kind for turn in conversation.turns] == ["text", "text", "image", "deleted"]
    assert conversation.participants[0].handle == "@max:example.org"


HEADS = [
    b'window.YTD.direct_messages.part0 = [{"dmConversation": {"messages": [',
    b'{"messages": [{"date_unixtime": "1", "from_id": "a", ',
    b'{"messages": [{"type": "m.room.message", "origin_server_ts": 1, ',
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(HEADS), st.text(max_size=80), st.sampled_from(["", "}]}", "]}}]"]))
def test_any_text_gives_conversations_or_a_reason(head: bytes, middle: str, end: str) -> None:
    data = head + middle.encode("utf-8", errors="replace") + end.encode()

    reading = read_files([("export.json", data)])

    assert reading.conversations or reading.unreadable
