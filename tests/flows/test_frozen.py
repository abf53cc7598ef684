"""Frozen files: no path shows them, whoever froze them, and a person is asked to look."""

import ast
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.frozen_scenes import FIRST, SECOND, Scene, acts, decide
from tests.flows.pictures import Given, read_as, sha256, stitched
from tests.scenes import only_case, tell, upload, work
from vigie.evidence.freezers import freezers
from vigie.evidence.images import Picture
from vigie.flows import casework, frozen, items, witness
from vigie.flows.composing import NoticeChoice, compose
from vigie.flows.items import open_blob
from vigie.flows.place import installation
from vigie.flows.tasks import open_tasks, tick
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotAllowed, NotFound
from vigie.reading.read import Reading
from vigie.store.custody import LogEntry
from vigie.store.duties import Task
from vigie.store.testimonies import Item

SOURCES = Path(frozen.__file__).parents[1]


def test_one_click_freezes_a_file_and_the_pictures_made_of_it(scene: Scene) -> None:
    frozen.freeze(scene.desk, scene.case, scene.picture(), scene.now)

    assert (scene.item().state, scene.item(scene.picture()).state) == ("frozen", "frozen")
    assert scene.item().frozen_hour == scene.now.replace(minute=0, second=0, microsecond=0)
    assert acts(scene.file) == [("frozen", scene.desk.responder.pseudonym)]
    others = Item.objects.filter(kind__in=["file", "picture"]).exclude(state="frozen")
    assert others.count() == 2, "the other image and its picture stay"


def test_a_frozen_file_is_neither_shown_nor_opened_by_any_key(scene: Scene) -> None:
    stale = [scene.item(), scene.item(scene.picture())]
    scene.freeze()

    with pytest.raises(NotAllowed, match="frozen"):
        casework.picture(scene.desk, scene.picture(), scene.now)
    for item in stale:
        with pytest.raises(NotAllowed, match="frozen"):
            open_blob(item, scene.key())
        with pytest.raises(NotAllowed, match="frozen"):
            items.sealed_parts(item)
    assert "revealed" not in LogEntry.objects.values_list("act", flat=True)


def test_a_picture_whose_file_is_frozen_is_closed_even_where_it_was_forgotten(
    scene: Scene,
) -> None:
    Item.objects.filter(pk=scene.file).update(state="frozen")

    with pytest.raises(NotAllowed, match="frozen"):
        open_blob(scene.item(scene.picture()), scene.key())


def test_only_one_function_reads_the_sealed_files_to_open_them() -> None:
    readers = set()
    for path in SOURCES.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and reads_blobs(function):
                readers.add((path.name, function.name))

    behind_the_door = {("items.py", "_blob_bytes"), ("items.py", "sealed_parts")}
    given_to_justice, only_the_header = ("items.py", "sealed_for_another"), "_is_sealed"
    assert readers == behind_the_door | {given_to_justice, ("machine.py", only_the_header)}


def reads_blobs(function: ast.FunctionDef) -> bool:
    named = [each for each in ast.walk(function) if isinstance(each, ast.Attribute)]
    return any(
        each.attr in ("read", "open") and re.search(r"blobs\(\)|BlobStore", ast.unparse(each.value))
        for each in named
    )


def test_the_conversation_stays_with_that_image_blank(scene: Scene) -> None:
    before = scene.view()
    scene.freeze()

    after = scene.view()

    (old,), (new,) = before.conversations, after.conversations
    assert [turn.text for turn in new.conversation.turns] == ["salut 0", "salut 1"]
    assert old.closed == frozenset()
    assert new.closed & set(new.pictures) == {scene.picture()}
    assert [file.pictures for file in after.files] == [(), before.files[1].pictures]
    assert [file.at_hand for file in after.files] == [False, True]


def test_no_paper_names_a_frozen_file_and_its_words_can_still_be_cited(scene: Scene) -> None:
    nothing = NoticeChoice("", (), (), None, False, False, False)
    scene.freeze()

    case = casework.open_case(scene.desk, scene.case, scene.now)
    notice = compose(case, nothing, "N-1", "Camille", installation().organisation, scene.now)

    assert [each.sha256 for each in notice.exhibits] == [sha256(SECOND)]
    assert sha256(FIRST) not in repr(notice)


def test_a_person_is_asked_within_a_day_and_it_is_said_when_that_is_over(scene: Scene) -> None:
    scene.freeze()
    scene.freeze()

    (task,) = open_tasks(scene.now, scene.case)
    (late,) = open_tasks(scene.now + timedelta(hours=24, seconds=1))

    assert (task.kind, task.case, task.item) == ("frozen_image", scene.case, scene.file)
    assert (task.due_at, task.late) == (scene.now + timedelta(hours=24), False)
    assert (late.id, late.case, late.late) == (task.id, scene.case, True)
    assert len(acts(scene.file)) == 1, "a second click changes nothing"


