"""The rules in force: the packs of Vigie, the organisation's files, and what its team switched on.

A text that cannot be used any more is left out and said; the rules in force stay.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vigie.evidence.keys import identity_from_seed
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.corrections import revision_of
from vigie.flows.custody import log_act
from vigie.flows.items import testimony_secret
from vigie.flows.signatures import signed_by_team, team_signer
from vigie.flows.team.people import Desk, link_key, require_lead
from vigie.kernel.conversations import Conversation
from vigie.kernel.errors import BadInput, Misconfigured, NotFound, VigieError
from vigie.signals.rulesets import Ruleset, built_in, rules_in
from vigie.signals.trials import Trial, added, growing_checked, trial
from vigie.store.custody import LogEntry
from vigie.store.rules import OwnRule
from vigie.store.testimonies import Item, Testimony, Wrap

PAST_TESTIMONIES = 500
LONGEST_TEXT_CHARS = 40_000
TRIED = "the rule"
log = logging.getLogger("vigie.rules")


@dataclass(frozen=True, slots=True)
class RuleView:
    """A text of rules that was switched on: its rules' names, by whom and when, and until when."""

    id: int
    names: tuple[str, ...]
    text: str
    on_by: str
    on_at: datetime
    off_by: str | None
    off_at: datetime | None
    problem: str | None


@dataclass(slots=True)
class _InForce:
    """The last ruleset that could be made, of what, and the texts that were left out, and why."""

    of: str = ""
    ruleset: Ruleset | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)


_in_force = _InForce()


def ruleset_in_force(key: bytes) -> Ruleset:
    """The rules that count now, for who has the link key; the last ones that could be read."""
    texts = _own_texts(key)
    folder = _folder_state()
    of = hashlib.sha256(repr((sorted(texts.items()), folder)).encode()).hexdigest()
    if _in_force.ruleset is None or of != _in_force.of:
        _take_up(texts)
        _in_force.of = of
    return _in_force.ruleset or built_in()


def check_folder() -> None:
    """Raises Misconfigured, with file, line and reason, when the organisation's files are wrong."""
    _from_folder()


def left_out() -> Mapping[str, str]:
    """The texts of rules that could not be used when they were last read, and why."""
    return dict(_in_force.left_out)


def _take_up(texts: Mapping[str, str]) -> None:
    problems: dict[str, str] = {}
    try:
        ruleset = _from_folder()
    except Misconfigured as error:
        problems["VIGIE_RULES"] = str(error)
        log.warning("The rules in VIGIE_RULES cannot be used, those before stay: %s", error)
        ruleset = _in_force.ruleset or built_in()
    for name, text in texts.items():
        try:
            ruleset = ruleset.growing({name: text})
        except Misconfigured as error:
            problems[name] = str(error)
            log.warning("A rule of the desk is left out: %s", error)
    _in_force.ruleset, _in_force.left_out = ruleset, problems


def _from_folder() -> Ruleset:
    folder: Path | None = settings.VIGIE_RULES
    return built_in() if folder is None else growing_checked(built_in(), rules_in(folder))


def _folder_state() -> Sequence[tuple[str, int, int]]:
    folder: Path | None = settings.VIGIE_RULES
    if folder is None or not folder.is_dir():
        return ()
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.toml")))
    return [(name, each.st_mtime_ns, each.st_size) for name, each in found]


def _own_texts(key: bytes) -> dict[str, str]:
    """What is switched on, of what the team signed."""
    rows = OwnRule.objects.filter(off_at=None).order_by("pk")
    signed = (each for each in rows if signed_by_team(_message(each), bytes(each.signature)))
    return {_name(each): _text_of(each, key) for each in signed}


def own_rules(desk: Desk) -> tuple[RuleView, ...]:
    """Every text that was ever switched on, the last first."""
    key = link_key(desk)
    ruleset_in_force(key)
    rows = OwnRule.objects.select_related("on_by", "off_by").order_by("-pk")
    return tuple(_view(each, _text_of(each, key)) for each in rows)


def _view(row: OwnRule, text: str) -> RuleView:
    return RuleView(
        id=row.pk,
        names=_names_in(text),
        text=text,
        on_by=row.on_by.name,
        on_at=row.on_at,
        off_by=row.off_by.name if row.off_by is not None else None,
        off_at=row.off_at,
        problem=_in_force.left_out.get(_name(row)) if row.off_at is None else None,
    )


def _names_in(text: str) -> tuple[str, ...]:
    try:
        return tuple(rule.id for rule in added(built_in(), built_in().growing({TRIED: text})))
    except Misconfigured:
        return ()


def try_rules(desk: Desk, text: str) -> Trial:
    """What rules would have found in the testimonies of the past; raises BadInput with the line."""
    before = ruleset_in_force(link_key(desk))
    return trial(before, _checked(before, text), _past(desk))


def switch_on(desk: Desk, text: str, now: datetime) -> None:
    """Puts rules in force for what is read from now on; a lead does. Raises BadInput."""
    require_lead(desk)
    key = link_key(desk)
    before = ruleset_in_force(key)
    names = [rule.id for rule in added(before, _checked(before, text))]
    sealed = seal_text(text, identity_from_seed(key)[1])
    with transaction.atomic():
        row = OwnRule(sealed_text=sealed, on_by=desk.responder, on_at=now)
        row.signature = team_signer(desk.team_secret)(_message(row))
        row.save(force_insert=True)
        _enter(desk, f"on: {names[0]}", row, now)


def switch_off(desk: Desk, number: int, now: datetime) -> None:
    """Takes rules out of force; what they found stays. A lead does. Raises NotFound."""
    require_lead(desk)
    with transaction.atomic():
        rows = OwnRule.objects.filter(pk=number, off_at=None)
        if not rows.update(off_at=now, off_by=desk.responder):
            raise NotFound("This rule is not in force any more.")
        _enter(desk, "off", OwnRule.objects.get(pk=number), now)


def _enter(desk: Desk, what: str, row: OwnRule, now: datetime) -> None:
    actor, detail = desk.responder.pseudonym, f"rule {row.pk} {what}"[:80]
    log_act(LogEntry.Act.DECIDED, actor=actor, now=now, subject="rules", detail=detail)


def _checked(before: Ruleset, text: str) -> Ruleset:
    if not text.strip():
        raise BadInput("Write a rule first.")
    if len(text) > LONGEST_TEXT_CHARS:
        raise BadInput("This text is too long for rules; switch on a few at a time.")
    try:
        grown = growing_checked(before, {TRIED: text})
    except Misconfigured as error:
        raise BadInput(str(error)) from error
    if not added(before, grown):
        raise BadInput("There is no rule in this text; a rule begins with [[rule]].")
    return grown


def _past(desk: Desk) -> Iterator[Conversation]:
    """The conversations of the last testimonies that the desk can open, as they stand."""
    kept = Testimony.objects.filter(archived_hour=None, joined__isnull=False)
    for testimony in islice(kept.order_by("-pk").distinct(), PAST_TESTIMONIES):
        try:
            key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
        except VigieError:
            continue
        items = list(testimony.items.all())
        for item in items:
            if item.kind == Item.Kind.CONVERSATION:
                yield revision_of(item, items, key).conversation


def _message(row: OwnRule) -> bytes:
    return b"vigie rules " + hashlib.sha256(bytes(row.sealed_text)).hexdigest().encode()


def _name(row: OwnRule) -> str:
    return f"rules {row.pk} of the desk"


def _text_of(row: OwnRule, key: bytes) -> str:
    return open_text(bytes(row.sealed_text), identity_from_seed(key)[0])
