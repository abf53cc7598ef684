"""Drawn screens seen by a camera: put in perspective on a table, with grain."""

import cv2
import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Pixels

Corners = npt.NDArray[np.float32]
TALL, BROAD = 1600, 1200
TABLE = (96, 120, 104)
FRAME = (16, 16, 18)
BORDER = 22
GRAIN = 3.0


def quad(tilt: float) -> Corners:
    """Four corners of a phone held a little askew; `tilt` goes from -1 to 1."""
    straight = np.array([[250, 110], [950, 110], [950, 1490], [250, 1490]], np.float32)
    askew = np.array([[30, -20], [25, 35], [-35, 15], [-20, -25]], np.float32)
    return np.asarray(straight + tilt * askew, np.float32)


def photographed(screen: Pixels, corners: Corners) -> Pixels:
    """The screen with its dark frame, its corners where they are asked for."""
    high, wide = screen.shape[:2]
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    home = np.asarray(cv2.getPerspectiveTransform(flat, corners), np.float64)
    edge = np.array([[1, 0, -BORDER], [0, 1, -BORDER], [0, 0, 1]], np.float64)
    framed = cv2.copyMakeBorder(
        screen, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=FRAME
    )
    table = np.full((TALL, BROAD, 3), TABLE, np.uint8)
    seen = cv2.warpPerspective(
        np.asarray(framed, np.uint8),
        home @ edge,
        (BROAD, TALL),
        dst=table,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    light = np.linspace(0.7, 0.92, TALL)[:, None, None]
    grain = np.random.default_rng(7).normal(0, GRAIN, (TALL, BROAD, 3))
    return np.clip(np.asarray(seen) * light + grain, 0, 255).astype(np.uint8)
