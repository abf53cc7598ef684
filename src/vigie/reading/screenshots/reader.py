"""Reads one screenshot: lines first, then what lies behind them, then turns."""

from collections.abc import Sequence
from dataclasses import replace

from vigie.kernel.conversations import Platform, Turn
from vigie.reading.engines import Engine, Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bars import Said, apart_from_bars, bars_of, said_along
from vigie.reading.screenshots.canvas import Canvas, canvas_of
from vigie.reading.screenshots.cuts import is_cut
from vigie.reading.screenshots.drafts import Draft, drafts_of, is_voice, kind_of
from vigie.reading.screenshots.flat import said_flat
from vigie.reading.screenshots.loose import Loose, roles
from vigie.reading.screenshots.pictures import pictures_of
from vigie.reading.screenshots.platforms import platform_of
from vigie.reading.screenshots.quotes import (
    answered,
    without_hanging_quotes,
    without_inner_quotes,
)
from vigie.reading.screenshots.seen import Seen, see
from vigie.reading.screenshots.shapes import ScreenReading
from vigie.reading.screenshots.text import joined
from vigie.reading.screenshots.times import TRAILING
from vigie.reading.screenshots.words import says

SMALLEST = 100
LABEL_GAP = 45
TOO_SMALL = "The image is too small to read a conversation."
NOTHING = "No turn was found; the image is to be transcribed by hand."


def read_screenshot(pixels: Pixels, engine: Engine, *, image: int = 0) -> ScreenReading:
    """The turns of one screenshot (height x width x 3, 8-bit RGB), boxes in its own pixels.

    The right side is the phone's owner by convention only. `image` is written in each turn.
    """
    if min(pixels.shape[:2]) < SMALLEST:
        return ScreenReading((), warnings=(TOO_SMALL,))
    canvas = canvas_of(pixels)
    seen = see(canvas, engine)
    drafts, barred = _drafts(seen)
    ordered = sorted(drafts, key=lambda each: (each.box[1], each.box[0]))
    turns = tuple(_turn(n, each, seen, canvas, image) for n, each in enumerate(ordered))
    return ScreenReading(
        answered(turns, [each.quoted for each in ordered]),
        seen.chrome.title,
        _platform(seen, barred=barred),
        () if turns else (NOTHING,),
    )


def _drafts(seen: Seen) -> tuple[list[Draft], bool]:
    """The drafts in no order, and whether the chat is one of bars."""
    wide, chrome = seen.pixels.shape[1], seen.chrome
    bars = bars_of(seen.pixels, seen.bubbles, seen.loose, chrome.top, chrome.bottom)
    said: list[Said] = []
    shown, loose = list(seen.bubbles), list(seen.loose)
    if bars or sum(len(each.lines) for each in shown) < len(loose):
        after = max((bar.box[2] for bar in bars), default=0)
        shown, loose = without_inner_quotes(seen.pixels, shown, loose, after)
    if bars:
        said = said_along(seen.pixels, bars, loose, chrome.title)
        loose = apart_from_bars(loose, bars, wide)
    bubbles = without_hanging_quotes(shown, loose, seen.body)
    known = roles(loose, bubbles, wide)
    drafts = _with_labels(drafts_of(seen.pixels, bubbles), known)
    texts = [each.line for each in known if each.role == "text"]
    flat = not any(each.side != "centre" for each in bubbles)
    plain = said_flat(seen.pixels, _column_lines(known) if flat and not bars else texts)
    drafts += [_from_said(each, doubtful=not flat) for each in [*said, *plain]]
    drafts += [
        Draft(each.line.box, "centre", each.line.text, "system")
        for each in known
        if each.role == "separator" and not says("floating", each.line.text)
    ]
    drafts += _pictures(seen, drafts)
    return [each for each in drafts if _is_turn(each)], bool(bars)


def _column_lines(known: Sequence[Loose]) -> list[Line]:
    return [each.line for each in known if each.role in ("text", "label", "time")]


def _is_turn(draft: Draft) -> bool:
    if draft.kind in ("image", "sticker", "audio"):
        return True
    return bool(draft.text) and not says("floating", draft.text)


def _with_labels(drafts: Sequence[Draft], known: Sequence[Loose]) -> list[Draft]:
    """The drafts with the name written above the first bubble of a run as their author."""
    labels = [each.line for each in known if each.role == "label"]
    named: list[Draft] = []
    author: str | None = None
    for draft in sorted(drafts, key=lambda each: each.box[1]):
        above = [line for line in labels if -6 <= draft.box[1] - line.box[3] < LABEL_GAP]
        name, time = _name_and_time(above[-1].text) if above else (None, None)
        if draft.side != "left":
            author = None
        elif name or draft.author:
            author = draft.author or name
        time = draft.time or time
        named.append(replace(draft, author=author if draft.side == "left" else None, time=time))
    return named


def _name_and_time(label: str) -> tuple[str | None, str | None]:
    """A label's name, and the time after it when there is one."""
    timed = TRAILING.match(label)
    if timed is None:
        return label, None
    return timed["text"].strip(" ·•,-") or None, timed["time"]


def _from_said(said: Said, *, doubtful: bool) -> Draft:
    words = joined(said.lines)
    voice = is_voice(words)
    return Draft(
        boxes.around([line.box for line in said.lines]),
        said.side,
        "" if voice else words,
        "audio" if voice else kind_of(words),
        said.author,
        said.time,
        check=doubtful or not said.sure,
    )


def _pictures(seen: Seen, drafts: Sequence[Draft]) -> list[Draft]:
    taken = [each.box for each in drafts] + [line.box for line in seen.loose]
    taken += [each.box for each in seen.bubbles]
    found = pictures_of(seen.pixels, taken, seen.chrome.top, seen.chrome.bottom)
    return [Draft(each.box, each.side, "", each.kind) for each in found]


def _turn(n: int, draft: Draft, seen: Seen, canvas: Canvas, image: int) -> Turn:
    cut = is_cut(seen.pixels, draft.box, seen.chrome)
    return Turn(
        n,
        draft.text,
        author=draft.author,
        side=draft.side,
        kind=draft.kind,
        sent_at_raw=draft.time,
        edited=draft.edited,
        forwarded=draft.forwarded,
        partial=cut,
        check=draft.check or cut,
        image=image,
        box=canvas.original(draft.box),
    )


def _platform(seen: Seen, *, barred: bool) -> Platform:
    fills = [each.fill for each in seen.bubbles if each.side == "right"]
    return platform_of(seen.chrome.prompt, fills, barred=barred)
