"""Notices to platforms: what can be cited, making one, its papers, what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import get_language

from vigie.evidence.sealing import open_sealed, seal
from vigie.flows.casework.views import CaseView, view_case
from vigie.flows.citing import CitedQuote, citable
from vigie.flows.composing import NoticeChoice, compose
from vigie.flows.custody import log_act, to_hour
from vigie.flows.keeping.archive import closed_until
from vigie.flows.linking import case_secret
from vigie.flows.once import only_once
from vigie.flows.place import installation, new_reference
from vigie.flows.queue import case_named, held_case, hold_testimonies
from vigie.flows.signatures import sealing_recipient
from vigie.flows.team.people import Desk
from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.linking.addresses import profile_url
from vigie.measures.completeness import missing_in_case
from vigie.measures.grounds import grounds_in_force
from vigie.measures.notices import notices
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.notices import Notice
from vigie.store.testimonies import Testimony

MARKS: dict[str, tuple[str, ...]] = {
    Notice.State.READY: (Notice.State.SENT,),
    Notice.State.SENT: (
        Notice.State.ACKNOWLEDGED,
        Notice.State.ACTED_ON,
        Notice.State.REFUSED,
    ),
    Notice.State.ACKNOWLEDGED: (Notice.State.ACTED_ON, Notice.State.REFUSED),
}


@dataclass(frozen=True, slots=True)
class DraftItem:
    """What is reported, as the form shows it."""

    platform: str
    handle: str
    url: str


@dataclass(frozen=True, slots=True)
class DraftGround:
    """A legal ground that may be chosen."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What a notice of this case could say, and what still stops it."""

    items: tuple[DraftItem, ...]
    quotes: tuple[CitedQuote, ...]
    grounds: tuple[DraftGround, ...]
    consent: str
    own_pseudonym: str
    missing: tuple[str, ...]


def draft_notice(desk: Desk, reference: str, now: datetime) -> NoticeDraft:
    """What can be cited, which law may apply, what the witnesses allowed."""
    case = view_case(case_named(reference), desk, now)
    told = [each.answers for each in case.testimonies]
    ages = [each.age_then for each in told if each.age_then is not None]
    asked = {each.consent_pseudonym for each in told if each.consent_pseudonym}
    account = case.account
    return NoticeDraft(
        items=()
        if account is None
        else (
            DraftItem(
                account.platform or "",
                account.handle or account.uid or "",
                profile_url(account) or "",
            ),
        ),
        quotes=citable(case),
        grounds=_grounds(date(2020, 1, 1), now.date(), min(ages, default=None)),
        consent=next(iter(asked)) if len(asked) == 1 else "mixed" if asked else "",
        own_pseudonym=", ".join(
            each.own_pseudonym
            for each in told
            if each.own_pseudonym and each.consent_pseudonym == "yes"
        ),
        missing=_lacking(case, desk, now),
    )


def make_notice(
    desk: Desk, reference: str, choice: NoticeChoice, now: datetime, *, once: str = ""
) -> str:
    """Writes and seals a notice; raises Incomplete with everything that stops it."""
    case = held_case(desk, reference, now)
    view = view_case(case, desk, now)
    if view.account is None:
        raise BadInput("This case names no account yet: there is nothing to send to a platform.")
    number = new_reference("N")
    notice = compose(view, choice, number, desk.responder.name, installation().organisation, now)
    papers = notices.get("article16").write(notice, choice.language)
    whom = sealing_recipient(case)

    def keep() -> str:
        made = Notice.objects.create(
            reference=number,
            case=case,
            platform=notice.platform,
            author=desk.responder,
            made_hour=to_hour(now),
            sealed_pdf=seal(papers.pdf, whom),
            sealed_json=seal(papers.json, whom),
        )
        return made.reference

    return only_once(once, now, keep)


def notice_paper(desk: Desk, reference: str, kind: Literal["pdf", "json"], now: datetime) -> bytes:
    """A paper of a notice, opened; taking it out of the house is logged."""
    notice = _named(reference)
    closed = closed_until(notice.case)
    if closed is not None and notice.made_hour <= closed:
        raise NotAllowed("This paper is closed with the sealed archive: two people open it again.")
    sealed = notice.sealed_pdf if kind == "pdf" else notice.sealed_json
    paper = open_sealed(bytes(sealed), case_secret(notice.case, desk.team_secret))
    actor, testimonies = (
        desk.responder.pseudonym,
        Testimony.objects.filter(joined__case=notice.case),
    )
    with transaction.atomic():
        for testimony in testimonies:
            log_act(LogEntry.Act.EXPORTED, actor=actor, now=now, testimony=testimony)
    return paper


def mark_notice(desk: Desk, reference: str, state: str, now: datetime) -> None:
    """Says what became of a notice; each clock is set once. Raises Conflict out of order."""
    case = held_case(desk, _named(reference).case.reference, now)
    with transaction.atomic():
        hold_testimonies(case)
        notice = Notice.objects.select_for_update(no_key=True).get(reference=reference)
        if state not in MARKS.get(notice.state, ()):
            raise Conflict(f"A notice that is {notice.state} cannot become {state or 'that'}.")
        notice.state = state
        if state == Notice.State.SENT:
            notice.sent_at = now
            _witnesses_see_it(case)
        elif state == Notice.State.ACKNOWLEDGED:
            notice.acknowledged_at = now
        else:
            notice.decided_at = now
        notice.save(update_fields=["state", "sent_at", "acknowledged_at", "decided_at"])


def _lacking(case: CaseView, desk: Desk, now: datetime) -> tuple[str, ...]:
    """What the case lacks before any notice can be made, in the language of the request."""
    nothing = NoticeChoice("", (), (), None, False, False, False)
    notice = compose(case, nothing, "N-", desk.responder.name, installation().organisation, now)
    return missing_in_case(notice, "en" if (get_language() or "").startswith("en") else "fr")


def _item(account: Account) -> DraftItem:
    name = account.handle or account.uid or account.text
    return DraftItem(account.platform or "", name, profile_url(account) or "")


def _witnesses_see_it(case: Case) -> None:
    case.state = Case.State.ACTED
    case.save(update_fields=["state"])
    Testimony.objects.filter(joined__case=case).exclude(state=Testimony.State.CLOSED).update(
        state=Testimony.State.ACTED
    )


def _named(reference: str) -> Notice:
    notice = Notice.objects.select_related("case").filter(reference=reference).first()
    if notice is None:
        raise NotFound(f"There is no notice {reference}.")
    return notice


def _grounds(first: date, last: date, age: int | None) -> tuple[DraftGround, ...]:
    """The versions in force at some time between two days, each with its dates."""
    found = {each.id: each for day in (first, last) for each in grounds_in_force(day, age)}
    french = not (get_language() or "fr").startswith("en")
    return tuple(
        DraftGround(
            each.id, f"{each.code} {each.article}, {each.title.fr if french else each.title.en}"
        )
        for each in found.values()
    )
