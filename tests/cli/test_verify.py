"""`vigie verify` and the stand-alone script: one line a file, and the same verdicts."""

import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.evidence.authority import Authority, Shape
from tests.evidence.receipt_samples import (
    LOG_PUBLIC,
    Sample,
    changed,
    consistency_paper,
    head,
    inclusion_paper,
    log_of,
    places,
)
from tests.evidence.test_logs import LEAVES, published, whole
from vigie.cli.verify import LARGEST_FILE_BYTES, verdict_on, verify
from vigie.evidence.anchors import Anchor, build_log_anchor, with_anchors
from vigie.evidence.custody import head_message, leaf_hash
from vigie.evidence.logs import build_heads, build_log
from vigie.evidence.timestamps import build_request

SCRIPTS = Path(__file__).parents[2] / "scripts"
SCRIPT = SCRIPTS / "verify_receipt.py"
LOG_SCRIPT = SCRIPTS / "verify_log.py"
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
    made += [consistency_paper(old, new, 0) for old, new in ((3, 7), (0, 4), (4, 4))]
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


def spoiled_papers(made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every value of each paper, replaced in turn by another of its type."""
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
    made = [Sample().receipt(), inclusion_paper(), consistency_paper(3, 7), consistency_paper(0, 4)]
    odd = [write(tmp_path / f"odd-{n}.json", paper) for n, paper in enumerate(spoiled_papers(made))]
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


def test_the_script_for_whole_logs_gives_the_same_verdicts(
    papers: list[Path], tmp_path: Path
) -> None:
    odd = spoiled_papers([whole(), published()])
    odd += [
        whole(LEAVES[:-1], (2, 4)),
        whole([*LEAVES, LEAVES[0]]),
        build_heads([], [], LOG_PUBLIC),
    ]
    odd += [build_log(LEAVES[:4], [head(LEAVES[:4])], (), LOG_PUBLIC), published(LEAVES, (7,))]
    files = [write(tmp_path / f"log-{n}.json", paper) for n, paper in enumerate(odd)]
    files += [write(tmp_path / "whole.json", whole()), *papers]

    result = subprocess.run(
        [sys.executable, LOG_SCRIPT, *files], capture_output=True, text=True, check=False
    )

    said = [": Valid: " in line for line in result.stdout.splitlines()]
    assert result.stderr == ""
    assert said == [verdict_on(file, None).valid for file in files]


def test_papers_that_contradict_each_other_get_a_line_more(tmp_path: Path) -> None:
    rewritten = [leaf_hash(b"another"), *LEAVES[1:]]
    old, new = write(tmp_path / "o.json", published()), write(tmp_path / "n.json", whole(rewritten))

    code, output = run(old, new)

    lines = [json.loads(line) for line in output.splitlines()]
    assert code == 1
    assert [line["valid"] for line in lines] == [True, True, False]
    assert "two different logs of 2 entries" in lines[2]["sentence"]


def test_a_whole_log_may_be_larger_than_any_other_paper(tmp_path: Path) -> None:
    spaces = " " * LARGEST_FILE_BYTES
    log = tmp_path / "log.json"
    log.write_text(json.dumps(whole()) + spaces)

    code, _ = run(log)

    assert code == 0


def test_the_script_alone_tells_its_usage_by_code_2_and_valid_by_code_0(
    papers: list[Path],
) -> None:
    codes = [
        subprocess.run([sys.executable, SCRIPT, *files], capture_output=True, check=False)
        for files in ([], papers)
    ]

    assert [result.returncode for result in codes] == [2, 0]
    assert LOG_PUBLIC.hex().encode() in codes[1].stdout


@pytest.fixture
def anchored(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A log anchor, a receipt with its anchors, and the roots that both need."""
    authority = Authority(tmp_path / "authority", Shape(sent="chain", long_name=True))
    found = head(log_of(7, 3))
    request = build_request(head_message(found.size, found.root, found.hour), bytes(8))
    anchors = [Anchor("horodatage.example.org", authority.reply(request)) for _ in range(2)]
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.roots)
    return (
        write(tmp_path / "anchor.json", build_log_anchor(found, anchors, LOG_PUBLIC)),
        write(tmp_path / "my receipt.json", with_anchors(Sample().receipt(), anchors)),
        roots,
    )


