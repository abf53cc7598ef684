"""Findings: what was found, in which words, and how grave it is, as `vigie.findings/1` says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["P1", "P2", "P3", "P4", "none"]
SEVERITIES: tuple[Severity, ...] = ("P1", "P2", "P3", "P4", "none")
Stage = Literal[
    "access_fame",
    "profile_age",
    "profile_place",
    "trust",
    "secrecy",
    "platform_move",
    "boundary_test",
    "solicit_image",
    "incentive",
    "guilt",
    "threat_exposure",
    "payment_demand",
    "meet",
    "bullying",
    "hate",
    "poses_as_peer",
    "image_sent",
    "image_published",
    "contact_abuse",
    "child_distress",
    "report_frame",
]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same sentence in French and in English."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a turn: `text == turn.text[start:end]`, in Unicode code points."""

    turn: int
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError("a quote's text is as long as its span, and not empty")


@dataclass(frozen=True, slots=True)
class Signal:
    """One quoted finding. A signal without a quote cannot be made.

    A `lowered` one weighs nothing: what the conversation is plainly about explains it.
    """

    stage: Stage
    rule: str
    speaker: str | None
    quotes: tuple[Quote, ...]
    note: Bilingual
    reported: bool = False
    lowered: bool = False

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError("no quote, no signal")


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a severity, and the signals (by position) that it rests on."""

    sentence: Bilingual
    signals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StageSeen:
    """When a speaker's stage was first seen and how often."""

    first_turn: int
    count: int


@dataclass(frozen=True, slots=True)
class SpeakerState:
    """What one speaker did, whatever the order; `declared_age` is in years, told by them."""

    stages: Mapping[Stage, StageSeen] = field(default_factory=dict)
    declared_age: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What screening one conversation gives; `packs` maps a language to its pack's version.

    `languages` are those whose rules ran on every turn: several where none is plain.
    """

    conversation: str
    severity: Severity
    signals: tuple[Signal, ...] = ()
    why: tuple[Why, ...] = ()
    speakers: Mapping[str, SpeakerState] = field(default_factory=dict)
    speaker_of_concern: str | None = None
    language: str | None = None
    packs: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A severity with its reasons, from the conversations and from what the witness answered."""

    severity: Severity
    why: tuple[Why, ...] = ()


def gravest(severities: tuple[Severity, ...]) -> Severity:
    """The gravest of several severities; "none" of none."""
    return min(severities, key=SEVERITIES.index, default="none")
