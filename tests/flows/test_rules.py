"""The organisation's own rules: tried on the past, switched on by a lead, left out when broken."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.scenes import tell, work
from tests.team import join
from vigie.flows.rules import (
    check_folder,
    left_out,
    own_rules,
    ruleset_in_force,
    switch_off,
    switch_on,
    try_rules,
)
from vigie.flows.team.people import Desk, link_key
from vigie.flows.worker import Worker, open_worker
from vigie.kernel.errors import BadInput, Misconfigured, NotAllowed, NotFound
from vigie.signals.rulesets import built_in
from vigie.store.custody import LogEntry
from vigie.store.rules import OwnRule
from vigie.store.testimonies import Testimony

RULE = """
[[rule]]
id = "fr.secrecy.cabane"
stage = "secrecy"
weight = "alone"
patterns = ['notre cabane {words}']
note = { fr = "Parle d'une cabane à deux.", en = "Speaks of a hut for two." }
source = "e_enfance"
examples = ["c'est notre cabane secrete", "dans notre cabane cachee", "notre cabane a nous"]
counter_examples = ["la cabane de papi", "notre jardin", "une cabane au canada"]
""".replace("{words}", "(?:secrete|cachee|a nous)")
KNOWN = next(
    each.id.removeprefix("fr.") for each in built_in().rules if each.id.startswith("fr.secrecy.")
)
PASTED = "A: tu viens\nB: où\nA: dans notre cabane cachée"


@pytest.fixture
def told(worker: Worker, now: datetime) -> None:
    """A testimony of the past, in which no rule of Vigie speaks."""
    tell(now, pasted=PASTED)
    work(worker, now)


def test_a_rule_is_tried_on_the_past_and_nothing_of_it_is_kept(told: None, desk: Desk) -> None:
    found = try_rules(desk, RULE)

    assert found.read == 1
    assert [(each.rule, each.before, each.after) for each in found.spoke] == [
        ("fr.secrecy.cabane", "none", "P4")
    ]
    assert [each.text for each in found.spoke[0].quotes] == ["notre cabane cachée"]
    assert not OwnRule.objects.exists()
    assert len(found.changed) == 1


def test_a_rule_counts_for_what_is_read_once_it_is_switched_on(
    desk: Desk, worker: Worker, now: datetime
) -> None:
    switch_on(desk, RULE, now)
    tell(now, pasted=PASTED)
    work(worker, now)

    rules = ruleset_in_force(link_key(desk)).rules
    assert "fr.secrecy.cabane" in {rule.id for rule in rules}
    assert [each.names for each in own_rules(desk)] == [("fr.secrecy.cabane",)]
    assert b"cabane" not in bytes(OwnRule.objects.get().sealed_text)
    entry = LogEntry.objects.get(act=LogEntry.Act.DECIDED, subject="rules")
    assert entry.detail.endswith("on: fr.secrecy.cabane")
    assert Testimony.objects.get().severity == "P4"


def test_a_rule_that_is_switched_off_is_out_of_force(desk: Desk, now: datetime) -> None:
    switch_on(desk, RULE, now)
    number = own_rules(desk)[0].id

    switch_off(desk, number, now)

    rules = ruleset_in_force(link_key(desk)).rules
    assert "fr.secrecy.cabane" not in {rule.id for rule in rules}
    assert own_rules(desk)[0].off_at == now
    with pytest.raises(NotFound):
        switch_off(desk, number, now)


def test_only_a_lead_switches_rules_on(desk: Desk, now: datetime) -> None:
    listener = join(desk, "Farid", now).unlocked(now)

    with pytest.raises(NotAllowed):
        switch_on(listener, RULE, now)
    assert try_rules(listener, RULE).read == 0


@pytest.mark.parametrize(
    ("changed", "line", "reason"),
    [
        (RULE.replace("nous)", "nous"), 6, "bracket"),
        (RULE.replace('"secrecy"', '"secret"'), 3, "stage cannot be 'secret'"),
        (RULE.replace("la cabane de papi", "notre cabane cachée"), 10, "counter-example"),
        (RULE.replace("dans notre cabane cachee", "une cabane"), 9, "does not find its example"),
        (RULE.replace("secrecy.cabane", KNOWN), 3, "another rule has this name"),
        (RULE + "\nsurprise = 1", 3, "nothing is called surprise"),
    ],
)
def test_a_broken_rule_is_refused_with_its_line_and_the_reason(
    desk: Desk, now: datetime, changed: str, line: int, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        switch_on(desk, changed, now)

    assert f"line {line}:" in str(refused.value)
    assert not OwnRule.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "# rien", "x = 1", "[[rule]", "a" * 50_000])
def test_what_is_no_rule_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput):
        try_rules(desk, text)


def test_what_the_team_did_not_sign_is_not_in_force(desk: Desk, now: datetime) -> None:
    switch_on(desk, RULE, now)
    OwnRule.objects.update(signature=bytes(64))

    rules = ruleset_in_force(link_key(desk)).rules

    assert "fr.secrecy.cabane" not in {rule.id for rule in rules}


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    made = tmp_path / "rules"
    made.mkdir()
    (made / "ours.toml").write_text(RULE, encoding="utf-8")
    settings.VIGIE_RULES = made  # type: ignore[attr-defined]
    return made


def test_a_broken_file_stops_the_worker_from_starting(
    desk: Desk, worker: Worker, folder: Path
) -> None:
    (folder / "ours.toml").write_text(RULE.replace("nous)", "nous"), encoding="utf-8")

    with pytest.raises(Misconfigured, match=r"ours\.toml, line 6"):
        open_worker("second")


def test_a_file_that_is_broken_while_the_server_runs_leaves_the_rules_before_in_force(
    desk: Desk, folder: Path
) -> None:
    check_folder()
    before = ruleset_in_force(link_key(desk))
    (folder / "ours.toml").write_text("[[rule]]\nid = 1", encoding="utf-8")

    after = ruleset_in_force(link_key(desk))

    assert "fr.secrecy.cabane" in {rule.id for rule in before.rules}
    assert after.rules == before.rules
    assert "ours.toml" in left_out()["VIGIE_RULES"]
