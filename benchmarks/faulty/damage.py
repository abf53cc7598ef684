"""Sealed files, the log and the vault damaged on the disk: seen, said, and the rest goes on."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.faulty.killed_worker import TALK, send_testimonies
from benchmarks.faulty.staging import ask, change, doctor, fault, logged, number, serving, wrongs
from benchmarks.household import Place, place
from benchmarks.walker import Witness


def blobs_of(home: Place) -> list[Path]:
    """The sealed files that witnesses sent."""
    names = [str(row[0]) for row in ask(home, "SELECT blob FROM store_item WHERE kind='file'")]
    return [home.folder / "blobs" / name[:2] / f"{name}.age" for name in names]


def flip(one: Path, _: Path) -> None:
    """One bit."""
    data = bytearray(one.read_bytes())
    data[len(data) // 2] ^= 1
    one.write_bytes(data)


def cut(one: Path, _: Path) -> None:
    """The last bytes."""
    one.write_bytes(one.read_bytes()[:-30])


def lose(one: Path, _: Path) -> None:
    """The whole file."""
    one.unlink()


def swap(one: Path, other: Path) -> None:
    """Another testimony's file in its place."""
    one.write_bytes(other.read_bytes())


def damaged(damage: Callable[[Path, Path], None]) -> str:
    """Two testimonies, of which one file is damaged before it is read."""
    with place() as home:
        send_testimonies(home)
        damage(*blobs_of(home))
        home.start("worker", "--once").wait(120)
        states = sorted(ask(home, "SELECT state, problem FROM store_item WHERE kind='file'"))
        return wrongs(
            files=(states, [("read", ""), ("unreadable", "damaged_here")]),
            lines=(logged(home).count("a sealed file is missing or damaged"), 1),
            doctor=("sealed files" in doctor(home), True),
            waiting=(number(home, "SELECT COUNT(*) FROM store_testimony WHERE read_after"), 0),
        )


for name, damage in {"bit flipped": flip, "cut": cut, "lost": lose, "swapped": swap}.items():
    fault(f"sealed file {name}", "said to witness, operator and doctor; the rest is read")(
        lambda damage=damage: damaged(damage)
    )

CUT = {
    "an entry is gone": "DELETE FROM store_logentry WHERE position = 2",
    "the last entries are gone": "DELETE FROM store_logentry WHERE position > 3",
    "the last head is gone": "DELETE FROM store_loghead WHERE size = "
    "(SELECT MAX(size) FROM store_loghead)",
    "an entry was changed": "UPDATE store_logentry SET leaf = randomblob(32) WHERE position = 1",
}


def cut_log(statement: str) -> str:
    """The log is damaged, then one more testimony comes."""
    with place() as home:
        send_testimonies(home)
        home.run("worker", "--once")
        change(home, statement)
        seen = doctor(home)
        send_testimonies(home, 1)
        home.start("worker", "--once").wait(120)
        return wrongs(
            doctor=("custody log" in seen, True),
            still=("custody log" in doctor(home), True),
            read=(number(home, "SELECT COUNT(*) FROM store_item WHERE state='unread'"), 0),
        )


for name, statement in CUT.items():
    fault(f"custody log: {name}", "doctor says so, then and later; reading goes on")(
        lambda statement=statement: cut_log(statement)
    )


@fault("vault half written", "the worker does not start and says what to do; restored, it reads")
def half_a_vault() -> str:
    """A copy that broke off."""
    with place() as home:
        send_testimonies(home, 1)
        vault = home.folder / "worker" / "vault.age"
        whole = vault.read_bytes()
        vault.write_bytes(whole[: len(whole) // 2])
        code = home.start("worker", "--once").wait(120)
        said = logged(home)
        with serving(home, "intake") as port:
            Witness(port).start()
        vault.write_bytes(whole)
        home.run("worker", "--once")
        return wrongs(
            code=(code, 2),
            said=("restore the file from a backup" in said, True),
            unread=(number(home, "SELECT COUNT(*) FROM store_item WHERE state='unread'"), 0),
            talk=(bool(TALK), True),
        )
