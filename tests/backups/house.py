"""An installation in a folder of its own, driven by processes as on a real machine."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD = "tournesol"
ROOT = Path(__file__).resolve().parents[2]
PRELUDE = """
import json, sys
from datetime import UTC, datetime, timedelta
import vigie.cli.ready
from tests.scenes import TALK, tell, upload, work
from vigie.flows import witness
from vigie.flows.keeping.erasing import erase_item, erase_testimony
from vigie.flows.place import blobs, folder
from vigie.flows.worker import open_worker, work_once, destroy_reader_keys, publish_reader_key
from vigie.store.models import *
now = datetime.now(tz=UTC)
"""
MAKE = """
from vigie.evidence.installation import Organisation, write_private
from vigie.flows.team.people import add_responder
from vigie.flows.setup import make_installation, new_worker_secret
secret = new_worker_secret()
made = make_installation(folder(), Organisation("Exemple", "contact@example.org"), secret, now)
write_private(folder() / "worker.secret", secret.encode())
add_responder("Camille", "quatre pommes sur la table", Responder.Role.LEAD, made.team_secret)
work_once(open_worker("first"), now)
"""
TELL = """
codes = []
for n in range({count}):
    told = tell(now, narrative=f"{word} {{n}}", account="tiktok @leo.exemple",
                files=[(f"{word}.txt", (TALK + "{word}").encode())])
    codes.append(told.code)
work(open_worker("w"), now)
print(json.dumps(codes))
"""
LOOK = """
told = {{}}
for code in {codes}:
    try:
        session = witness.reopen(code)
        seen = witness.so_far(session, now)
        told[code] = [seen.answers.narrative, [f.state for f in seen.files]]
    except Exception as error:
        told[code] = type(error).__name__
print(json.dumps(told))
"""


@dataclass(slots=True)
class House:
    """One folder, one database, the key that opens its backups."""

    folder: Path
    database: str = ""
    secret: str = ""
    recipient: str = ""
    codes: list[str] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The variables of a process of this house, and none of the test's."""
        plain = {name: each for name, each in os.environ.items() if name[:6] != "VIGIE_"}
        return {
            **plain,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "VIGIE_DATA": str(self.folder),
            "VIGIE_DATABASE_URL": self.database,
            "VIGIE_BACKUP_RECIPIENT": self.recipient,
        }

    def do(self, code: str) -> Any:  # noqa: ANN401 (what the code prints)
        """Runs some Python in a process of the house; gives the JSON that it prints."""
        command = [sys.executable, "-c", PRELUDE + code]
        ended = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout) if ended.stdout.strip() else None

    def vigie(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs one command to its end, whatever it gives."""
        return subprocess.run(
            [sys.executable, "-m", "vigie.cli", *map(str, arguments)],
            env=self.environment(), cwd=ROOT, input=stdin, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def make(self) -> "House":
        """Keys, database, a lead, today's reader key."""
        self.do(MAKE)
        return self

    def tell(self, word: str, count: int = 1) -> list[str]:
        """Testimonies that hold a word, each with a file, read; gives their codes."""
        codes: list[str] = self.do(TELL.format(word=word, count=count))
        return codes

    def look(self, codes: list[str]) -> dict[str, Any]:
        """What each code opens: its narrative and the states of its files, or an error's name."""
        seen: dict[str, Any] = self.do(LOOK.format(codes=codes))
        return seen

    def backup(self, out: Path, *options: str) -> Path:
        """Makes a backup; fails when that fails."""
        made = self.vigie("backup", "--out", out, *options)
        assert made.returncode == 0, made.stderr
        return out

    def another(self, folder: Path, database: str = "") -> "House":
        """A house that is not made yet, for what this one's key opens."""
        return House(folder, database, self.secret, self.recipient, self.codes)

    def copied(self, folder: Path) -> "House":
        """The same house in another folder."""
        shutil.copytree(self.folder, folder)
        return self.another(folder)

    def restored(self, backup: Path, folder: Path, database: str = "") -> "House":
        """A house restored from a backup; fails when that fails."""
        other = self.another(folder, database)
        ended = other.restore(backup)
        assert ended.returncode == 0, ended.stderr
        return other

    def give_worker_secret(self, other: "House") -> None:
        """The boot secret is in no backup: it is put back by hand."""
        shutil.copy(self.folder / "worker.secret", other.folder)

    def restore(self, backup: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs `vigie restore` into this house's folder."""
        return self.vigie(
            "restore", backup, "--into", self.folder, *options, stdin=self.secret + "\n"
        )
