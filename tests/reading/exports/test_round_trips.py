"""Invented chats are written as each platform does and come back equal: words, people, order."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.exports import writers
from tests.reading.exports.writers import OTHER, OWNER, Chat, Files, Said, at, zipped
from vigie.kernel.conversations import Conversation
from vigie.reading.read import read_files

Writer = Callable[[Chat], Files]

WITH_UTC: dict[str, Writer] = {
    "tiktok-txt": writers.tiktok_txt,
    "instagram": writers.instagram,
    "messenger": writers.messenger,
    "messenger-encrypted": writers.messenger_encrypted,
    "snapchat": writers.snapchat,
    "snapchat-old": writers.snapchat_old,
    "snapchat-html": writers.snapchat_html,
    "x": writers.x,
    "telegram": writers.telegram,
    "telegram-account": writers.telegram_account,
    "telegram-html": writers.telegram_html,
    "matrix": writers.matrix,
}
WITHOUT_ZONE: dict[str, Writer] = {
    "tiktok": writers.tiktok,
    "instagram-html": writers.instagram_html,
    "whatsapp-android": writers.whatsapp("%d/%m/%Y, %H:%M"),
    "whatsapp-africa": writers.whatsapp("%d/%m/%Y %H:%M"),
    "whatsapp-old-french": writers.whatsapp("%d/%m/%Y à %H:%M"),
    "whatsapp-ios": writers.whatsapp("%d/%m/%Y %H:%M:%S", brackets=True),
    "whatsapp-ios-french": writers.whatsapp("%d/%m/%Y à %H:%M:%S", brackets=True),
    "whatsapp-dots": writers.whatsapp("%d.%m.%y, %H:%M:%S", brackets=True),
    "whatsapp-american": writers.whatsapp("%m/%d/%y, %I:%M\u202f%p"),
    "whatsapp-year-first": writers.whatsapp("%Y-%m-%d, %H:%M"),
}
OWNER_ALONE: dict[str, Writer] = {
    "discord": writers.discord_json,
    "discord-csv": writers.discord_csv,
}
UNTOLD = {"matrix", "x"}
"""Formats that do not say whose they are, or whose people are numbers."""

WORDS = st.text(
    st.sampled_from("abcdeéèçœ’ !?.,0123456789😊👩‍🚀«»&"), min_size=1, max_size=40
).filter(lambda words: words == words.strip() and not words[0].isdigit())
CHATS = st.lists(st.builds(Said, st.booleans(), WORDS), min_size=2, max_size=12).filter(
    lambda chat: {said.mine for said in chat} == {True, False}
)


def read(files: Files) -> Conversation:
    reading = read_files([("export.zip", zipped(files))])
    assert reading.unreadable == ()
    (talk,) = reading.conversations
    return talk


def said_in(talk: Conversation) -> list[tuple[str, str]]:
    names = {each.id: each.handle or each.name for each in talk.participants}
    return [(names[turn.author or ""], turn.text) for turn in talk.turns]


def told(chat: Chat) -> list[tuple[str, str]]:
    return [(said.author, said.words) for said in chat]


@pytest.mark.parametrize("name", sorted(WITH_UTC.keys() - UNTOLD | WITHOUT_ZONE.keys()))
@settings(max_examples=8, deadline=None)
@given(chat=CHATS)
def test_a_chat_comes_back_with_its_words_its_people_and_its_order(name: str, chat: Chat) -> None:
    talk = read((WITH_UTC | WITHOUT_ZONE)[name](chat))

    assert said_in(talk) == told(chat)
    assert [turn.side for turn in talk.turns] == ["right" if s.mine else "left" for s in chat]


@pytest.mark.parametrize("name", sorted(WITH_UTC))
@settings(max_examples=4, deadline=None)
@given(chat=CHATS)
def test_a_time_that_its_source_proves_is_kept_in_utc(name: str, chat: Chat) -> None:
    talk = read(WITH_UTC[name](chat))

    assert [turn.sent_at for turn in talk.turns] == [at(n) for n in range(len(chat))]
    assert all(isinstance(turn.sent_at, datetime) for turn in talk.turns)


@pytest.mark.parametrize("name", sorted(WITHOUT_ZONE))
@settings(max_examples=4, deadline=None)
@given(chat=CHATS)
def test_a_time_without_a_zone_is_kept_as_written(name: str, chat: Chat) -> None:
    talk = read(WITHOUT_ZONE[name](chat))

    assert {turn.sent_at for turn in talk.turns} == {None}
    assert all(turn.sent_at_raw for turn in talk.turns)


@settings(max_examples=8, deadline=None)
@given(chat=CHATS)
def test_x_names_the_owner_and_gives_the_other_a_number(chat: Chat) -> None:
    talk = read(writers.x(chat))

    assert said_in(talk) == [(OWNER if said.mine else "2", said.words) for said in chat]


@settings(max_examples=8, deadline=None)
@given(chat=CHATS)
def test_matrix_gives_addresses_and_no_sides(chat: Chat) -> None:
    talk = read(writers.matrix(chat))

    assert said_in(talk) == told(chat)
    assert {turn.side for turn in talk.turns} == {None}


@pytest.mark.parametrize("name", sorted(OWNER_ALONE))
@settings(max_examples=8, deadline=None)
@given(chat=CHATS)
def test_discord_gives_the_owners_words_and_says_who_they_were_for(name: str, chat: Chat) -> None:
    talk = read(OWNER_ALONE[name](chat))

    assert said_in(talk) == [(OWNER, said.words) for said in chat]
    assert OTHER in (talk.title or "")
    assert [turn.sent_at for turn in talk.turns] == [at(n) for n in range(len(chat))]
