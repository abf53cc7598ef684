"""Whose account a Meta export comes from, when nothing but a thread of two is there."""

import json

from vigie.reading.read import read_files


def a_thread(title: str) -> bytes:
    said = [
        {"sender_name": "Noé Exemple", "timestamp_ms": 1, "content": "salut"},
        {"sender_name": "Agence Exemple", "timestamp_ms": 2, "content": "bonjour"},
    ]
    people = [{"name": "Agence Exemple"}, {"name": "Noé Exemple"}]
    return json.dumps({"participants": people, "messages": said, "title": title}).encode()


def test_a_thread_of_two_is_titled_after_the_other_one() -> None:
    read = read_files([("message_1.json", a_thread("Agence Exemple"))])

    (talk,) = read.conversations
    owners = {each.name: each.owner for each in talk.participants}

    assert owners == {"Noé Exemple": True, "Agence Exemple": False}
    assert {turn.side for turn in talk.turns} == {"left", "right"}


def test_a_thread_with_a_title_of_its_own_does_not_tell_whose_it_is() -> None:
    read = read_files([("message_1.json", a_thread("Projet"))])

    (talk,) = read.conversations

    assert {each.owner for each in talk.participants} == {None}
