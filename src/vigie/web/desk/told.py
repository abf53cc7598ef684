"""What a testimony tells: the story with its signs underlined, why it is grave, by which rules."""

from dataclasses import dataclass

from vigie.flows.casework import TestimonyView
from vigie.web.desk.because import Because, Reason, because_of_testimony, reasons_of
from vigie.web.desk.marked_text import MarkedText, mark_text, noted_quotes
from vigie.web.desk.stage_filter import rules_run


@dataclass(frozen=True, slots=True)
class Told:
    """The story, if there is one, with the reasons of the grade; all is empty without testimony."""

    story: MarkedText | None = None
    because: Because | None = None
    reasons: tuple[Reason, ...] = ()
    rules: str = ""


def lay_out_told(testimony: TestimonyView | None, stages: frozenset[str]) -> Told:
    """What is told; where `stages` are named, only their signs are underlined and noted."""
    if testimony is None:
        return Told()
    return Told(
        story=_story(testimony, stages),
        because=because_of_testimony(testimony),
        reasons=tuple(reasons_of(testimony)),
        rules=rules_run(testimony.narrative),
    )


def _story(testimony: TestimonyView, stages: frozenset[str]) -> MarkedText | None:
    if not testimony.answers.narrative:
        return None
    noted = noted_quotes(testimony.narrative, stages) if testimony.narrative else ()
    return mark_text(testimony.answers.narrative, noted)
