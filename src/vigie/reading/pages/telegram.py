"""Telegram Desktop's HTML pages: messages with a time that says its offset from UTC."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from vigie.kernel.conversations import TurnKind
from vigie.reading.pages.tags import Piece, pieces
from vigie.reading.threads import Message

PAGES = r"messages\d*\.html"
PAGE_MARKS = (b'class="from_name"',)
MAX_DEPTH = 100
PLACES = frozenset(("page_header", "from_name", "text", "details", "reply_to"))
VOID = {"img", "br", "hr", "meta", "link", "input", "source"}

MEDIA: dict[str, TurnKind] = {
    "photo_wrap": "image",
    "media_photo": "image",
    "media_video": "video",
    "video_file_wrap": "video",
    "animated_wrap": "video",
    "media_voice_message": "audio",
    "media_audio_file": "audio",
    "sticker_wrap": "sticker",
    "media_call": "call",
}

_STAMP = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC(?:([+-])(\d\d):(\d\d))?)?"
)


@dataclass(frozen=True, slots=True)
class TelegramPage:
    """One page of a chat: its title and its messages in order."""

    title: str | None
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Box:
    """One message as it is found, tag by tag."""

    id: str
    service: bool
    author: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    stamp: str = ""
    kind: TurnKind = "text"
    replies_to: str = ""


@dataclass(slots=True)
class _Page:
    """Follows the open elements, each with all that it lies in; the rest is passed over."""

    open: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)
    title: list[str] = field(default_factory=list)

    def take(self, piece: Piece) -> None:
        """The next tag or words."""
        if not piece.tag:
            self._say(piece.text)
        elif piece.closes:
            self._end(piece.tag)
        else:
            self._start(piece)

    def _start(self, piece: Piece) -> None:
        classes = frozenset(piece.attribute("class").split())
        if "message" in classes:
            self.boxes.append(_Box(piece.attribute("id"), "service" in classes))
        elif self.boxes:
            self._note(piece, classes)
        if piece.tag not in VOID and len(self.open) < MAX_DEPTH:
            around = self.open[-1][1] if self.open else frozenset()
            self.open.append((piece.tag, around | (classes & PLACES)))

    def _note(self, piece: Piece, classes: frozenset[str]) -> None:
        box = self.boxes[-1]
        box.kind = next((MEDIA[each] for each in sorted(classes & MEDIA.keys())), box.kind)
        if "date" in classes and not box.stamp:
            box.stamp = piece.attribute("title")
        if piece.tag == "br" and self._inside("text"):
            box.said.append("\n")
        if piece.tag == "a" and self._inside("reply_to"):
            box.replies_to = piece.attribute("href").rpartition("go_to_")[2]

    def _end(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def _say(self, words: str) -> None:
        if self._inside("page_header"):
            self.title.append(words)
        elif self.boxes and not self._inside("reply_to"):
            box = self.boxes[-1]
            if self._inside("from_name"):
                box.author.append(words)
            elif self._inside("text") or (box.service and self._inside("details")):
                box.said.append(words)

    def _inside(self, wanted: str) -> bool:
        return bool(self.open) and wanted in self.open[-1][1]


def read_telegram_page(content: str) -> TelegramPage:
    """The messages of one page; one without a name goes on from the same person."""
    page = _Page()
    for piece in pieces(content):
        page.take(piece)
    messages: list[Message] = []
    author: str | None = None
    for box in page.boxes:
        author = " ".join(box.author) or author
        messages.append(_message(box, author))
    return TelegramPage(" ".join(page.title) or None, tuple(messages))


def _message(box: _Box, author: str | None) -> Message:
    words = re.sub(r" ?\n ?", "\n", " ".join(box.said))
    if box.service:
        return Message(None, words, "system", id=box.id)
    return Message(
        author=author,
        text=words,
        kind=box.kind,
        sent_at=_time(box.stamp),
        sent_at_raw=box.stamp or None,
        id=box.id,
        replies_to=box.replies_to,
    )


def _time(stamp: str) -> datetime | None:
    """UTC where the stamp says how far it is from it."""
    found = _STAMP.fullmatch(stamp.strip())
    if found is None or "UTC" not in stamp:
        return None
    day, month, year, hour, minute, second = (int(each) for each in found.groups()[:6])
    offset = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    try:
        zone = timezone(-offset if found[7] == "-" else offset)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
