"""The front door: files in any number and of any kind give conversations, or say why not."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from vigie.evidence.images import IMAGE_KINDS, Picture
from vigie.kernel.conversations import Conversation
from vigie.kernel.errors import Unreadable
from vigie.reading.documents import (
    Document,
    Result,
    in_parts,
    look_into,
    read_export,
    text_conversation,
)
from vigie.reading.engines import Engine, engines
from vigie.reading.given import Content, Given
from vigie.reading.screenshots.agreement import Reader
from vigie.reading.shots import Shot, read_shots, stitched

ENGINE = "rapidocr"

Found = tuple[Result | Shot, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from some files, and what could not be.

    `pictures` are the pages of each image, rebuilt from pixels, by the SHA-256 of its file.
    """

    conversations: tuple[Conversation, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    pictures: Mapping[str, tuple[Picture, ...]] = field(default_factory=dict)


def read_files(
    files: Sequence[tuple[str, Content]],
    *,
    separate: bool = False,
    progress: Progress | None = None,
    engine: Engine | None = None,
    second: Reader | None = None,
) -> Reading:
    """The conversations of named files: images, exports, texts; each as bytes or as a path.

    Images are stitched together where they overlap, unless `separate`: then each file stands
    alone. `progress` is told how many files are done, and of how many. Never raises for what a
    file holds. A `second` engine marks what it reads otherwise.
    """
    queue = deque(Given(name, content) for name, content in files)
    found: list[Found] = []
    known: list[Document] = []

    def tell(left: int) -> None:
        if progress:
            progress(len(found), len(found) + left)

    while queue:
        read, held = _read(queue.popleft(), engine, second)
        queue.extendleft(reversed(held))
        known += [each for each in read if isinstance(each, Document)]
        if results := tuple(each for each in read if not isinstance(each, Document)):
            found.append(results)
            tell(len(queue) + len(known))
    groups = in_parts(known)
    while groups:
        found.append(tuple(read_export(groups.pop(0))))
        tell(len(groups))
    return _gathered(found, separate)


def read_folder(
    folder: Path,
    *,
    separate: bool = False,
    progress: Progress | None = None,
    engine: Engine | None = None,
    second: Reader | None = None,
) -> Reading:
    """The conversations of a folder: an unpacked export, or images and texts."""
    given = [(folder.name, folder)]
    return read_files(given, separate=separate, progress=progress, engine=engine, second=second)


def read_pasted(text: str, name: str = "") -> Conversation | Unreadable:
    """The conversation of a pasted text."""
    return text_conversation(text, Given(name, text.encode("utf-8", errors="replace")))


def _read(
    given: Given, engine: Engine | None, second: Reader | None
) -> tuple[tuple[Result | Shot | Document, ...], list[Given]]:
    """What one file gives, and the files that it holds."""
    if given.is_folder or given.kind() not in IMAGE_KINDS:
        return look_into(given)
    return read_shots(given, engine or engines.get(ENGINE), second), []


def _gathered(found: Sequence[Found], separate: bool) -> Reading:
    shots = [[each for each in group if isinstance(each, Shot)] for group in found]
    series = shots if separate else [list(chain.from_iterable(shots))]
    results: list[Result] = [each for group in series for each in stitched(group)]
    results += [each for group in found for each in group if not isinstance(each, Shot)]
    return Reading(
        tuple(each for each in results if isinstance(each, Conversation)),
        tuple(each for each in results if isinstance(each, Unreadable)),
        {group[0].file.sha256: tuple(shot.picture for shot in group) for group in shots if group},
    )
