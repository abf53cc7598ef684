"""What reading one screenshot gives."""

from dataclasses import dataclass

from vigie.kernel.conversations import Platform, Turn


@dataclass(frozen=True, slots=True)
class ScreenReading:
    """The turns of one screenshot from top to bottom, and what its header says."""

    turns: tuple[Turn, ...]
    title: str | None = None
    platform: Platform = "unknown"
    warnings: tuple[str, ...] = ()
