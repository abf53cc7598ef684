"""What a witness does: nothing told is lost, doubled, or opened without the code."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import tell, upload, work
from vigie.flows import witness
from vigie.flows.witness import WitnessSession
from vigie.flows.worker import Worker
from vigie.kernel.errors import BadInput, NotFound
from vigie.store.testimonies import Item, Testimony

pytestmark = pytest.mark.usefixtures("installation")


def test_what_was_told_is_there_when_the_witness_comes_back(now: datetime) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok", narrative="il insiste")

    seen = witness.so_far(witness.reopen(told.code.upper()), now)

    assert seen.answers.narrative == "il insiste"
    assert seen.answers.account == "@lea.exemple"
    assert seen.status == "received"


def test_a_page_left_without_sending_is_kept_as_a_draft(now: datetime) -> None:
    told = tell(now, narrative="je reviens", send=False)

    seen = witness.so_far(witness.reopen(told.code), now)

    assert (seen.status, seen.answers.narrative) == ("draft", "je reviens")


def test_a_later_answer_replaces_an_earlier_one_and_the_earlier_stays_stored(
    now: datetime,
) -> None:
    told = tell(now, narrative="hier")

    witness.save_page(told.session, "what", {"narrative": "avant-hier"}, once="again", now=now)

    pages = Item.objects.filter(kind=Item.Kind.PAGE)
    assert witness.so_far(told.session, now).answers.narrative == "avant-hier"
    assert pages.count() == 3


def test_a_double_tap_adds_nothing(now: datetime) -> None:
    told = tell(now, narrative="il insiste", files=[("a.txt", b"Lui: salut\n")])
    before = Item.objects.count()

    witness.save_page(told.session, "what", {"narrative": "il insiste"}, once="w1", now=now)
    witness.receive_files(told.session, [upload("a.txt", b"Lui: salut\n")], once="w3", now=now)

    kept = Item.objects.exclude(kind=Item.Kind.RECEIPT)
    assert kept.count() == before - 1
    assert [file.name for file in witness.so_far(told.session, now).files] == ["a.txt"]


def test_what_was_changed_before_a_second_try_is_kept(now: datetime) -> None:
    told = tell(now, narrative="la ligne a coup", files=[("a.txt", b"Lui: sal")])

    witness.save_page(told.session, "what", {"narrative": "la ligne a coupé"}, once="w1", now=now)
    witness.receive_files(told.session, [upload("a.txt", b"Lui: salut\n")], once="w3", now=now)

    seen = witness.so_far(told.session, now)
    assert seen.answers.narrative == "la ligne a coupé"
    assert [file.size_bytes for file in seen.files] == [8, 11]


def test_the_same_token_of_another_testimony_is_no_double_tap(now: datetime) -> None:
    first, second = tell(now, narrative="un"), tell(now, narrative="deux")

    assert witness.so_far(first.session, now).answers.narrative == "un"
    assert witness.so_far(second.session, now).answers.narrative == "deux"


@pytest.mark.parametrize(
    "code", ["", "six mots qui ne disent rien", "abricot " * 6, "x" * 10_000, "\0", "1 2 3 4 5 6"]
)
def test_a_code_that_opens_nothing_is_refused_in_one_sentence(code: str, now: datetime) -> None:
    tell(now)

    with pytest.raises(NotFound, match="opens nothing"):
        witness.reopen(code)


def test_the_code_of_one_testimony_does_not_open_another(now: datetime) -> None:
    first, second = tell(now), tell(now)
    stolen = WitnessSession(second.session.testimony, first.session.secret)

    with pytest.raises(NotFound):
        witness.so_far(stolen, now)


def test_the_urgent_way_marks_a_testimony_before_anything_is_read(now: datetime) -> None:
    told = tell(now, send=False)

    witness.save_page(told.session, "urgent", {"urgent": "coming"}, once="u", now=now)

    testimony = Testimony.objects.get(reference=told.reference)
    assert (testimony.urgent, testimony.severity, testimony.read_after) == (True, "P1", now)


def test_an_urgent_testimony_is_promised_an_earlier_answer(now: datetime) -> None:
    calm, urgent = tell(now), tell(now, urgent="publish")

    promised = [witness.so_far(told.session, now).answer_before for told in (urgent, calm)]

    assert None not in promised
    assert promised == sorted(promised, key=str)
    assert promised[0] != promised[1]


def test_sending_twice_keeps_the_first_promise(now: datetime) -> None:
    told = tell(now)

    again = witness.send_off(told.session, now + timedelta(hours=5))

    assert again == witness.so_far(told.session, now).answer_before
    assert again < now + timedelta(days=30)


def test_a_withdrawal_waits_seven_days_and_can_be_taken_back(now: datetime) -> None:
    told = tell(now)

    on = witness.withdraw(told.session, now)
    later = witness.withdraw(told.session, now + timedelta(days=3))
    witness.keep(told.session, now)

    assert on == later == (now + timedelta(days=7)).date()
    assert witness.so_far(told.session, now).withdraw_on is None


def test_an_empty_message_is_refused(now: datetime) -> None:
    told = tell(now)

    with pytest.raises(BadInput, match="empty"):
        witness.say(told.session, " \n", once="m", now=now)


def test_an_erased_testimony_is_not_found(now: datetime) -> None:
    told = tell(now)
    Testimony.objects.all().delete()

    with pytest.raises(NotFound):
        witness.so_far(told.session, now)
    with pytest.raises(NotFound):
        witness.reopen(told.code)


def test_what_comes_after_the_reading_is_read_too(worker: Worker, now: datetime) -> None:
    told = tell(now, narrative="un", account="@lea.exemple", platform="tiktok")
    work(worker, now)

    witness.receive_files(told.session, [upload("b.txt", b"Lui: salut\n")], once="x", now=now)
    work(worker, now)

    assert [file.state for file in witness.so_far(told.session, now).files] == ["read"]
