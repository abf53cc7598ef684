"""JSON larger than memory: only the wanted parts of it are ever built, one at a time.

A window slides over the text, whatever its encoding, and the standard library's decoder reads what
is in it. Compiled streaming parsers were tried first: one number of 5,000 digits ended the process.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Literal, TypeVar

from vigie.kernel.errors import BadFile

Want = Literal["skip", "enter", "within", "keep", "each"]
Path = tuple[str, ...]
Wanted = Callable[[Path], Want]
Found = Iterator[tuple[Path, object]]
T = TypeVar("T")

MAX_ENTERED = 12
HEAD_BYTES = 256
CHUNK_BYTES = 256 * 1024
SPENT_CHARS = 64 * 1024
MAX_WINDOW_CHARS = 64 * 1024**2
ELEMENT = "*"

_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[ \t\r\n]*+")
_END_OF_SCALAR = re.compile(r"[,\]}\s]")
_ASSIGNMENT = re.compile(r"\s*window\.[\w.]{1,100}\s*=")
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_PLAIN = rf'(?:[^"\[\]{{}}]++|{_STRING})'
_FLAT = re.compile(rf"(?:{_PLAIN}|\{{{_PLAIN}*+\}}|\[{_PLAIN}*+\])*+", re.DOTALL)
"""Whatever holds no bracket, and objects and lists that hold none: most of an export at one go."""


class Overlong(ValueError):
    """One value is larger than anything that an export holds."""


def skim(source: IO[bytes], want: Wanted, name: str = "") -> Found:
    """The wanted values of a JSON text with the keys that lead to them, in order.

    `want` is asked for each value below one that was entered: "skip" passes over it, "enter" looks
    into it, "within" does so when it is an object and passes over a list, "keep" gives it whole,
    "each" gives what a list holds one by one and enters an object; what is in a list has the path
    of the list and `ELEMENT`. An assignment to a variable may stand before, as in X's archives.
    Raises BadFile when it is no JSON.
    """
    try:
        yield from _walk(_Window(source), (), "enter", want)
    except BadFile:
        raise
    except (ValueError, RecursionError, OverflowError) as error:
        raise BadFile("damaged_export", name) from error


def _walk(window: "_Window", path: Path, wanted: Want, want: Wanted) -> Found:
    """One value, at which the window stands."""
    first = window.first()
    if wanted == "keep":
        yield path, window.value()
    elif _is_passed(wanted, first) or len(path) >= MAX_ENTERED:
        window.pass_over()
    elif first == "{":
        for _ in window.parts("}"):
            inner = (*path, window.key())
            yield from _walk(window, inner, want(inner), want)
    else:
        inner = (*path, ELEMENT)
        for _ in window.parts("]"):
            yield from _walk(window, inner, "keep" if wanted == "each" else want(inner), want)


def _is_passed(wanted: Want, first: str) -> bool:
    return wanted == "skip" or first not in "{[" or (wanted == "within" and first == "[")


class _Window:
    """A part of the text, and the place in it up to which it was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        head = source.read(HEAD_BYTES)
        marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        self._decoder = codecs.getincrementaldecoder("utf-16" if marked else "utf-8")(BROKEN)
        self._text = self._decoder.decode(head).removeprefix("\ufeff")
        assigned = _ASSIGNMENT.match(self._text)
        self._at = assigned.end() if assigned else 0
        self._ended = False

    def first(self) -> str:
        """The first character of what comes next; raises ValueError at the end."""
        self._at = self._spaces(self._at)
        while self._at >= len(self._text):
            if not self._more():
                raise ValueError("the text ends too early")
            self._at = self._spaces(self._at)
        return self._text[self._at]

    def parts(self, end: str) -> Iterator[None]:
        """Stops at each part of an object or a list, which the caller reads, and after its end."""
        self._at += 1
        if self.first() == end:
            self._at += 1
            return
        while True:
            yield
            mark = self.first()
            self._at += 1
            if mark == end:
                return
            if mark != ",":
                raise ValueError("a comma was expected")
            self.first()

    def key(self) -> str:
        """The name of a field; the window stands at its value after."""
        if self.first() != '"':
            raise ValueError("a name was expected")
        name = self.value()
        if self.first() != ":":
            raise ValueError("a colon was expected")
        self._at += 1
        return str(name)

    def value(self) -> object:
        """The next value, whole."""
        if self.first() not in '"{[':
            self._grown(self._end_of_scalar)
        value, self._at = self._grown(self._decoded)
        self._let_go()
        return value

    def pass_over(self) -> None:
        """Goes to the end of the next value without building it."""
        first = self.first()
        if first not in "{[":
            self.value()
            return
        depth, self._at = 1, self._at + 1
        while depth:
            self._at = _end_of(_FLAT, self._text, self._at)
            if self._at < len(self._text) and self._text[self._at] in "{}[]":
                depth += 1 if self._text[self._at] in "{[" else -1
                self._at += 1
            elif not self._more(double=True):
                raise ValueError("the text ends too early")

    def _spaces(self, at: int) -> int:
        return _end_of(_SPACE, self._text, at)

    def _decoded(self) -> tuple[object, int]:
        return _DECODER.raw_decode(self._text, self._at)

    def _end_of_scalar(self) -> int:
        found = _END_OF_SCALAR.search(self._text, self._at)
        if found is None and not self._ended:
            raise ValueError("a number may go on")
        return found.start() if found else len(self._text)

    def _grown(self, attempt: Callable[[], T]) -> T:
        """Tries again with twice as much text each time, until there is no more."""
        while True:
            try:
                return attempt()
            except Overlong:
                raise
            except ValueError:
                if not self._more(double=True):
                    raise

    def _more(self, *, double: bool = False) -> bool:
        """Reads on; gives whether there was anything."""
        if self._ended:
            return False
        self._let_go()
        if len(self._text) > MAX_WINDOW_CHARS:
            raise Overlong
        size = max(CHUNK_BYTES, len(self._text) if double else 0)
        chunk = self._source.read(size)
        self._ended = not chunk
        self._text += self._decoder.decode(chunk, final=not chunk)
        return bool(chunk)

    def _let_go(self) -> None:
        if self._at > SPENT_CHARS:
            self._text, self._at = self._text[self._at :], 0


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8, read as Windows-1252 is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return odd.decode("cp1252", errors="replace"), error.end


BROKEN = "vigie-windows-1252"
codecs.register_error(BROKEN, _as_windows)
