"""What a responder sees of a case: opened with the team key, in the memory of one request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from vigie.evidence.sealing import open_text
from vigie.flows.analysis import Analysis, analysis_from_json
from vigie.flows.answers import answers_of
from vigie.flows.corrections import events_of
from vigie.flows.exports import Listed, listed_of
from vigie.flows.items import (
    CLOSED,
    MessageView,
    messages_of,
    open_content,
    problem_of,
    testimony_secret,
)
from vigie.flows.keeping.archive import Archived, archives_of, closed_until, since_referred
from vigie.flows.linking import account_of, case_secret
from vigie.flows.team.people import Desk, link_key
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.corrections import WITNESS, Correction, CorrectionEvent
from vigie.kernel.errors import Reason
from vigie.kernel.findings import Findings, Grade, Severity
from vigie.kernel.formats import conversation_from_json, findings_from_json
from vigie.linking.addresses import profile_url
from vigie.reading.corrections.correcting import Revised, Revision, revise
from vigie.reading.corrections.undoing import revertible_places
from vigie.store.cases import Case, CaseNote
from vigie.store.custody import LogEntry
from vigie.store.notices import Notice
from vigie.store.people import Responder
from vigie.store.testimonies import Item, Testimony, Wrap

TRAIL_ROWS = 200


@dataclass(frozen=True, slots=True)
class FileView:
    """One file as received; `pictures` are the rebuilt copies that may be shown.

    `at_hand` is false of what is frozen, handed over or destroyed: no paper names it. Of a file
    that is not `kept` there is only the name.
    """

    id: int
    name: str
    kind: str
    size_bytes: int
    sha256: str
    state: str
    problem: Reason | None
    pictures: tuple[int, ...]
    at_hand: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One correction in the history of a conversation: who, when, what stood there, what then.

    `counts` is false of one that was undone; `free`, whether it can be undone now.
    """

    place: int
    correction: Correction
    by: str
    by_witness: bool
    hour: datetime
    before: tuple[str, ...]
    counts: bool
    free: bool


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as it stands, and all its `turns` with the hidden ones in their places;
    pictures and sizes go by `turn.image`, which counts the pages shown here, not the files
    received. Those in `closed` stay blank."""

    id: int
    conversation: Conversation
    findings: Findings
    turns: tuple[Revised, ...]
    pictures: tuple[int, ...]
    sizes: tuple[tuple[int, int], ...]
    closed: frozenset[int] = frozenset()
    history: tuple[ChangeView, ...] = ()

    @property
    def corrected(self) -> frozenset[int]:
        """The numbers of the turns that people changed."""
        shown = (each for each in self.turns if each.hidden is None)
        return frozenset(each.turn.n for each in shown if each.changes)


@dataclass(frozen=True, slots=True)
class NoteView:
    """An internal note, a doubt, or an exculpatory element."""

    kind: str
    author: str
    hour: datetime
    text: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice and its three clocks: sent, acknowledged, decided."""

    reference: str
    platform: str
    state: str
    author: str
    made_hour: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of the custody trail."""

    act: str
    actor: str
    hour: datetime


@dataclass(frozen=True, slots=True)
class TestimonyView:
    """One testimony, opened."""

    reference: str
    language: str
    state: str
    entered_by_team: bool
    sent_hour: datetime | None
    answers: Answers
    grade: Grade
    narrative: Findings | None
    accounts: tuple[Account, ...]
    files: tuple[FileView, ...]
    conversations: tuple[ConversationView, ...]
    messages: tuple[MessageView, ...]
    other_cases: tuple[str, ...]
    withdraw_on: date | None
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case, opened."""

    reference: str
    severity: Severity
    state: str
    version: int
    account: Account | None
    profile_url: str | None
    waiting_since: datetime
    answer_before: datetime
    holder: str | None
    mine: bool
    held_until: datetime | None
    testimonies: tuple[TestimonyView, ...]
    notes: tuple[NoteView, ...]
    notices: tuple[NoticeView, ...]
    trail: tuple[TrailRow, ...]
    archived: tuple[Archived, ...]
    referred: datetime | None


def view_case(case: Case, desk: Desk, now: datetime) -> CaseView:
    """Opens everything of a case with the team key."""
    held = case.held_until is not None and case.held_until > now
    account = account_of(case.account, link_key(desk)) if case.account is not None else None
    testimonies = Testimony.objects.filter(joined__case=case, archived_hour=None)
    testimonies = testimonies.order_by("sent_hour", "pk")
    notes, closed = case.notes.select_related("author").order_by("pk"), closed_until(case)
    if closed is not None:
        notes = notes.filter(hour__gt=closed)
    key = case_secret(case, desk.team_secret)
    return CaseView(
        reference=case.reference,
        severity=case.severity,  # type: ignore[arg-type]
        state=case.state,
        version=case.version,
        account=account,
        profile_url=profile_url(account) if account is not None else None,
        waiting_since=case.waiting_since,
        answer_before=case.answer_before,
        holder=case.holder.name if held and case.holder is not None else None,
        mine=held and case.holder_id == desk.responder.pk,
        held_until=case.held_until if held else None,
        testimonies=tuple(view_testimony(each, case, desk) for each in testimonies),
        notes=tuple(_note(note, key) for note in notes),
        notices=tuple(notice_view(n) for n in case.notices.select_related("author").order_by("pk")),
        trail=_trail(testimonies),
        archived=archives_of(case),
        referred=since_referred(case),
    )


