"""Instagram's and Messenger's HTML exports, the dialog's default: pages of boxes, newest first.

The dates are local and in the reader's language: they are kept as written.
"""

import re
from dataclasses import dataclass, field

from vigie.kernel.conversations import TurnKind
from vigie.reading.pages.tags import pieces
from vigie.reading.threads import Message

SENDER = re.compile(r"(?:^| )(?:_a6-h|_2lek)(?: |$)")
CONTENT = re.compile(r"(?:^| )(?:_a6-p|_2let)(?: |$)")
DATE = re.compile(r"(?:^| )(?:_a6-o|_2lem)(?: |$)")
BOX = re.compile(r"(?:^| )(?:_a6-g|uiBoxWhite)(?: |$)")
LI = re.compile("li")
ROLES = (SENDER, CONTENT, DATE, BOX)
MEDIA: dict[str, TurnKind] = {"img": "image", "video": "video", "audio": "audio"}
MAX_DEPTH = 200
VOID = {"img", "br", "hr", "meta", "link", "input", "source"}
EMOJI_REACTION = re.compile(r"^([^\w\s]{1,8}).{1,120}$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MetaPage:
    """One page: the thread's title and its messages in the order of the page."""

    title: str | None
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Box:
    sender: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    date: list[str] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    kind: TurnKind = "text"


@dataclass(slots=True)
class _Page:
    """Follows the open elements, each with all that it lies in; the rest is passed over."""

    open: list[tuple[str, frozenset[re.Pattern[str]]]] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)
    title: list[str] = field(default_factory=list)

    def start(self, tag: str, classes: str) -> None:
        if BOX.search(classes):
            self.boxes.append(_Box())
        if self.boxes and self._inside(CONTENT):
            box = self.boxes[-1]
            box.kind = MEDIA.get(tag, box.kind)
            if tag == "br":
                box.content.append("\n")
        if tag not in VOID and len(self.open) < MAX_DEPTH:
            mine = {role for role in ROLES if role.search(classes)} | (
                {LI} if tag == "li" else set()
            )
            around = self.open[-1][1] if self.open else frozenset()
            self.open.append((tag, around | mine if mine else around))

    def end(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def say(self, words: str) -> None:
        if self.open and self.open[-1][0] == "title":
            self.title.append(words)
        elif self.boxes and self._inside(BOX):
            self._place(words)

    def _place(self, words: str) -> None:
        box = self.boxes[-1]
        if self._inside(LI):
            box.reactions.append(words)
        elif self._inside(SENDER):
            box.sender.append(words)
        elif self._inside(DATE):
            box.date.append(words)
        elif self._inside(CONTENT):
            box.content.append(words)

    def _inside(self, wanted: re.Pattern[str]) -> bool:
        return bool(self.open) and wanted in self.open[-1][1]


def read_page(content: str) -> MetaPage:
    """The messages of one page; a page that is no thread has none."""
    page = _Page()
    for piece in pieces(content):
        if piece.closes:
            page.end(piece.tag)
        elif piece.tag:
            page.start(piece.tag, piece.attribute("class"))
        else:
            page.say(piece.text)
    boxes = [box for box in page.boxes if box.sender and box.date]
    return MetaPage(" ".join(page.title) or None, tuple(map(_message, boxes)))


def _message(box: _Box) -> Message:
    return Message(
        author=" ".join(box.sender),
        text="".join(_joined(box.content)),
        kind=box.kind,
        sent_at_raw=" ".join(box.date),
        reactions=tuple(
            found[1] for each in box.reactions if (found := EMOJI_REACTION.match(each))
        ),
    )


def _joined(parts: list[str]) -> list[str]:
    """Text nodes with one line between them, where the page has not put one already."""
    joined: list[str] = []
    for part in parts:
        if joined and part != "\n" and joined[-1] != "\n":
            joined.append("\n")
        joined.append(part)
    return joined
