"""From what was told and read to a grade: pure functions of the core over one opened testimony."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from vigie.flows.answers import answers_of
from vigie.flows.items import add_item, hold, open_content
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.findings import Bilingual, Findings, Grade, Why
from vigie.kernel.formats import (
    account_from_json,
    account_to_json,
    conversation_from_json,
    findings_from_json,
    findings_to_json,
)
from vigie.linking.parse import parse_account, parse_accounts
from vigie.signals.screen import screen
from vigie.signals.testimony import grade, screen_narrative
from vigie.store.testimonies import Item, Testimony


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a testimony amounts to: its grade, what its free text shows, the accounts it names."""

    grade: Grade
    narrative: Findings | None
    accounts: tuple[Account, ...]


def analyse(testimony: Testimony, testimony_key: str, now: datetime) -> Analysis:
    """Grades a testimony from its conversations and its answers, and keeps the result sealed."""
    hold(testimony)
    items = list(testimony.items.all())
    answers = answers_of(items, testimony_key)
    conversations = [
        (item, corrected(item, items, testimony_key))
        for item in items
        if item.kind == Item.Kind.CONVERSATION
    ]
    findings = [_screened(item, talk, items, testimony_key, now) for item, talk in conversations]
    narrative = screen_narrative(answers.narrative) if answers.narrative.strip() else None
    heard = [*findings, narrative] if narrative else findings
    result = Analysis(
        grade(answers, heard),
        narrative,
        accounts_named(answers, [talk for _, talk in conversations]),
    )
    _keep(testimony, result, now)
    return result


def accounts_named(answers: Answers, conversations: Sequence[Conversation]) -> tuple[Account, ...]:
    """The accounts a testimony names: as answered; else the other side of a data export."""
    first = parse_account(answers.account, answers.account_platform or None)
    others = parse_accounts(answers.other_accounts) if answers.other_accounts else ()
    named = [each for each in (first, *others) if each.key is not None]
    if not named:
        exported = (_account_of_export(talk) for talk in conversations)
        named = [each for each in exported if each is not None]
    return tuple({each.key: each for each in named}.values())


def _account_of_export(talk: Conversation) -> Account | None:
    handles = [each.handle for each in talk.participants if each.handle and each.owner is False]
    if talk.source.kind != "export" or len(handles) != 1:
        return None
    found = parse_account(handles[0], talk.platform)
    return found if found.key else None


def corrected(item: Item, items: Sequence[Item], testimony_key: str) -> Conversation:
    """A conversation with people's corrections on it; the machine's reading stays as it was."""
    talk = conversation_from_json(open_content(item, testimony_key))
    changes = [each for each in items if each.kind == Item.Kind.CORRECTION]
    for change in sorted(changes, key=lambda each: each.pk):
        if change.parent_id == item.pk:
            talk = apply_correction(talk, open_content(change, testimony_key))
    return talk


def apply_correction(talk: Conversation, change: dict[str, Any]) -> Conversation:
    """One correction: the text or the side of one turn, or the sides of all."""
    if change.get("swap"):
        return replace(talk, turns=tuple(_swapped(turn) for turn in talk.turns))
    return replace(
        talk,
        turns=tuple(
            _changed(turn, change) if turn.n == change["turn"] else turn for turn in talk.turns
        ),
    )


def _swapped(turn: Turn) -> Turn:
    if turn.side == "left":
        return replace(turn, side="right")
    return replace(turn, side="left") if turn.side == "right" else turn


def _changed(turn: Turn, change: dict[str, Any]) -> Turn:
    return replace(
        turn,
        text=turn.text if change.get("text") is None else change["text"],
        side=change.get("side") or turn.side,
        check=False,
    )


def _screened(
    item: Item, talk: Conversation, items: Sequence[Item], testimony_key: str, now: datetime
) -> Findings:
    found = screen(talk)
    old = [each for each in items if each.kind == Item.Kind.FINDINGS and each.parent_id == item.pk]
    if old and findings_from_json(open_content(old[0], testimony_key)) == found:
        return found
    Item.objects.filter(pk__in=[each.pk for each in old]).delete()
    add_item(item.testimony, Item.Kind.FINDINGS, findings_to_json(found), now=now, parent=item)
    return found


def _keep(testimony: Testimony, result: Analysis, now: datetime) -> None:
    testimony.items.filter(kind=Item.Kind.ANALYSIS).delete()
    content = {
        "grade": asdict(result.grade),
        "narrative": result.narrative and findings_to_json(result.narrative),
        "accounts": [account_to_json(each) for each in result.accounts],
    }
    add_item(testimony, Item.Kind.ANALYSIS, content, now=now)
    testimony.severity = result.grade.severity
    testimony.platform = next((each.platform or "" for each in result.accounts), "")
    testimony.save(update_fields=["severity", "platform"])


def analysis_from_json(content: dict[str, Any]) -> Analysis:
    """An analysis as it was kept."""
    graded = content["grade"]
    why = tuple(
        Why(Bilingual(**each["sentence"]), tuple(each["signals"])) for each in graded["why"]
    )
    narrative = content["narrative"]
    return Analysis(
        Grade(graded["severity"], why),
        findings_from_json(narrative) if narrative else None,
        tuple(account_from_json(each) for each in content["accounts"]),
    )
