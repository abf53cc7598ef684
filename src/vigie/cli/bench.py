"""`vigie bench NAME`: runs a benchmark of BENCHMARKS.md, from a checkout; alone, lists them."""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from vigie.kernel.errors import BadInput, Misconfigured

ROOT = Path(__file__).parents[3]
SHORT = {"exports": "read_exports"}

NAME = typer.Argument(help="A benchmark; without one, they are listed.", metavar="NAME")
ARGUMENTS = typer.Argument(help="What the benchmark itself is given.", metavar="ARGUMENT")


def bench(
    name: Annotated[str, NAME] = "",
    arguments: Annotated[list[str] | None, ARGUMENTS] = None,
) -> None:
    """Run a benchmark of a checkout with what follows its name, or list them."""
    known = benchmarks(ROOT)
    if not name:
        for each, says in known.items():
            typer.echo(f"{each:<20} {says}")
        return
    if name not in known:
        raise BadInput(f"there is no benchmark {name!r}; 'vigie bench' lists them.")
    raise typer.Exit(run_benchmark(ROOT, SHORT.get(name, name), arguments or ()))


def benchmarks(root: Path) -> Mapping[str, str]:
    """The benchmarks of a checkout by name, each with the first sentence it says of itself."""
    folder = root / "benchmarks"
    if not folder.is_dir():
        raise Misconfigured(
            "the benchmarks come with a checkout of the sources, not with an installed package: "
            "clone the repository and run ./vigie bench there."
        )
    short = {module: name for name, module in SHORT.items()}
    said = {short.get(each.stem, each.stem): _says(each) for each in sorted(folder.glob("*.py"))}
    return {name: says for name, says in said.items() if says}


def _says(path: Path) -> str:
    """A module's first line; empty when it is not one to be run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    runs = any(isinstance(each, ast.FunctionDef) and each.name == "main" for each in tree.body)
    return (ast.get_docstring(tree) or "").split("\n")[0] if runs else ""


def run_benchmark(root: Path, module: str, arguments: Sequence[str]) -> int:
    """Runs one in a Python of its own, as `python -m` would, and gives its exit code."""
    path = os.pathsep.join(filter(None, (str(root / "src"), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    ).returncode
