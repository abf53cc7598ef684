"""Of an export with several conversations those that matter are kept, the others by name alone.

Kept are the conversations with the accounts that the witness named; where none is there, those in
which something of concern was found. What the witness chose comes before both.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from vigie.evidence.images import IMAGE_KINDS
from vigie.flows.answers import answers_of
from vigie.flows.items import CLOSED, add_item, open_content, rewrite
from vigie.kernel.answers import Answers
from vigie.kernel.conversations import Conversation
from vigie.linking.parse import parse_account, parse_accounts
from vigie.reading.choosing import is_with, plain
from vigie.signals.screen import screen
from vigie.store.testimonies import Item, Testimony

PAGE = "conversations"
KEPT, LEFT = "kept_conversations", "left_conversations"

Read = tuple[Item, Conversation]


@dataclass(frozen=True, slots=True)
class Listed:
    """One conversation of an export: its name and its length, and whether its words are kept.

    One that is `left_out` was not chosen by the witness.
    """

    id: str
    title: str
    platform: str
    messages: int
    kept: bool
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The conversations that are to be kept, and those that are not, as was said so far."""

    kept: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    def page(self) -> dict[str, list[str]]:
        """As a page of answers says it."""
        return {KEPT: sorted(self.kept), LEFT: sorted(self.left)}


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What is kept of a reading, and what is listed of each file with several conversations."""

    kept: tuple[Read, ...]
    listed: Mapping[Item, tuple[Listed, ...]]


def choice_of(items: Iterable[Item], key: str) -> Choice:
    """What was chosen last, with T's secret."""
    merged: dict[str, Any] = {}
    for page in sorted((i for i in items if i.kind == Item.Kind.PAGE), key=lambda each: each.pk):
        merged.update(open_content(page, key)["answers"])
    return Choice(frozenset(merged.get(KEPT, ())), frozenset(merged.get(LEFT, ())))


def listed_of(items: Iterable[Item], key: str) -> tuple[Listed, ...]:
    """Every conversation of the exports that have several, with T's secret."""
    listings = [each for each in items if each.kind == Item.Kind.LISTING]
    return tuple(
        Listed(**each) for item in listings for each in open_content(item, key)["conversations"]
    )


def sort_out(
    read: Sequence[Read], items: Sequence[Item], key: str, tell: Callable[[int, int], None]
) -> SortedOut:
    """Parts what is kept from what is listed alone; `tell` is told of each that is looked into.

    What an earlier reading kept stays, unless the witness left it out.
    """
    answers, said = answers_of(items, key), choice_of(items, key)
    before = frozenset(each.id for each in listed_of(items, key) if each.kept)
    choice = Choice((said.kept | before) - said.left, said.left)
    kept: list[Read] = []
    listed: dict[Item, tuple[Listed, ...]] = {}
    for file in dict.fromkeys(item for item, _ in read):
        talks = [talk for item, talk in read if item == file]
        exported = [talk for talk in talks if talk.source.kind == "export"]
        wanted = _wanted(exported, answers, choice, tell) if len(exported) > 1 else None
        kept += [(file, each) for each in talks if _is_kept(each, wanted)]
        if wanted is not None:
            listed[file] = tuple(_listed(each, wanted, choice.left) for each in exported)
    return SortedOut(tuple(kept), listed)


def keep_listings(
    testimony: Testimony,
    listed: Mapping[Item, Sequence[Listed]],
    again: Sequence[Item],
    now: datetime,
) -> None:
    """Puts the new lists of the files that were read in the place of the old ones."""
    testimony.items.filter(kind=Item.Kind.LISTING, parent__in=again).delete()
    for file, conversations in listed.items():
        content = {"conversations": [asdict(each) for each in conversations]}
        add_item(testimony, Item.Kind.LISTING, content, now=now, parent=file)


def strike_out(testimony: Testimony, left: Collection[str], key: str) -> None:
    """Says in the lists that these are left out, and that no others are."""
    for item in testimony.items.filter(kind=Item.Kind.LISTING):
        listed = [
            replace(each, kept=each.kept and each.id not in left, left_out=each.id in left)
            for each in listed_of([item], key)
        ]
        rewrite(item, {"conversations": [asdict(each) for each in listed]}, key)


def ask_for_more(testimony: Testimony, key: str) -> None:
    """Sets the exports back when something in them is wanted now that was listed alone.

    The parts of an export are read together, and so all files that are no images.
    """
    items = list(testimony.items.order_by("pk"))
    choice, named = choice_of(items, key), _named(answers_of(items, key))
    known = {plain(each) for each in named}
    if any(_is_missing(each, choice, known) for each in listed_of(items, key)):
        files = [each for each in items if each.kind == Item.Kind.FILE and each.blob]
        again = [each.pk for each in files if open_content(each, key)["kind"] not in IMAGE_KINDS]
        told = testimony.items.filter(pk__in=again).exclude(state__in=CLOSED)
        told.update(state=Item.State.UNREAD, problem="", attempts=0)


def _is_missing(listed: Listed, choice: Choice, named: set[str]) -> bool:
    wanted = listed.id in choice.kept or plain(listed.title) in named - {""}
    return wanted and not listed.kept and listed.id not in choice.left


def _wanted(
    talks: Sequence[Conversation],
    answers: Answers,
    choice: Choice,
    tell: Callable[[int, int], None],
) -> frozenset[str]:
    """The ids of the conversations to keep, of those of one export."""
    open_ones = [each for each in talks if each.id not in choice.kept | choice.left]
    named = _named(answers)
    found = [each.id for each in talks if any(is_with(each, name) for name in named)]
    if not found and not choice.kept:
        found = [each.id for each in open_ones if _is_of_concern(each, tell)]
    return (frozenset(found) | choice.kept) - choice.left


def _is_of_concern(talk: Conversation, tell: Callable[[int, int], None]) -> bool:
    tell(0, 0)
    return screen(talk).severity != "none"


def _named(answers: Answers) -> list[str]:
    """The accounts that the witness answered, as handles and as typed."""
    first = parse_account(answers.account, answers.account_platform or None)
    others = parse_accounts(answers.other_accounts) if answers.other_accounts else ()
    return [name for each in (first, *others) for name in (each.handle, each.text) if name]


def _is_kept(talk: Conversation, wanted: frozenset[str] | None) -> bool:
    return wanted is None or talk.source.kind != "export" or talk.id in wanted


def _listed(talk: Conversation, wanted: frozenset[str], left: frozenset[str]) -> Listed:
    names = [each.name for each in talk.participants if each.owner is not True]
    title = talk.title or ", ".join(names[:3])
    kept = talk.id in wanted
    return Listed(talk.id, title, talk.platform, len(talk.turns), kept, talk.id in left)