def view_testimony(testimony: Testimony, case: Case | None, desk: Desk) -> TestimonyView:
    """Opens one testimony with the team key."""
    key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
    items = list(testimony.items.order_by("pk"))
    analysis = _analysis(items, key)
    others = Case.objects.filter(joined__testimony=testimony)
    if case is not None:
        others = others.exclude(pk=case.pk)
    return TestimonyView(
        reference=testimony.reference,
        language=testimony.language,
        state=testimony.state,
        entered_by_team=testimony.entered_by_team,
        sent_hour=testimony.sent_hour,
        answers=answers_of(items, key),
        grade=analysis.grade if analysis else Grade(testimony.severity or "P4"),  # type: ignore[arg-type]
        narrative=analysis.narrative if analysis else None,
        accounts=analysis.accounts if analysis else (),
        files=tuple(_file(each, items, key) for each in items if each.kind == Item.Kind.FILE),
        conversations=tuple(_conversations(items, key)),
        messages=messages_of(items, key),
        other_cases=tuple(others.values_list("reference", flat=True)),
        withdraw_on=testimony.withdraw_on,
        listed=listed_of(items, key),
    )


def _analysis(items: Sequence[Item], key: str) -> Analysis | None:
    kept = [each for each in items if each.kind == Item.Kind.ANALYSIS]
    return analysis_from_json(open_content(kept[-1], key)) if kept else None


def _file(item: Item, items: Sequence[Item], key: str) -> FileView:
    content = open_content(item, key)
    pictures = tuple(each.pk for each in _pictures(item, items) if each.state not in CLOSED)
    return FileView(
        item.pk,
        str(content["name"]),
        str(content["kind"]),
        int(content["size_bytes"]),
        str(content["sha256"]),
        item.state,
        problem_of(item),
        pictures,
        item.state not in CLOSED,
        bool(item.blob),
    )


def _pictures(file: Item, items: Sequence[Item]) -> list[Item]:
    found = [each for each in items if each.kind == Item.Kind.PICTURE and each.parent_id == file.pk]
    return sorted(found, key=lambda each: each.position)


def _conversations(items: Sequence[Item], key: str) -> list[ConversationView]:
    pages = {}
    for each in items:
        if each.kind == Item.Kind.PICTURE:
            content = open_content(each, key)
            pages[content["of"], content["page"]] = (each.pk, content["width"], content["height"])
    talks = [each for each in items if each.kind == Item.Kind.CONVERSATION]
    return [_conversation(each, items, pages, key) for each in talks]


def _conversation(
    item: Item,
    items: Sequence[Item],
    pages: Mapping[tuple[str, int], tuple[int, int, int]],
    key: str,
) -> ConversationView:
    events = events_of(item, items, key)
    revision = revise(conversation_from_json(open_content(item, key)), events)
    found = next(
        each for each in items if each.kind == Item.Kind.FINDINGS and each.parent_id == item.pk
    )
    hashes = [each.sha256 for each in revision.machine.source.files]
    places = [_place(each.turn, hashes) for each in revision.turns]
    shown = [each for each in dict.fromkeys(places) if each is not None and each in pages]
    turns = tuple(
        replace(each, turn=replace(each.turn, image=shown.index(at) if at in shown else None))
        for each, at in zip(revision.turns, places, strict=True)
    )
    read = tuple(each.turn for each in turns if each.hidden is None)
    return ConversationView(
        item.pk,
        replace(revision.conversation, turns=read),
        findings_from_json(open_content(found, key)),
        turns,
        tuple(pages[each][0] for each in shown),
        tuple(pages[each][1:] for each in shown),
        frozenset(each.pk for each in items if each.state in CLOSED),
        _history(events, revision),
    )


def _place(turn: Turn, hashes: Sequence[str]) -> tuple[str, int] | None:
    return None if turn.image is None else (hashes[turn.image], turn.page or 0)


def _history(events: Sequence[CorrectionEvent], revision: Revision) -> tuple[ChangeView, ...]:
    """Every correction with the name of who made it, the oldest first."""
    by = {each.by for each in events}
    names = dict(
        Responder.objects.filter(pseudonym__in=by).values_list("pseudonym", "name") if by else ()
    )
    free = revertible_places(events)
    return tuple(
        ChangeView(
            place,
            each.correction,
            names.get(each.by, each.by),
            each.by == WITNESS,
            each.hour,
            each.before,
            place in revision.active,
            place in free,
        )
        for place, each in enumerate(events)
    )


def notice_view(notice: Notice) -> NoticeView:
    """The clear part of a notice."""
    return NoticeView(
        notice.reference,
        notice.platform,
        notice.state,
        notice.author.name,
        notice.made_hour,
        notice.sent_at,
        notice.acknowledged_at,
        notice.decided_at,
    )


def _note(note: CaseNote, key: str) -> NoteView:
    text = open_text(bytes(note.sealed), key)
    return NoteView(note.kind, note.author.name, note.hour, text)


def _trail(testimonies: Iterable[Testimony]) -> tuple[TrailRow, ...]:
    rows = LogEntry.objects.filter(testimony__in=testimonies).order_by("-pk")[:TRAIL_ROWS]
    return tuple(TrailRow(row.act, row.actor, row.hour) for row in rows)
