"""Of an export only what matters is kept; the witness chooses, and profile data never comes in."""

import json
from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.reading.exports import writers
from tests.reading.exports.writers import Said, zipped
from tests.scenes import Told, everything_stored, only_case, tell, work
from vigie.flows import casework, items, witness
from vigie.flows.casework import TestimonyView
from vigie.flows.queue import claim
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap

CHATS = {
    "max.exemple": [
        "salut, tu as quel âge ?",
        "envoie une photo de toi",
        "si tu le fais pas je publie tout",
    ],
    "nour.facade": ["on se voit au foot ?", "oui à 14 h"],
    "tonton.exemple": ["joyeux anniversaire !", "merci"],
}
PRIVATE = ("2013-05-06", "lea@example.org", "+33639980011")


def export(chats: dict[str, list[str]] = CHATS) -> bytes:
    """A TikTok export whose owner is lea.exemple, with her profile."""
    held = {
        f"Chat History with {other}:": [
            {
                "Date": f"2026-01-01 10:0{n}:00",
                "From": "lea.exemple" if n == 1 else other,
                "Content": words,
            }
            for n, words in enumerate(said)
        ]
        for other, said in chats.items()
    }
    profile = {
        "userName": "lea.exemple",
        "birthDate": PRIVATE[0],
        "emailAddress": PRIVATE[1],
        "telephoneNumber": PRIVATE[2],
    }
    return json.dumps(
        {
            "Profile": {"Profile Information": {"ProfileMap": profile}},
            "Direct Messages": {"Chat History": {"ChatHistory": held}},
        }
    ).encode()


def seen(desk: Desk, now: datetime) -> TestimonyView:
    return casework.open_case(desk, only_case(desk, now).reference, now).testimonies[0]


def titles(view: TestimonyView) -> list[str]:
    return sorted(each.conversation.title or "" for each in view.conversations)


def listed(told: Told) -> dict[str, tuple[str, bool]]:
    found = witness.conversations_in_exports(told.session)
    return {each.title: (each.id, each.kept) for each in found}


def choose(told: Told, names: Sequence[str], now: datetime, once: str = "c1") -> None:
    known = listed(told)
    wanted = [known[name][0] for name in names]
    witness.choose_conversations(told.session, wanted, once=once, now=now)


def all_opened(told: Told, desk: Desk) -> str:
    """Every sealed thing of a testimony, opened with the team's key."""
    testimony = Testimony.objects.get(reference=told.reference)
    key = items.testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
    opened = [items.open_content(each, key) for each in testimony.items.all()]
    return json.dumps(opened, ensure_ascii=False)


def test_the_conversation_with_the_named_account_alone_is_kept(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(
        now, account="@nour.facade", platform="tiktok", files=[("user_data.json", export())]
    )

    work(worker, now)

    assert titles(seen(desk, now)) == ["nour.facade"]
    assert {name: kept for name, (_, kept) in listed(told).items()} == {
        "max.exemple": False,
        "nour.facade": True,
        "tonton.exemple": False,
    }


def test_without_a_named_account_what_is_of_concern_is_kept(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, files=[("user_data.json", export())])

    work(worker, now)

    assert titles(seen(desk, now)) == ["max.exemple"]


def test_an_export_with_one_conversation_is_kept_and_asks_nothing(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, files=[("e.zip", zipped(writers.snapchat([Said(False, "bonjour")])))])

    work(worker, now)

    assert titles(seen(desk, now)) == [writers.OTHER]
    assert listed(told) == {}


def test_nothing_of_a_profile_and_nothing_of_the_others_is_in_what_is_kept(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(
        now, account="@max.exemple", platform="tiktok", files=[("user_data.json", export())]
    )

    work(worker, now)

    opened = all_opened(told, desk)
    assert "envoie une photo" in opened
    assert not any(private in opened for private in (*PRIVATE, "anniversaire", "on se voit"))
    assert not any(private.encode() in everything_stored() for private in PRIVATE)


def test_the_witness_adds_and_leaves_out_and_the_words_left_out_are_gone(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(
        now, account="@max.exemple", platform="tiktok", files=[("user_data.json", export())]
    )
    work(worker, now)

    choose(told, ["tonton.exemple"], now)
    before = all_opened(told, desk)
    work(worker, now)

    assert "envoie une photo" not in before
    assert titles(seen(desk, now)) == ["tonton.exemple"]
    assert [kept for _, kept in listed(told).values()].count(True) == 1
    assert "envoie une photo" not in all_opened(told, desk)
    assert LogEntry.objects.filter(act=LogEntry.Act.ERASED, actor="witness").exists()


def test_the_sealed_export_stays_so_that_a_choice_can_be_taken_back(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(
        now, account="@max.exemple", platform="tiktok", files=[("user_data.json", export())]
    )
    work(worker, now)

    choose(told, [], now, once="nothing")
    work(worker, now)
    emptied = titles(seen(desk, now))
    choose(told, ["max.exemple"], now, once="again")
    work(worker, now)

    assert (emptied, titles(seen(desk, now))) == ([], ["max.exemple"])
    assert Item.objects.get(kind=Item.Kind.FILE).blob


def test_an_account_that_is_named_later_brings_its_conversation(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, files=[("user_data.json", export())])
    work(worker, now)

    witness.save_page(told.session, "who", {"account": "@nour.facade"}, once="later", now=now)
    work(worker, now)

    assert {name for name, (_, kept) in listed(told).items() if kept} == {
        "max.exemple",
        "nour.facade",
    }


def test_the_team_has_one_more_read_and_never_what_the_witness_left_out(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(
        now, account="@max.exemple", platform="tiktok", files=[("user_data.json", export())]
    )
    work(worker, now)
    case = only_case(desk, now).reference
    claim(desk, case, now)
    known = listed(told)

    casework.read_one_more(desk, case, told.reference, known["nour.facade"][0], now, once="m1")
    work(worker, now)
    both = titles(seen(desk, now))
    choose(told, ["max.exemple"], now)
    work(worker, now)

    assert both == ["max.exemple", "nour.facade"]
    assert titles(seen(desk, now)) == ["max.exemple"]
    with pytest.raises(NotAllowed):
        casework.read_one_more(desk, case, told.reference, known["nour.facade"][0], now)
    with pytest.raises(NotFound):
        casework.read_one_more(desk, case, told.reference, "0" * 32, now)


def test_two_parts_of_one_export_are_one_conversation_of_the_testimony(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    parts = list(writers.instagram([Said(n % 2 == 0, f"mot {n}") for n in range(6)]).items())
    files = [(f"part-{n}.zip", zipped(dict([each]))) for n, each in enumerate(parts)]
    tell(now, files=files)

    work(worker, now)

    (talk,) = seen(desk, now).conversations
    assert [turn.text for turn in talk.conversation.turns] == [f"mot {n}" for n in range(6)]
    assert {each.state for each in seen(desk, now).files} == {"read"}