def test_a_task_about_a_frozen_file_is_not_simply_ticked(scene: Scene) -> None:
    scene.freeze()
    (task,) = open_tasks(scene.now, scene.case)

    with pytest.raises(NotAllowed, match="two people"):
        tick(scene.desk, task.id, scene.now)
    decide("csam_policy", "protocol", scene.now)
    tick(scene.desk, task.id, scene.now)

    assert open_tasks(scene.now) == ()
    assert Task.objects.get().done_by == scene.desk.responder
    assert scene.item().state == "frozen"
    with pytest.raises(NotFound):
        tick(scene.desk, task.id, scene.now)


def test_the_witness_freezes_their_own_file_and_no_other(scene: Scene) -> None:
    stranger = tell(scene.now, account="@autre.exemple")

    with pytest.raises(NotFound):
        witness.freeze_own(stranger.session, scene.file, scene.now)
    witness.freeze_own(scene.told.session, scene.file, scene.now)

    seen = witness.so_far(scene.told.session, scene.now).files
    assert [(file.state, file.can_be_frozen) for file in seen] == [
        ("frozen", False),
        ("read", True),
    ]
    assert acts(scene.file) == [("frozen", "witness")]


def test_a_file_frozen_before_it_is_read_is_not_read(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=[("une.png", FIRST)])
    (file,) = witness.so_far(told.session, now).files
    witness.freeze_own(told.session, file.id, now)
    given: list[tuple[str, bytes]] = []

    def read(files: Given) -> Reading:
        given.extend(files)
        return Reading()

    read_as(monkeypatch, read)

    work(worker, now)

    assert given == []
    assert [each.state for each in witness.so_far(told.session, now).files] == ["frozen"]


def test_a_file_frozen_while_the_worker_reads_it_stays_frozen(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=[("une.png", FIRST), ("deux.png", SECOND)])
    first, _ = witness.so_far(told.session, now).files

    def meanwhile(files: Given) -> Reading:
        witness.freeze_own(told.session, first.id, now)
        return stitched(files)

    read_as(monkeypatch, meanwhile)
    work(worker, now)

    states = [each.state for each in witness.so_far(told.session, now).files]
    assert states == ["frozen", "read"]
    assert Item.objects.filter(kind="picture", parent=first.id).count() == 0


def test_what_is_plugged_in_freezes_on_arrival_and_nothing_is_plugged_in(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert freezers.all() == {}, "no classifier is shipped"
    looked_at: list[int] = []

    class OneHash:
        """Flags one known file."""

        name = "one_hash"
        samples = ()

        def flags(self, sha256_: str, pages: Sequence[Picture]) -> bool:
            looked_at.append(len(pages))
            return sha256_ == sha256(FIRST)

    monkeypatch.setattr(freezers, "_plugins", {"one_hash": OneHash()})
    read_as(monkeypatch)
    told = tell(now, files=[("une.png", FIRST), ("deux.png", SECOND)])

    work(worker, now)

    assert looked_at == [1, 1]
    states = [each.state for each in witness.so_far(told.session, now).files]
    assert states == ["frozen", "read"]
    assert Item.objects.filter(kind="picture").count() == 1, "no copy is made of what is flagged"
    assert Item.objects.filter(kind="conversation").count() == 1
    assert LogEntry.objects.get(act="frozen").actor == "worker"


def test_the_same_bytes_in_a_testimony_are_frozen_together_and_when_sent_again(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch)
    twice = [("une.png", FIRST), ("copie.png", FIRST), ("deux.png", SECOND)]
    told = tell(now, account="@lea.exemple", platform="tiktok", files=twice)
    work(worker, now)
    first = witness.so_far(told.session, now).files[0]

    frozen.freeze(desk, only_case(desk, now).reference, first.id, now)
    witness.receive_files(told.session, [upload("encore.png", FIRST)], once="again", now=now)
    work(worker, now)

    files = witness.so_far(told.session, now).files
    assert [(each.name, each.state) for each in files] == [
        ("une.png", "frozen"),
        ("copie.png", "frozen"),
        ("deux.png", "read"),
        ("encore.png", "frozen"),
    ]
    shown = Item.objects.filter(kind="picture").exclude(state="frozen")
    assert [each.parent_id for each in shown] == [files[2].id]
    assert len(open_tasks(now)) == 3


def test_only_files_and_images_of_the_case_can_be_frozen(scene: Scene) -> None:
    page = Item.objects.filter(kind="page").first()
    assert page is not None

    with pytest.raises(NotFound, match="Only a file"):
        frozen.freeze(scene.desk, scene.case, page.pk, scene.now)
    with pytest.raises(NotFound, match="no such item"):
        frozen.freeze(scene.desk, scene.case, 10**6, scene.now)
