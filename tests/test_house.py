"""The shape of the house: short functions, short files, no hidden imports, no unused page."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracked import ROOT, text_of, tracked

SOURCES = [each for each in tracked("src/*.py") if "migrations" not in each.parts]
TESTS = tracked("tests/*.py")
TEMPLATES = ROOT / "src/vigie/web/templates"
ASKED_BY_DJANGO = {"404.html"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|manager|handler|misc|common)(?:_|$)")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_functions_are_short() -> None:
    lengths = sorted(lines(each) for path in SOURCES for each in functions(path))

    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 25
    assert lengths[-1] <= 50


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_the_rules_of_the_hand(path: Path) -> None:
    text = path.read_text()
    inner = [node for each in functions(path) for node in ast.walk(each)]
    hidden = [
        node.lineno
        for node in inner
        if (isinstance(node, ast.ImportFrom) and (node.level or (node.module or "")[:5] == "vigie"))
        or (isinstance(node, ast.Import) and any(a.name[:5] == "vigie" for a in node.names))
    ]

    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module says what it is"
    assert text.count("\n") <= 500
    assert hidden == [], "imports of our own stand at the top"
    assert UNFINISHED.search(text) is None or path == Path(__file__)
    assert not VAGUE.search(path.stem), "a file is named for what it holds"


def test_files_are_short_as_a_rule() -> None:
    counts = sorted(each.read_text().count("\n") for each in SOURCES)

    assert statistics.median(counts) <= 90
    assert counts[int(len(counts) * 0.9)] <= 300


def named_templates() -> Iterator[re.Pattern[str]]:
    """The names that code and pages give; a part that varies stands for anything."""
    for path in [*tracked("src/*.py"), *tracked("src/*.html")]:
        for name in re.findall(r"[\"']((?:[\w./-]|\{[^}]*\})+\.html)[\"']", text_of(path)):
            yield re.compile(re.sub(r"\\{.*?\\}", r"[\\w-]+", re.escape(name)))


def test_every_template_is_used() -> None:
    names = set(named_templates())
    kept = {str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.html")}

    unused = [name for name in kept if not any(each.fullmatch(name) for each in names)]

    assert sorted(set(unused) - ASKED_BY_DJANGO) == []


def test_every_style_sheet_script_and_picture_is_used() -> None:
    folder = ROOT / "src/vigie/web/static"
    kept = [each for each in folder.rglob("*") if each.is_file() and each.suffix != ".txt"]
    texts = "".join(
        text_of(each)
        for pattern in ("src/*.html", "src/*.css", "src/*.js", "src/*.py")
        for each in tracked(pattern)
    )

    assert [each.name for each in kept if each.name not in texts] == []


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
    pages = sorted(TEMPLATES.rglob("*.html"))

    assert [each.name for each in pages if inline.search(text_of(each))] == []
