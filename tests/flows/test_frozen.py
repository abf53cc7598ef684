"""Frozen files: no path shows them, and only two people thaw, hand over or destroy them."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Q
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.flows.pictures import Given, plain_picture, read_as, sha256, stitched
from tests.scenes import Login, Told, only_case, tell, upload, work
from vigie.evidence.freezers import freezers
from vigie.evidence.images import Picture
from vigie.evidence.keys import new_identity, unwrap
from vigie.evidence.sealing import open_sealed
from vigie.flows import casework, frozen, items, proposals, witness
from vigie.flows.composing import NoticeChoice, compose
from vigie.flows.decisions import record_decisions
from vigie.flows.erasing import finish_erasures
from vigie.flows.items import open_blob
from vigie.flows.people import Desk
from vigie.flows.place import blobs, folder, installation
from vigie.flows.tasks import open_tasks, tick
from vigie.flows.worker import Worker
from vigie.kernel.errors import Conflict, NotAllowed, NotFound, WrongKey
from vigie.reading.read import Reading
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal, Task
from vigie.store.testimonies import Item, Testimony, Wrap

SOURCES = Path(frozen.__file__).parents[1]
FIRST, SECOND = plain_picture(90), plain_picture(200)
REASON = "ce n'est qu'un paysage"


@dataclass(frozen=True, slots=True)
class Scene:
    """A case with two images of one conversation, two leads, and the file that is frozen."""

    told: Told
    case: str
    file: int
    desk: Desk
    other: Desk
    now: datetime

    def item(self, key: int | None = None) -> Item:
        """An item as it is now; the file by default."""
        return Item.objects.select_related("testimony").get(pk=key or self.file)

    def picture(self) -> int:
        """The picture made of the file."""
        return Item.objects.get(parent=self.file, kind="picture").pk

    def freeze(self) -> None:
        """One click."""
        frozen.freeze(self.desk, self.case, self.file, self.now)

    def by_two(self, act: Proposal.Act) -> None:
        """One proposes, the other agrees."""
        made = proposals.propose(
            self.desk, act, self.case, item=self.file, reason=REASON, now=self.now
        )
        proposals.agree(self.other, made, self.now)

    def key(self) -> str:
        """T's secret."""
        testimony = Testimony.objects.get(reference=self.told.reference)
        return items.testimony_secret(testimony, Wrap.Holder.TEAM, self.desk.team_secret)

    def view(self) -> casework.TestimonyView:
        """The testimony as the desk shows it."""
        return casework.open_case(self.desk, self.case, self.now).testimonies[0]


