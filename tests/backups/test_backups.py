"""A backup is whole, opens with one key only, and comes back without what was erased."""

import json
import sqlite3
import threading
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest

from tests.backups.house import WORD, House
from vigie.evidence.keys import new_identity


def opened(house: House, backup: Path) -> bytes:
    """What is inside, as a tar."""
    plain: bytes = pyrage.decrypt(
        backup.read_bytes(), [pyrage.x25519.Identity.from_str(house.secret)]
    )
    return plain


def test_a_backup_comes_back_in_a_new_folder_and_its_codes_open(
    house: House, tmp_path: Path
) -> None:
    codes = house.codes
    backup = house.backup(tmp_path / "b.age")

    checked = house.vigie("backup", "--verify", backup, "--json", stdin=house.secret)
    other = house.restored(backup, tmp_path / "new")

    assert json.loads(checked.stdout)["form"] == "sqlite"
    assert other.look(codes) == house.look(codes)
    assert other.look(codes)[codes[0]] == [f"{WORD} 0", ["read"]]
    for name in ("installation.json", "intake/keys.json", "worker/vault.age"):
        assert (other.folder / name).read_bytes() == (house.folder / name).read_bytes()
        assert (other.folder / name).stat().st_mode & 0o077 == 0
    assert not (other.folder / "being-restored").exists()
    assert not (other.folder / "worker.secret").exists()
    assert other.vigie("backup", "--out", tmp_path / "again.age").returncode == 0


def test_nothing_told_nor_any_secret_is_readable_in_it_not_even_opened(
    house: House, tmp_path: Path
) -> None:
    (house.folder / "vigie.log").write_text("kept out")
    backup = house.backup(tmp_path / "b.age")

    inside = opened(house, backup)

    assert WORD.encode() not in backup.read_bytes()
    assert b"contact@example.org" not in backup.read_bytes()
    assert b"contact@example.org" in inside
    assert WORD.encode() not in inside
    assert b"leo.exemple" not in inside
    assert (house.folder / "worker.secret").read_bytes().strip() not in inside
    assert b"kept out" not in inside
    assert not [code for code in house.codes if code.encode() in inside]
    left = {each.name for each in house.folder.iterdir()}
    assert left == {
        "blobs", "installation.json", "intake", "last-backup.json", "vigie.log",
        "vigie.sqlite3", "vigie.sqlite3-journal", "worker", "worker.secret",
    } - ({"vigie.sqlite3-journal"} - left)  # fmt: skip


def test_what_was_erased_since_stays_erased_with_a_newer_ledger(
    house: House, tmp_path: Path
) -> None:
    kept, gone, part = house.codes
    backup = house.backup(tmp_path / "b.age")
    house.do(
        f"erase_testimony(witness.reopen({gone!r}).testimony, 'anonymised', actor='w', now=now)\n"
        f"t = witness.reopen({part!r}).testimony\n"
        "erase_item(Item.objects.get(testimony=t, kind='file').pk, actor='w', now=now)"
    )

    without = house.restored(backup, tmp_path / "without")
    with_it = house.another(tmp_path / "with")
    said = with_it.restore(backup, "--ledger", house.folder / "erased.ledger")

    assert without.look([gone])[gone] == [f"{WORD} 1", ["read"]]
    assert with_it.look([kept, gone, part]) == {
        kept: [f"{WORD} 0", ["read"]],
        gone: "NotFound",
        part: [f"{WORD} 2", []],
    }
    assert "1 testimonies were erased since: erased again." in said.stdout
    assert "1 single items were erased since: erased again." in said.stdout
    assert len((with_it.folder / "erased.ledger").read_text().splitlines()) == 2
    assert len(list((with_it.folder / "blobs").glob("*/*.age"))) == 1
    assert with_it.do("print(Testimony.objects.exclude(erased_hour=None).count())") == 1


