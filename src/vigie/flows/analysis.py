"""From what was told and read to a grade: pure functions of the core over one opened testimony."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vigie.flows.answers import answers_of
from vigie.flows.corrections import revision_of, unseen_by_the_team
from vigie.flows.items import add_item, hold, open_content
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.kernel.conversations import Conversation
from vigie.kernel.findings import SEVERITIES, Bilingual, Findings, Grade, Why
from vigie.kernel.formats import (
    account_from_json,
    account_to_json,
    findings_from_json,
    findings_to_json,
)
from vigie.linking.parse import parse_account, parse_accounts
from vigie.signals.rulesets import Ruleset, built_in
from vigie.signals.screen import screen
from vigie.signals.testimony import grade, screen_narrative
from vigie.store.testimonies import Item, Testimony


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a testimony amounts to: its grade, what its free text shows, the accounts it names."""

    grade: Grade
    narrative: Findings | None
    accounts: tuple[Account, ...]


def analyse(
    testimony: Testimony, testimony_key: str, now: datetime, ruleset: Ruleset | None = None
) -> Analysis:
    """Grades a testimony from its conversations and its answers, and keeps the result sealed.

    What a witness put right makes it no less grave before the team has looked: whoever holds the
    phone could have hidden the threats.
    """
    hold(testimony)
    items = list(testimony.items.all())
    answers = answers_of(items, testimony_key)
    talks = [each for each in items if each.kind == Item.Kind.CONVERSATION]
    standing = [revision_of(each, items, testimony_key).conversation for each in talks]
    findings = [
        _screened(item, screen(talk, ruleset), items, testimony_key, now)
        for item, talk in zip(talks, standing, strict=True)
    ]
    narrative = screen_narrative(answers.narrative, ruleset) if answers.narrative.strip() else None
    told = [narrative] if narrative else []
    graded = grade(answers, [*findings, *told])
    unseen = unseen_by_the_team(talks, items, testimony_key)
    if unseen:
        kept = [each for item, each in zip(talks, findings, strict=True) if item.pk not in unseen]
        again = [screen(each, ruleset) for each in unseen.values()]
        before = grade(answers, [*kept, *again, *told])
        graded = min(graded, before, key=lambda each: SEVERITIES.index(each.severity))
    (ruleset or built_in()).forget()
    result = Analysis(graded, narrative, accounts_named(answers, standing))
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


def _screened(
    item: Item, found: Findings, items: Sequence[Item], testimony_key: str, now: datetime
) -> Findings:
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
