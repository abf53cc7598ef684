"""Recorded decisions: what is missing keeps the doors closed, and a change behind is seen."""

from datetime import datetime

import pytest

from vigie.flows.decisions import decided, protocol_of, record_decisions, recorded, undecided
from vigie.flows.setup import NewInstallation
from vigie.kernel.errors import BadInput
from vigie.store.custody import LogEntry
from vigie.store.duties import Decision

BY = "Camille, présidente"


def test_a_decision_is_recorded_with_who_when_and_its_protocol(
    installation: NewInstallation, now: datetime
) -> None:
    before = {each.name for each in undecided()}

    record_decisions({"csam_policy": "refuse", "archive_years": "20"}, BY, "Appeler le 17.\n", now)

    rows = {each.name: each for each in recorded()}
    assert before - {each.name for each in undecided()} == set(rows)
    assert decided("archive_years") == "20"
    assert (protocol_of("csam_policy"), protocol_of("archive_years")) == ("Appeler le 17.", "")
    assert {(row.decided_by, row.decided_on) for row in rows.values()} == {(BY, now.date())}


def test_a_new_decision_counts_and_the_log_keeps_both(
    installation: NewInstallation, now: datetime
) -> None:
    for policy in ("refuse", "protocol"):
        record_decisions({"csam_policy": policy}, BY, "le protocole", now)

    entries = LogEntry.objects.filter(act="decided")
    assert decided("csam_policy") == "protocol"
    assert Decision.objects.count() == 1
    assert set(entries.values_list("actor", "subject")) == {("organisation", "csam_policy")}
    assert len(set(entries.values_list("detail", flat=True))) == 2


@pytest.mark.parametrize("change", [{"value": "seal"}, {"protocol": "rien"}, {"decided_by": "X"}])
def test_a_decision_that_was_changed_behind_the_log_counts_for_nothing(
    change: dict[str, str], installation: NewInstallation, now: datetime
) -> None:
    record_decisions({"csam_policy": "refuse"}, BY, "le protocole", now)

    Decision.objects.update(**change)

    assert (decided("csam_policy"), protocol_of("csam_policy")) == (None, "")
    assert [each.altered for each in recorded()] == [True]
    assert "csam_policy" in {each.name for each in undecided()}


def test_an_older_decision_put_back_counts_for_nothing(
    installation: NewInstallation, now: datetime
) -> None:
    record_decisions({"csam_policy": "refuse"}, BY, "le protocole", now)
    old = Decision.objects.get()
    record_decisions({"csam_policy": "protocol"}, BY, "le protocole", now)

    old.save()

    assert decided("csam_policy") is None


@pytest.mark.parametrize(
    ("values", "by", "protocol", "says"),
    [
        ({"csam_policy": "refuse"}, " ", "p", "who decided"),
        ({"csam_policy": "refuse"}, BY, " ", "written protocol"),
        ({"csam_policy": "refuse"}, BY, "p" * 100_001, "longer"),
        ({"colour": "blue"}, BY, "", "no decision colour"),
        ({"archive_years": "20", "retention": "no"}, BY, "", "retention is one of"),
    ],
)
def test_what_is_not_a_decision_records_nothing(
    values: dict[str, str],
    by: str,
    protocol: str,
    says: str,
    installation: NewInstallation,
    now: datetime,
) -> None:
    with pytest.raises(BadInput, match=says):
        record_decisions(values, by, protocol, now)

    assert recorded() == ()
    assert not LogEntry.objects.filter(act="decided").exists()
