"""The front door: any files give conversations or say why not, the same on every run."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from vigie.evidence.images import Picture
from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.errors import Reason, Unreadable
from vigie.kernel.registry import Sample
from vigie.reading import shots
from vigie.reading.cautions import FRAMES_LEFT, FROM_TEXT, PAGES_LEFT
from vigie.reading.engines import Line, Pixels
from vigie.reading.read import Reading, read_files, read_folder, read_pasted
from vigie.reading.screenshots import ScreenReading

CHAT = "12/03/2026, 18:02 - Max: salut\n12/03/2026, 18:03 - Léa: c'est qui\n".encode()


SAID = {10: "on se voit demain", 20: "je suis pas chez moi", 30: "tu me fais peur"}
SAID |= {200: "pas ce soir", 220: "demain alors"}


class NoEngine:
    """Reads nothing."""

    name = "none"
    samples: tuple[Sample, ...] = ()

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        return ()


@pytest.fixture
def grey_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each screenshot says one turn, chosen by the level of grey of its first pixel."""

    def read(pixels: Pixels, engine: object, *, image: int = 0) -> ScreenReading:
        level = int(pixels[0, 0, 0])
        if not level:
            return ScreenReading(())
        return ScreenReading((Turn(0, SAID[level], side="left", image=image),))

    monkeypatch.setattr(shots, "read_screenshot", read)


def image_of(level: int, kind: str = "PNG", pages: int = 1) -> bytes:
    written = io.BytesIO()
    page = Image.fromarray(np.full((120, 120, 3), level, np.uint8))
    if kind == "PDF":
        page.save(written, kind, save_all=True, append_images=[page] * (pages - 1))
    else:
        page.save(written, kind)
    return written.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def read(*files: tuple[str, bytes], separate: bool = False) -> Reading:
    return read_files(files, separate=separate, engine=NoEngine())


def texts(conversation: Conversation) -> list[str]:
    return [turn.text for turn in conversation.turns]


def test_the_same_inputs_have_the_same_id_whatever_they_are_called() -> None:
    first = read(("a.txt", CHAT)).conversations[0]
    renamed = read(("b.txt", CHAT)).conversations[0]
    longer = read(("a.txt", CHAT + b"fin\n")).conversations[0]

    assert first.source.files[0].sha256 == hashlib.sha256(CHAT).hexdigest()
    assert renamed.id == first.id
    assert longer.id != first.id


def test_threads_of_one_export_have_ids_of_their_own() -> None:
    rows = '[{"Date": "2026-01-01 10:00:00", "From": "a", "Content": "b"}]'
    export = f'{{"Direct Messages": {{"Chat History with a:": {rows}, "x:": {rows}}}}}'

    reading = read(("user_data.json", export.encode()))

    assert len({each.id for each in reading.conversations}) == 2


REFUSED: list[tuple[str, bytes, Reason]] = [
    ("vide.png", b"", "empty"),
    ("facture.pdf", b"MZ\x90\x00", "executable"),
    ("x.bin", b"\x00\x01", "unknown_kind"),
    ("x.json", b'{"a": 1}', "unknown_export"),
    ("x.html", b"<html><body>x</body></html>", "unknown_export"),
    ("x.zip", b"PK\x03\x04", "damaged_archive"),
    ("x.zip", zipped({"a.bin": b"\x00"}), "unknown_export"),
    ("x.png", b"\x89PNG\r\n\x1a\n", "damaged_image"),
    ("x.txt", b" \n\n ", "no_conversation"),
    ("x.png", image_of(0), "no_conversation"),
]


@pytest.mark.usefixtures("grey_levels")
@pytest.mark.parametrize(("name", "data", "reason"), REFUSED)
def test_what_cannot_be_read_says_why_and_the_others_are_done(
    name: str, data: bytes, reason: Reason
) -> None:
    reading = read((name, data), ("chat.txt", CHAT))

    assert reading.unreadable == (Unreadable(reason, name),)
    assert [texts(each) for each in reading.conversations] == [["salut", "c'est qui"]]


