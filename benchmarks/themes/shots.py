"""One drawn screen and what is true of it, whatever is then done to its pixels."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]
Edges = tuple[float, float, float, float]
Move = Callable[[Edges], Edges]
LEAST_SHOWN = 14
LEAST_INSIDE = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn as the page drew it; `facts` are its `data-` words, `masked` the words hidden."""

    box: Edges
    words: tuple[tuple[str, Edges], ...]
    facts: dict[str, str]
    label: Edges | None = None
    hidden: bool = False
    masked_words: int = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """Pixels, the turns on them, and the window through which the chat is seen.

    `quad` is where the screen's corners are in a photograph, clockwise from the upper left.
    """

    pixels: Pixels
    spoken: tuple[Spoken, ...]
    window: Edges
    title: str | None
    title_box: Edges | None
    quad: list[list[int]] | None = None


def shot_of(pixels: Pixels, seen: dict[str, Any], title: str, scale: float) -> Shot:
    """A screen as the browser gave it, with lengths in its pixels."""

    def grown(box: Sequence[float]) -> Edges:
        left, top, right, bottom = (edge * scale for edge in box)
        return left, top, right, bottom

    spoken = tuple(
        Spoken(
            grown(turn["box"]),
            tuple((each["word"], grown(each["box"])) for each in turn["words"]),
            {k: v for k, v in turn.items() if isinstance(v, str)},
            grown(turn["label"]) if turn["label"] else None,
        )
        for turn in seen["turns"]
    )
    head = grown(seen["title"]) if seen["title"] else None
    shown = clipped(spoken, grown(seen["window"]))
    return Shot(pixels, shown, grown(seen["window"]), title if head else None, head)


def clipped(spoken: Sequence[Spoken], window: Edges) -> tuple[Spoken, ...]:
    """The turns of which enough is seen through a window; hidden words and labels are dropped."""
    kept: list[Spoken] = []
    author, run = "", ("", "")
    for each in spoken:
        who = (each.facts["side"], each.facts.get("author", ""))
        if each.label is not None or who != run:
            seen = each.label is None or _inside(each.label, window)
            author = who[1] if seen else ""
        run = who
        if min(each.box[3], window[3]) - max(each.box[1], window[1]) < LEAST_SHOWN:
            continue
        words = tuple(word for word in each.words if _inside(word[1], window))
        kept.append(replace(each, words=words, facts={**each.facts, "author": author}))
    return tuple(kept)


def _inside(box: Edges, window: Edges) -> bool:
    return (
        box[0] >= window[0] - LEAST_INSIDE
        and box[1] >= window[1] - LEAST_INSIDE
        and box[2] <= window[2] + LEAST_INSIDE
        and box[3] <= window[3] + LEAST_INSIDE
    )


def cropped(shot: Shot, area: tuple[int, int, int, int]) -> Shot:
    """The part of a shot inside an area, as someone cuts it before sending."""
    left, top, right, bottom = area
    pixels = np.ascontiguousarray(shot.pixels[top:bottom, left:right])
    low, high = max(shot.window[1], top), min(shot.window[3], bottom)
    window = (max(shot.window[0], left), low, min(shot.window[2], right), high)
    title = shot.title_box is not None and _inside(shot.title_box, (left, top, right, bottom))
    kept = replace(
        shot,
        pixels=pixels,
        spoken=clipped(shot.spoken, window),
        window=window,
        title=shot.title if title else None,
        title_box=shot.title_box if title else None,
    )
    return moved(kept, lambda box: (box[0] - left, box[1] - top, box[2] - left, box[3] - top))


def moved(shot: Shot, move: Move) -> Shot:
    """The same shot with every box put elsewhere."""
    spoken = tuple(
        replace(
            each,
            box=move(each.box),
            words=tuple((word, move(box)) for word, box in each.words),
            label=move(each.label) if each.label else None,
        )
        for each in shot.spoken
    )
    title = move(shot.title_box) if shot.title_box else None
    return replace(shot, spoken=spoken, window=move(shot.window), title_box=title)


def resized(shot: Shot, width: int) -> Shot:
    """The same shot at another width."""
    scale = width / shot.pixels.shape[1]
    size = (width, round(shot.pixels.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    pixels = np.asarray(cv2.resize(shot.pixels, size, interpolation=how), dtype=np.uint8)
    quad = shot.quad and [[round(edge * scale) for edge in corner] for corner in shot.quad]
    return moved(
        replace(shot, pixels=pixels, quad=quad),
        lambda box: (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale),
    )


def held(shot: Shot) -> Shot:
    """Each turn remembers that its chat cut it, before it is seen through a wider window."""
    top, bottom = shot.window[1], shot.window[3]
    spoken = tuple(
        replace(
            each,
            box=(each.box[0], max(each.box[1], top), each.box[2], min(each.box[3], bottom)),
            facts={**each.facts, "cut": "" if _is_whole(each, shot) else "yes"},
        )
        for each in shot.spoken
    )
    return replace(shot, spoken=spoken)


def _is_whole(each: Spoken, shot: Shot) -> bool:
    if each.facts.get("cut"):
        return False
    window = shot.window
    return _inside((window[0], each.box[1], window[2], each.box[3]), window)


def turns_of(shot: Shot) -> list[dict[str, Any]]:
    """The truth of a shot, turn by turn, boxes in whole pixels of its image."""
    return [_turn(each, shot) for each in shot.spoken]


def _turn(each: Spoken, shot: Shot) -> dict[str, Any]:
    facts, window = each.facts, shot.window
    whole = _is_whole(each, shot)
    top, bottom = max(each.box[1], window[1]), min(each.box[3], window[3])
    box = (each.box[0], top, each.box[2], bottom)
    return {
        "text": "" if each.hidden else " ".join(word for word, _ in each.words),
        "side": facts["side"],
        "kind": "masked" if each.hidden else facts["kind"],
        "author": facts.get("author") or None,
        "sent_at_raw": (facts.get("time") or None) if whole and not each.hidden else None,
        "partial": not whole,
        "box": [round(edge) for edge in box],
        "n": int(facts["n"]),
        "part": int(facts.get("part", 0)),
        "quote": facts.get("quote") or None,
        "reactions": [facts["reaction"]] if facts.get("reaction") and whole else [],
        "edited": facts.get("mark") == "edited",
        "forwarded": facts.get("mark") == "forwarded",
        "masked_words": each.masked_words,
    }


def write(shot: Shot, path: Path, quality: int, facts: dict[str, Any]) -> Path:
    """Writes the image at a quality and, beside it, its truth as JSON."""
    image = Image.fromarray(shot.pixels)
    if quality == 0:
        image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    elif path.suffix == ".png":
        image.save(path)
    else:
        image.save(path, quality=quality)
    truth = {
        "schema": "vigie.truth/1",
        "image": path.name,
        **facts,
        "title": shot.title,
        "turns": turns_of(shot),
    }
    if shot.quad is not None:
        truth["quad"] = shot.quad
    path.with_suffix(".json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return path
