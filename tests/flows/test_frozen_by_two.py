"""Frozen files: only two people thaw them, hand them over or destroy them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db.models import Q
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.flows.frozen_scenes import FIRST, SECOND, Scene, acts, decide
from tests.flows.pictures import read_as, sha256
from tests.scenes import Login, only_case, tell, work
from vigie.evidence.keys import new_identity, unwrap
from vigie.evidence.sealing import open_sealed
from vigie.flows import casework, frozen, items, proposals, witness
from vigie.flows.items import open_blob
from vigie.flows.keeping.erasing import finish_erasures
from vigie.flows.place import blobs, folder
from vigie.flows.tasks import open_tasks
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import Conflict, NotAllowed, NotFound, WrongKey
from vigie.store.duties import Proposal
from vigie.store.testimonies import Item


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
