"""Whether findings are what a case expects, and how early they come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vigie.kernel.conversations import Turn
from vigie.kernel.findings import Findings, Stage
from vigie.signals.evaluation.cases import Case
from vigie.signals.rulesets import Ruleset
from vigie.signals.screen import screen_talk
from vigie.signals.talk import talk_of

WRITERS_OWN: frozenset[Stage] = frozenset(
    {"child_distress", "report_frame", "image_sent", "profile_age"}
)
"""What the one who tells can say of themselves, which lays nothing on them."""

Screen = Callable[[Case], Findings]


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, what was found in it, and whether that is right."""

    case: Case
    findings: Findings
    right: bool


def found_in(case: Case, ruleset: Ruleset | None = None) -> Findings:
    """What Vigie finds in a case."""
    conversation = case.conversation
    talk = talk_of(conversation, narrative=case.narrative, ruleset=ruleset)
    return screen_talk(conversation, talk)


def judge(case: Case, findings: Findings) -> Judged:
    """A concern is found when its severity is not "none"; an ordinary talk is left at "none".

    What is told is right when it is found and nothing of it is laid to the one who writes.
    """
    found = findings.severity != "none"
    if case.expected == "reported":
        return Judged(case, findings, found and _laid_to_others(case, findings))
    return Judged(case, findings, found == (case.expected == "concern"))


def _laid_to_others(case: Case, findings: Findings) -> bool:
    writer = next((turn.author for turn in case.conversation.turns), None)
    told = [signal for signal in findings.signals if signal.stage not in WRITERS_OWN]
    return findings.speaker_of_concern != writer and all(signal.reported for signal in told)


def words_until_found(case: Case, screen: Screen = found_in) -> int | None:
    """How many words were written until something was first found, turn by turn; None if never."""
    turns = case.conversation.turns
    for last in range(1, len(turns) + 1):
        so_far = replace(case.conversation, turns=turns[:last])
        if screen(replace(case, conversation=so_far)).severity != "none":
            return _words(turns[:last])
    return None


def _words(turns: Sequence[Turn]) -> int:
    return sum(len(turn.text.split()) for turn in turns)
