"""What reading gives is kept once: a second reading of the same files takes the first one's place.

What people corrected stands. A conversation with corrections is replaced only where each of them
still speaks of the same message; and nothing that was read is lost because a later reading failed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from vigie.evidence.images import Picture
from vigie.evidence.pdq import picture_hash
from vigie.evidence.sealing import seal_file
from vigie.flows.corrections import events_of
from vigie.flows.items import CLOSED, ItemKey, add_item, open_blob, open_content, rewrite
from vigie.flows.place import blobs
from vigie.kernel.conversations import Conversation
from vigie.kernel.corrections import CorrectionEvent
from vigie.kernel.formats import conversation_from_json, conversation_to_json
from vigie.reading.corrections.undoing import still_fit
from vigie.reading.shots import pixels_of
from vigie.store.testimonies import Item, Testimony


@dataclass(frozen=True, slots=True)
class Page:
    """One rebuilt page of the image file with this hash, which came in `file` or is in it."""

    file: Item
    sha256: str
    number: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A conversation as it was read before, and what people changed in it."""

    item: Item
    talk: Conversation
    changes: tuple[CorrectionEvent, ...]


def keep_conversations(
    testimony: Testimony,
    read: Sequence[tuple[Item, Conversation]],
    again: Collection[Item],
    key: str,
    now: datetime,
) -> None:
    """Keeps each conversation with what it was read from; `again` are all that was read now."""
    earlier = _earlier(testimony, again, key)
    for parent, talk in read:
        same = [e for e in earlier if (e.item.parent_id, e.talk.id) == (parent.pk, talk.id)]
        if same:
            earlier.remove(same[0])
            _renew(same[0], talk, key)
        else:
            _add(testimony, parent, talk, now)
    Item.objects.filter(pk__in=[each.item.pk for each in earlier if not each.changes]).delete()


def keep_pictures(testimony: Testimony, pages: Sequence[Page], key: str, now: datetime) -> None:
    """Keeps each rebuilt page once; one that came out another way takes its place."""
    made = testimony.items.filter(kind=Item.Kind.PICTURE, parent__in=[page.file for page in pages])
    earlier = {}
    for each in made:
        content = open_content(each, key)
        earlier[each.parent_id, content["of"], content["page"]] = each
    for page in pages:
        old = earlier.get((page.file.pk, page.sha256, page.number))
        if old is not None and (old.state in CLOSED or _same(old, page, key)):
            continue
        if old is not None:
            _remove(old)
        _add_picture(testimony, page, now)


def was_read(file: Item) -> bool:
    """Whether an earlier reading gave something of a file."""
    kinds = (Item.Kind.CONVERSATION, Item.Kind.PICTURE)
    return Item.objects.filter(parent=file, kind__in=kinds).exists()


def _earlier(testimony: Testimony, again: Collection[Item], key: str) -> list[_Earlier]:
    """The conversations that this reading covers: read from nothing but what was read again."""
    mine = {each.pk for each in again}
    items = list(testimony.items.order_by("pk"))
    talks = [i for i in items if i.kind == Item.Kind.CONVERSATION and i.parent_id in mine]
    if not talks:
        return []
    others = {
        str(open_content(each, key)["sha256"])
        for each in items
        if each.kind == Item.Kind.FILE and each.pk not in mine
    }
    found = [_one_earlier(each, items, key) for each in talks]
    return [each for each in found if not others & {f.sha256 for f in each.talk.source.files}]


def _one_earlier(item: Item, items: Sequence[Item], key: str) -> _Earlier:
    talk = conversation_from_json(open_content(item, key))
    return _Earlier(item, talk, events_of(item, items, key))


def _renew(earlier: _Earlier, talk: Conversation, key: str) -> None:
    if talk != earlier.talk and still_fit(earlier.changes, earlier.talk, talk):
        rewrite(earlier.item, conversation_to_json(talk), key)


def _add(testimony: Testimony, parent: Item, talk: Conversation, now: datetime) -> None:
    add_item(
        testimony,
        Item.Kind.CONVERSATION,
        conversation_to_json(talk),
        now=now,
        parent=parent,
        position=_free_position(parent, Item.Kind.CONVERSATION),
    )


def _same(old: Item, page: Page, key: str) -> bool:
    return open_blob(old, key) == page.picture.encoded


def _remove(picture: Item) -> None:
    name = picture.blob
    picture.delete()
    transaction.on_commit(lambda: blobs().delete(name))


def _add_picture(testimony: Testimony, page: Page, now: datetime) -> None:
    key, picture = ItemKey.new(), page.picture
    draft = blobs().begin()
    draft.file.write(seal_file(picture.encoded, key.recipient))
    content = {
        "of": page.sha256,
        "page": page.number,
        "width": picture.width,
        "height": picture.height,
        "media_type": picture.media_type,
        "size_bytes": len(picture.encoded),
        **_looks(picture),
    }
    add_item(
        testimony,
        Item.Kind.PICTURE,
        content,
        now=now,
        key=key,
        parent=page.file,
        position=_free_position(page.file, Item.Kind.PICTURE),
        blob=draft.keep(),
    )


def _looks(picture: Picture) -> dict[str, Any]:
    """By what the team finds copies of it; nothing of a picture that cannot be opened again."""
    try:
        made = picture_hash(pixels_of(picture))
    except OSError:
        return {}
    return {"pdq": made.bits.hex(), "quality": made.quality}


def _free_position(parent: Item, kind: Item.Kind) -> int:
    last = Item.objects.filter(parent=parent, kind=kind).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
