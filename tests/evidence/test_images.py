"""Images are rebuilt from their pixels in another process, within limits."""

import io
import resource
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from vigie.evidence import images
from vigie.evidence.images import MAX_PAGES, Picture, rebuild_image
from vigie.kernel.errors import Reason, Unreadable

pillow_heif.register_heif_opener()

ORIENTATION, RIGHT_TOP, GPS, MAKER = 0x0112, 6, 0x8825, 0x010F


def encoded(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def rebuilt(data: bytes) -> Picture:
    pictures = rebuild_image(data)
    assert not isinstance(pictures, Unreadable), pictures
    return pictures[0]


def reason(data: bytes, timeout_seconds: float = 20) -> str:
    refused = rebuild_image(data, timeout_seconds=timeout_seconds)
    assert isinstance(refused, Unreadable)
    return refused.reason


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png_bomb(side: int) -> bytes:
    row_bytes = side // 8 + 1
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(row_bytes * side)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF", "GIF"])
def test_each_format_becomes_a_plain_png_of_the_same_size(kind: str) -> None:
    picture = rebuilt(encoded(kind))

    with Image.open(io.BytesIO(picture.encoded)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (60, 40))
    assert (picture.width, picture.height, picture.media_type) == (60, 40, "image/png")


def test_pixels_are_those_of_the_original() -> None:
    original = encoded("PNG")

    picture = rebuilt(original)

    with Image.open(io.BytesIO(original)) as before, Image.open(io.BytesIO(picture.encoded)) as now:
        assert before.tobytes() == now.tobytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_orientation_is_applied_in_every_format_that_says_one(kind: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = RIGHT_TOP

    picture = rebuilt(encoded(kind, exif=exif))

    assert (picture.width, picture.height) == (40, 60)


def test_orientation_is_applied_and_no_metadata_is_left() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = RIGHT_TOP
    exif[MAKER] = "Fabricant Exemple"
    exif.get_ifd(GPS)[1] = "N"

    picture = rebuilt(encoded("JPEG", exif=exif, comment=b"chez moi"))

    with Image.open(io.BytesIO(picture.encoded)) as image:
        assert not image.getexif()
        assert image.info == {}
    assert (picture.width, picture.height) == (40, 60)
    assert b"Exemple" not in picture.encoded


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(written, "PNG")

    picture = rebuilt(written.getvalue())

    with Image.open(io.BytesIO(picture.encoded)) as image:
        assert image.getpixel((1, 1)) == (255, 255, 255)


def test_a_pdf_gives_one_picture_a_page_up_to_the_limit() -> None:
    page = Image.new("RGB", (72, 144), "white")
    written = io.BytesIO()
    page.save(written, "PDF", save_all=True, append_images=[page] * MAX_PAGES)

    pictures = rebuild_image(written.getvalue())

    assert not isinstance(pictures, Unreadable)
    assert len(pictures) == MAX_PAGES
    assert (pictures[0].width, pictures[0].height) == (150, 300)
    assert pictures[0].pages_in_file == MAX_PAGES + 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF", "PDF"])
def test_an_image_cut_short_is_damaged(kind: str) -> None:
    whole = encoded(kind, (400, 400))

    assert reason(whole[: len(whole) // 3]) == "damaged_image"


def test_what_is_no_image_says_why() -> None:
    assert reason(b"") == "empty"
    assert reason(b"MZ\x90\x00") == "executable"
    assert reason(b"bonjour") == "unknown_kind"
    assert reason(b"\x89PNG\r\n\x1a\n" + b"x" * 500) == "damaged_image"


def cpu_of_children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_bomb_is_refused_quickly_and_costs_the_parent_nothing() -> None:
    bomb = png_bomb(20_000)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu_before_seconds = cpu_of_children_seconds()

    refused = reason(bomb)

    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    assert refused == "too_many_pixels"
    assert len(bomb) < 60_000
    assert cpu_of_children_seconds() - cpu_before_seconds < 2
    assert grown_kb < 50_000


SAMPLE = Path(__file__).parents[1] / "samples/recordings/scroll.mp4"
ENDS: dict[str, tuple[str, Reason]] = {
    "a fault": ("os.kill(os.getpid(), signal.SIGSEGV)", "damaged_image"),
    "an abort": ("os.abort()", "damaged_image"),
    "the memory killer": ("os.kill(os.getpid(), signal.SIGKILL)", "took_too_long"),
    "no processor time left": ("os.kill(os.getpid(), signal.SIGXCPU)", "took_too_long"),
    "an error": ("raise RuntimeError", "damaged_image"),
    "an endless loop": ("while True: pass", "took_too_long"),
    "an endless wait": ("time.sleep(60)", "took_too_long"),
    "an answer without end": ("answer(b'x' * 100_000_000, 10)", "damaged_image"),
    "no answer": ("pass", "damaged_image"),
    "an answer of another kind": ("answer(b'pages many')", "damaged_image"),
    "a reason of its own": ("answer(b'refused because')", "damaged_image"),
    "a page cut short": ("answer(b'pages 1' + bytes([10]) + bytes(9))", "damaged_image"),
    "a page that is no rows": (
        "answer(b'pages 1' + bytes([10]) + struct.pack('>IIII', 2, 2, 4, 0) + b'evil')",
        "damaged_image",
    ),
    "a page of a billion pixels": (
        "answer(b'pages 1' + bytes([10]) + struct.pack('>IIII', 2**31, 2**31, 4, 0) + b'evil')",
        "damaged_image",
    ),
}


@pytest.mark.parametrize(("ending", "expected"), ENDS.values(), ids=ENDS)
def test_whatever_becomes_of_the_decoder_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, ending: str, expected: Reason
) -> None:
    program = (
        "import os, signal, struct, sys, time; sys.path += sys.argv[3:]\n"
        "from vigie.evidence.decoding.limits import hold_down\n"
        "hold_down(int(sys.argv[2]))\n"
        "def answer(words, times=1):\n"
        "    [sys.stdout.buffer.write(words) for _ in range(times)]\n"
    )
    monkeypatch.setattr(images, "PROGRAM", program + ending)

    assert reason(encoded("PNG"), timeout_seconds=4) == expected


def test_a_recording_gives_the_screens_that_are_worth_reading() -> None:
    pictures = rebuild_image(SAMPLE.read_bytes())

    assert not isinstance(pictures, Unreadable)
    assert {(each.width, each.height) for each in pictures} == {(576, 1248)}
    assert [each.pages_in_file for each in pictures] == [len(pictures)] * len(pictures)


def test_the_words_written_in_a_pdf_come_with_its_page() -> None:
    stream = b"BT /F1 12 Tf 20 100 Td (Max: salut) Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        + b"/Resources<</Font<</F1 %s>>>>>>" % font,
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(parts, start=1))

    picture = rebuilt(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF")

    assert picture.text.strip() == "Max: salut"


def test_an_orientation_of_nonsense_turns_nothing() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 99

    picture = rebuilt(encoded("JPEG", exif=exif))

    assert (picture.width, picture.height) == (60, 40)


def test_an_image_that_takes_too_long_is_stopped() -> None:
    assert reason(encoded("PNG"), timeout_seconds=0.001) == "took_too_long"


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "WEBP", "HEIF", "PDF"]), st.data())
def test_an_image_with_bytes_changed_is_rebuilt_or_refused(kind: str, data: st.DataObject) -> None:
    image = bytearray(encoded(kind))
    for _ in range(3):
        image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))

    answer = rebuild_image(bytes(image))

    assert isinstance(answer, Unreadable) or answer[0].encoded.startswith(b"\x89PNG")
