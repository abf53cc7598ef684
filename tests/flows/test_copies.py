"""The same evidence in two testimonies is shown to the team, and to nobody who steals the disk."""

import io
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from tests.flows.pictures import Given, read_as, sha256
from tests.linking.talks import STORY, turns
from tests.scenes import Login, Told, everything_stored, tell, work
from tests.team import again, rewrapped, rotated
from vigie.evidence.images import Picture
from vigie.evidence.keyed import KeyedSeal
from vigie.flows import items
from vigie.flows.casework import CopyView, copies_of, correct
from vigie.flows.casework.prints import PURPOSE
from vigie.flows.frozen import freeze
from vigie.flows.keeping.archive import archive_testimony, reopen
from vigie.flows.keeping.erasing import erase_item, erase_testimony
from vigie.flows.queue import claim
from vigie.flows.team.people import Desk, print_key
from vigie.flows.worker import Worker
from vigie.kernel.conversations import Conversation, Source, SourceFile
from vigie.kernel.corrections import FixText
from vigie.kernel.errors import WrongKey
from vigie.reading.read import Reading
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.prints import CopyPair, Print
from vigie.store.testimonies import Item, Testimony, Wrap


def written(said: Sequence[str]) -> bytes:
    """A conversation as somebody pastes it into a file."""
    return "".join(f"{('Lui', 'Moi')[n % 2]}: {text}\n" for n, text in enumerate(said)).encode()


def told(now: datetime, *said: str, account: str = "") -> Told:
    return tell(
        now, account=account, platform="tiktok" if account else "", files=[("t.txt", written(said))]
    )


def two_copies(worker: Worker, now: datetime) -> tuple[Told, Told]:
    """Two testimonies of one conversation, one of them with another age in it."""
    changed = [each.replace("13", "18") for each in STORY]
    made = told(now, *STORY, account="@lea.exemple"), told(now, *changed)
    work(worker, now)
    return made


def seen(desk: Desk, one: Told, now: datetime) -> tuple[CopyView, ...]:
    return copies_of(desk, one.reference, now)


