"""What is given together is read together: parts, loose files, wrong names, archives inside."""

import json

from tests.reading.exports import writers
from tests.reading.exports.writers import OTHER, OWNER, Files, Said, zipped
from vigie.kernel.conversations import Conversation
from vigie.reading.read import Reading, read_files

CHAT = [Said(n % 3 == 0, f"message {n}") for n in range(9)]
WORDS = [said.words for said in CHAT]


def loose(files: Files) -> list[tuple[str, bytes]]:
    return [(name.rpartition("/")[2], data) for name, data in files.items()]


def only(reading: Reading) -> Conversation:
    assert reading.unreadable == ()
    (talk,) = reading.conversations
    return talk


def texts(talk: Conversation) -> list[str]:
    return [turn.text for turn in talk.turns]


def test_two_archives_of_one_export_make_one_conversation_of_each_thread() -> None:
    files = list(writers.instagram(CHAT).items())
    parts = [(f"part-{n}.zip", zipped(dict([each]))) for n, each in enumerate(files)]

    talk = only(read_files(parts))

    assert texts(talk) == WORDS
    assert {file.name for file in talk.source.files} == {name for name, _ in parts}


def test_the_same_export_given_twice_says_each_message_once() -> None:
    packed = zipped(writers.snapchat(CHAT))

    talk = only(read_files([("a.zip", packed), ("b.zip", packed)]))

    assert texts(talk) == WORDS


def test_a_message_that_was_sent_twice_stays_twice() -> None:
    twice = [Said(False, "oui"), Said(True, "non"), Said(False, "oui")]
    files = writers.tiktok(twice)

    talk = only(read_files([("x.zip", zipped(files)), ("y.zip", zipped(files))]))

    assert texts(talk) == ["oui", "non", "oui"]


def test_loose_files_of_one_export_are_put_together_and_the_owner_is_found() -> None:
    talk = only(read_files(loose(writers.x(CHAT))))

    assert texts(talk) == WORDS
    assert [person.handle for person in talk.participants if person.owner] == [OWNER]


def test_files_that_a_browser_renamed_are_known_by_what_is_in_them() -> None:
    renamed = [
        (f"conversation ({n}).json", data)
        for n, data in enumerate(writers.instagram(CHAT).values())
    ]

    talk = only(read_files(renamed))

    assert texts(talk) == WORDS


def test_a_renamed_file_in_an_archive_is_known_too() -> None:
    for write in (writers.tiktok, writers.snapchat, writers.telegram, writers.matrix):
        files = {f"dossier/{n} copie.json": data for n, data in enumerate(write(CHAT).values())}

        talk = only(read_files([("x.zip", zipped(files | {"lisez-moi.txt": b"rien"}))]))

        assert texts(talk) == WORDS


def test_threads_of_two_people_given_loose_stay_two() -> None:
    one = json.loads(next(iter(writers.instagram(CHAT[:2]).values())))
    other = one | {"title": "Nour", "participants": [{"name": "Nour"}], "thread_path": ""}
    files = [("message_1.json", json.dumps(each).encode()) for each in (one, other)]

    reading = read_files(files)

    assert {talk.title for talk in reading.conversations} == {OTHER, "Nour"}


def test_an_archive_of_archives_is_opened_once_and_no_deeper() -> None:
    inner = zipped(writers.tiktok(CHAT))
    outer = zipped({"tiktok.zip": inner, "snap.zip": zipped(writers.snapchat(CHAT))})

    once = read_files([("a.zip", outer)])
    deeper = read_files([("b.zip", zipped({"a.zip": outer}))])

    assert sorted(talk.platform for talk in once.conversations) == ["snapchat", "tiktok"]
    assert deeper.conversations == ()
    assert [each.reason for each in deeper.unreadable] == ["unknown_export"]


def test_a_part_with_pictures_alone_is_not_read_as_screenshots() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    media = zipped({"media/posts/202601/a.png": picture})

    together = read_files([("1.zip", zipped(writers.instagram(CHAT))), ("2.zip", media)])
    alone = read_files([("2.zip", media)])

    assert texts(only(together)) == WORDS
    assert [each.reason for each in alone.unreadable] == ["unknown_export"]


def test_a_folder_with_two_exports_gives_both() -> None:
    files = {**writers.tiktok(CHAT), **writers.matrix(CHAT)}

    reading = read_files([("tout.zip", zipped(files))])

    assert sorted(talk.platform for talk in reading.conversations) == ["matrix", "tiktok"]


def test_what_a_profile_says_beside_the_name_is_in_no_conversation() -> None:
    private = ("2013", "lea@example.org", "06 39 98", "+33 6")
    for write in (writers.tiktok, writers.x, writers.discord_json, writers.telegram_account):
        talk = only(read_files([("x.zip", zipped(write(CHAT)))]))

        assert not any(each in repr(talk) for each in private)
