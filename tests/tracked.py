"""The files of the project, as git knows them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def tracked(pattern: str = "*") -> tuple[Path, ...]:
    """The tracked files that match a git pattern and are there, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", pattern], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = (name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


def text_of(path: Path) -> str:
    """A file's text; empty when it is none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
