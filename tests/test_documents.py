"""Documents that must be true: commands, settings, formats, links, and what the tree may hold."""

import inspect
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from typer.models import OptionInfo

from tests.tracked import ROOT, text_of, tracked
from vigie.cli.main import COMMANDS
from vigie.site.environment import DECLARED

READMES = ("README.md", "README.fr.md")
COMMANDS_PAGE = (ROOT / "docs/commands.md").read_text()
SETTINGS_PAGE = (ROOT / "docs/settings.md").read_text()
PAGES = [each for each in tracked("*.md") if each.suffix == ".md"]
SCHEMAS = [*tracked("docs/formats/*.json")]
FORMAT = re.compile(r"(?<!f)\"(vigie\.[a-z-]+/\d+)\"")
PLACES = ("work", "root", "home", "tmp", "opt", "Users")
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "debian" + ".org",
    "crates" + ".io",
)


def commands_in(text: str) -> set[str]:
    """What follows ./vigie in the code of a page."""
    return set(re.findall(r"\./vigie ([a-z]+)", text))


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_a_readme_exist(name: str) -> None:
    named = commands_in((ROOT / name).read_text())

    assert {"demo", "test"} <= named <= {*COMMANDS, "test"}


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(VIGIE_[A-Z_]+)` \|", SETTINGS_PAGE, re.MULTILINE))

    assert documented == set(DECLARED)


def test_every_command_is_documented_and_no_other() -> None:
    headings = re.findall(r"^### (.+)$", COMMANDS_PAGE, re.MULTILINE)
    documented = {name for each in headings for name in re.findall(r"`([a-z]+)`", each)}

    assert documented == {*COMMANDS, "test"}


def options_of(name: str) -> set[str]:
    """The long options of a command, from its function."""
    function = getattr(import_module(COMMANDS[name].module), name)
    hints = get_type_hints(function, include_extras=True)
    found: set[str] = set()
    for parameter in inspect.signature(function).parameters.values():
        option = option_of(hints[parameter.name], parameter.default)
        if option is not None:
            declared = (option.default, *(option.param_decls or ()))
            given = [str(each) for each in declared if str(each).startswith("--")]
            found |= set(given or [f"--{parameter.name.replace('_', '-')}"])
    return found


def option_of(hint: Any, default: object) -> OptionInfo | None:  # noqa: ANN401 (any annotation)
    """What Typer knows of a parameter, when it is an option."""
    known = [*get_args(hint), default] if get_origin(hint) is Annotated else [default]
    return next((each for each in known if isinstance(each, OptionInfo)), None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    sections = re.split(r"^### ", COMMANDS_PAGE, flags=re.MULTILINE)
    (section,) = [each for each in sections if f"`{name}`" in each.splitlines()[0]]

    assert [option for option in options_of(name) if f"`{option}" not in section] == []


def format_of(schema: Path) -> str:
    """The name that papers of a format carry."""
    names = set(re.findall(r'"const": "(vigie\.[^"]+)"', schema.read_text()))
    assert len(names) == 1
    return str(names.pop())


def test_every_public_format_has_a_schema_and_a_mention() -> None:
    sources = "\n".join(text_of(each) for each in tracked("src/*.py"))
    used = set(FORMAT.findall(sources))
    described = {format_of(each) for each in SCHEMAS}

    assert used == described
    assert [each for each in sorted(used) if f"`{each}`" not in COMMANDS_PAGE] == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_schema_is_itself_well_formed(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text()))

    assert format_of(path).startswith(f"vigie.{path.name.split('.')[0]}/")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    local = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_root_has_at_most_twenty_entries() -> None:
    entries = {each.relative_to(ROOT).parts[0] for each in tracked()}

    assert len(entries) <= 20


def test_a_decision_record_has_at_most_forty_lines() -> None:
    records = tracked("docs/decisions/*.md")

    assert [each.name for each in records if len(each.read_text().splitlines()) > 40] == []
    assert [each.name for each in records if not re.match(r"\d{4}-", each.name)] == []


def test_no_file_names_a_place_of_some_machine_or_a_registry() -> None:
    place = re.compile(rf"(?<![\w.$}}/:-])/(?:{'|'.join(PLACES)})/\w")
    found = [
        str(each.relative_to(ROOT))
        for each in tracked()
        if place.search(text_of(each)) or any(name in text_of(each) for name in REGISTRIES)
    ]

    assert found == []


def test_the_locks_hold_hashes_and_no_address() -> None:
    for lock in ("run", "test", "uv"):
        lines = (ROOT / f"requirements/{lock}.txt").read_text().splitlines()
        pinned = [each for each in lines if each[:1].isalnum()]

        assert pinned
        assert all("==" in each and each.endswith("\\") for each in pinned)
        assert [each for each in lines if "://" in each or each.startswith("-")] == []


def test_the_lock_of_the_tests_holds_all_that_runs() -> None:
    run, test = (
        {
            line
            for line in (ROOT / f"requirements/{lock}.txt").read_text().splitlines()
            if "==" in line
        }
        for lock in ("run", "test")
    )

    assert run < test
