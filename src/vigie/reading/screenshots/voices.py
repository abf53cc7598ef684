"""Who speaks along each bar: one colour is one voice, and the owner's is red."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from vigie.kernel.conversations import Side
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour, says

SAME_VOICE = 60
SAME_COLOUR = 36
SAME_NAME = 80
REDDEST_GREEN = 0.5
REDDEST_BLUE = 0.6
LEAST_RED = 140
GREEN_FROM_BLUE = 70


@dataclass(frozen=True, slots=True)
class Named:
    """A bar's colour and the name written above it or the bars before it."""

    colour: Colour
    label: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: `author` is None of the phone's owner; `sure` when a name or colours tell."""

    side: Side
    author: str | None
    sure: bool


def voices(bars: Sequence[Named], title: str | None) -> list[Voice]:
    """The voice of each bar; `title` is the name of the other person, when the header says it."""
    groups = _groups(bars)
    sides = [_is_owner(groups, place, title) for place in range(len(groups))]
    found: list[Voice] = []
    for bar in bars:
        place = next(n for n, group in enumerate(groups) if bar in group)
        found.append(_voice(bar, groups[place], owner=sides[place], alone=len(groups) < 2))
    return found


def _groups(bars: Sequence[Named]) -> list[list[Named]]:
    """The bars of each colour."""
    groups: list[list[Named]] = []
    for bar in bars:
        home = next((each for each in groups if _alike(each[0], bar)), None)
        if home is None:
            groups.append([bar])
        else:
            home.append(bar)
    return groups


def _alike(one: Named, other: Named) -> bool:
    return apart(one.colour, other.colour) < SAME_COLOUR


def _is_owner(groups: Sequence[Sequence[Named]], place: int, title: str | None) -> bool:
    """Whether a colour is the owner's: called "me", else red when no other colour is "me"."""
    if any(map(_says_me, groups)):
        return _says_me(groups[place])
    name = _name(groups[place])
    if title and name and fuzz.ratio(title.lower(), name.lower()) >= SAME_NAME:
        return False
    return is_red(groups[place][0].colour)


def _says_me(group: Sequence[Named]) -> bool:
    return 2 * sum(bar.label is not None and says("me", bar.label) for bar in group) >= len(group)


def _name(group: Sequence[Named]) -> str | None:
    labels = Counter(bar.label for bar in group if bar.label and not says("me", bar.label))
    return labels.most_common(1)[0][0] if labels else None


def _voice(bar: Named, group: Sequence[Named], *, owner: bool, alone: bool) -> Voice:
    if owner:
        return Voice("right", None, sure=_says_me(group) or not alone)
    own = bar.label if bar.label and not says("me", bar.label) else None
    author = own or _name(group)
    return Voice("left", author, sure=author is not None)


def is_red(colour: Colour) -> bool:
    """Whether a colour is a plain red, neither an orange nor a pink."""
    red, green, blue = colour
    plain = green < REDDEST_GREEN * red and blue < REDDEST_BLUE * red
    return red >= LEAST_RED and plain and abs(green - blue) < GREEN_FROM_BLUE
