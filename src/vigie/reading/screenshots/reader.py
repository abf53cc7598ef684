"""Reads one screenshot: lines first, then bubbles, then turns."""

from vigie.reading.engines import Engine, Pixels
from vigie.reading.screenshots.shapes import ScreenReading


def read_screenshot(pixels: Pixels, engine: Engine, *, image: int = 0) -> ScreenReading:
    """The turns of one screenshot (height x width x 3, 8-bit RGB), read with `engine`."""
    del pixels, engine, image
    return ScreenReading(())
