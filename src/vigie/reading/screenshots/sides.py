"""Which side a bubble stands on: from its margins, its neighbours' edges and its fill."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vigie.kernel.conversations import Side
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour, is_time, says

CLEAR_SHARE = 0.12
EDGE_SHARE = 0.014
CENTRED_SHARE = 0.035
SAME_FILL = 14


@dataclass(frozen=True, slots=True)
class _Edges:
    """What the clear bubbles of a screen teach: each side's edge and fills."""

    left: int | None
    right: int | None
    fills: tuple[tuple[Colour, Side | None], ...]
    wide: int
    body: float


def sided(bubbles: Sequence[Bubble], wide: int, body: float) -> list[Bubble]:
    """The bubbles with their sides; `sure` is false where margins, edges and fills disagree."""
    clear = [(each, _by_margin(each, wide)) for each in bubbles]
    known = [(each, side) for each, side in clear if side in ("left", "right")]
    lefts = _common_edge([each.box[0] for each, side in known if side == "left"], wide)
    rights = _common_edge([each.box[2] for each, side in known if side == "right"], wide)
    fills = [(each.fill, side) for each, side in known if _at_edge(each, side, lefts, rights, wide)]
    edges = _Edges(lefts, rights, tuple(fills), wide, body)
    return [_decided(each, side, edges) for each, side in clear]


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


def _decided(bubble: Bubble, margin: Side | None, known: _Edges) -> Bubble:
    if margin in ("left", "right"):
        return replace(bubble, side=margin)
    at_left = _at_edge(bubble, "left", known.left, known.right, known.wide)
    at_right = _at_edge(bubble, "right", known.left, known.right, known.wide)
    if at_left != at_right and not says("date", bubble.text):
        return replace(bubble, side="left" if at_left else "right")
    other = _off_the_only_edge(bubble, known)
    if margin is None and other is not None:
        return replace(bubble, side=other)
    alike = {side for fill, side in known.fills if apart(fill, bubble.fill) < SAME_FILL}
    if margin == "centre" and _is_notice(bubble, known, like_a_turn=bool(alike)):
        return replace(bubble, side="centre")
    if len(alike) == 1:
        return replace(bubble, side=alike.pop())
    sides = {side for _, side in known.fills}
    if len(sides) == 1:
        return replace(bubble, side="left" if sides == {"right"} else "right", sure=False)
    nearer: Side = "left" if bubble.box[0] <= known.wide - bubble.box[2] else "right"
    return replace(bubble, side=nearer, sure=False)


def _off_the_only_edge(bubble: Bubble, known: _Edges) -> Side | None:
    """The side of a bubble that leans away from the one edge that all others share."""
    before, after = bubble.box[0], known.wide - bubble.box[2]
    far = CENTRED_SHARE * known.wide
    if known.left is None and known.right is not None and before < after:
        return "left" if known.right - bubble.box[2] > far else None
    if known.right is None and known.left is not None and after < before:
        return "right" if bubble.box[0] - known.left > far else None
    return None


def _is_notice(bubble: Bubble, known: _Edges, *, like_a_turn: bool) -> bool:
    """Whether a centred fill off both known edges, or of small words, is a date or a notice."""
    if says("date", bubble.text):
        return True
    if like_a_turn or any(is_time(line.text) for line in bubble.lines):
        return False
    if known.left is not None and known.right is not None:
        return True
    return all(boxes.height(line.box) < 0.9 * known.body for line in bubble.lines) or (
        boxes.width(bubble.box) < 0.6 * WIDTH and len(bubble.lines) < 2
    )