def test_a_database_older_than_the_blobs_and_a_blob_that_is_not_there_are_said(
    house: House, tmp_path: Path
) -> None:
    first, second, _ = house.codes
    (house.folder / "blobs" / "ab").mkdir(exist_ok=True)
    (house.folder / "blobs" / "ab" / f"ab{'0' * 30}.age").write_bytes(b"of a later testimony")
    lost = house.do("print(json.dumps(Item.objects.filter(kind='file').first().blob))")
    (house.folder / "blobs" / lost[:2] / f"{lost}.age").unlink()
    backup = house.backup(tmp_path / "b.age")

    other = house.another(tmp_path / "new")
    said = other.restore(backup)

    assert "1 sealed files are missing" in said.stdout
    assert "1 sealed files came after this database" in said.stdout
    assert other.look([first, second]) == {
        first: [f"{WORD} 0", ["unreadable"]],
        second: [f"{WORD} 1", ["read"]],
    }


@pytest.mark.parametrize(
    ("start", "bytes_kept", "sentence"),
    [
        (b"", 0, "This file is empty: it is no backup."),
        (b"hello", 500, "This file is no backup of Vigie: it is not sealed with age."),
        (b"", 20_000, "This backup is cut short or damaged: take another copy of it."),
        (b"", 60, "This backup is cut short or damaged: take another copy of it."),
    ],
    ids=["empty", "garbage", "cut", "header"],
)
def test_what_is_no_whole_backup_is_refused_in_one_sentence_and_leaves_nothing(
    house: House, tmp_path: Path, start: bytes, bytes_kept: int, sentence: str
) -> None:
    backup = house.backup(tmp_path / "b.age")
    backup.write_bytes((start + backup.read_bytes())[:bytes_kept])
    other = house.another(tmp_path / "new")

    said = other.restore(backup)

    assert said.returncode == 1
    assert said.stderr == f"vigie restore: {sentence}\n"
    assert not any(other.folder.iterdir())


def test_a_wrong_key_no_key_and_a_folder_in_use_are_refused(house: House, tmp_path: Path) -> None:
    backup = house.backup(tmp_path / "b.age")
    wrong, none = house.another(tmp_path / "new"), house.another(tmp_path / "new")
    wrong.secret, none.secret = new_identity()[0], "not a key"
    into_use = house.another(house.folder)

    said = [each.restore(backup) for each in (wrong, none, into_use)]

    assert [each.returncode for each in said] == [1, 1, 1]
    assert "does not open with this key" in said[0].stderr
    assert "A share has 24 words" in said[1].stderr
    assert "is not empty: restore into a new folder" in said[2].stderr


def test_nothing_is_served_or_worked_while_a_folder_is_being_restored(house: House) -> None:
    (house.folder / "being-restored").write_text("")

    served = house.vigie("desk", "--port", "8419")
    worked = house.vigie("worker", "--once")

    for said in (served, worked):
        assert said.returncode == 2
        assert "A backup is being restored" in said.stderr


def test_visits_leases_and_unused_invitations_do_not_come_back(
    house: House, tmp_path: Path
) -> None:
    house.do(
        "lead = Responder.objects.get()\n"
        "DeskVisit.objects.create(digest=b'd'*32, responder=lead, locked_team_key=b'k',"
        " last_seen=now)\n"
        "Testimony.objects.update(leased_by='dead/1', leased_until=now + timedelta(days=1))"
    )
    backup = house.backup(tmp_path / "b.age")

    other = house.restored(backup, tmp_path / "new")

    assert other.do(
        "print(json.dumps([DeskVisit.objects.count(),"
        " Testimony.objects.exclude(leased_by='').count()]))"
    ) == [0, 0]


