"""What a witness sees when they come back: status, messages, files, what was sent to whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vigie.flows.answers import answers_of
from vigie.flows.exports import listed_of
from vigie.flows.items import CLOSED, MessageView, messages_of, open_content, problem_of
from vigie.flows.witness.telling import WitnessSession, testimony_of, witness_key
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Reason
from vigie.linking.parse import parse_account
from vigie.store.cases import Joined
from vigie.store.notices import Notice
from vigie.store.testimonies import Item, Testimony

Status = Literal["draft", "received", "reading", "in_hand", "acted", "closed"]
STATUS: dict[str, Status] = {
    Testimony.State.DRAFT: "draft",
    Testimony.State.RECEIVED: "received",
    Testimony.State.READ: "reading",
    Testimony.State.IN_HAND: "in_hand",
    Testimony.State.ACTED: "acted",
    Testimony.State.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file as its sender sees it; `id` is for freezing it, while it can be."""

    id: int
    name: str
    size_bytes: int
    state: Literal["received", "read", "unreadable", "frozen", "gone"]
    problem: Reason | None
    can_be_frozen: bool


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """That something was sent to a platform, never about whom."""

    platform: str
    sent_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class SoFar:
    """A testimony as its witness sees it; `in_exports` counts the conversations to choose from."""

    answers: Answers
    files: tuple[FileSeen, ...]
    messages: tuple[MessageView, ...]
    status: Status
    answer_before: datetime | None
    notices: tuple[NoticeSeen, ...]
    withdraw_on: date | None
    urgent: bool
    in_exports: int = 0
    was_read: bool = False


def so_far(session: WitnessSession, now: datetime) -> SoFar:
    """Opens a testimony with the witness key, in the memory of this request."""
    testimony = testimony_of(session)
    key = witness_key(session, testimony)
    items = list(testimony.items.order_by("pk"))
    sent = [each for joined in testimony.joined.all() for each in _sent_since(joined, now)]
    return SoFar(
        answers=answers_of(items, key),
        files=tuple(_file(each, key) for each in items if each.kind == Item.Kind.FILE),
        messages=messages_of(items, key),
        status=STATUS[testimony.state],
        answer_before=testimony.answer_before,
        notices=tuple(NoticeSeen(each.platform, each.sent_at, each.state) for each in sent),  # type: ignore[arg-type]
        withdraw_on=testimony.withdraw_on,
        urgent=testimony.urgent,
        in_exports=len(listed_of(items, key)),
        was_read=any(each.kind == Item.Kind.CONVERSATION for each in items),
    )


def _sent_since(joined: Joined, now: datetime) -> list[Notice]:
    """What was sent after the testimony joined: whoever comes later learns of nothing earlier."""
    notices = Notice.objects.filter(case=joined.case_id, sent_at__lte=now)
    return list(notices.filter(sent_at__gte=joined.hour).order_by("sent_at"))


STATES: dict[str, Literal["received", "frozen", "gone"]] = {
    Item.State.UNREAD: "received",
    Item.State.HANDED: "gone",
    Item.State.DESTROYED: "gone",
}


def _file(item: Item, key: str) -> FileSeen:
    content = open_content(item, key)
    return FileSeen(
        id=item.pk,
        name=str(content["name"]),
        size_bytes=int(content["size_bytes"]),
        state=STATES.get(item.state, item.state),  # type: ignore[arg-type]
        problem=problem_of(item),
        can_be_frozen=bool(item.blob) and item.state not in CLOSED,
    )


def understand_account(text: str, hint: str | None) -> Account:
    """The account that a text names, to be shown back; nothing is fetched."""
    return parse_account(text, hint)
