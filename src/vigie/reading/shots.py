"""Images become conversations: each page is rebuilt, read, and stitched with its neighbours."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vigie.evidence.images import MAX_PAGES, Picture, rebuild_image
from vigie.kernel.conversations import Conversation, Source, SourceFile, Turn
from vigie.kernel.errors import Unreadable
from vigie.reading.engines import Engine, Pixels
from vigie.reading.given import Given, conversation_id
from vigie.reading.language import language_of
from vigie.reading.screenshots import ScreenReading, read_screenshot
from vigie.reading.stitch import StitchedShots, stitch

PAGES_LEFT = f"Only the first {MAX_PAGES} pages were read."


@dataclass(frozen=True, slots=True)
class Shot:
    """One page of an image file, read; `page` counts from 0 and is None in a file of one page."""

    file: SourceFile
    page: int | None
    reading: ScreenReading
    picture: Picture


def read_shots(given: Given, engine: Engine) -> tuple[Shot, ...] | tuple[Unreadable]:
    """Every page of one image file; the pages past the limit are said to be missing."""
    pictures = rebuild_image(given.data(), name=given.name)
    if isinstance(pictures, Unreadable):
        return (pictures,)
    file = given.source_file()
    several = pictures[0].pages_in_file > 1
    left = (PAGES_LEFT,) if pictures[0].pages_in_file > len(pictures) else ()
    shots = []
    for page, picture in enumerate(pictures):
        reading = read_screenshot(pixels_of(picture), engine)
        reading = replace(reading, warnings=(*reading.warnings, *left))
        shots.append(Shot(file, page if several else None, reading, picture))
    return tuple(shots)


def pixels_of(picture: Picture) -> Pixels:
    """The pixels of a rebuilt picture: height x width x 3, 8-bit RGB."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(picture.encoded), formats=["PNG"]) as image:
        return np.asarray(image, dtype=np.uint8)


def stitched(shots: Sequence[Shot]) -> list[Conversation | Unreadable]:
    """The conversations of a series of shots in order; a series without any says so."""
    numbered = [_at(shot.reading, n) for n, shot in enumerate(shots)]
    return [_conversation(group, shots) for group in stitch(numbered)]


def _at(reading: ScreenReading, n: int) -> ScreenReading:
    return replace(reading, turns=tuple(replace(turn, image=n) for turn in reading.turns))


def _conversation(group: StitchedShots, shots: Sequence[Shot]) -> Conversation | Unreadable:
    mine = [shots[n] for n in group.images]
    files = tuple(dict.fromkeys(shot.file for shot in mine))
    if not group.turns and not group.warnings:
        return Unreadable("no_conversation", files[0].name)
    place = {n: (files.index(shots[n].file), shots[n].page) for n in group.images}
    return Conversation(
        id=conversation_id(files, ",".join(str(shot.page) for shot in mine)),
        source=Source("screenshot", None, files),
        turns=tuple(_placed(turn, place) for turn in group.turns),
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
