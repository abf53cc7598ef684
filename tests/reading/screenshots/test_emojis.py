"""Emoji are named by likeness to the machine's own font, or kept as U+FFFC; never letters."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.reading.screenshots.drawn import LEFT, Screen
from vigie.reading.engines import Line
from vigie.reading.screenshots import glyphs, read_screenshot
from vigie.reading.screenshots.emojis import lines_with_emoji
from vigie.reading.screenshots.glyphs import Glyphs
from vigie.reading.screenshots.patches import Patch


def stamp(screen: Screen, emoji: str, left: int, top: int, size: int = 36) -> None:
    """An emoji of the machine's font, drawn on what is there."""
    font = glyphs.colour_font()
    if font is None:
        pytest.skip("no colour font is installed")
    side = round(2 * font.size)
    drawn = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).text((10, 10), emoji, font=font, embedded_color=True)
    cut = drawn.crop(drawn.getbbox())
    wide = round(size * cut.width / cut.height)
    small = cut.resize((wide, size), Image.Resampling.LANCZOS)
    page = Image.fromarray(screen.pixels)
    page.paste(small, (left, top), small)
    screen.pixels = np.asarray(page).copy()


@pytest.mark.parametrize("emoji", ["😂", "🔥", "👍", "😡"])
def test_an_emoji_after_words_is_kept_in_its_place(emoji: str) -> None:
    screen = Screen().fill((24, 300, 400, 370), LEFT).text("Bonjour toi", 44, 318)
    stamp(screen, emoji, 190, 316)

    read = read_screenshot(screen.pixels, screen)

    assert [turn.text for turn in read.turns] == [f"Bonjour toi {emoji}"]


def test_an_emoji_alone_is_a_turn() -> None:
    screen = Screen().fill((24, 300, 320, 370), LEFT).text("Bonjour toi", 44, 318)
    stamp(screen, "😭", 600, 500, 80)

    read = read_screenshot(screen.pixels, screen)

    assert [(turn.side, turn.kind, turn.text) for turn in read.turns] == [
        ("left", "text", "Bonjour toi"),
        ("right", "text", "😭"),
    ]


def test_without_a_font_an_emoji_is_an_object_replacement_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    none = np.zeros((0, 1, 1, 1), np.float32)
    nothing = Glyphs((), none, none, none[:, 0, 0, 0])
    monkeypatch.setattr("vigie.reading.screenshots.patches.glyphs", lambda: nothing)
    screen = Screen().fill((24, 300, 400, 370), LEFT).text("Bonjour toi", 44, 318)
    stamp(screen, "😂", 190, 316)

    read = read_screenshot(screen.pixels, screen)

    assert [turn.text for turn in read.turns] == ["Bonjour toi \ufffc"]


def test_a_line_is_cut_where_an_emoji_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    patch = Patch((110, 0, 140, 30), "🔥")
    monkeypatch.setattr("vigie.reading.screenshots.emojis.patches_in", lambda *_: [patch])
    line = Line("trop chaud ici", (0, 0, 170, 30), 1.0)

    parts = lines_with_emoji(np.zeros((40, 200, 3), np.uint8), (0, 0, 200, 40), [line], 30)

    ordered = sorted(parts, key=lambda each: each.box[0])
    assert [each.text for each in ordered] == ["trop chaud", "🔥", "ici"]


def test_a_reaction_on_the_edge_of_a_turn_is_its_reaction() -> None:
    screen = Screen().fill((24, 300, 400, 370), LEFT).text("Bonjour toi", 44, 318)
    screen.fill((300, 356, 350, 392), (245, 245, 245))
    stamp(screen, "😂", 312, 361, 26)

    read = read_screenshot(screen.pixels, screen)

    assert [(turn.text, turn.reactions) for turn in read.turns] == [("Bonjour toi", ("😂",))]
