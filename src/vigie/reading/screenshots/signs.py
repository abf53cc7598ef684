"""The signs by which an app may be told, gathered from a screen."""

from collections.abc import Sequence

import numpy as np

from vigie.reading.engines import Pixels
from vigie.reading.screenshots.chrome import Chrome
from vigie.reading.screenshots.drafts import Draft
from vigie.reading.screenshots.platforms import Layout, Signs, Where, is_ticked
from vigie.reading.screenshots.seen import Seen
from vigie.reading.screenshots.words import Colour

LEAST_CHANGE = 5


def signs_of(seen: Seen, drafts: Sequence[Draft], *, barred: bool) -> Signs:
    """What a screen shows that may tell its app; `barred` is whether bars run along its turns."""
    chrome, pixels = seen.chrome, seen.pixels
    said = [line.text for line in seen.loose] + [
        each.text for each in drafts if each.kind != "text"
    ]
    words: list[tuple[Where, str]] = [("prompt", chrome.prompt or "")]
    words += [("header", text) for text in chrome.subtitles]
    words += [("chat", text) for text in said]
    words += [("panel", text) for text in chrome.panels]
    fills: list[tuple[Where, Colour]] = [
        (each.side, each.fill) for each in seen.bubbles if each.side is not None
    ]
    fills += [("page", _page(pixels, chrome)), ("header", _header(pixels, chrome))]
    times = [line.text for each in seen.bubbles for line in each.lines if each.side == "right"]
    named = not seen.bubbles and any(each.author and each.time for each in drafts)
    shown: dict[Layout, bool] = {
        "bars": barred,
        "names": named,
        "ticks": any(map(is_ticked, times)),
        "violets": _is_gradient([fill for side, fill in fills if side == "right"]),
        "quick": chrome.quick,
    }
    return Signs(tuple(words), tuple(fills), tuple(name for name, on in shown.items() if on))


def _is_gradient(fills: Sequence[Colour]) -> bool:
    """Whether the owner's bubbles are violets that change down the page."""
    reds = [fill[0] for fill in fills if _is_violet(fill)]
    return bool(reds) and max(reds) - min(reds) >= LEAST_CHANGE


def _is_violet(fill: Colour) -> bool:
    red, green, blue = fill
    return blue - max(red, green) >= 40 and red >= 60 and green <= 100


def _page(pixels: Pixels, chrome: Chrome) -> Colour:
    """The colour down the sides of the chat."""
    sides = pixels[chrome.top + 4 : chrome.bottom - 4, [2, 3, -4, -3]]
    return _middle(sides) if sides.size else (0, 0, 0)


def _header(pixels: Pixels, chrome: Chrome) -> Colour:
    """The colour down the sides of the header."""
    sides = pixels[chrome.top // 2 : max(1, chrome.top - 4), [2, 3, -4, -3]]
    return _middle(sides) if sides.size and chrome.edge_above else (1, 1, 1)


def _middle(pixels: Pixels) -> Colour:
    red, green, blue = (int(level) for level in np.median(pixels.reshape(-1, 3), axis=0))
    return red, green, blue
