"""Plants 40 strings in testimonies and looks for them on the disk, the worker's secret gone.

Searched: the database and its journal, every file of the data folder, the logs of the processes,
the folder of temporary files, a sealed backup, a core file if a crash leaves one; as UTF-8, UTF-16,
base64 and hexadecimal. Said as well: what the machine swaps to, whether a
crash leaves a core file.
Usage: python -m benchmarks.planted
"""

import base64
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from benchmarks.household import place
from benchmarks.walker import Witness
from vigie.evidence.keys import new_identity

SHOT = Path(__file__).resolve().parent.parent / "src/vigie/cli/demonstration/shots/fame-1.png"
SEEN = "Je lis tout"
"""Words of the screenshot, which the worker reads."""
WORDS = ("histoire", "quand", "compte", "ailleurs", "colle", "pseudo", "fichier", "message")
CONTROL = "planted in clear to show that the search finds it"


def plant(witness: Witness, strings: list[str]) -> None:
    """Tells eight strings in every kind of place: texts, handles, file names, contents."""
    mark = [f"{word}{secrets.token_hex(5)}" for word in WORDS]
    witness.start()
    witness.tell(1, narrative=f"il m'a dit {mark[0]} et envoie une photo")
    witness.tell(2, when=mark[1])
    witness.tell(4, account=f"tiktok @{mark[2]}", other_accounts=f"snap {mark[3]}")
    witness.tell(8, own_pseudonym=mark[5], consent_pseudonym="yes")
    witness.upload(f"{mark[6]}.png", SHOT.read_bytes())
    witness.upload("discussion.txt", f"Léo: {mark[4]}\nMoi: non\nLéo: allez\n".encode())
    witness.send_off()
    witness.post("/suivi/message/", {"text": mark[7], "once": "m"})
    strings += mark


def forms(text: str) -> list[bytes]:
    """The ways in which a string could lie on a disk."""
    plain = text.encode()
    return [plain, text.encode("utf-16-le"), plain.hex().encode()] + [
        base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)
    ]


def files(folders: list[Path], since: float) -> list[Path]:
    """Every file written since a time in these folders."""
    found = [path for folder in folders for path in folder.rglob("*")]
    return [path for path in found if _is_recent_file(path, since)]


def _is_recent_file(path: Path, since: float) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since
    except OSError:
        return False


def places_of(texts: list[str], contents: list[tuple[Path, bytes]]) -> list[tuple[str, str]]:
    """Which file holds which string, in any form."""
    return [
        (path.name, text)
        for text in texts
        for path, content in contents
        if any(form in content for form in forms(text))
    ]


def crash(process: subprocess.Popen[bytes]) -> bool:
    """Ends the processes of a group as a fault would; true when any could have left a core file."""
    members = [each for each in Path("/proc").glob("[0-9]*") if _group_of(each) == process.pid]
    open_ones = [each for each in members if not _is_private(each)]
    os.killpg(process.pid, signal.SIGABRT)
    process.wait()
    return bool(open_ones) or not members


def _group_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[2])
    except (OSError, IndexError):
        return 0


def _is_private(process: Path) -> bool:
    """Whether its limit lets it leave no core file."""
    limits = (process / "limits").read_text().splitlines()
    return any(line.split()[4:6] == ["0", "0"] for line in limits if "core file" in line)


def swaps() -> str:
    """What the machine swaps to; what `vigie doctor` says NO to when it is in clear."""
    listed = Path("/proc/swaps").read_text().splitlines()[1:]
    return ", ".join(line.split()[0] for line in listed) or "none"


def main() -> None:
    """Plants, reads, looks."""
    strings: list[str] = [SEEN]
    with place() as home:
        since = (home.folder / "installation.json").stat().st_mtime - 60
        own = Path(tempfile.mkdtemp(prefix="vigie-temporary-"))
        home.environment["TMPDIR"] = str(own)
        home.environment["VIGIE_BACKUP_RECIPIENT"] = new_identity()[1]
        intake = home.start_intake()
        codes = []
        for _ in range(5):
            witness = Witness(home.port)
            plant(witness, strings)
            codes.append(witness.code)
        home.run("worker", "--once")
        home.run("backup", "--out", str(own / "backup.age"))
        exposed = crash(intake)
        (home.folder / "worker.secret").unlink()
        (own / "control").write_text(f"…{CONTROL}…")
        cores = sorted(Path.cwd().glob("core*"))
        searched = [*files([home.folder.parent, own], since), *files(cores, since)]
        contents = [(path, path.read_bytes()) for path in searched]
        shutil.rmtree(own)
    looked_for = [*strings, *codes, witness.cookie.split("=", 1)[1]]
    found = places_of(looked_for, contents)
    blind = not places_of([CONTROL], contents)
    size = sum(len(content) for _, content in contents)
    print(
        f"{len(looked_for)} planted strings, {len(contents)} files, {size:,} bytes: "
        f"{len(found)} found{', and the control was not' if blind else ''} {found[:5] or ''}\n"
        f"a crash {'could leave' if exposed else 'leaves no'} core file; swap: {swaps()}"
    )
    raise SystemExit(1 if found or blind or exposed else 0)


if __name__ == "__main__":
    main()
