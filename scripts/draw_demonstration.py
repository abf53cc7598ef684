"""Draws the screenshots and writes the data exports of the demonstration from its talks.

Usage: python scripts/draw_demonstration.py      (needs Chromium; the results are committed)
"""

import json
import tomllib
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.themes.page import page
from benchmarks.themes.render import SCROLL
from benchmarks.themes.talk import Message
from benchmarks.themes.theme import FAMILIES, Theme, theme

HERE = Path(__file__).resolve().parent.parent / "src/vigie/cli/demonstration"
SIDES = {"<": "left", ">": "right", "=": "centre"}
BEGAN = datetime(2026, 11, 17, 17, 2, tzinfo=UTC)
WHEN = (2026, 11, 17, 12, 0, 0)


def main() -> None:
    """Writes everything anew."""
    talks = tomllib.loads((HERE / "talks.toml").read_text())
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium")
        for talk in talks["talk"]:
            draw(browser, talk)
        browser.close()
    for export in talks["export"]:
        WRITERS[export["format"]](export)


def draw(browser: Browser, talk: dict[str, Any]) -> None:
    """One screenshot, in the first plain look of its family, 720 pixels wide."""
    look = look_of(talk["family"], talk["dark"])
    turns = [
        _message(text, talk["title"] if look.layout == "bars" else "") for text in talk["turns"]
    ]
    sheet = browser.new_page(
        viewport={"width": look.width, "height": look.height}, device_scale_factor=look.scale
    )
    sheet.set_content(page(look, talk["title"], tuple(turns)))
    sheet.evaluate(SCROLL, 1.0)
    quality = talk.get("quality", 80 if talk["family"] == "instagram" else None)
    target = HERE / "shots" / f"{talk['name']}.{'jpg' if quality else 'png'}"
    if quality:
        sheet.screenshot(path=target, type="jpeg", quality=quality)
    else:
        sheet.screenshot(path=target)
    sheet.close()


def look_of(family: str, dark: bool) -> Theme:
    """The first look of a family that is as dark as asked and shows who the chat is with."""
    places = range(FAMILIES.index(family), 3000, len(FAMILIES))
    looks = (theme(seed) for seed in places)
    found = next(
        look
        for look in looks
        if look.dark == dark and not look.group and "header" in look.flags
        and "keyboard" not in look.flags
    )  # fmt: skip
    plain = found.flags - {"input", "keyboard"}
    return replace(
        found, flags=plain, height=720, scale=720 / found.width, rich=False, suffix="png"
    )


def _message(text: str, label: str) -> Message:
    side = SIDES[text[0]]
    author = label if side == "left" else ""
    return Message(text[2:], side, kind="system" if side == "centre" else "text", author=author)


def spoken(export: dict[str, Any]) -> list[tuple[str, str, datetime]]:
    """Who said what, a minute apart."""
    return [
        (
            export["other"] if line[0] == "<" else export["owner"],
            line[2:],
            BEGAN + timedelta(minutes=minute),
        )
        for minute, line in enumerate(export["turns"])
    ]


def write_tiktok(export: dict[str, Any]) -> None:
    """`user_data_tiktok.json` in a zip."""
    history = [
        {"Date": f"{when:%Y-%m-%d %H:%M:%S}", "From": who, "Content": text}
        for who, text, when in spoken(export)
    ]
    data = {
        "Profile": {"Profile Info": {"ProfileMap": {"userName": export["owner"]}}},
        "Direct Message": {
            "Direct Messages": {
                "ChatHistory": {f"Chat History with {export['other']}:": history}
            }
        },
    }  # fmt: skip
    _zip(export, "user_data_tiktok.json", json.dumps(data, indent=1))


def write_instagram(export: dict[str, Any]) -> None:
    """`message_1.json` of a message request, newest first, with Meta's spelling of accents."""
    messages = [
        {"sender_name": who, "timestamp_ms": int(when.timestamp() * 1000), "content": text}
        for who, text, when in reversed(spoken(export))
    ]
    data = {
        "participants": [{"name": export["other"]}, {"name": export["owner"]}],
        "messages": messages,
        "title": export["other"],
        "is_still_participant": True,
        "thread_path": "message_requests/agenceetoile_200",
    }
    folder = "your_instagram_activity/messages/message_requests/agenceetoile_200"
    _zip(export, f"{folder}/message_1.json", json.dumps(_as_meta_writes(data), indent=1))


def _as_meta_writes(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Each UTF-8 byte of a text as a Latin-1 character."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [_as_meta_writes(each) for each in value]
    if isinstance(value, dict):
        return {name: _as_meta_writes(each) for name, each in value.items()}
    return value


def write_whatsapp(export: dict[str, Any]) -> None:
    """A chat as iOS writes it in a zip."""
    senders = ("Lou", "Yanis", "Emma")
    lines = []
    for number, (who, text, when) in enumerate(spoken(export)):
        name = who if who == export["owner"] else senders[number % len(senders)]
        lines.append(f"[{when:%d/%m/%Y %H:%M:%S}] {name}: {text}\n")
    _zip(export, "_chat.txt", "".join(lines))


def write_snapchat(export: dict[str, Any]) -> None:
    """`chat_history.json` of the present generation."""
    rows = [
        {
            "From": who,
            "Media Type": "TEXT",
            "Created": f"{when:%Y-%m-%d %H:%M:%S} UTC",
            "Content": text,
            "Conversation Title": None,
            "IsSender": who == export["owner"],
            "Created(microseconds)": int(when.timestamp() * 1000),
            "IsSaved": True,
            "Media IDs": "",
        }
        for who, text, when in reversed(spoken(export))
    ]
    _zip(export, "json/chat_history.json", json.dumps({export["other"]: rows}, indent=1))


def _zip(export: dict[str, Any], name: str, text: str) -> None:
    target = HERE / "exports" / f"{export['format']}-{export['name']}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED)


WRITERS = {
    "tiktok": write_tiktok,
    "instagram": write_instagram,
    "whatsapp": write_whatsapp,
    "snapchat": write_snapchat,
}

if __name__ == "__main__":
    main()