@pytest.mark.usefixtures("grey_levels")
def test_separate_images_stand_alone_and_turns_point_into_their_own_file() -> None:
    reading = read(("a.png", image_of(10)), ("b.png", image_of(20)), separate=True)

    assert [texts(each) for each in reading.conversations] == [
        ["on se voit demain"],
        ["je suis pas chez moi"],
    ]
    assert [each.source.files[0].name for each in reading.conversations] == ["a.png", "b.png"]
    assert [each.turns[0].image for each in reading.conversations] == [0, 0]
    assert {each.language for each in reading.conversations} == {"fr"}


@pytest.mark.usefixtures("grey_levels")
def test_images_given_together_are_stitched_and_point_at_their_files() -> None:
    reading = read(("a.png", image_of(10)), ("b.png", image_of(20)))

    pointed = [
        each.source.files[turn.image].name
        for each in reading.conversations
        for turn in each.turns
        if turn.image is not None
    ]
    assert pointed == ["a.png", "b.png"]


@pytest.mark.usefixtures("grey_levels")
def test_pages_of_a_pdf_are_numbered_from_nought() -> None:
    reading = read(("a.pdf", image_of(30, "PDF", pages=2)), ("b.png", image_of(20)))

    pages = [(turn.image, turn.page) for each in reading.conversations for turn in each.turns]
    assert {page for _, page in pages} == {0, None}
    assert all(each.source.kind == "screenshot" for each in reading.conversations)


@pytest.mark.usefixtures("grey_levels")
def test_pages_past_the_limit_are_said_to_be_missing() -> None:
    reading = read(("a.pdf", image_of(30, "PDF", pages=21)))

    assert any(PAGES_LEFT in each.warnings for each in reading.conversations)


@pytest.mark.usefixtures("grey_levels")
def test_frames_of_a_recording_are_pages_and_those_past_the_limit_are_said_to_be_missing() -> None:
    screens = [Image.new("RGB", (120, 120), (grey,) * 3) for grey in [10, 200, 30, 220] * 12]
    written = io.BytesIO()
    screens[0].save(written, "PNG", save_all=True, append_images=screens[1:], duration=900)

    reading = read(("a.png", written.getvalue()))

    pages = {turn.page for each in reading.conversations for turn in each.turns}
    assert pages <= set(range(40))
    assert any(FRAMES_LEFT in each.warnings for each in reading.conversations)
    assert len(next(iter(reading.pictures.values()))) == 40


def test_the_words_of_a_pdf_are_read_where_its_pages_show_no_bubbles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = tuple(
        Picture(200, 200, image_of(255), pages_in_file=2, text=text)
        for text in ("Max: salut\nMoi: c'est qui", "Max: devine\nMoi: non")
    )
    monkeypatch.setattr(shots, "rebuild_image", lambda *_, **__: pages)

    (conversation,) = read(("a.pdf", b"%PDF-1.7")).conversations

    assert texts(conversation) == ["salut", "c'est qui", "devine", "non"]
    names = {each.id: each.name for each in conversation.participants}
    assert [names[turn.author or ""] for turn in conversation.turns] == ["Max", "Moi"] * 2
    assert [turn.page for turn in conversation.turns] == [0, 0, 1, 1]
    assert FROM_TEXT in conversation.warnings


@pytest.mark.usefixtures("grey_levels")
def test_images_of_a_zip_are_read_in_the_order_of_their_numbers() -> None:
    members = {"IMG_10.png": image_of(20), "IMG_2.png": image_of(10)}

    reading = read(("x.zip", zipped(members)), separate=True)

    names = [each.source.files[0].name for each in reading.conversations]
    assert names == ["x.zip/IMG_2.png", "x.zip/IMG_10.png"]


