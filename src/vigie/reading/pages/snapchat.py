"""Snapchat's HTML pages, one a conversation: a name, a kind, words and a time in UTC each."""

from dataclasses import dataclass, field

from vigie.reading.marks import KIND_OF_MEDIA
from vigie.reading.pages.tags import pieces
from vigie.reading.threads import Message
from vigie.reading.values import utc_time

PAGES = r"(?:chat_history|subpage_)[^/]*\.html?"
PAGE_MARKS = (b"chat history with ",)
PAGE_HEAD_BYTES = 64 * 1024
TITLE = "chat history with "


@dataclass(frozen=True, slots=True)
class SnapchatPage:
    """One conversation's page."""

    title: str | None
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Held:
    """What was seen of a message so far: its name, its kind, its words."""

    name: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def is_snapchat_page(head: bytes) -> bool:
    """Whether a page is headed as Snapchat's are, with names and times in their own tags."""
    lowered = head.lower()
    return b"<h4" in lowered and b"<h6" in lowered


def read_snapchat_page(content: str) -> SnapchatPage:
    """The messages of one page; an old page has the newest first, and so is put in order later."""
    title = None
    messages: list[Message] = []
    held = _Held()
    inside = ""
    for piece in pieces(content):
        if piece.tag:
            inside = _inside(inside, piece.tag, piece.closes)
            held = _Held() if piece.tag == "h4" and not piece.closes else held
        elif inside == "h6" and held.name:
            messages.append(_message(held, piece.text))
            held = _Held()
        elif piece.text.casefold().startswith(TITLE):
            title = title or piece.text[len(TITLE) :].strip()
        else:
            _put(held, inside, piece.text)
    return SnapchatPage(title, tuple(messages))


def _inside(before: str, tag: str, closes: bool) -> str:
    if tag not in ("h4", "span", "p", "h6"):
        return before
    return "" if closes else tag


def _put(held: _Held, inside: str, words: str) -> None:
    where = {"h4": held.name, "span": held.kind, "p": held.said}.get(inside)
    if where is not None:
        where.append(words)


def _message(held: _Held, written: str) -> Message:
    media = " ".join(held.kind).upper()
    return Message(
        author=" ".join(held.name),
        text="\n".join(held.said),
        kind="system" if media.startswith("STATUS") else KIND_OF_MEDIA.get(media, "text"),
        sent_at=utc_time(written),
        sent_at_raw=written,
    )
