"""What of one testimony can be held against another: its conversations, its images, its files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vigie.evidence.pdq import LEAST_QUALITY, PictureHash
from vigie.flows.corrections import revision_of
from vigie.flows.items import CLOSED, open_content, testimony_secret
from vigie.flows.team.people import Desk
from vigie.kernel.conversations import Conversation, Turn
from vigie.store.testimonies import Item, Testimony, Wrap


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """The hash of one image, and the messages that were read on it."""

    hash: PictureHash
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """By the number of its item; what is closed to sight is not here."""

    testimony: Testimony
    talks: Mapping[int, Conversation] = field(default_factory=dict)
    pictures: Mapping[int, SeenPicture] = field(default_factory=dict)
    files: frozenset[str] = frozenset()


def open_evidence(testimony: Testimony, desk: Desk) -> Evidence:
    """Opens it with the team key; of one in the sealed archive there is nothing."""
    try:
        key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
    except Wrap.DoesNotExist:
        return Evidence(testimony)
    items = list(testimony.items.order_by("pk"))
    talks = {
        item.pk: revision_of(item, items, key).conversation
        for item in items
        if item.kind == Item.Kind.CONVERSATION
    }
    at_hand = [item for item in items if item.state not in CLOSED]
    files = (open_content(item, key) for item in at_hand if item.kind == Item.Kind.FILE)
    return Evidence(
        testimony,
        talks,
        dict(_pictures(items, talks.values(), key)),
        frozenset(str(content["sha256"]) for content in files),
    )


def _pictures(
    items: Sequence[Item], talks: Iterable[Conversation], key: str
) -> Iterable[tuple[int, SeenPicture]]:
    closed = {item.pk for item in items if item.state in CLOSED}
    read = list(talks)
    for item in items:
        if item.kind != Item.Kind.PICTURE or {item.pk, item.parent_id} & closed:
            continue
        content = open_content(item, key)
        if content.get("pdq") and int(content["quality"]) >= LEAST_QUALITY:
            print_ = PictureHash(bytes.fromhex(content["pdq"]), int(content["quality"]))
            turns = _turns_on(str(content["of"]), int(content["page"]), read)
            yield item.pk, SeenPicture(print_, turns)


def _turns_on(sha256: str, page: int, talks: Iterable[Conversation]) -> tuple[Turn, ...]:
    return tuple(
        turn
        for talk in talks
        for turn in talk.turns
        if turn.image is not None
        and talk.source.files[turn.image].sha256 == sha256
        and (turn.page or 0) == page
    )
