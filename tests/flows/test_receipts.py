"""A receipt proves what was received, offline, before and after the log has it."""

import json
from datetime import datetime
from typing import Any

import pytest

from tests.scenes import TALK, Told, tell, upload, work
from vigie.evidence.receipts import check_receipt
from vigie.flows import witness
from vigie.flows.custody import log_bundle
from vigie.flows.items import open_content
from vigie.flows.place import installation
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry, LogHead
from vigie.store.testimonies import Item


def receipt_of(told: Told) -> dict[str, Any]:
    paper: dict[str, Any] = json.loads(witness.receipt(told.session))
    return paper


def log_key() -> bytes:
    return bytes.fromhex(installation().log_public)


def test_a_receipt_is_valid_before_and_after_the_log_has_it(worker: Worker, now: datetime) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())], narrative="il insiste")

    early = receipt_of(told)
    work(worker, now)
    late = receipt_of(told)

    assert check_receipt(early, log_key()).valid
    assert check_receipt(late, log_key()).valid
    assert early["log"] is None
    assert late["log"] is not None
    assert early["items"] == late["items"]


def test_a_receipt_lists_everything_received_and_quotes_none_of_it(
    worker: Worker, now: datetime
) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())], narrative="il insiste encore")

    paper = receipt_of(told)

    assert [item["kind"] for item in paper["items"]] == ["text", "text", "file"]
    assert "insiste" not in json.dumps(paper)


def test_what_is_added_later_has_a_newer_receipt(worker: Worker, now: datetime) -> None:
    told = tell(now)
    before = len(receipt_of(told)["items"])

    witness.receive_files(told.session, [upload("b.txt", TALK.encode())], once="x", now=now)

    after = receipt_of(told)
    assert len(after["items"]) == before + 1
    assert check_receipt(after, log_key()).valid


def test_a_message_left_later_is_in_a_newer_receipt_once(worker: Worker, now: datetime) -> None:
    told = tell(now)
    before = receipt_of(told)["items"]

    for _ in range(2):
        witness.say(told.session, "il a recommencé", once="x", now=now)

    after = receipt_of(told)
    assert after["items"][:-1] == before
    assert check_receipt(after, log_key()).valid
    assert Item.objects.filter(kind=Item.Kind.RECEIPT).count() == 2


def test_acknowledging_one_thing_more_opens_that_thing_only(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = [(f"{n}.txt", TALK.encode()) for n in range(40)]
    told = tell(now, files=sealed)
    opened: list[str] = []

    def counted(item: Item, key: str) -> dict[str, Any]:
        opened.append(item.kind)
        return open_content(item, key)

    monkeypatch.setattr("vigie.flows.witness.acknowledging.open_content", counted)
    witness.receive_files(told.session, [upload("b.txt", b"b")], once="x", now=now)

    assert opened == [Item.Kind.RECEIPT, Item.Kind.FILE]
    assert len(receipt_of(told)["items"]) == 43


def test_there_is_no_receipt_before_sending(worker: Worker, now: datetime) -> None:
    told = tell(now, send=False)

    with pytest.raises(NotFound, match="no receipt yet"):
        witness.receipt(told.session)


@pytest.mark.parametrize("part", ["received", "salt", "testimony"])
def test_a_changed_receipt_is_invalid(part: str, worker: Worker, now: datetime) -> None:
    paper = receipt_of(tell(now))
    other = receipt_of(tell(now))

    paper[part] = "2020-01-01T00:00:00Z" if part == "received" else other[part]

    assert not check_receipt(paper, log_key()).valid


def test_a_receipt_of_another_house_is_invalid_here(worker: Worker, now: datetime) -> None:
    paper = receipt_of(tell(now))

    assert not check_receipt(paper, bytes(32)).valid


def test_the_log_has_every_act_in_order_under_one_signed_head(
    worker: Worker, now: datetime
) -> None:
    tell(now)
    work(worker, now)
    tell(now)
    work(worker, now)

    positions = LogEntry.objects.order_by("pk").values_list("position", flat=True)
    newest = LogHead.objects.order_by("-size").first()
    assert list(positions) == list(range(len(positions)))
    assert newest is not None
    assert newest.size == len(log_bundle()["leaves"]) == len(positions)
