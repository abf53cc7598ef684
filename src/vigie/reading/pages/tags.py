"""The tags and words of an HTML page in linear time, which the standard library's parser does not
promise on hostile pages; whatever is not well formed is passed over."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*+)(?P<attributes>[^<>]*+)>|[^<]++|<[!?][^<>]*+>?|<"
)
_HUGE_NUMBER = re.compile(r"&#[0-9]{8,}+;?")
_ATTRIBUTE = re.compile(r"\b(class|title|id|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag that opens or closes, or words between two tags."""

    tag: str = ""
    closes: bool = False
    attributes: str = ""
    text: str = ""

    def attribute(self, name: str) -> str:
        """The value of its class, title, id or href; empty when it has none."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1] == name:
                return unescaped(found[2] or found[3] or "")
        return ""


def unescaped(text: str) -> str:
    """The text with its entities as letters; a number that is no letter's becomes U+FFFD."""
    return html.unescape(_HUGE_NUMBER.sub("\ufffd", text))


def pieces(content: str) -> Iterator[Piece]:
    """Every tag, and all words that are not blank, in order."""
    for token in _TOKEN.finditer(content):
        if token["tag"]:
            yield Piece(token["tag"].lower(), bool(token["close"]), token["attributes"])
        elif words := unescaped(token[0]).strip():
            yield Piece(text=words)
