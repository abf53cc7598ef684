"""The public formats: conversations, findings and handles, to and from plain JSON values."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, cast

from vigie.kernel.accounts import Account
from vigie.kernel.conversations import Box, Conversation, Participant, Source, SourceFile, Turn
from vigie.kernel.errors import BadInput
from vigie.kernel.findings import (
    Bilingual,
    Findings,
    Quote,
    Signal,
    SpeakerState,
    StageSeen,
    Why,
)

CONVERSATION = "vigie.conversation/1"
FINDINGS = "vigie.findings/1"
HANDLE = "vigie.handle/1"


def time_to_json(time: datetime | None) -> str | None:
    """ "2020-06-17T16:02:00Z", always in UTC."""
    if time is None:
        return None
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def time_from_json(text: str | None) -> datetime | None:
    """The aware time that `time_to_json` wrote; raises ValueError on anything else."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def conversation_to_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation as `vigie.conversation/1`."""
    written = asdict(replace(conversation, turns=()))
    return {
        "schema": CONVERSATION,
        **written,
        "turns": list(map(_turn_to_json, conversation.turns)),
    }


def _turn_to_json(turn: Turn) -> dict[str, Any]:
    """Field by field, since a chat may have 50,000 turns and `asdict` copies each deeply."""
    return {
        **{name: getattr(turn, name) for name in Turn.__slots__},
        "sent_at": time_to_json(turn.sent_at),
        "reactions": list(turn.reactions),
        "box": None if turn.box is None else list(turn.box),
    }


def conversation_from_json(value: Mapping[str, Any]) -> Conversation:
    """Reads `vigie.conversation/1`; raises BadInput with one clear sentence."""
    if value.get("schema") != CONVERSATION:
        raise BadInput(f"This is no {CONVERSATION}: its schema is {value.get('schema')!r}.")
    try:
        source = value["source"]
        return Conversation(
            id=str(value["id"]),
            source=Source(
                source["kind"],
                source.get("format"),
                tuple(SourceFile(**each) for each in source.get("files", ())),
            ),
            turns=tuple(_turn(each) for each in value["turns"]),
            participants=tuple(Participant(**each) for each in value.get("participants", ())),
            platform=value.get("platform", "unknown"),
            title=value.get("title"),
            language=value.get("language"),
            warnings=tuple(value.get("warnings", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"This {CONVERSATION} is not well formed: {error!r}.") from error


def _turn(value: Mapping[str, Any]) -> Turn:
    box = value.get("box")
    if not isinstance(value["text"], str):
        raise TypeError("text is not a string")
    return Turn(
        **{
            **value,
            "sent_at": time_from_json(value.get("sent_at")),
            "reactions": tuple(value.get("reactions", ())),
            "box": None if box is None else cast(Box, tuple(box)),
        }
    )


def findings_to_json(findings: Findings) -> dict[str, Any]:
    """Findings as `vigie.findings/1`."""
    return {
        "schema": FINDINGS,
        "conversation": findings.conversation,
        "language": findings.language,
        "languages": list(findings.languages),
        "severity": findings.severity,
        "why": [
            {"fr": why.sentence.fr, "en": why.sentence.en, "signals": list(why.signals)}
            for why in findings.why
        ],
        "signals": [asdict(signal) for signal in findings.signals],
        "speakers": {
            name: {
                "stages": {stage: asdict(seen) for stage, seen in state.stages.items()},
                "declared_age": state.declared_age,
            }
            for name, state in findings.speakers.items()
        },
        "speaker_of_concern": findings.speaker_of_concern,
        "packs": dict(findings.packs),
    }


def findings_from_json(value: Mapping[str, Any]) -> Findings:
    """Reads `vigie.findings/1`; raises BadInput with one clear sentence."""
    if value.get("schema") != FINDINGS:
        raise BadInput(f"This is no {FINDINGS}: its schema is {value.get('schema')!r}.")
    try:
        return Findings(
            conversation=value["conversation"],
            severity=value["severity"],
            signals=tuple(_signal(each) for each in value["signals"]),
            why=tuple(
                Why(Bilingual(each["fr"], each["en"]), tuple(each["signals"]))
                for each in value["why"]
            ),
            speakers={
                name: SpeakerState(
                    {stage: StageSeen(**seen) for stage, seen in state["stages"].items()},
                    state["declared_age"],
                )
                for name, state in value["speakers"].items()
            },
            speaker_of_concern=value["speaker_of_concern"],
            language=value["language"],
            packs=value["packs"],
            languages=tuple(value.get("languages", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"This {FINDINGS} is not well formed: {error!r}.") from error


def _signal(value: Mapping[str, Any]) -> Signal:
    return Signal(
        stage=value["stage"],
        rule=value["rule"],
        speaker=value["speaker"],
        quotes=tuple(Quote(**quote) for quote in value["quotes"]),
        note=Bilingual(**value["note"]),
        reported=value["reported"],
        lowered=value.get("lowered", False),
    )


def account_to_json(account: Account) -> dict[str, Any]:
    """An account as `vigie.handle/1`."""
    written = asdict(account)
    return {"schema": HANDLE, **written, "posted_at": time_to_json(account.posted_at)}


def account_from_json(value: Mapping[str, Any]) -> Account:
    """Reads `vigie.handle/1`; raises BadInput with one clear sentence."""
    if value.get("schema") != HANDLE:
        raise BadInput(f"This is no {HANDLE}: its schema is {value.get('schema')!r}.")
    try:
        known = {name: each for name, each in value.items() if name != "schema"}
        return Account(**{**known, "posted_at": time_from_json(value.get("posted_at"))})
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"This {HANDLE} is not well formed: {error!r}.") from error
