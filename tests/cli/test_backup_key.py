"""What opens a backup: a key or paper shares, from a file or from a pipe."""

import io
import secrets
from pathlib import Path

import pytest

from vigie.cli.backup_key import read_secret
from vigie.evidence.keys import identity_from_seed, new_identity
from vigie.evidence.shares import split, write_share
from vigie.kernel.errors import BadInput

SEED = secrets.token_bytes(32)
SHARES = [write_share(each) for each in split(SEED, 2, 3, secrets.token_bytes)]


def test_a_file_as_the_age_tool_writes_it(tmp_path: Path) -> None:
    secret, recipient = new_identity()
    (tmp_path / "key").write_text(f"# created: today\n# public key: {recipient}\n{secret}\n")

    assert read_secret(tmp_path / "key") == secret


def test_enough_paper_shares_a_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shares").write_text("\n".join(SHARES[:2]))
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(SHARES[1:]) + "\n"))

    from_file, from_pipe = read_secret(tmp_path / "shares"), read_secret(None)

    assert from_file == from_pipe == identity_from_seed(SEED)[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No key was given"),
        (SHARES[0], "2 shares are needed"),
        (f"{SHARES[0]}\n{SHARES[0]}", "The same share was given twice"),
        ("rien du tout", "A share has 24 words"),
    ],
)
def test_what_is_no_key_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "key").write_text(text)

    with pytest.raises(BadInput, match=sentence):
        read_secret(tmp_path / "key")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No key was given"):
        read_secret(tmp_path / "nothing")
