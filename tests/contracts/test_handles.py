"""Every handle plugin brings samples, and names each of them as its samples say."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from vigie.kernel.formats import account_to_json
from vigie.kernel.registry import explain
from vigie.linking.addresses import profile_url
from vigie.linking.handles import Handles, handles
from vigie.linking.parse import parse_account

SAMPLES = Path(__file__).parents[1] / "samples"
FIELDS = ("kind", "platform", "handle", "uid", "post_id", "posted_at")


def cases_of(plugin: Handles) -> list[dict[str, Any]]:
    return [
        case
        for sample in plugin.samples
        for case in tomllib.loads((SAMPLES / sample.path).read_text())["case"]
    ]


CASES = [(plugin.name, case) for plugin in handles.all().values() for case in cases_of(plugin)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}-{c['text']!a}" for n, c in CASES])
def test_a_sample_names_the_account_it_says(name: str, case: dict[str, Any]) -> None:
    given = account_to_json(parse_account(case["text"], case.get("hint")))

    assert {field: given[field] for field in FIELDS} == {field: case.get(field) for field in FIELDS}


@pytest.mark.parametrize("plugin", handles.all().values(), ids=lambda plugin: plugin.name)
def test_a_plugin_explains_itself_and_brings_as_many_samples_as_it_says(plugin: Handles) -> None:
    promised = sum(sample.expect["cases"] for sample in plugin.samples)

    assert len(cases_of(plugin)) == promised >= 3
    assert re.fullmatch(r"[A-Z][^\n]+\.", explain(plugin))


PAGES = [
    (plugin, case)
    for plugin in handles.all().values()
    for case in cases_of(plugin)
    if case.get("platform") == plugin.name and case["kind"] == "profile"
]


@pytest.mark.parametrize(("plugin", "case"), PAGES)
def test_the_page_of_an_account_names_that_account_again(
    plugin: Handles, case: dict[str, Any]
) -> None:
    account = parse_account(case["text"], case.get("hint"))

    page = profile_url(account)

    assert page is None or parse_account(page).key == account.key


def test_there_are_at_least_one_hundred_and_fifty_samples() -> None:
    assert len(CASES) >= 150
