"""`vigie verify` and the stand-alone script: one line a file, and the same verdicts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.evidence.receipt_samples import (
    LOG_PUBLIC,
    Sample,
    changed,
    consistency_paper,
    inclusion_paper,
    places,
)
from vigie.cli.verify import LARGEST_FILE_BYTES, verdict_on, verify

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_receipt.py"
app = typer.Typer()
app.command()(verify)


def run(*arguments: str | Path) -> tuple[int, str]:
    """The exit code and what was said."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    return result.exit_code, result.output


def write(path: Path, paper: object) -> Path:
    path.write_text(json.dumps(paper))
    return path


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """One valid paper of each kind."""
    made = [Sample().receipt(), Sample(logged=False).receipt(), inclusion_paper()]
    made += [consistency_paper(3, 7), consistency_paper(0, 4), consistency_paper(4, 4)]
    return [write(tmp_path / f"paper-{n}.json", paper) for n, paper in enumerate(made)]


def test_valid_papers_give_a_line_each_and_code_0(papers: list[Path]) -> None:
    code, output = run(*papers)

    lines = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert [line["file"] for line in lines] == [str(path) for path in papers]
    assert all(line["valid"] for line in lines)


def test_one_invalid_paper_gives_code_1_and_the_others_are_still_checked(
    papers: list[Path], tmp_path: Path
) -> None:
    bad = write(tmp_path / "bad.json", {**Sample().receipt(), "salt": "00" * 16})

    code, output = run("--json", bad, *papers)

    assert code == 1
    assert [json.loads(line)["valid"] for line in output.splitlines()] == [False] + [True] * 6


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe garbage", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "neither a receipt nor a log proof"),
        (b"{}", "neither a receipt nor a log proof"),
        (b'{"schema": ["x"]}', "neither a receipt nor a log proof"),
        (b'{"schema": 1, "schema": 2}', "says the same thing twice"),
        (b" " * (LARGEST_FILE_BYTES + 1), "too large"),
    ],
    ids=range(9),
)
def test_what_is_no_paper_gets_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "paper.json"
    path.write_bytes(content)

    code, output = run(path)

    assert code == 1
    assert len(output.splitlines()) == 1
    assert said in output


def test_a_missing_file_and_a_folder_get_one_clear_line(tmp_path: Path) -> None:
    code, output = run(tmp_path / "missing.json", tmp_path)

    assert code == 1
    assert [json.loads(line)["valid"] for line in output.splitlines()] == [False, False]
    assert output.count("cannot be read") == 2


def test_the_published_key_is_compared(papers: list[Path], tmp_path: Path) -> None:
    good, other, odd = (tmp_path / name for name in ("good", "other", "odd"))
    good.write_text(LOG_PUBLIC.hex() + "\n")
    other.write_text("00" * 32)
    odd.write_text("key")

    assert run(papers[0], "--log-key", good)[0] == 0
    assert run(papers[0], "--log-key", other)[0] == 1
    for wrong in (odd, tmp_path / "missing"):
        assert run(papers[0], "--log-key", wrong)[0] == 2
    assert run()[0] == 2


def test_a_terminal_gets_plain_lines_even_for_odd_names(
    papers: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    with pytest.raises(typer.Exit):
        verify([papers[0], Path("odd-\udcff.json")], as_json=False, log_key=None)

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{papers[0]}: Valid: ")
    assert second.startswith("odd-?.json: Invalid: ")


@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200))
def test_any_bytes_get_a_verdict(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)

    assert not verdict_on(path, None).valid


def _another(text: str) -> str:
    return text[:-1] + ("1" if text[-1] == "0" else "0")


def spoiled_papers() -> list[dict[str, Any]]:
    """Every value of each kind of paper, replaced in turn by another of its type."""
    made = [Sample().receipt(), inclusion_paper(), consistency_paper(3, 7), consistency_paper(0, 4)]
    spoiled = []
    for paper in made:
        for path in places(paper):
            inside: Any = paper
            for key in path:
                inside = inside[key]
            other = _another(inside) if isinstance(inside, str) else 1
            spoiled += [changed(paper, path, other), changed(paper, path, [])]
    return spoiled


def test_the_script_for_experts_gives_the_same_verdicts(papers: list[Path], tmp_path: Path) -> None:
    odd = [write(tmp_path / f"odd-{n}.json", paper) for n, paper in enumerate(spoiled_papers())]
    odd += [write(tmp_path / "list.json", []), write(tmp_path / "null.json", None)]
    odd += [tmp_path / "missing.json"]
    files = [*papers, *odd]

    result = subprocess.run(
        [sys.executable, SCRIPT, *files], capture_output=True, text=True, check=False
    )

    said = [": Valid: " in line for line in result.stdout.splitlines()]
    assert result.stderr == ""
    assert result.returncode == 1
    assert said == [verdict_on(file, None).valid for file in files]


def test_the_script_alone_tells_its_usage_by_code_2_and_valid_by_code_0(
    papers: list[Path],
) -> None:
    codes = [
        subprocess.run([sys.executable, SCRIPT, *files], capture_output=True, check=False)
        for files in ([], papers)
    ]

    assert [result.returncode for result in codes] == [2, 0]
    assert LOG_PUBLIC.hex().encode() in codes[1].stdout


def test_the_script_is_short_and_needs_only_cryptography() -> None:
    lines = SCRIPT.read_text().splitlines()

    imported = {
        line.split()[1].split(".")[0] for line in lines if line.startswith(("import", "from"))
    }
    assert len(lines) <= 150
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
