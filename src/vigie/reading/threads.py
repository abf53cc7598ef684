"""Messages as a source gives them become a thread: numbered turns, participants and sides."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from vigie.kernel.conversations import Participant, Platform, Side, Turn, TurnKind
from vigie.reading.cautions import OWNER_UNKNOWN, ZONE_UNKNOWN

Item = TypeVar("Item")
NOBODY_KNOWN: "Mapping[str, Known]" = {}

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message before its speaker has a number; `author` is a name, None when nobody's.

    `id` is the source's own, and `replies_to` the id of the message that this one answers.
    """

    author: str | None
    text: str = ""
    kind: TurnKind = "text"
    sent_at: datetime | None = None
    sent_at_raw: str | None = None
    reactions: tuple[str, ...] = ()
    edited: bool = False
    forwarded: bool = False
    id: str = ""
    replies_to: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a source says of someone whom its messages name by number or address alone."""

    name: str
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation of a source, before it has an id; `name` tells it from its neighbours.

    `files` are the archive's members that it was read from.
    """

    name: str
    turns: tuple[Turn, ...]
    participants: tuple[Participant, ...]
    platform: Platform = "unknown"
    title: str | None = None
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def thread(
    name: str,
    messages: Sequence[Message],
    *,
    platform: Platform = "unknown",
    owner: str | None = None,
    declared: Iterable[str] = (),
    handles: bool = False,
    known: Mapping[str, Known] = NOBODY_KNOWN,
    title: str | None = None,
    warnings: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
) -> Thread:
    """A thread from messages in order; `declared` are names known beside those who write.

    `owner` is the name of the phone's or the account's owner; their turns are on the right, the
    others' on the left, and nobody has a side while it is unknown. `handles` says that names are
    account names; `known` gives other names to some authors.
    """
    authors = (message.author for message in messages if message.author is not None)
    people = _people(dict.fromkeys([*authors, *declared]), owner, handles, known)
    places = {message.id: n for n, message in enumerate(messages) if message.id}
    if people and owner is None:
        warnings = (*warnings, OWNER_UNKNOWN)
    if platform != "unknown" and any(each.sent_at_raw and not each.sent_at for each in messages):
        warnings = (*warnings, ZONE_UNKNOWN)
    return Thread(
        name=written(name),
        turns=tuple(_turn(n, each, people, owner, places) for n, each in enumerate(messages)),
        participants=tuple(people.values()),
        platform=platform,
        title=written(title) if title else None,
        warnings=warnings,
        files=files,
    )


def _people(
    names: Iterable[str], owner: str | None, handles: bool, known: Mapping[str, Known]
) -> dict[str, Participant]:
    people = {}
    for number, name in enumerate(names, start=1):
        said = known.get(name) or Known(name, name if handles else None)
        people[name] = Participant(
            id=f"p{number}",
            name=written(said.name),
            handle=written(said.handle) if said.handle else None,
            owner=None if owner is None else name == owner,
        )
    return people


def _turn(
    n: int,
    message: Message,
    people: Mapping[str, Participant],
    owner: str | None,
    places: Mapping[str, int],
) -> Turn:
    author = None if message.author is None else people[message.author].id
    return Turn(
        n=n,
        text=written(message.text),
        author=author,
        side=_side(message, owner),
        kind=message.kind,
        sent_at=message.sent_at,
        sent_at_raw=written(message.sent_at_raw) if message.sent_at_raw else None,
        reply_to=places.get(message.replies_to) if message.replies_to else None,
        reactions=tuple(map(written, message.reactions)),
        edited=message.edited,
        forwarded=message.forwarded,
    )


def _side(message: Message, owner: str | None) -> Side | None:
    if message.kind == "system":
        return "centre"
    if message.author is None or owner is None:
        return None
    return "right" if message.author == owner else "left"


def written(text: str) -> str:
    """The text without what no file can hold: lone surrogates and NUL become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text) if _UNWRITABLE.search(text) else text


def oldest_first(messages: Iterable[Item], key: Callable[[Item], float]) -> list[Item]:
    """In order of time, those of the same instant in the order that the source writes in."""
    listed = list(messages)
    keys = [key(each) for each in listed]
    order = range(len(listed))
    if keys and keys[0] > keys[-1]:
        order = order[::-1]
    return [listed[n] for n in sorted(order, key=keys.__getitem__)]


def said_once(parts: Sequence[Sequence[Message]]) -> list[Message]:
    """The messages of several files one after another, what a later file repeats left out.

    A message that stands twice in one file was sent twice.
    """
    if len(parts) == 1:
        return list(parts[0])
    listed: list[Message] = []
    known: Counter[Message] = Counter()
    for part in parts:
        here: Counter[Message] = Counter()
        for message in part:
            here[message] += 1
            if here[message] > known[message]:
                listed.append(message)
        known |= here
    return listed


def said_once_in_order(parts: Sequence[Sequence[tuple[float, Message]]]) -> list[Message]:
    """The same, each message with its time, oldest first."""
    times = {message: time for part in parts for time, message in part}
    listed = said_once([[message for _, message in part] for part in parts])
    return oldest_first(listed, times.__getitem__)


def everyone_knows(groups: Iterable[Iterable[str]]) -> str | None:
    """The one name that is in every group, when two groups or more leave no other choice."""
    sets = [set(group) for group in groups]
    common = set.intersection(*sets) if len(sets) > 1 else set()
    return common.pop() if len(common) == 1 else None


def the_other_of_two(names: Iterable[str], other: str) -> str | None:
    """Whoever is not `other` in a conversation between two."""
    left = [name for name in dict.fromkeys(names) if name != other]
    return left[0] if len(left) == 1 else None
