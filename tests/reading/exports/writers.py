"""A small writer per export format: an invented chat as its platform writes it."""

import csv
import html
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 2, 14, 8, 0, tzinfo=UTC)
OWNER, OTHER = "lea.exemple", "max.exemple"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of an invented chat: whether the owner wrote it, and the words."""

    mine: bool
    words: str

    @property
    def author(self) -> str:
        return OWNER if self.mine else OTHER


Chat = Sequence[Said]
Files = Mapping[str, bytes]


def at(n: int) -> datetime:
    """When message number n was sent: a minute after the one before."""
    return START + timedelta(minutes=n)


def zipped(files: Files) -> bytes:
    """Files as a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def tiktok(chat: Chat) -> Files:
    rows = [
        {"Date": f"{at(n):%Y-%m-%d %H:%M:%S}", "From": said.author, "Content": said.words}
        for n, said in enumerate(chat)
    ]
    held = {"Chat History": {"ChatHistory": {f"Chat History with {OTHER}:": rows[::-1]}}}
    profile = {"Profile Information": {"ProfileMap": {"userName": OWNER, "birthDate": "2013"}}}
    return {"TikTok/user_data.json": _json({"Profile": profile, "Direct Messages": held})}


def tiktok_txt(chat: Chat) -> Files:
    lines = [f"{at(n):%Y-%m-%d %H:%M:%S} UTC {s.author}: {s.words}" for n, s in enumerate(chat)]
    text = "\n".join([f">>> Chat History with {OTHER}::", *lines])
    return {
        "TikTok/Direct Messages/Chat History.txt": text.encode(),
        "TikTok/Profile/Profile Info.txt": f"Username: {OWNER}\nBirthdate: 2013".encode(),
    }


def broken(text: str) -> str:
    """As Meta writes it: each byte of UTF-8 as a letter."""
    return text.encode().decode("latin-1")


def _meta(folder: str, chat: Chat) -> Files:
    rows = [
        {
            "sender_name": broken(said.author),
            "timestamp_ms": int(at(n).timestamp() * 1000),
            "content": broken(said.words),
        }
        for n, said in enumerate(chat)
    ][::-1]
    people = [{"name": OTHER}, {"name": OWNER}]
    head = {"participants": people, "title": OTHER, "thread_path": "inbox/max_1"}
    size = max(1, len(rows) // 2)
    parts = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
    return {
        f"{folder}/messages/inbox/max_1/message_{n}.json": json.dumps(
            head | {"messages": part}
        ).encode()
        for n, part in enumerate(parts, start=1)
    }


def instagram(chat: Chat) -> Files:
    return _meta("your_instagram_activity", chat)


def messenger(chat: Chat) -> Files:
    return _meta("your_facebook_activity", chat)


def messenger_encrypted(chat: Chat) -> Files:
    rows = [
        {
            "isUnsent": False,
            "media": [],
            "senderName": said.author,
            "text": said.words,
            "timestamp": int(at(n).timestamp() * 1000),
            "type": "text",
        }
        for n, said in enumerate(chat)
    ]
    return {
        "Max_1.json": _json(
            {"participants": [OTHER, OWNER], "threadName": OTHER + "_1", "messages": rows[::-1]}
        )
    }


def instagram_html(chat: Chat) -> Files:
    boxes = [
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h">'
        f'{html.escape(said.author)}</h2><div class="_3-95 _a6-p"><div><div>'
        f"{html.escape(said.words)}</div></div></div>"
        f'<div class="_3-94 _a6-o">{at(n):%d/%m/%Y %H:%M}</div></div>'
        for n, said in enumerate(chat)
    ]
    page = f"<html><head><title>{OTHER}</title></head><body>{''.join(boxes[::-1])}</body></html>"
    return {"messages/inbox/max_1/message_1.html": page.encode()}


def snapchat(chat: Chat) -> Files:
    rows = [
        {
            "From": said.author,
            "Media Type": "TEXT",
            "Created": f"{at(n):%Y-%m-%d %H:%M:%S} UTC",
            "Content": html.escape(said.words),
            "IsSender": said.mine,
            "Created(microseconds)": int(at(n).timestamp() * 1000),
        }
        for n, said in enumerate(chat)
    ]
    return {
        "json/chat_history.json": _json({OTHER: rows[::-1]}),
        "json/account.json": _json({"Basic Information": {"Username": OWNER}}),
    }


def snapchat_old(chat: Chat) -> Files:
    def rows(mine: bool) -> list[dict[str, str]]:
        key, whom = ("To", OTHER) if mine else ("From", OTHER)
        return [
            {
                key: whom,
                "Media Type": "TEXT",
                "Created": f"{at(n):%Y-%m-%d %H:%M:%S} UTC",
                "Text": html.escape(said.words),
            }
            for n, said in enumerate(chat)
            if said.mine == mine
        ]

    value = {"Received Saved Chat History": rows(False), "Sent Saved Chat History": rows(True)}
    return {
        "json/chat_history.json": _json(value),
        "json/account.json": _json({"Basic Information": {"Username": OWNER}}),
    }


def snapchat_html(chat: Chat) -> Files:
    boxes = [
        f"<div><h4>{said.author}</h4><span>TEXT</span><p>{html.escape(said.words)}</p>"
        f"<h6>{at(n):%Y-%m-%d %H:%M:%S} UTC</h6></div>"
        for n, said in enumerate(chat)
    ]
    page = f"<html><body><h1>Chat History with {OTHER}</h1>{''.join(boxes[::-1])}</body></html>"
    return {
        "html/chat_history/subpage_max.html": page.encode(),
        "json/account.json": _json({"Basic Information": {"Username": OWNER}}),
    }


def whatsapp(stamp: str, *, brackets: bool = False) -> Any:  # noqa: ANN401 (a writer)
    """A writer of one form of lines."""

    def write(chat: Chat) -> Files:
        lines = [
            f"[{at(n):{stamp}}] {said.author}: {said.words}"
            if brackets
            else f"{at(n):{stamp}} - {said.author}: {said.words}"
            for n, said in enumerate(chat)
        ]
        return {f"Discussion WhatsApp avec {OTHER}.txt": "\n".join(lines).encode()}

    return write


def x(chat: Chat) -> Files:
    rows = [
        {
            "messageCreate": {
                "id": str(n),
                "senderId": "1" if said.mine else "2",
                "text": said.words,
                "createdAt": f"{at(n):%Y-%m-%dT%H:%M:%S}.000Z",
            }
        }
        for n, said in enumerate(chat)
    ][::-1]
    half = len(rows) // 2
    parts = [rows[:half], rows[half:]]
    files = {
        f"data/direct-messages{f'-part{n}' if n else ''}.js": (
            f"window.YTD.direct_messages.part{n} = "
            + json.dumps([{"dmConversation": {"conversationId": "1-2", "messages": part}}])
        ).encode()
        for n, part in enumerate(parts)
    }
    account = [{"account": {"accountId": "1", "username": OWNER, "email": "lea@example.org"}}]
    return files | {"data/account.js": f"window.YTD.account.part0 = {json.dumps(account)}".encode()}


def discord_json(chat: Chat) -> Files:
    rows = [
        {
            "ID": n,
            "Timestamp": f"{at(n):%Y-%m-%dT%H:%M:%S}+00:00",
            "Contents": said.words,
            "Attachments": "",
        }
        for n, said in enumerate(chat)
    ]
    return {
        "Messages/c1/messages.json": _json(rows[::-1]),
        "Messages/index.json": _json({"1": f"Direct Message with {OTHER}#0"}),
        "Account/user.json": _json({"username": OWNER, "email": "lea@example.org"}),
    }


def discord_csv(chat: Chat) -> Files:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["ID", "Timestamp", "Contents", "Attachments"])
    for n, said in reversed(list(enumerate(chat))):
        rows.writerow([n, f"{at(n):%Y-%m-%d %H:%M:%S}.000000+00:00", said.words, ""])
    return {
        "messages/c1/messages.csv": written.getvalue().encode(),
        "messages/c1/channel.json": _json({"id": "1", "name": OTHER}),
        "account/user.json": _json({"username": OWNER}),
    }


