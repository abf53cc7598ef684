"""From a case and a responder's choices to the Art. 16 notice as data; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vigie.evidence.installation import Organisation
from vigie.flows import citing
from vigie.flows.casework.views import CaseView, TestimonyView
from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput
from vigie.linking.addresses import profile_url
from vigie.measures.article16 import (
    CitedQuote,
    Claim,
    Exhibit,
    GoodFaith,
    Notice,
    NoticeItem,
    Notifier,
    PlatformMove,
    RequestedMeasure,
    TrustedFlagger,
    WitnessConsent,
)
from vigie.measures.grounds import Ground, grounds

SCOPE = ("STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "STATEMENT_CATEGORY_CYBER_VIOLENCE")


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """What the responder decided. `claims` are texts with the keys of the quotes they cite."""

    explanation: str
    claims: tuple[tuple[str, tuple[str, ...]], ...]
    grounds: tuple[str, ...]
    date_of_facts: date | None
    witness_pseudonym: bool
    could_guess_asked: bool
    good_faith: bool
    notifier: Literal["named", "exempt"] = "named"
    ask_suspension_until: date | None = None
    suspension_reasons: str = ""
    language: Literal["fr", "en"] = "fr"


def compose(
    case: CaseView,
    choice: NoticeChoice,
    number: str,
    signer: str,
    organisation: Organisation,
    now: datetime,
) -> Notice:
    """The notice that these choices make; what stops it is for `measures.completeness`."""
    account = case.account or Account("")
    quotes = {each.key: each for each in citing.citable(case)}
    cited = [quotes[key] for _, keys in choice.claims for key in keys if key in quotes]
    told = [each for each in case.testimonies if each.reference in {q.testimony for q in cited}]
    told = told or list(case.testimonies)
    ages = [each.answers.age_then for each in told if each.answers.age_then is not None]
    return Notice(
        notice_id=number,
        case_ref=case.reference,
        made_at=now,
        platform=account.platform or account.kind,
        channel="webform",
        account=account,
        facts_on=choice.date_of_facts,
        summary=choice.explanation.strip(),
        claims=_claims(choice, quotes),
        items=_items(account, cited, choice),
        grounds=_grounds(choice),
        stages=tuple(dict.fromkeys(stage for quote in cited for stage in quote.stages)),
        consent=_consent(told, choice),
        doubts="\n".join(note.text for note in case.notes if note.kind == "doubt"),
        notifier=None
        if choice.notifier == "exempt"
        else Notifier(organisation.name, organisation.email),
        good_faith=GoodFaith(signer, now) if choice.good_faith else None,
        victim_age=min(ages, default=None),
        age_basis="stated" if ages else "unknown",
        exhibits=_exhibits(told, now),
        measures=_measures(choice),
        moves=_moves(told, account),
        trusted_flagger=_flagger(organisation),
        urgent=any(each.answers.urgent for each in told),
    )


def _claims(choice: NoticeChoice, quotes: dict[str, citing.CitedQuote]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            text,
            tuple(
                CitedQuote(q.source, q.turn, q.text, q.sent_at_raw, q.corrected)
                for q in (quotes[key] for key in keys if key in quotes)
            ),
        )
        for text, keys in choice.claims
    )


def _items(
    account: Account, cited: Sequence[citing.CitedQuote], choice: NoticeChoice
) -> tuple[NoticeItem, ...]:
    """The public profile, and the private messages by account and time."""
    named = NoticeItem(
        "account", profile_url(account) or "", account.handle or "", account.uid or ""
    )
    times = tuple(dict.fromkeys(quote.sent_at_raw for quote in cited if quote.sent_at_raw))
    if not times and choice.date_of_facts is not None:
        times = (choice.date_of_facts.isoformat(),)
    if not cited:
        return (named,)
    messages = NoticeItem(
        "message", handle=account.handle or "", platform_uid=account.uid or "", message_times=times
    )
    return (named, messages)


def _grounds(choice: NoticeChoice) -> tuple[Ground, ...]:
    known = grounds()
    if any(each not in known for each in choice.grounds):
        raise BadInput("A legal ground of this form is not in the catalogue; choose again.")
    return tuple(known[each] for each in choice.grounds)


def _consent(told: Sequence[TestimonyView], choice: NoticeChoice) -> WitnessConsent:
    """The pseudonym leaves only with a recorded yes; an unanswered question stops the notice."""
    answered = [each for each in told if each.answers.consent_pseudonym in ("yes", "no")]
    recorded = len(answered) == len(told)
    allowed = [each for each in answered if each.answers.consent_pseudonym == "yes"]
    given = [each.answers.own_pseudonym for each in allowed if each.answers.own_pseudonym]
    guesses = [each.answers.could_guess for each in told if each.answers.could_guess]
    hours = [each.sent_hour for each in told if each.sent_hour is not None]
    return WitnessConsent(
        could_guess=guesses[0] if guesses else "unsure" if choice.could_guess_asked else None,
        pseudonym=", ".join(given) if choice.witness_pseudonym else "",
        pseudonym_needed=choice.witness_pseudonym or not recorded,
        recorded_at=max(hours) if recorded and hours else None,
        protected=_protected(told, () if not choice.witness_pseudonym else tuple(given)),
    )


def _protected(told: Sequence[TestimonyView], given: tuple[str, ...]) -> tuple[str, ...]:
    words = {each.answers.own_pseudonym for each in told}
    for testimony in told:
        for talk in testimony.conversations:
            owners = [each for each in talk.conversation.participants if each.owner]
            words |= {each.name for each in owners} | {each.handle or "" for each in owners}
    return tuple(sorted(word for word in words if word and word not in given))


def _exhibits(told: Sequence[TestimonyView], now: datetime) -> tuple[Exhibit, ...]:
    files = [(file, each.sent_hour or now) for each in told for file in each.files if file.at_hand]
    return tuple(
        Exhibit(number, file.kind, file.sha256, hour)
        for number, (file, hour) in enumerate(files, 1)
    )


def _measures(choice: NoticeChoice) -> tuple[RequestedMeasure, ...]:
    if choice.ask_suspension_until is None:
        return ()
    return (
        RequestedMeasure(
            "suspension", choice.ask_suspension_until, choice.suspension_reasons.strip()
        ),
    )


def _moves(told: Sequence[TestimonyView], account: Account) -> tuple[PlatformMove, ...]:
    """The turn at which the talk was taken elsewhere, where the witness named the other place."""
    found = []
    for testimony in told:
        elsewhere = [a.platform for a in testimony.accounts if a.platform != account.platform]
        for number, talk in enumerate(testimony.conversations, 1):
            turns = [
                signal.quotes[0].turn
                for signal in talk.findings.signals
                if signal.stage == "platform_move"
            ]
            if turns and elsewhere and elsewhere[0]:
                source = f"{testimony.reference}/{number}"
                found.append(PlatformMove(elsewhere[0], source, min(turns)))
    return tuple(found)


def _flagger(organisation: Organisation) -> TrustedFlagger | None:
    if not organisation.trusted_flagger:
        return None
    return TrustedFlagger("Arcom", organisation.trusted_flagger, SCOPE)
