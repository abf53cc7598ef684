"""Which side a bubble stands on: from its margins, its neighbours' edges and its fill."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vigie.kernel.conversations import Side
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour, says

CLEAR_SHARE = 0.12
EDGE_SHARE = 0.014
CENTRED_SHARE = 0.035
SAME_FILL = 14


def sided(bubbles: Sequence[Bubble], wide: int) -> list[Bubble]:
    """The bubbles with their sides; `sure` is false where margins, edges and fills disagree."""
    clear = [(each, _by_margin(each, wide)) for each in bubbles]
    known = [(each, side) for each, side in clear if side in ("left", "right")]
    lefts = _common_edge([each.box[0] for each, side in known if side == "left"], wide)
    rights = _common_edge([each.box[2] for each, side in known if side == "right"], wide)
    fills = [(each.fill, side) for each, side in known if _at_edge(each, side, lefts, rights, wide)]
    return [_decided(each, side, lefts, rights, fills, wide) for each, side in clear]


def _by_margin(bubble: Bubble, wide: int) -> Side | None:
    before, after = bubble.box[0], wide - bubble.box[2]
    if abs(before - after) < CENTRED_SHARE * wide:
        return "centre"
    if abs(before - after) < CLEAR_SHARE * wide:
        return None
    return "left" if before < after else "right"


def _common_edge(edges: Sequence[int], wide: int) -> int | None:
    """The edge that most bubbles of a side share."""
    if not edges:
        return None
    near = EDGE_SHARE * wide
    counts = Counter({edge: sum(abs(edge - other) <= near for other in edges) for edge in edges})
    return counts.most_common(1)[0][0]


def _at_edge(
    bubble: Bubble, side: Side | None, lefts: int | None, rights: int | None, wide: int
) -> bool:
    near = EDGE_SHARE * wide
    if side == "left":
        return lefts is not None and abs(bubble.box[0] - lefts) <= near
    return rights is not None and abs(bubble.box[2] - rights) <= near


def _decided(
    bubble: Bubble,
    margin: Side | None,
    lefts: int | None,
    rights: int | None,
    fills: Sequence[tuple[Colour, Side | None]],
    wide: int,
) -> Bubble:
    if margin in ("left", "right"):
        return replace(bubble, side=margin)
    at_left = _at_edge(bubble, "left", lefts, rights, wide)
    at_right = _at_edge(bubble, "right", lefts, rights, wide)
    if at_left != at_right:
        return replace(bubble, side="left" if at_left else "right")
    alike = {side for fill, side in fills if apart(fill, bubble.fill) < SAME_FILL}
    if (at_left or margin is None) and len(alike) == 1:
        return replace(bubble, side=alike.pop())
    if margin == "centre" and _is_notice(bubble, bool(alike)):
        return replace(bubble, side="centre")
    nearer: Side = "left" if bubble.box[0] <= wide - bubble.box[2] else "right"
    return replace(bubble, side=nearer, sure=False)


def _is_notice(bubble: Bubble, like_a_turn: bool) -> bool:
    text = " ".join(line.text for line in bubble.lines)
    if says("date", text) or not like_a_turn:
        return True
    lines = [boxes.height(line.box) for line in bubble.lines]
    return boxes.height(bubble.box) < 2.2 * max(lines, default=1)