def test_a_log_that_is_behind_a_published_head_is_said_and_no_size_is_signed_twice(
    house: House, tmp_path: Path
) -> None:
    backup = house.backup(tmp_path / "b.age")
    house.tell(WORD, 2)
    published = json.loads((house.folder / "worker" / "head.json").read_text())
    (tmp_path / "head.json").write_text(json.dumps(published))
    other = house.another(tmp_path / "new")

    said = other.restore(backup, "--head", tmp_path / "head.json")
    heads = (
        "work(open_worker('w'), now)\n"
        "from vigie.flows.custody import check_log\n"
        "print(json.dumps([LogHead.objects.order_by('-size')[0].size, check_log(True, now),"
        " list(LogHead.objects.values_list('size', flat=True))]))"
    )
    house.give_worker_secret(other)
    newest, wrong, sizes = other.do(heads)

    assert "entries of the log are lost" in said.stdout
    assert newest > published["size"]
    assert wrong == []
    assert published["size"] not in sizes


def test_reader_keys_destroyed_since_are_said_and_their_secrets_are_not_kept(
    house: House, tmp_path: Path
) -> None:
    old = "old = now - timedelta(days=9)\nw = open_worker('w')\n"
    house.do(old + "publish_reader_key(w, old)")
    backup = house.backup(tmp_path / "b.age")
    house.do("print(json.dumps(destroy_reader_keys(open_worker('w'), now)))")
    other = house.another(tmp_path / "new")

    said = other.restore(backup, "--ledger", house.folder / "erased.ledger")
    house.give_worker_secret(other)
    kept = other.do(
        "w = open_worker('w')\nwork_once(w, now)\nprint(json.dumps(sorted(w.vault.readers)))"
    )

    assert "1 reader keys were destroyed since: no longer used." in said.stdout
    assert len(kept) == 1


def test_a_backup_is_of_one_moment_though_testimonies_come_in_meanwhile(
    house: House, tmp_path: Path
) -> None:
    busy = threading.Thread(target=house.tell, args=(WORD, 12))
    busy.start()
    backups = [house.backup(tmp_path / f"{n}.age") for n in range(3)]
    busy.join()

    for n, backup in enumerate(backups):
        other = house.another(tmp_path / f"new{n}")
        said = other.restore(backup, "--json")
        with sqlite3.connect(other.folder / "vigie.sqlite3") as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert json.loads(said.stdout)["log_wrong"] == ""
        assert json.loads(said.stdout)["blobs_missing"] == 0


def test_without_a_recipient_there_is_no_backup_and_it_says_what_to_do(
    house: House, tmp_path: Path
) -> None:
    house.recipient = ""

    said = house.vigie("backup", "--out", tmp_path / "b.age")

    assert said.returncode == 2
    assert "make a recovery key at the desk" in said.stderr
    assert not (tmp_path / "b.age").exists()


def test_tables_move_from_sqlite_to_another_sqlite(house: House, tmp_path: Path) -> None:
    codes = house.codes
    backup = house.backup(tmp_path / "b.age", "--portable")

    other = house.restored(backup, tmp_path / "new")
    house.give_worker_secret(other)
    new = other.tell("glaïeul")

    assert WORD.encode() not in opened(house, backup)
    assert other.look(codes) == house.look(codes)
    assert other.look(new)[new[0]] == ["glaïeul 0", ["read"]]


def test_tables_move_between_sqlite_and_postgresql_both_ways(
    house: House, postgres: str, tmp_path: Path
) -> None:
    codes = house.codes
    portable = house.backup(tmp_path / "b.age", "--portable")
    as_file = house.backup(tmp_path / "f.age")

    refused = house.another(tmp_path / "no", postgres).restore(as_file)
    there = house.restored(portable, tmp_path / "pg", postgres)
    house.give_worker_secret(there)
    new = there.tell("glaïeul")
    again = there.restore(portable)
    back = there.restored(there.backup(tmp_path / "c.age"), tmp_path / "back")

    assert "--portable for PostgreSQL" in refused.stderr
    assert there.look(codes) == house.look(codes)
    assert "is not empty" in again.stderr
    assert back.look(codes + new) == there.look(codes + new)
