"""Which app drew a screen, when its text field or the owner's bubbles tell."""

from collections.abc import Sequence

from vigie.kernel.conversations import Platform
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour, cues

SAME_FILL = 6


def platform_of(prompt: str | None, fills: Sequence[Colour], *, barred: bool) -> Platform:
    """The app, or "unknown": `prompt` is the empty text field's words, `fills` the owner's."""
    if barred:
        return "snapchat"
    words = (prompt or "").strip().lower()
    for cue in cues():
        if cue.pattern is not None and cue.pattern.fullmatch(words):
            return cue.platform
        if cue.fill is not None and any(apart(cue.fill, fill) <= SAME_FILL for fill in fills):
            return cue.platform
    return "unknown"
