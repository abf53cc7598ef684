"""Pasted text, the last resort: "Name: message" lines, a chat's lines, or plain paragraphs."""

import re
from collections.abc import Iterable

from vigie.reading.chatlines import looks_like_chat
from vigie.reading.exports.whatsapp import read_chat
from vigie.reading.threads import Message, Thread, thread

OWNER_NAMES = {"moi", "me", "je", "i"}
MAX_NAME_WORDS = 4
MAX_LONE_NAME_WORDS = 2
SPOKEN_SHARE = 0.5

_SPOKEN = re.compile(
    r"\s*(?:[\[(]?(?P<time>\d{1,2}[:h]\d{2}(?::\d{2})?)[\])]?\s+(?:[-–]\s+)?)?"
    r"(?P<name>[^\s:\[(<>/.?!,;](?:(?!\.\s)[^:\n<>/?!;]){0,39}?)"
    r"(?:\s?[\[(](?P<after>\d{1,2}[:h]\d{2}(?::\d{2})?)[\])])?"
    r"\s?:(?:\s+(?P<text>.*)|$)"
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def read_text(content: str) -> Thread:
    """The turns of a pasted text; without speakers, one turn per paragraph with no author."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    if looks_like_chat(content):
        return read_chat(content, "")
    lines = [line for line in content.split("\n") if line.strip()]
    spoken = [_SPOKEN.fullmatch(line.rstrip()) for line in lines]
    if not _is_dialogue(spoken):
        return thread("", [Message(None, part) for part in _paragraphs(content)])
    messages = _dialogue(lines, spoken)
    names = dict.fromkeys(message.author for message in messages if message.author)
    owner = next((name for name in names if name.casefold() in OWNER_NAMES), None)
    return thread("", messages, owner=owner)


def _paragraphs(content: str) -> Iterable[str]:
    return [part.strip() for part in _PARAGRAPHS.split(content) if part.strip()]


def _is_dialogue(spoken: list[re.Match[str] | None]) -> bool:
    """Whether enough lines begin with a name for these to be speakers and not sentences."""
    named = [match["name"] for match in spoken if match]
    if not named or len(named) < SPOKEN_SHARE * len(spoken):
        return False
    limit = MAX_NAME_WORDS if len(named) > 1 else MAX_LONE_NAME_WORDS
    return all(len(name.split()) <= limit for name in named)


def _dialogue(lines: list[str], spoken: list[re.Match[str] | None]) -> list[Message]:
    """Messages in order; a line without a name goes on with the message before it."""
    heads: list[re.Match[str] | None] = []
    said: list[list[str]] = []
    for line, match in zip(lines, spoken, strict=True):
        if match or not said:
            heads.append(match)
            said.append([])
        said[-1].append(match["text"] or "" if match else line)
    return [_message(head, parts) for head, parts in zip(heads, said, strict=True)]


def _message(head: re.Match[str] | None, parts: list[str]) -> Message:
    text = "\n".join(part.strip() for part in parts).strip("\n")
    if head is None:
        return Message(None, text)
    return Message(head["name"].strip(), text, sent_at_raw=head["time"] or head["after"])
