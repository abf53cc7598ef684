"""Where a screen's four corners lie in a photograph: the four long edges that agree best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Pixels

Corners = npt.NDArray[np.float32]
Levels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
LONG_SIDE = 520
MOST_TILT = np.deg2rad(14)
LEAST_VOTES = 0.22
LEAST_LEVEL = 2.0
MOST_EDGES = 9
APART_PIXELS, APART_ANGLE = 6, 0.04
LEAST_WIDTH, LEAST_HEIGHT = 0.3, 0.35
NEAR_BORDER = 0.4
MOST_OUTSIDE = 0.25
UNSEEN = 0.62
POINTS = 80
BETWEEN, BEYOND = (0.03, 0.97), (1.03, 1.15)
CONSIDERED = 60
GOES_ON = 0.2


@dataclass(frozen=True, slots=True)
class Edge:
    """A line x·cos(angle) + y·sin(angle) = distance; `seen` unless the picture's border."""

    distance: float
    angle: float
    seen: bool = True


@dataclass(frozen=True, slots=True)
class _Traced:
    """The steep and the level edges of a small copy, each thickened by a few pixels."""

    steep: Mask
    level: Mask

    @property
    def size(self) -> tuple[int, int]:
        return int(self.steep.shape[1]), int(self.steep.shape[0])


def corners_of(pixels: Pixels) -> Corners:
    """The corners in pixels, clockwise from the upper left; the picture's where none are seen.

    Edges outside the picture are taken to run along its border, tilted as the opposite one is.
    """
    scale = LONG_SIDE / max(pixels.shape[:2])
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    steep, level = _gradients(np.asarray(small, np.uint8))
    across, down = _thin(steep, level, (1, 3)), _thin(level, steep, (3, 1))
    traced = _Traced(_thick(across, (3, 5)), _thick(down, (5, 3)))
    sides = _sides(_edges(across, traced.steep, steep=True), traced.size, steep=True)
    ends = _sides(_edges(down, traced.level, steep=False), traced.size, steep=False)
    found = [
        (_score(corners, pair, other, traced), corners)
        for pair in sides
        for other in ends
        if _is_inside(corners := _crossings(pair, other), traced.size)
    ]
    wide, high = traced.size
    whole = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    best = sorted(found, key=lambda each: -each[0])[:CONSIDERED] or [(0.0, whole)]
    chosen = max(best, key=lambda each: each[0] - GOES_ON * _goes_on(each[1], traced))[1]
    return np.asarray(chosen / scale, np.float32)


def _gradients(small: Pixels) -> tuple[Levels, Levels]:
    """How fast colours change from left to right and from top to bottom."""
    soft = cv2.GaussianBlur(small, (0, 0), 1.2)
    steep = np.abs(np.asarray(cv2.Scharr(soft, cv2.CV_32F, 1, 0))).max(axis=2) / 32
    level = np.abs(np.asarray(cv2.Scharr(soft, cv2.CV_32F, 0, 1))).max(axis=2) / 32
    return np.asarray(steep, np.float32), np.asarray(level, np.float32)


def _thin(change: Levels, other: Levels, across: tuple[int, int]) -> Mask:
    """The ridges of a change that stands out and runs in its own direction."""
    least = max(LEAST_LEVEL, 3 * float(np.median(change)))
    ridge = change >= np.asarray(cv2.dilate(change, np.ones(across, np.uint8)))
    return np.asarray(ridge & (change > least) & (change > 1.5 * other), np.uint8) * 255


def _thick(edges: Mask, size: tuple[int, int]) -> Mask:
    return np.asarray(cv2.dilate(edges, np.ones(size, np.uint8)), np.uint8)


def _edges(thin: Mask, thick: Mask, *, steep: bool) -> list[Edge]:
    """The longest lines of one direction, no two of them alike, the longest first."""
    high, wide = thin.shape
    votes = round(LEAST_VOTES * (high if steep else wide))
    straight = 0.0 if steep else np.pi / 2
    found: list[Edge] = []
    for low, top in ((straight - MOST_TILT, straight), (straight, straight + MOST_TILT)):
        turned = np.pi if low < 0 else 0.0
        lines = cv2.HoughLines(
            thin, 1, np.pi / 360, votes, min_theta=low + turned, max_theta=top + turned
        )
        for distance, angle in [] if lines is None else lines[:300, 0]:
            sign = -1 if turned else 1
            found.append(Edge(sign * float(distance), float(angle) - turned))
    found.sort(key=lambda each: -_length(each, thick, steep=steep))
    kept: list[Edge] = []
    for each in found:
        if len(kept) < MOST_EDGES and all(
            abs(
                _middle(each, (wide, high), steep=steep) - _middle(other, (wide, high), steep=steep)
            )
            > APART_PIXELS
            or abs(each.angle - other.angle) > APART_ANGLE
            for other in kept
        ):
            kept.append(each)
    return kept


def _length(edge: Edge, thick: Mask, *, steep: bool) -> int:
    """On how many of its pixels a line lies on an edge."""
    high, wide = thick.shape
    along = np.arange(high if steep else wide)
    cos, sin = np.cos(edge.angle), np.sin(edge.angle)
    if steep:
        x, y = np.round((edge.distance - along * sin) / cos).astype(int), along
    else:
        x, y = along, np.round((edge.distance - along * cos) / sin).astype(int)
    inside = (x >= 0) & (x < wide) & (y >= 0) & (y < high)
    return int(np.count_nonzero(thick[y[inside], x[inside]]))


