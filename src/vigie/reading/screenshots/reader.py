"""Reads one screenshot: lines first, then what lies behind them, then turns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vigie.kernel.conversations import Box, Side, Turn
from vigie.reading.cautions import NOTHING, TOO_SMALL
from vigie.reading.engines import Engine, Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bars import Bar, Said, apart_from_bars, bars_of, said_along, unshaded
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.canvas import Canvas, canvas_of
from vigie.reading.screenshots.clocks import with_clocks
from vigie.reading.screenshots.cuts import is_cut
from vigie.reading.screenshots.direct import with_sides
from vigie.reading.screenshots.drafts import Draft, drafts_of, is_voice, kind_of
from vigie.reading.screenshots.flat import said_flat
from vigie.reading.screenshots.headings import heading_in
from vigie.reading.screenshots.loose import Loose, roles
from vigie.reading.screenshots.marks import apart_from_lines, kind_marked, marked, told
from vigie.reading.screenshots.parts import read_parts
from vigie.reading.screenshots.platforms import platform_of
from vigie.reading.screenshots.quotes import (
    answered,
    without_hanging_quotes,
    without_inner_quotes,
)
from vigie.reading.screenshots.reactions import with_reactions
from vigie.reading.screenshots.seen import Seen, see
from vigie.reading.screenshots.shapes import ScreenReading
from vigie.reading.screenshots.signs import signs_of
from vigie.reading.screenshots.text import joined, without_edited
from vigie.reading.screenshots.wordless import Drawn
from vigie.reading.screenshots.words import says

SMALLEST = 100
LABEL_GAP = 45
DRAWN = ("image", "video", "sticker", "audio", "masked")


def read_screenshot(pixels: Pixels, engine: Engine, *, image: int = 0) -> ScreenReading:
    """The turns of one screenshot (height x width x 3, 8-bit RGB), boxes in its own pixels.

    The right side is the phone's owner by convention only. `image` is written in each turn.
    """
    if min(pixels.shape[:2]) < SMALLEST:
        return ScreenReading((), warnings=(TOO_SMALL,))
    return read_parts(pixels, engine, lambda part, heard: _read(part, heard, image))


def _read(pixels: Pixels, engine: Engine, image: int) -> ScreenReading:
    canvas = canvas_of(pixels)
    seen = see(canvas, engine)
    drafts, barred = _drafts(seen)
    ordered = sorted(drafts, key=lambda each: (each.box[1], each.box[0]))
    turns = tuple(_turn(n, each, seen, canvas, image) for n, each in enumerate(ordered))
    return ScreenReading(
        answered(turns, [each.quoted for each in ordered]),
        seen.chrome.title,
        platform_of(signs_of(seen, ordered, barred=barred)),
        () if turns else (NOTHING,),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """A chat of bars, a flat one of names and lines, else one of bubbles, and what it holds."""

    bars: Sequence[Bar]
    flat: bool
    bubbles: Sequence[Bubble]
    loose: Sequence[Line]
    drawn: Sequence[Drawn]
    shades: Sequence[Box] = ()


def _laid_out(seen: Seen) -> _Layout:
    chrome, shown, loose = seen.chrome, list(seen.bubbles), list(seen.loose)
    bars = bars_of(seen.pixels, seen.bubbles, seen.loose, chrome.top, chrome.bottom)
    shown, shades = unshaded(shown, bars, seen.pixels.shape[1])
    loose += [line for each in shades for line in each.lines]
    if bars or sum(len(each.lines) for each in shown) < len(loose):
        after = max((bar.box[2] for bar in bars), default=0)
        shown, loose = without_inner_quotes(seen.pixels, shown, loose, after)
    flat = not bars and not any(each.side != "centre" for each in shown)
    if bars or flat:
        loose = told(seen.pixels, loose, seen.body)
    drawn = apart_from_lines(seen.drawn, loose)
    return _Layout(bars, flat, shown, loose, drawn, [each.box for each in shades])


def _drafts(seen: Seen) -> tuple[list[Draft], bool]:
    """The drafts in no order, and whether the chat is one of bars."""
    wide, page = seen.pixels.shape[1], _laid_out(seen)
    marks = [marked(each) for each in page.drawn]
    said: list[Said] = []
    loose = page.loose
    if page.bars:
        said = said_along(seen.pixels, page.bars, [*loose, *marks], seen.chrome.title, page.shades)
        loose = apart_from_bars(loose, page.bars, wide)
    bubbles = without_hanging_quotes(seen.pixels, page.bubbles, loose, seen.body)
    bubbled = not page.flat and not page.bars
    beside = _as_bubbles(page.drawn, wide) if bubbled else []
    known = roles(loose, [*bubbles, *beside], wide)
    drafts = _with_labels(drafts_of(seen.pixels, bubbles), known)
    texts = [each.line for each in known if each.role == "text"]
    if page.flat:
        texts = [*_column_lines(known), *marks]
    flat = said_flat(seen.pixels, texts, seen.chrome.title)
    said += with_sides(flat, seen.chrome.title, seen.chrome.prompt)
    drafts += [_from_said(each, doubtful=bubbled) for each in said]
    drafts += _separators(known)
    drafts, spots = with_reactions(seen.pixels, drafts, seen.body, bubbled=bubbled)
    if bubbled:
        drafts += [_from_drawn(each, wide) for each in page.drawn if not _is_spot(each, spots)]
        drafts = with_clocks(drafts, known, seen.body)
    return [each for each in drafts if _is_turn(each)], bool(page.bars)


def _as_bubbles(drawn: Sequence[Drawn], wide: int) -> list[Bubble]:
    """The drawings as bubbles, which have names above them and times beside them too."""
    return [Bubble(each.box, (0, 0, 0), side=_from_drawn(each, wide).side) for each in drawn]


def _separators(known: Sequence[Loose]) -> list[Draft]:
    return [
        Draft(each.line.box, "centre", each.line.text, "system")
        for each in known
        if each.role == "separator" and not says("floating", each.line.text)
    ]


def _is_spot(drawn: Drawn, spots: Sequence[Box]) -> bool:
    """Whether a drawing is but a reaction to a turn."""
    return any(boxes.share_inside(spot, drawn.box) > 0.5 for spot in spots) and bool(drawn.text)


def _from_drawn(drawn: Drawn, wide: int) -> Draft:
    side: Side = "left" if drawn.box[0] <= wide - drawn.box[2] else "right"
    return Draft(drawn.box, side, drawn.text, drawn.kind)


def _column_lines(known: Sequence[Loose]) -> list[Line]:
    return [each.line for each in known if each.role in ("text", "label", "time")]


def _is_turn(draft: Draft) -> bool:
    if draft.kind in DRAWN:
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
    found = heading_in(label)
    if found:
        return found.name, found.time
    return (None, label) if says("sent", label) else (label, None)


def _from_said(said: Said, *, doubtful: bool) -> Draft:
    drawn = kind_marked(said.lines)
    words = joined([line for line in said.lines if not kind_marked([line])])
    words, edited = without_edited(words)
    voice = is_voice(words)
    return Draft(
        boxes.around([line.box for line in said.lines]),
        said.side,
        "" if voice else words,
        drawn or ("audio" if voice else kind_of(words)),
        said.author,
        said.time,
        said.quoted,
        edited,
        check=doubtful or not said.sure,
    )


def _turn(n: int, draft: Draft, seen: Seen, canvas: Canvas, image: int) -> Turn:
    cut = is_cut(seen.pixels, draft.box, seen.chrome)
    return Turn(
        n,
        draft.text,
        author=draft.author,
        side=draft.side,
        kind=draft.kind,
        sent_at_raw=draft.time,
        reactions=draft.reactions,
        edited=draft.edited,
        forwarded=draft.forwarded,
        partial=cut,
        check=draft.check or cut,
        image=image,
        box=canvas.original(draft.box),
    )
