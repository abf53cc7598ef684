"""`vigie bench`: lists what a checkout holds, runs one, says when there is no checkout."""

import subprocess
from pathlib import Path

import pytest

from vigie.cli import bench
from vigie.cli.main import main
from vigie.kernel.errors import Misconfigured

BENCHMARK = '''"""Says what it was given.

More."""
import sys


def main() -> None:
    print("given", sys.argv[1:])
    raise SystemExit(3)


if __name__ == "__main__":
    main()
'''


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "echo.py").write_text(BENCHMARK)
    (folder / "read_exports.py").write_text(BENCHMARK)
    (folder / "shared.py").write_text('"""Used by the others."""\n')
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    return tmp_path


def test_the_benchmarks_are_listed_each_with_its_first_sentence(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench"])

    assert ended.value.code == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["echo", "Says", "what", "it", "was", "given."],
        ["exports", "Says", "what", "it", "was", "given."],
    ]
    assert (checkout / "benchmarks/shared.py").exists()


def test_what_follows_the_name_is_given_and_the_exit_code_comes_back(
    checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench", "echo", "--seconds", "6", "-x", str(checkout)])

    assert ended.value.code == 3
    assert capfd.readouterr().out == f"given ['--seconds', '6', '-x', '{checkout}']\n"


def test_a_short_name_runs_its_benchmark(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        run.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", note)

    with pytest.raises(SystemExit):
        main(["bench", "exports"])

    assert run[0][1:] == ["-m", "benchmarks.read_exports"]
    assert checkout.is_dir()


@pytest.mark.usefixtures("checkout")
def test_an_unknown_name_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench", "nothing"])

    assert ended.value.code == 1
    assert "there is no benchmark 'nothing'" in capsys.readouterr().err


def test_an_installed_package_says_that_a_checkout_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)

    with pytest.raises(Misconfigured, match="clone the repository"):
        bench.benchmarks(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["bench"])

    assert ended.value.code == 2
    assert "checkout" in capsys.readouterr().err


def test_this_checkout_lists_the_reading_of_screenshots() -> None:
    assert "reading" in bench.benchmarks(Path(__file__).parents[2])
