"""Images become conversations: each page is rebuilt, read, and stitched with its neighbours."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vigie.evidence.decoding.packed import rows_inside
from vigie.evidence.images import Picture, rebuild_image
from vigie.evidence.kinds import Kind
from vigie.kernel.conversations import Conversation, Source, SourceFile, Turn
from vigie.kernel.errors import Unreadable
from vigie.reading.cautions import FRAMES_LEFT, FROM_TEXT, PAGES_LEFT
from vigie.reading.engines import Engine, Pixels
from vigie.reading.given import Given, conversation_id
from vigie.reading.language import language_of
from vigie.reading.people import with_people
from vigie.reading.screenshots import ScreenReading, read_screenshot
from vigie.reading.screenshots.agreement import Reader, checked
from vigie.reading.stitching.stitch import Placed, StitchedShots, stitch
from vigie.reading.text import read_text
from vigie.reading.threads import Thread


@dataclass(frozen=True, slots=True)
class Shot:
    """One page of an image file, read; `page` counts from 0 and is None in a file of one page."""

    file: SourceFile
    page: int | None
    reading: ScreenReading
    picture: Picture


def read_shots(
    given: Given, engine: Engine, second: Reader | None = None
) -> tuple[Shot, ...] | tuple[Unreadable]:
    """Every page of one image file, or every frame worth reading of a recording."""
    kind = given.kind()
    pictures = rebuild_image(given.data(), name=given.name)
    if isinstance(pictures, Unreadable):
        return (pictures,)
    readings = [_read(pixels_of(picture), engine, second) for picture in pictures]
    if kind == "pdf" and not any(_has_bubbles(each) for each in readings):
        readings = _from_text(pictures) or readings
    file, left = given.source_file(), _left(kind, pictures)
    several = pictures[0].pages_in_file > 1
    return tuple(
        Shot(
            file,
            page if several else None,
            replace(reading, warnings=(*reading.warnings, *left)),
            picture,
        )
        for page, (reading, picture) in enumerate(zip(readings, pictures, strict=True))
    )


def _read(pixels: Pixels, engine: Engine, second: Reader | None) -> ScreenReading:
    reading = read_screenshot(pixels, engine)
    return checked(pixels, reading, second) if second else reading


def _left(kind: Kind, pictures: Sequence[Picture]) -> tuple[str, ...]:
    """What is said of a file that has more pages or frames than were read."""
    if pictures[0].pages_in_file <= len(pictures):
        return ()
    return (PAGES_LEFT,) if kind == "pdf" else (FRAMES_LEFT,)


def _has_bubbles(reading: ScreenReading) -> bool:
    return any(turn.side in ("left", "right") for turn in reading.turns)


def _from_text(pictures: Sequence[Picture]) -> list[ScreenReading]:
    """Each page from its written words, where at least two people write in them."""
    threads = [read_text(picture.text) for picture in pictures]
    writers = {person.name for thread in threads for person in thread.participants}
    if len(writers) < 2:
        return []
    return [ScreenReading(_by_name(thread), warnings=(FROM_TEXT,)) for thread in threads]


def _by_name(thread: Thread) -> tuple[Turn, ...]:
    """The turns with the names of their authors, who are the same people on every page."""
    names = {person.id: person.name for person in thread.participants}
    return tuple(
        replace(turn, author=names.get(turn.author or "", turn.author)) for turn in thread.turns
    )


def pixels_of(picture: Picture) -> Pixels:
    """The pixels of a rebuilt picture: height x width x 3, 8-bit RGB."""
    inside = rows_inside(picture.encoded)
    if inside is not None:
        width, height, raw = inside
        rows = np.frombuffer(raw, np.uint8).reshape(height, width * 3 + 1)
        return np.ascontiguousarray(rows[:, 1:]).reshape(height, width, 3)
    from PIL import Image

    with Image.open(io.BytesIO(picture.encoded), formats=["PNG"]) as image:
        return np.asarray(image, dtype=np.uint8)


def stitched(shots: Sequence[Shot]) -> list[Conversation | Unreadable]:
    """The conversations of a series of shots given in any order; one without any says so."""
    placed = [
        Placed(_at(shot.reading, n), shot.file.name, shot.page) for n, shot in enumerate(shots)
    ]
    return [_conversation(group, shots) for group in stitch(placed)]


def _at(reading: ScreenReading, n: int) -> ScreenReading:
    return replace(reading, turns=tuple(replace(turn, image=n) for turn in reading.turns))


def _conversation(group: StitchedShots, shots: Sequence[Shot]) -> Conversation | Unreadable:
    mine = [shots[n] for n in group.images]
    files = tuple(dict.fromkeys(shot.file for shot in mine))
    if not group.turns and not group.warnings:
        return Unreadable("no_conversation", files[0].name)
    place = {n: (files.index(shots[n].file), shots[n].page) for n in group.images}
    turns, people = with_people(group.turns, group.title)
    return Conversation(
        id=conversation_id(files, ",".join(str(shot.page) for shot in mine)),
        source=Source("screenshot", None, files),
        turns=tuple(_placed(turn, place) for turn in turns),
        participants=people,
        platform=group.platform,
        title=group.title,
        language=language_of(turn.text for turn in group.turns),
        warnings=tuple(dict.fromkeys(group.warnings)),
    )


def _placed(turn: Turn, place: dict[int, tuple[int, int | None]]) -> Turn:
    if turn.image is None:
        return turn
    image, page = place[turn.image]
    return replace(turn, image=image, page=page)