def _telegram_rows(chat: Chat) -> list[dict[str, object]]:
    return [
        {
            "id": n,
            "type": "message",
            "date": f"{at(n):%Y-%m-%dT%H:%M:%S}",
            "date_unixtime": str(int(at(n).timestamp())),
            "from": said.author,
            "from_id": "user1" if said.mine else "user2",
            "text": [{"type": "bold", "text": said.words[:1]}, said.words[1:]],
        }
        for n, said in enumerate(chat)
    ]


def telegram(chat: Chat) -> Files:
    one = {"name": OTHER, "type": "personal_chat", "id": 2, "messages": _telegram_rows(chat)}
    return {"result.json": _json(one)}


def telegram_account(chat: Chat) -> Files:
    one = {"name": OTHER, "type": "personal_chat", "id": 2, "messages": _telegram_rows(chat)}
    me = {"user_id": 1, "first_name": "Léa", "last_name": "", "phone_number": "+33 6 39 98 00 11"}
    return {"result.json": _json({"personal_information": me, "chats": {"list": [one]}})}


def telegram_html(chat: Chat) -> Files:
    boxes = [
        f'<div class="message default clearfix" id="message{n}"><div class="body">'
        f'<div class="pull_right date details" title="{at(n):%d.%m.%Y %H:%M:%S} UTC+00:00">'
        f'{at(n):%H:%M}</div><div class="from_name">{said.author}</div>'
        f'<div class="text">{html.escape(said.words)}</div></div></div>'
        for n, said in enumerate(chat)
    ]
    head = f'<div class="page_header"><div class="text bold">{OTHER}</div></div>'
    return {"messages.html": f"<html><body>{head}{''.join(boxes)}</body></html>".encode()}


def matrix(chat: Chat) -> Files:
    rows = [
        {
            "type": "m.room.message",
            "event_id": f"${n}",
            "sender": said.author,
            "origin_server_ts": int(at(n).timestamp() * 1000),
            "content": {"msgtype": "m.text", "body": said.words},
        }
        for n, said in enumerate(chat)
    ]
    return {"export.json": _json({"room_name": OTHER, "messages": rows})}
