"""An Art. 16 notice as data: what it says, on which words it rests, who answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vigie.kernel.accounts import Account
from vigie.kernel.answers import YesNo
from vigie.kernel.findings import Bilingual, Stage
from vigie.measures.grounds import Ground

Lang = Literal["fr", "en"]
ItemKind = Literal["account", "post", "video", "comment", "message", "live"]
AgeBasis = Literal["stated", "proved", "apparent", "unknown"]
MeasureKind = Literal["suspension", "removal", "restriction", "preservation", "age_check"]
Channel = Literal["api", "webform", "email", "portal", "post"]
EXEMPTION = "Directive 2011/93/EU, Arts 3-7"


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """Words of one turn of a conversation; `turn` counts from 0, as in the conversation.

    `sent_at_raw` is the time as the screen or the export shows it, or empty; `corrected`, that a
    person put right what the machine had read.
    """

    conversation_ref: str
    turn: int
    text: str
    sent_at_raw: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is claimed, and the words it rests on."""

    text: str
    quotes: tuple[CitedQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """Where the platform finds it; private messages have no address, so a name and times."""

    kind: ItemKind
    url: str = ""
    handle: str = ""
    platform_uid: str = ""
    message_times: tuple[str, ...] = ()
    export_ref: str = ""

    @property
    def is_private(self) -> bool:
        """Whether only those who wrote can see it."""
        return self.kind == "message"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file that the notice rests on; `sha256` is 64 hexadecimal digits."""

    number: int
    kind: str
    sha256: str
    received_at: datetime
    attached: bool = False
    may_be_intimate: bool = False


@dataclass(frozen=True, slots=True)
class Notifier:
    """Who gives notice: the organisation, never the witness."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class TrustedFlagger:
    """The designation under Art. 22; `scope` are the categories it covers."""

    coordinator: str
    decision_ref: str
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestedMeasure:
    """What is asked of the platform: a request, with an end and a review, never a demand."""

    kind: MeasureKind
    proposed_end: date | None
    reasons: str
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlatformMove:
    """The turn at which the talk was taken to another platform."""

    platform: str
    conversation_ref: str
    turn: int


@dataclass(frozen=True, slots=True)
class WitnessConsent:
    """What the witness allowed: the pseudonym only, and only when the platform needs it.

    `could_guess` is the answer to "could the person guess that it is you?", None until asked.
    `protected` are words that must never leave: names, handles, contacts of the witness.
    """

    could_guess: YesNo | None = None
    pseudonym: str = ""
    pseudonym_needed: bool = False
    recorded_at: datetime | None = None
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodFaith:
    """A person's click: they believe what the notice says (Art. 16(2)(d))."""

    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """When the notice was sent, acknowledged, decided, and its effect verified."""

    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything an Art. 16 notice says.

    `facts_on` is the first day of the facts; `victim_age` is in years at that day. `doubts` is
    mandatory and may be "aucun élément connu". `urgent` means danger to life or safety.
    """

    notice_id: str
    case_ref: str
    made_at: datetime
    platform: str
    channel: Channel
    account: Account
    facts_on: date | None
    summary: str
    claims: tuple[Claim, ...]
    items: tuple[NoticeItem, ...]
    grounds: tuple[Ground, ...]
    stages: tuple[Stage, ...]
    consent: WitnessConsent
    doubts: str
    notifier: Notifier | None = None
    good_faith: GoodFaith | None = None
    facts_until: date | None = None
    victim_age: int | None = None
    age_basis: AgeBasis = "unknown"
    exhibits: tuple[Exhibit, ...] = ()
    measures: tuple[RequestedMeasure, ...] = ()
    moves: tuple[PlatformMove, ...] = ()
    trusted_flagger: TrustedFlagger | None = None
    clocks: Clocks = Clocks()
    urgent: bool = False

    @property
    def explanation(self) -> str:
        """The sufficiently substantiated explanation of Art. 16(2)(a), without its quotes."""
        return "\n\n".join(part for part in (self.summary, *(c.text for c in self.claims)) if part)

    @property
    def is_exempt(self) -> bool:
        """Whether the notifier may stay unnamed: an offence of Directive 2011/93 is reported."""
        return any(ground.exempts_name for ground in self.grounds)

    @property
    def concerns_a_minor(self) -> bool:
        """Whether the victim was under eighteen; an unknown age counts as a minor's."""
        return self.victim_age is None or self.victim_age < 18


@dataclass(frozen=True, slots=True)
class Papers:
    """A notice on paper and for machines; the same bytes for the same notice."""

    pdf: bytes
    json: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that stops a notice: the key of its sentence and what to fill in."""

    key: str
    words: Mapping[str, Bilingual]
