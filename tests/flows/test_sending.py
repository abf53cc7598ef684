"""The short way: one form, one transaction, one testimony, whoever taps twice."""

import json
from datetime import datetime

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from tests.scenes import TALK, upload, work
from vigie.evidence.receipts import check_receipt
from vigie.flows import witness
from vigie.flows.place import blobs, installation
from vigie.flows.setup import NewInstallation
from vigie.flows.witness import Sent
from vigie.flows.worker import Worker
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony

TOLD = {"narrative": "il insiste pour une photo", "account": "@lea.exemple"}
TOKEN = "jeton-assez-long-pour-compter"


def send(now: datetime, *files: tuple[str, bytes], once: str = TOKEN, **answers: str) -> Sent:
    uploads = tuple(upload(name, data) for name, data in files)
    return witness.send_at_once(
        answers or TOLD, uploads, language="fr", campaign=None, once=once, now=now
    )


def test_one_form_is_one_testimony_that_its_code_opens(
    installation: NewInstallation, now: datetime
) -> None:
    sent = send(now, ("discussion.txt", TALK.encode()))

    told = witness.so_far(witness.reopen(sent.code), now)
    assert told.answers.narrative == TOLD["narrative"]
    assert [file.name for file in told.files] == ["discussion.txt"]
    assert told.status == "received"
    assert told.answer_before is not None


def test_the_worker_reads_it_like_any_other(worker: Worker, now: datetime) -> None:
    sent = send(now, ("discussion.txt", TALK.encode()))

    work(worker, now)

    testimony = Testimony.objects.get(pk=sent.session.testimony)
    assert testimony.state == Testimony.State.READ
    assert Case.objects.filter(joined__testimony=testimony).exists()


def test_its_receipt_is_valid_and_lists_all_of_it(worker: Worker, now: datetime) -> None:
    sent = send(now, ("discussion.txt", TALK.encode()))

    early = json.loads(witness.receipt(sent.session))
    work(worker, now)
    late = json.loads(witness.receipt(sent.session))

    log_key = bytes.fromhex(installation().log_public)
    assert check_receipt(early, log_key).valid
    assert check_receipt(late, log_key).valid
    assert late["log"] is not None
    assert [item["kind"] for item in late["items"]] == ["text", "file"]


def test_everything_is_promised_and_logged(installation: NewInstallation, now: datetime) -> None:
    sent = send(now, ("discussion.txt", TALK.encode()))

    entries = LogEntry.objects.filter(testimony=sent.session.testimony)
    assert sorted(each.item.kind for each in entries if each.item) == ["file", "page", "receipt"]
    assert all(each.promise for each in entries)


def test_a_double_tap_shows_the_same_code_and_adds_nothing(
    installation: NewInstallation, now: datetime
) -> None:
    first, second = (send(now, ("a.txt", TALK.encode())) for _ in range(2))

    assert first == second
    assert Testimony.objects.count() == 1
    assert len(list(blobs().names())) == 1


def test_another_story_under_the_same_token_is_another_testimony(
    installation: NewInstallation, now: datetime
) -> None:
    first = send(now)
    second = send(now, narrative="une autre personne, sur le même téléphone")

    assert first.code != second.code
    assert Testimony.objects.count() == 2


@pytest.mark.parametrize("once", ["", "court"])
def test_without_a_token_of_ours_the_code_is_random(
    once: str, installation: NewInstallation, now: datetime
) -> None:
    assert send(now, once=once).code != send(now, once=once).code


def test_an_urgent_one_has_its_case_before_anything_is_read(
    installation: NewInstallation, now: datetime
) -> None:
    sent = send(now, urgent="coming", narrative="il arrive")

    (case,) = Case.objects.all()
    assert case.severity == "P1"
    assert case.joined.get().testimony_id == sent.session.testimony


def test_a_file_that_is_too_large_is_named_and_the_text_is_kept(
    installation: NewInstallation, now: datetime, settings: Settings
) -> None:
    settings.VIGIE_UPLOAD_LIMIT_BYTES = 1000

    sent = send(now, ("long.txt", b"x" * 5000))

    told = witness.so_far(sent.session, now)
    assert told.files[0].problem == "too_large"
    assert told.answers.narrative == TOLD["narrative"]


def test_nothing_is_acknowledged_when_a_row_cannot_be_written(
    installation: NewInstallation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("vigie.flows.witness.sending.acknowledged_entry", refuse)

    with pytest.raises(DatabaseError, match="disk is full"):
        send(now)

    assert not Testimony.objects.exists()
    assert not Item.objects.exists()
