"""Which stages are looked at: named in the address, counted over all that a testimony holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from vigie.flows.casework import TestimonyView
from vigie.kernel.findings import Findings
from vigie.web.desk.marked_text import noted_quotes
from vigie.web.desk.words import LANGUAGES, STAGES, word


@dataclass(frozen=True, slots=True)
class StageChoice:
    """One stage that was seen, in how many passages, and whether it is `on`: asked for."""

    code: str
    name: str
    passages: int
    on: bool


def read_stages(asked: QueryDict) -> frozenset[str]:
    """The stages that the address names; what is no stage is left out."""
    return frozenset(each for each in asked.getlist("stage") if each in STAGES)


def findings_in(testimony: TestimonyView | None) -> tuple[Findings, ...]:
    """Everything found in a testimony: in what is told, then in each conversation."""
    if testimony is None:
        return ()
    told = () if testimony.narrative is None else (testimony.narrative,)
    return (*told, *(view.findings for view in testimony.conversations))


def stage_choices(findings: Iterable[Findings], asked: Collection[str]) -> tuple[StageChoice, ...]:
    """The stages that were seen, from approach to harm, with those asked for though not seen."""
    seen = Counter(stage for one in findings for stage in _passages(one))
    return tuple(
        StageChoice(code, str(name), seen[code], code in asked)
        for code, name in STAGES.items()
        if code in seen or code in asked
    )


def rules_run(findings: Findings | None) -> str:
    """A sentence where rules of several languages ran; empty where one language is plain."""
    if findings is None or len(findings.languages) < 2:
        return ""
    names = ", ".join(word(LANGUAGES, each) for each in findings.languages)
    if findings.language is None:
        text = gettext("The language was not recognised: all rules were tried (%(languages)s).")
    else:
        text = gettext("No language is plain here: all rules were tried (%(languages)s).")
    return text % {"languages": names}


def _passages(findings: Findings) -> Iterator[str]:
    """The stage of each stretch of words underlined: quotes of one stage that meet are one."""
    until: dict[str, tuple[int, int]] = {}
    for quote, note in ((each.quote, each.note) for each in noted_quotes(findings)):
        turn, end = until.get(note.code, (-1, 0))
        if turn != quote.turn or end < quote.start:
            yield note.code
            end = 0
        until[note.code] = quote.turn, max(end, quote.end)
