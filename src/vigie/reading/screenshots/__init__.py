"""A screenshot of a conversation becomes its turns: bubbles, sides, texts, header."""

from vigie.reading.screenshots.reader import read_screenshot
from vigie.reading.screenshots.shapes import ScreenReading

__all__ = ["ScreenReading", "read_screenshot"]
