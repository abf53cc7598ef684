"""Facts are named by the law of their day, never by a later one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.measures.grounds import Ground, grounds, grounds_in_force

JUNE_2020 = date(2020, 6, 17)
DAYS = st.dates(date(2010, 1, 1), date(2030, 1, 1))
AGES = st.one_of(st.none(), st.integers(0, 99))


def articles(on: date, age: int | None) -> set[str]:
    return {ground.article for ground in grounds_in_force(on, age)}


@pytest.mark.parametrize("age", [None, 10, 13, 14])
def test_a_case_of_june_2020_cites_the_law_of_june_2020(age: int | None) -> None:
    cited = articles(JUNE_2020, age)

    assert "227-22-1" in cited
    assert not cited & {"227-23-1", "227-22-2", "222-23-1", "226-8-1", "222-33-2-3"}


def test_the_law_of_april_2021_begins_on_its_day() -> None:
    new = {"227-23-1", "227-22-2", "222-23-1"}

    assert not articles(date(2021, 4, 22), 13) & new
    assert articles(date(2021, 4, 23), 13) >= new


def test_proposals_are_an_offence_for_those_under_fifteen_only() -> None:
    assert "227-22-1" in articles(JUNE_2020, 14)
    assert "227-22-1" not in articles(JUNE_2020, 15)


def test_an_adult_has_no_grounds_reserved_to_minors() -> None:
    assert all(ground.victim_under is None for ground in grounds_in_force(JUNE_2020, 25))


def test_money_offences_and_harassment_are_there_in_june_2020() -> None:
    assert articles(JUNE_2020, 13) >= {"312-1", "312-10", "313-1", "222-33", "222-33-2-2", "33"}


@given(DAYS, AGES)
def test_no_article_is_in_force_twice_on_one_day(on: date, age: int | None) -> None:
    names = [(ground.code, ground.article) for ground in grounds_in_force(on, age)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("ground", grounds().values(), ids=lambda ground: ground.id)
def test_a_ground_is_complete_and_says_where_it_comes_from(ground: Ground) -> None:
    assert ground.id.endswith(f"@{ground.valid_from.isoformat()}")
    assert ground.valid_to is None or ground.valid_to > ground.valid_from
    assert all((ground.title.fr, ground.title.en, ground.conduct.fr, ground.conduct.en))
    assert len(ground.source) > 15
    assert ground.counsel_check or not ground.source.endswith("vérifier.")


def test_versions_of_one_article_follow_each_other_without_a_gap() -> None:
    versions: dict[tuple[str, str], list[Ground]] = {}
    for ground in grounds().values():
        versions.setdefault((ground.code, ground.article), []).append(ground)

    for each in versions.values():
        ordered = sorted(each, key=lambda ground: ground.valid_from)
        assert ordered[-1].valid_to is None
        for before, after in pairwise(ordered):
            assert before.valid_to == after.valid_from
            assert not after.in_force(after.valid_from - timedelta(days=1))


def test_the_catalogue_holds_at_least_twenty_versions() -> None:
    assert len(grounds()) >= 20