def test_two_copies_are_shown_with_what_they_share_and_where_they_differ(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    first = seen(desk, one, now)

    (copy,) = seen(desk, other, now)
    (back,) = seen(desk, one, now)

    assert first == ()
    assert (copy.reference, copy.here, copy.same_file) == (one.reference, False, False)
    assert (copy.shared, copy.out_of, copy.distance) == (6, 7, None)
    (versions,) = copy.versions
    assert versions.mine == (3, "j'ai 18 ans et demi")
    assert versions.theirs == (3, "j'ai 13 ans et demi")
    assert back.reference == other.reference
    assert back.versions[0].mine == versions.theirs
    assert copy.cases == (Case.objects.get(joined__testimony__reference=one.reference).reference,)


def test_a_copy_in_the_same_case_is_found_at_once(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)

    alone = copies_of(desk, one.reference, now)
    (copy,) = copies_of(desk, one.reference, now, beside=[one.reference, other.reference])

    assert alone == ()
    assert copy.reference == other.reference


def test_the_same_file_is_said_and_nothing_differs(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = told(now, *STORY), told(now, *STORY)
    work(worker, now)
    seen(desk, one, now)

    (copy,) = seen(desk, other, now)

    assert (copy.same_file, copy.shared, copy.versions) == (True, 7, ())


def test_a_crop_is_found_and_another_conversation_is_not(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, crop = told(now, *STORY), told(now, *STORY[2:5])
    other = told(now, "salut la classe", "on mange où demain midi ?", "au self je pense")
    work(worker, now)
    for each in (one, other):
        seen(desk, each, now)

    (copy,) = seen(desk, crop, now)

    assert (copy.reference, copy.shared, copy.out_of) == (one.reference, 3, 3)
    assert seen(desk, other, now) == ()


def test_the_words_of_the_other_testimony_are_shown_once_an_hour_in_the_log(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    seen(desk, one, now)
    for _ in range(3):
        seen(desk, other, now)

    opened = LogEntry.objects.filter(act=LogEntry.Act.OPENED, testimony__reference=one.reference)

    assert opened.count() == 1


def test_sent_twice_in_one_testimony_is_one_testimony(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    again = [*STORY, "tu réponds plus ?"]
    one = tell(now, files=[("a.txt", written(STORY)), ("b.txt", written(again))])
    work(worker, now)

    (copy,) = seen(desk, one, now)

    assert (copy.here, copy.reference, copy.same_file) == (True, one.reference, False)


def test_what_is_erased_is_proposed_no_more(worker: Worker, desk: Desk, now: datetime) -> None:
    one, other = two_copies(worker, now)
    seen(desk, one, now)
    before = seen(desk, other, now)
    sealed = bytes(Print.objects.get(item__testimony__reference=one.reference).sealed)

    key = Testimony.objects.get(reference=one.reference).pk
    erase_testimony(key, "erased", actor="test", now=now)

    assert len(before) == 1
    assert seen(desk, other, now) == ()
    assert Print.objects.count() == 1
    assert not CopyPair.objects.exists()
    assert sealed not in everything_stored()


def test_an_erased_file_takes_its_prints(worker: Worker, desk: Desk, now: datetime) -> None:
    one, other = two_copies(worker, now)
    for each in (one, other):
        seen(desk, each, now)
    file = Item.objects.get(testimony__reference=one.reference, kind="file")

    erase_item(file.pk, actor="test", now=now)

    assert not Print.objects.filter(item__testimony__reference=one.reference).exists()
    assert not CopyPair.objects.exists()


def test_an_archive_has_no_prints_until_it_is_opened_again(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    for each in (one, other):
        seen(desk, each, now)
    testimony = Testimony.objects.get(reference=one.reference)

    archive_testimony(testimony.pk, actor="test", now=now)
    while_archived = seen(desk, other, now), seen(desk, one, now), Print.objects.count()
    reopen(testimony, now, "test")

    assert while_archived == ((), (), 1)
    assert [each.reference for each in seen(desk, one, now)] == [other.reference]


def test_a_corrected_message_is_compared_anew(worker: Worker, desk: Desk, now: datetime) -> None:
    one, other = two_copies(worker, now)
    seen(desk, one, now)
    before = seen(desk, other, now)
    case = Case.objects.get(joined__testimony__reference=other.reference).reference
    talk = Item.objects.get(testimony__reference=other.reference, kind="conversation")
    claim(desk, case, now)

    fixed = [FixText("3", "j'ai 13 ans et demi")]
    correct(desk, case, talk.pk, fixed, version=0, now=now)

    assert [len(each.versions) for each in before] == [1]
    assert [len(each.versions) for each in seen(desk, other, now)] == [0]
    assert [each.shared for each in seen(desk, one, now)] == [7]


def test_nothing_is_told_by_a_stolen_disk_or_by_the_workers_keys(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    for each in (one, other):
        seen(desk, each, now)
    stored = [bytes(each) for each in Print.objects.values_list("sealed", flat=True)]
    link_key = bytes.fromhex(worker.vault.link_key)

    for sealed in stored:
        for key in (link_key, bytes.fromhex(worker.vault.log_seed), bytes(32)):
            with pytest.raises(WrongKey):
                KeyedSeal.of(key, PURPOSE).open(sealed)

    assert len(set(stored)) == len(stored) == 2


def test_a_print_put_there_by_another_proposes_nothing(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    seen(desk, one, now)
    Print.objects.update(sealed=KeyedSeal.of(bytes(32), PURPOSE).seal(b"P" + bytes(33)))

    assert seen(desk, other, now) == ()
    assert [each.reference for each in seen(desk, one, now)] == [other.reference]


def test_a_pair_that_a_crash_left_out_is_found_the_next_time(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two_copies(worker, now)
    seen(desk, one, now)
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.casework.prints.compare", broken)
        with pytest.raises(RuntimeError):
            seen(desk, other, now)

    assert not CopyPair.objects.exists()
    assert len(seen(desk, other, now)) == 1


def broken(*_: object) -> None:
    raise RuntimeError("the machine stops here")


def image(seed: int, size: tuple[int, int] = (720, 1600)) -> bytes:
    """A picture with something on it, the same for a seed at any size."""
    grid = np.random.default_rng(seed).integers(0, 255, (24, 12, 3), np.uint8)
    made = io.BytesIO()
    Image.fromarray(grid).resize(size, Image.Resampling.NEAREST).save(made, "PNG")
    return made.getvalue()


def with_words(said: dict[bytes, Sequence[str]]) -> object:
    """A reading that finds these words on these images."""

    def read(files: Given) -> Reading:
        talks, pages = [], {}
        for name, data in files:
            source = SourceFile(name, sha256(bytes(data)))
            pages[source.sha256] = (Picture(1, 1, bytes(data)),)
            talk = Source("screenshot", None, (source,))
            talks.append(Conversation(source.sha256[:32], talk, turns(*said[bytes(data)])))
        return Reading(tuple(talks), (), pages)

    return read


def test_a_smaller_copy_of_an_image_is_found_by_its_looks(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = image(1), image(1, (360, 800))
    read_as(monkeypatch, with_words({large: (), small: ()}))  # type: ignore[arg-type]
    one, other = (tell(now, files=[("i.png", each)]) for each in (large, small))
    work(worker, now)
    seen(desk, one, now)

    (copy,) = seen(desk, other, now)

    assert copy.distance is not None
    assert (copy.distance <= 31, copy.shared, copy.same_file) == (True, 0, False)


def test_images_that_look_the_same_with_other_words_on_them_are_not_proposed(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = image(1), image(1, (360, 800))
    words = {large: STORY[:3], small: ("on mange où demain midi ?", "au self je pense", "d'accord")}
    read_as(monkeypatch, with_words(words))  # type: ignore[arg-type]
    one, other = (tell(now, files=[("i.png", each)]) for each in (large, small))
    work(worker, now)
    seen(desk, one, now)

    assert seen(desk, other, now) == ()


def test_a_frozen_image_proposes_nothing_and_its_words_still_do(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = image(1), image(1, (360, 800))
    read_as(monkeypatch, with_words({large: STORY, small: STORY[:5]}))  # type: ignore[arg-type]
    one, other = (tell(now, files=[("i.png", each)]) for each in (large, small))
    work(worker, now)
    seen(desk, one, now)
    (before,) = seen(desk, other, now)
    case = Case.objects.get(joined__testimony__reference=one.reference).reference
    file = Item.objects.get(testimony__reference=one.reference, kind="file")

    freeze(desk, case, file.pk, now)
    (after,) = seen(desk, other, now)
    seen(desk, one, now)

    assert before.distance is not None
    assert (after.distance, after.shared) == (None, 5)
    kinds = Print.objects.filter(item__testimony__reference=one.reference)
    assert list(kinds.values_list("item__kind", flat=True)) == ["conversation"]


def test_of_a_destroyed_image_not_even_its_looks_are_kept(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = image(1)
    read_as(monkeypatch, with_words({data: STORY}))  # type: ignore[arg-type]
    one = tell(now, files=[("i.png", data)])
    work(worker, now)
    seen(desk, one, now)
    picture = Item.objects.get(kind="picture")
    key = items.testimony_secret(picture.testimony, Wrap.Holder.TEAM, desk.team_secret)
    before = items.open_content(picture, key)

    items.forget_key(picture, key)

    assert len(before["pdq"]) == 64
    assert "pdq" not in items.open_content(picture, key)


def test_copies_are_found_after_the_team_key_was_replaced(
    worker: Worker, lead: Login, now: datetime
) -> None:
    one, other = two_copies(worker, now)
    seen(lead.desk, one, now)
    before = print_key(lead.desk)
    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    rewrapped(desk, now)

    (copy,) = seen(desk, other, now)

    assert copy.reference == one.reference
    assert print_key(desk) == before