def _middle(edge: Edge, size: tuple[int, int], *, steep: bool) -> float:
    """Where a line crosses the middle of the picture."""
    cos, sin = np.cos(edge.angle), np.sin(edge.angle)
    if steep:
        return float((edge.distance - size[1] / 2 * sin) / cos)
    return float((edge.distance - size[0] / 2 * cos) / sin)


def _sides(edges: Sequence[Edge], size: tuple[int, int], *, steep: bool) -> list[tuple[Edge, Edge]]:
    """The pairs that may be two opposite sides of a screen, some of them out of the picture."""
    length = size[0] if steep else size[1]
    least = (LEAST_WIDTH if steep else LEAST_HEIGHT) * length
    place: Callable[[Edge], float] = lambda edge: _middle(edge, size, steep=steep)  # noqa: E731
    straight = 0.0 if steep else np.pi / 2
    tilt = float(np.median([edge.angle for edge in edges])) if edges else straight
    pairs = [
        (one, other)
        for one, other in combinations(sorted(edges, key=place), 2)
        if place(other) - place(one) > least
    ]
    for edge in edges:
        if place(edge) < NEAR_BORDER * length:
            pairs.append((edge, _border(length - 1, edge.angle, size, steep=steep)))
        if place(edge) > (1 - NEAR_BORDER) * length:
            pairs.append((_border(0, edge.angle, size, steep=steep), edge))
    first, last = (_border(at, tilt, size, steep=steep) for at in (0, length - 1))
    return [*pairs, (first, last)]


def _border(place: float, angle: float, size: tuple[int, int], *, steep: bool) -> Edge:
    """A line of a tilt that crosses the middle of one border."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    wide, high = size
    distance = place * cos + high / 2 * sin if steep else wide / 2 * cos + place * sin
    return Edge(distance, angle, seen=False)


def _crossings(sides: tuple[Edge, Edge], ends: tuple[Edge, Edge]) -> Corners:
    (left, right), (top, bottom) = sides, ends
    pairs = ((left, top), (right, top), (right, bottom), (left, bottom))
    return np.array([_crossing(one, other) for one, other in pairs], np.float32)


def _crossing(one: Edge, other: Edge) -> tuple[float, float]:
    cos, sin, cos_other, sin_other = (
        float(way(edge.angle)) for edge in (one, other) for way in (np.cos, np.sin)
    )
    whole = cos * sin_other - cos_other * sin
    x = (one.distance * sin_other - other.distance * sin) / whole
    return x, (cos * other.distance - cos_other * one.distance) / whole


def _is_inside(corners: Corners, size: tuple[int, int]) -> bool:
    room = np.array(size) * MOST_OUTSIDE
    return bool((corners > -room).all() and (corners < np.array(size) + room).all())


def _score(
    corners: Corners, sides: tuple[Edge, Edge], ends: tuple[Edge, Edge], traced: _Traced
) -> float:
    """How much of a quadrilateral lies on edges, weakest side first, and how large it is."""
    upper_left, upper_right, lower_right, lower_left = corners
    kept = [
        _support(traced.steep, sides[0], upper_left, lower_left),
        _support(traced.steep, sides[1], upper_right, lower_right),
        _support(traced.level, ends[0], upper_left, upper_right),
        _support(traced.level, ends[1], lower_left, lower_right),
    ]
    wide, high = traced.size
    area = float(cv2.contourArea(corners)) / (wide * high)
    return sum(kept) / 4 + min(kept) / 2 + min(1.0, area) / 4


def _goes_on(corners: Corners, traced: _Traced) -> float:
    """How many of the eight ends of the sides go on beyond the corners, as inner lines do."""
    upper_left, upper_right, lower_right, lower_left = corners
    sides = (
        (traced.steep, upper_left, lower_left),
        (traced.steep, upper_right, lower_right),
        (traced.level, upper_left, upper_right),
        (traced.level, lower_left, lower_right),
    )
    return sum(
        _on_edge(thick, first, last, BEYOND) + _on_edge(thick, last, first, BEYOND)
        for thick, first, last in sides
    )


def _on_edge(thick: Mask, first: Corners, last: Corners, part: tuple[float, float]) -> float:
    """The share of a part of a line that lies on edges; 0 when too little is in the picture."""
    share = np.linspace(*part, POINTS)[:, None]
    x, y = np.round(first * (1 - share) + last * share).astype(int).T
    high, wide = thick.shape
    inside = (x >= 0) & (x < wide) & (y >= 0) & (y < high)
    if inside.mean() < NEAR_BORDER:
        return 0.0
    seen = min(1.0, float(inside.mean()) + 0.3)
    return float((thick[y[inside], x[inside]] > 0).mean()) * seen


def _support(thick: Mask, edge: Edge, first: Corners, last: Corners) -> float:
    if not edge.seen:
        return UNSEEN
    return _on_edge(thick, first, last, BETWEEN)