@pytest.fixture
def scene(
    worker: Worker,
    desk: Desk,
    new_login: Callable[[str], Login],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Scene:
    """Two images were read as one conversation."""
    read_as(monkeypatch)
    told = tell(
        now,
        account="@lea.exemple",
        platform="tiktok",
        files=[("une.png", FIRST), ("deux.png", SECOND)],
    )
    work(worker, now)
    file = Item.objects.filter(kind="file").order_by("pk")[0]
    return Scene(
        told, only_case(desk, now).reference, file.pk, desk, new_login("Dominique").desk, now
    )


def decide(name: str, value: str, now: datetime) -> None:
    record_decisions({name: value}, "Camille, présidente", "le protocole", now)


def acts(item: int) -> list[tuple[str, str]]:
    kept = LogEntry.objects.filter(item=item).exclude(act="received").order_by("pk")
    return list(kept.values_list("act", "actor"))


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


def test_two_people_decide_once_about_the_same_bytes(
    worker: Worker,
    desk: Desk,
    new_login: Callable[[str], Login],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    read_as(monkeypatch)
    twice = [("une.png", FIRST), ("copie.png", FIRST)]
    told = tell(now, account="@lea.exemple", platform="tiktok", files=twice)
    work(worker, now)
    case, first = only_case(desk, now).reference, witness.so_far(told.session, now).files[0]
    scene = Scene(told, case, first.id, desk, new_login("Dominique").desk, now)

    scene.freeze()
    scene.by_two(Proposal.Act.THAW)
    work(worker, now)
    thawed = [each.state for each in witness.so_far(told.session, now).files]
    decide("csam_policy", "refuse", now)
    scene.freeze()
    with django_capture_on_commit_callbacks(execute=True):
        scene.by_two(Proposal.Act.DESTROY)

    assert thawed == ["read", "read"]
    assert [each.state for each in witness.so_far(told.session, now).files] == ["gone", "gone"]
    assert list(blobs().names()) == []
    assert open_tasks(now) == ()


def test_two_people_thaw_and_everything_is_as_before(scene: Scene) -> None:
    before = scene.view()
    scene.freeze()

    scene.by_two(Proposal.Act.THAW)

    assert replace(scene.view(), state="") == replace(before, state="")
    assert scene.item().frozen_hour is None
    assert casework.picture(scene.desk, scene.picture(), scene.now)[0] == b"rebuilt " + FIRST
    assert open_tasks(scene.now) == ()
    both = f"{scene.desk.responder.pseudonym}+{scene.other.responder.pseudonym}"
    assert acts(scene.file)[1] == ("thawed", both)


def test_what_was_frozen_unread_is_read_once_it_is_thawed(
    worker: Worker,
    desk: Desk,
    new_login: Callable[[str], Login],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch)
    files = [("une.png", FIRST), ("deux.png", SECOND)]
    told = tell(now, account="@lea.exemple", platform="tiktok", files=files)
    first, _ = witness.so_far(told.session, now).files
    witness.freeze_own(told.session, first.id, now)
    work(worker, now)
    case = only_case(desk, now).reference
    scene = Scene(told, case, first.id, desk, new_login("Dominique").desk, now)
    alone = [len(talk.conversation.turns) for talk in scene.view().conversations]

    scene.by_two(Proposal.Act.THAW)
    work(worker, now)

    assert alone == [1]
    assert [len(talk.conversation.turns) for talk in scene.view().conversations] == [2]
    assert [each.state for each in witness.so_far(told.session, now).files] == ["read", "read"]


def test_without_a_recorded_decision_a_frozen_file_is_neither_handed_over_nor_destroyed(
    scene: Scene,
) -> None:
    scene.freeze()
    for act in (Proposal.Act.HAND_OVER, Proposal.Act.DESTROY):
        with pytest.raises(Conflict, match="has not recorded"):
            scene.by_two(act)

    assert scene.item().state == "frozen"
    assert len(list(blobs().names())) == 4


def test_destroyed_by_two_its_bytes_and_keys_are_gone_and_its_hash_stays(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    decide("csam_policy", "refuse", scene.now)
    scene.freeze()
    old, made = scene.item(), scene.item(scene.picture())
    kept = blobs().read(old.blob)
    key = scene.key()

    with django_capture_on_commit_callbacks(execute=True):
        scene.by_two(Proposal.Act.DESTROY)

    assert (scene.item().state, scene.item(made.pk).state) == ("destroyed", "destroyed")
    assert not {old.blob, made.blob} & set(blobs().names())
    assert len(list(blobs().names())) == 2, "the other image stays"
    content = items.open_content(scene.item(), key)
    assert (content["sha256"], content["name"]) == (sha256(FIRST), "une.png")
    with pytest.raises(WrongKey):
        open_sealed(kept, unwrap(bytes(scene.item().wrapped_key), key))
    (file, other) = scene.view().files
    assert (file.sha256, file.state, other.state) == (sha256(FIRST), "destroyed", "read")
    assert acts(scene.file)[-1][0] == "destroyed"
    seen = witness.so_far(scene.told.session, scene.now).files
    assert [each.state for each in seen] == ["gone", "read"]


def test_a_restored_backup_does_not_bring_a_destroyed_file_back(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    decide("csam_policy", "refuse", scene.now)
    scene.freeze()
    old = Item.objects.filter(Q(pk=scene.file) | Q(parent=scene.file, kind="picture"))
    backup = [(each, blobs().read(each.blob)) for each in old]
    with django_capture_on_commit_callbacks(execute=True):
        scene.by_two(Proposal.Act.DESTROY)
    assert finish_erasures(scene.now).items == 0, "nothing is left to do, and the record stays"

    for item, data in backup:
        item.save()
        path = folder() / "blobs" / item.blob[:2] / f"{item.blob}.age"
        path.write_bytes(data)
    again = finish_erasures(scene.now)

    assert again.items == 2
    assert (scene.item().state, scene.item().blob) == ("destroyed", "")
    assert len(list(blobs().names())) == 2
    assert scene.view().files[0].sha256 == sha256(FIRST)


def test_handed_over_by_two_it_opens_to_justice_alone(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    secret, recipient = new_identity()
    decide("csam_policy", "seal", scene.now)
    decide("judicial_recipient", recipient, scene.now)
    scene.freeze()
    old = scene.item().blob

    with django_capture_on_commit_callbacks(execute=True):
        scene.by_two(Proposal.Act.HAND_OVER)
    sealed = frozen.handed_file(scene.desk, scene.case, scene.file, scene.now)

    assert open_sealed(sealed, secret) == FIRST
    assert scene.item().state == "handed"
    assert old not in set(blobs().names())
    with pytest.raises(WrongKey):
        open_sealed(sealed, unwrap(bytes(scene.item().wrapped_key), scene.key()))
    with pytest.raises(NotAllowed):
        open_blob(scene.item(), scene.key())
    assert [act for act, _ in acts(scene.file)] == ["frozen", "handed", "exported"]
    assert open_tasks(scene.now) == ()


def test_nothing_is_given_out_of_what_was_not_handed_over(scene: Scene) -> None:
    scene.freeze()

    with pytest.raises(NotFound, match="sealed copy"):
        frozen.handed_file(scene.desk, scene.case, scene.file, scene.now)


def test_once_thawed_the_other_proposals_about_it_are_moot(scene: Scene) -> None:
    decide("csam_policy", "refuse", scene.now)
    scene.freeze()
    destroy = proposals.propose(
        scene.desk, Proposal.Act.DESTROY, scene.case, item=scene.file, reason="x", now=scene.now
    )

    scene.by_two(Proposal.Act.THAW)
    with pytest.raises(Conflict, match="already decided"):
        proposals.agree(scene.other, destroy, scene.now)
    late = proposals.propose(
        scene.desk, Proposal.Act.DESTROY, scene.case, item=scene.file, reason="x", now=scene.now
    )
    with pytest.raises(Conflict, match="not frozen any more"):
        proposals.agree(scene.other, late, scene.now)

    assert scene.item().state == "read"


def test_only_files_and_images_of_the_case_can_be_frozen(scene: Scene) -> None:
    page = Item.objects.filter(kind="page").first()
    assert page is not None

    with pytest.raises(NotFound, match="Only a file"):
        frozen.freeze(scene.desk, scene.case, page.pk, scene.now)
    with pytest.raises(NotFound, match="no such item"):
        frozen.freeze(scene.desk, scene.case, 10**6, scene.now)