@pytest.mark.usefixtures("grey_levels")
def test_a_zip_or_folder_that_is_no_export_gives_the_images_and_texts_in_it(tmp_path: Path) -> None:
    members = {"1.png": image_of(10), "chat.txt": CHAT, "__MACOSX/._1.png": b"x", "c.bin": b"\x00"}
    for name, content in members.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "chat.txt").write_bytes(b"Moi: non")

    packed = read(("x.zip", zipped(members | {"chat.txt": b"Moi: non"})))
    folder = read_folder(tmp_path, engine=NoEngine())

    for reading in (packed, folder):
        said = [texts(each) for each in reading.conversations]
        assert said == [["on se voit demain"], ["non"]]
        assert reading.unreadable == ()


@pytest.mark.usefixtures("grey_levels")
def test_an_image_seen_twice_keeps_both_files_and_says_each_turn_once() -> None:
    reading = read(("a.png", image_of(10)), ("b.jpg", image_of(10, "JPEG")))

    (conversation,) = reading.conversations
    assert texts(conversation) == ["on se voit demain"]
    assert [file.name for file in conversation.source.files] == ["a.png", "b.jpg"]


def test_a_folder_that_holds_an_archive_too_large_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Max: oui")
    monkeypatch.setattr("vigie.evidence.archives.MAX_MEMBER_BYTES", 3)

    reading = read_folder(tmp_path)

    assert [each.reason for each in reading.unreadable] == ["archive_too_large"]


def test_progress_is_told_file_by_file() -> None:
    told: list[tuple[int, int]] = []

    read_files(
        [("a.txt", CHAT), ("b.txt", b"")], progress=lambda done, total: told.append((done, total))
    )

    assert told == [(1, 2), (2, 2)]


def test_a_pasted_text_is_a_conversation_or_nothing() -> None:
    pasted = read_pasted("Max: viens chez moi\nMoi: non")
    nothing = read_pasted(" ")

    assert isinstance(pasted, Conversation)
    assert (pasted.source.kind, pasted.source.format, pasted.language) == ("text", None, "fr")
    assert nothing == Unreadable("no_conversation")


HEADS = st.sampled_from(
    [
        b"",
        b'{"Direct Messages": ',
        b'{"Chat History with a:": [{"From": ',
        b'{"x": [{"Media Type": "TEXT", "IsSender": true, "Created": ',
        b'{"messages": [{"sender_name": "a", "timestamp_ms": ',
        b'<div class="_a6-g"><h2 class="_a6-h">',
        b">>> Chat History with a::\n2026-01-01 10:00:00 ",
        b"12/03/2026, 18:02 - ",
        b"PK\x03\x04",
    ]
)
ENDS = st.sampled_from([b"", b"}", b"}]}", b'"}]}}', b"\n12/03/2026, 18:03 - Max: oui"])


@settings(max_examples=400, deadline=None)
@given(HEADS, st.binary(max_size=120), ENDS, st.sampled_from(["a.txt", "a.json", "a.zip"]))
def test_any_bytes_give_conversations_or_a_reason(
    head: bytes, middle: bytes, end: bytes, name: str
) -> None:
    reading = read((name, head + middle + end))

    assert reading.conversations or reading.unreadable
    assert all(each.reason in get_args(Reason) for each in reading.unreadable)


FIELDS = [
    "Direct Messages",
    "Chat History with a:",
    "From",
    "Date",
    "Content",
    "Profile",
    "messages",
    "sender_name",
    "list",
    "chats",
    "timestamp_ms",
    "content",
    "participants",
    "share",
    "x",
    "Media Type",
    "IsSender",
    "Created",
    "photos",
    "reactions",
    "text",
    "Created(microseconds)",
    "dmConversation",
    "messageCreate",
    "date_unixtime",
    "from",
    "type",
    "id",
]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_any_json_gives_conversations_or_a_reason(value: object) -> None:
    reading = read(("user_data.json", json.dumps({"x": value}).encode()))

    assert reading.conversations or reading.unreadable