def test_anchors_are_checked_against_the_roots_that_are_given(
    anchored: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    anchor, receipt, roots = anchored
    other = Authority(tmp_path / "other", Shape("rsa")).folder / "root.pem"

    codes = [run(anchor, receipt, "--roots", each) for each in (roots, other)]
    alone = [run(each) for each in (anchor, receipt)]

    assert [code for code, _ in codes] == [0, 1]
    assert codes[0][1].count("unchanged since 20") == 3
    assert codes[1][1].count("leads to none of the roots") == 2
    assert [code for code, _ in alone] == [1, 0]
    assert "authentic" not in "".join(output for _, output in codes + alone)


@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_roots_that_cannot_be_read_are_wrong_usage(
    content: bytes | None, anchored: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    roots = tmp_path / "odd.pem"
    if content is not None:
        roots.write_bytes(content)

    code, output = run(anchored[0], "--roots", roots)

    assert code == 2
    assert str(roots) in output
    assert len(output.splitlines()) == 1


def extracted(paper: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the script that takes timestamps out says."""
    return subprocess.run(
        [sys.executable, SCRIPTS / "extract_timestamps.py", paper, folder],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_for_experts_leaves_timestamps_to_openssl(
    anchored: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    papers, folder = anchored[:2], tmp_path / "taken out"

    for paper in papers:
        said = subprocess.check_output([sys.executable, SCRIPT, paper], text=True)
        commands = extracted(paper, folder).stdout.splitlines()
        checked = [
            subprocess.run(shlex.split(each), cwd=tmp_path, capture_output=True, check=False)
            for each in commands
        ]

        assert "2 timestamps are left to openssl ts" in said
        assert [b"Verification: OK" in each.stdout for each in checked] == [True, True]


def test_the_head_that_is_taken_out_is_the_one_that_openssl_checks(
    anchored: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    paper = json.loads(anchored[0].read_text())
    paper["head"]["size"] = 8
    spoiled = write(tmp_path / "spoiled.json", paper)

    command = extracted(spoiled, tmp_path / "out").stdout.splitlines()[0]

    checked = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode != 0
    assert b"Verification: OK" not in checked.stdout


def test_what_has_no_timestamps_gives_none(papers: list[Path], tmp_path: Path) -> None:
    odd = [tmp_path / "missing.json", write(tmp_path / "list.json", [])]
    odd += [write(tmp_path / "none.json", {**Sample().receipt(), "anchors": []})]
    (tmp_path / "empty.json").write_bytes(b"")

    for paper in [*papers, *odd, tmp_path / "empty.json"]:
        result = extracted(paper, tmp_path / "out")

        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr == f"{paper}: no timestamps can be read from this.\n"


def test_the_scripts_take_anchors_in_their_place_only(tmp_path: Path) -> None:
    found = head(log_of(7, 3))
    anchors = [Anchor("horodatage.example.org", b"any reply")]
    good = [with_anchors(inclusion_paper(), anchors), with_anchors(Sample().receipt(), anchors)]
    good += [build_log_anchor(found, anchors, LOG_PUBLIC)]
    none: tuple[object, ...] = ({}, [])
    bad = [{**each, "anchors": odd} for each in good for odd in none]
    bad += [with_anchors(Sample(logged=False).receipt(), anchors)]
    bad += [build_log_anchor(found, [], LOG_PUBLIC), {**good[2], "log_key": "00" * 32}]
    bad += [with_anchors(consistency_paper(3, 7), anchors)]
    files = [write(tmp_path / f"{n}.json", paper) for n, paper in enumerate([*good, *bad])]

    result = subprocess.run(
        [sys.executable, SCRIPT, *files], capture_output=True, text=True, check=False
    )

    assert result.stderr == ""
    assert [": Valid: " in each for each in result.stdout.splitlines()] == [True] * 3 + [False] * 10


def test_the_script_is_short_and_needs_only_cryptography() -> None:
    lines = SCRIPT.read_text().splitlines()

    imported = {
        line.split()[1].split(".")[0] for line in lines if line.startswith(("import", "from"))
    }
    assert len(lines) <= 150
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
