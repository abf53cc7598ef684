"""Boxes: left, top, right, bottom in pixels."""

from collections.abc import Iterable

from vigie.kernel.conversations import Box


def width(box: Box) -> int:
    """Width in pixels."""
    return box[2] - box[0]


def height(box: Box) -> int:
    """Height in pixels."""
    return box[3] - box[1]


def area(box: Box) -> int:
    """Area in pixels; 0 of an empty box."""
    return max(0, width(box)) * max(0, height(box))


def middle(box: Box) -> tuple[float, float]:
    """The centre, x then y."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def common(one: Box, other: Box) -> Box:
    """The part both cover; empty boxes have no area."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def share_inside(one: Box, other: Box) -> float:
    """The share of `one` that lies in `other`, 0..1."""
    return area(common(one, other)) / area(one) if area(one) else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all; at least one is given."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def same_row(one: Box, other: Box) -> bool:
    """Whether two lines of text stand on the same row."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(height(one), height(other))
