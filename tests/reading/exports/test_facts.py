"""What is particular to each platform's files, one fact a test."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.reading.exports import writers
from tests.reading.exports.writers import OTHER, OWNER, Said, zipped
from vigie.kernel.conversations import Conversation, TurnKind
from vigie.reading.cautions import WORDS_ONLY, ZONE_UNKNOWN
from vigie.reading.exports.whatsapp import read_chat
from vigie.reading.read import read_files

CHAT = [Said(False, "salut"), Said(True, "oui")]


def read(name: str, value: object) -> Conversation:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    (talk,) = read_files([(name, data)]).conversations
    return talk


def test_tiktok_says_that_its_dates_have_no_zone_and_that_media_are_missing() -> None:
    talk = read("x.zip", zipped(writers.tiktok(CHAT)))

    assert set(talk.warnings) == {WORDS_ONLY, ZONE_UNKNOWN}


def test_tiktok_group_chats_and_other_wrappers_are_read() -> None:
    rows = [{"Date": "2026-01-01 10:00:00", "From": name, "Content": "x"} for name in ("a", "b")]
    value = {"Direct Message": {"Group Chat": {"GroupChat": {"Group Chat History: foot": rows}}}}

    talk = read("user_data_tiktok.json", value)

    assert len(talk.turns) == 2


def test_tiktok_words_that_begin_with_a_date_stay_in_their_message() -> None:
    text = (
        ">>> Chat History with a::::\n"
        "2026-01-01 10:00:00 UTC a: on dit\n2026-01-02 14:00:00 au parc\n"
        "2026-01-01 10:05:00 UTC b: ok\n"
    )

    talk = read("Chat History.txt", text.encode())

    assert [turn.text for turn in talk.turns] == ["on dit\n2026-01-02 14:00:00 au parc", "ok"]


MEDIA: list[tuple[dict[str, Any], TurnKind]] = [
    ({"media": [{"uri": "./media/a.jpeg"}]}, "image"),
    ({"media": [{"uri": "./media/a.mp4"}]}, "video"),
    ({"media": [{"uri": "./media/a.m4a"}]}, "audio"),
    ({"isUnsent": True}, "deleted"),
]


@pytest.mark.parametrize(("fields", "kind"), MEDIA)
def test_encrypted_messenger_says_what_kind_a_message_is(
    fields: dict[str, Any], kind: TurnKind
) -> None:
    row = {"senderName": "Zoé", "timestamp": 1_772_000_000_000, "text": "", **fields}

    talk = read("Zoe_1.json", {"participants": ["Zoé", "Léa"], "messages": [row]})

    assert (talk.platform, talk.turns[0].kind) == ("messenger", kind)
    assert talk.participants[0].name == "Zoé"


def test_reactions_names_and_titles_of_meta_are_repaired() -> None:
    row = {
        "sender_name": writers.broken("Théo 😊"),
        "timestamp_ms": 1,
        "content": "x",
        "reactions": [{"reaction": writers.broken("❤️"), "actor": "y"}],
    }
    people = [{"name": writers.broken("Théo 😊")}, {"name": writers.broken("Zoé")}]

    talk = read(
        "message_1.json",
        {"messages": [row], "participants": people, "title": writers.broken("Théo 😊")},
    )

    assert talk.title == "Théo 😊"
    assert talk.turns[0].reactions == ("❤️",)
    assert [each.name for each in talk.participants] == ["Théo 😊", "Zoé"]


def test_old_facebook_pages_are_read() -> None:
    page = (
        '<html><head><title>Max</title></head><body><div class="pam _3-95 _2pi0 _2lej uiBoxWhite '
        'noborder"><div class="_3-96 _2pio _2lek _2lel">Max</div><div class="_3-96 _2let"><div>'
        '<div>viens</div></div></div><div class="_3-94 _2lem">12 mars 2020, 18:02</div></div>'
    )

    talk = read("message_1.html", page.encode())

    assert [(turn.text, turn.sent_at_raw) for turn in talk.turns] == [
        ("viens", "12 mars 2020, 18:02")
    ]


def test_snaps_of_which_nothing_is_left_are_facts_of_the_same_conversation() -> None:
    files = dict(writers.snapchat(CHAT))
    snap = {
        "From": OTHER,
        "Media Type": "IMAGE",
        "Created": "2026-02-14 09:00:00 UTC",
        "IsSender": False,
        "Created(microseconds)": int(datetime(2026, 2, 14, 9, tzinfo=UTC).timestamp() * 1000),
    }
    files["json/snap_history.json"] = json.dumps({OTHER: [snap]}).encode()

    talk = read("x.zip", zipped(files))

    assert [turn.kind for turn in talk.turns] == ["text", "text", "image"]


def test_entities_of_snapchat_are_letters() -> None:
    row = {"From": OTHER, "Media Type": "TEXT", "Text": "c&#39;est &lt;3 &amp; toi"}

    talk = read("chat_history.json", {"Received Saved Chat History": [row]})

    assert talk.turns[0].text == "c'est <3 & toi"


@pytest.mark.parametrize(
    "notice",
    [
        "Les messages et les appels sont chiffrés de bout en bout. Appuyez pour en savoir plus.",
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
    ],
)
def test_the_encryption_notice_is_nobodys_even_when_a_name_stands_before(notice: str) -> None:
    thread = read_chat(f"[12/03/2026 18:02:33] Max: \u200e{notice}", "")

    assert (thread.turns[0].kind, thread.turns[0].author) == ("system", None)


def test_a_groups_new_name_with_a_colon_is_a_notice_and_no_person() -> None:
    thread = read_chat(
        "12/03/2026, 18:02 - Max a changé le nom du groupe de « Foot » à « Foot : les bleus »\n"
        "12/03/2026, 18:03 - Max: ok",
        "",
    )

    assert [turn.kind for turn in thread.turns] == ["system", "text"]
    assert [each.name for each in thread.participants] == ["Max"]


def test_a_poll_keeps_its_question_and_its_answers() -> None:
    thread = read_chat(
        "[12/03/2026 18:02:33] ~\u00a0Max: \u200eSONDAGE :\nquand ?\n\u200eOPTION : demain",
        "",
    )

    assert "quand ?" in thread.turns[0].text
    assert "demain" in thread.turns[0].text
    assert thread.participants[0].name == "Max"


def test_signals_lines_are_not_called_whatsapp() -> None:
    signal = read_chat("[2026-03-12, 18:02] Max: salut", "")
    whatsapp = read_chat("[2026-03-12, 18:02:33] Max: salut", "")

    assert (signal.platform, whatsapp.platform) == ("unknown", "whatsapp")


def test_x_has_addresses_whole_and_the_events_of_groups() -> None:
    held = {
        "conversationId": "9",
        "messages": [
            {
                "messageCreate": {
                    "senderId": "2",
                    "text": "va https://t.co/x",
                    "createdAt": "2026-01-01T10:00:02.000Z",
                    "urls": [{"url": "https://t.co/x", "expanded": "https://jeu.example.org/"}],
                }
            },
            {
                "participantsJoin": {
                    "initiatingUserId": "2",
                    "userIds": ["1", "3"],
                    "createdAt": "2026-01-01T10:00:01.000Z",
                }
            },
            {
                "conversationNameUpdate": {
                    "name": "les bleus",
                    "createdAt": "2026-01-01T10:00:00.000Z",
                }
            },
        ],
    }
    written = "window.YTD.direct_messages_group.part0 = " + json.dumps([{"dmConversation": held}])

    talk = read("direct-messages-group.js", written.encode())

    assert [turn.text for turn in talk.turns] == [
        "conversationNameUpdate les bleus",
        "participantsJoin 2 1 3",
        "va https://jeu.example.org/",
    ]
    assert talk.title == "les bleus"


def test_telegram_and_matrix_say_which_message_is_answered() -> None:
    telegram = json.loads(writers.telegram(CHAT)["result.json"])
    telegram["messages"][1]["reply_to_message_id"] = 0
    matrix = json.loads(writers.matrix(CHAT)["export.json"])
    matrix["messages"][1]["content"]["m.relates_to"] = {"m.in_reply_to": {"event_id": "$0"}}

    talks = [read("result.json", telegram), read("export.json", matrix)]

    assert [[turn.reply_to for turn in talk.turns] for talk in talks] == [[None, 0]] * 2


def test_an_edited_matrix_message_has_its_last_words() -> None:
    value = json.loads(writers.matrix(CHAT)["export.json"])
    value["messages"].append(
        {
            "type": "m.room.message",
            "event_id": "$9",
            "sender": OTHER,
            "origin_server_ts": 1_999_999_999_999,
            "content": {
                "m.new_content": {"body": "bonjour"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"},
            },
        }
    )

    talk = read("export.json", value)

    assert [(turn.text, turn.edited) for turn in talk.turns] == [("bonjour", True), ("oui", False)]


def test_telegram_pages_join_what_one_person_says_and_know_their_media() -> None:
    page = writers.telegram_html(CHAT)["messages.html"].decode()
    more = (
        '<div class="message default clearfix joined" id="message9"><div class="body">'
        '<div class="pull_right date details" title="14.02.2026 10:00:00 UTC+01:00">10:00</div>'
        '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="a.jpg">'
        "</a></div></div></div>"
    )

    talk = read("messages.html", (page + more).encode())

    assert [turn.kind for turn in talk.turns] == ["text", "text", "image"]
    assert talk.turns[2].author == talk.turns[1].author
    assert talk.turns[2].sent_at == datetime(2026, 2, 14, 9, tzinfo=UTC)


def test_discords_owner_is_named_and_nothing_else_of_the_account_is_there() -> None:
    talk = read("x.zip", zipped(writers.discord_json(CHAT)))

    assert [(each.name, each.owner) for each in talk.participants] == [
        (OWNER, True),
        (OTHER, False),
    ]
