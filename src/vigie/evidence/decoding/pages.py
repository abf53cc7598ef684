"""PDF: each page drawn, with the text that is written in it."""

import pypdfium2
from PIL import Image, ImageFile  # noqa: F401 -- what a drawn page is handed to, loaded now

from vigie.evidence.decoding.bounds import MAX_PAGE_PIXELS, MAX_PAGES, MAX_TEXT_CHARS, PAGE_DPI
from vigie.evidence.decoding.sheets import Decoder, Missing, Refused, Sheet, Sheets

POINTS_PER_INCH = 72


def decoder(_: str) -> Decoder:
    """What decodes a PDF."""
    return lambda file: _opened(file.read())


def _opened(data: bytes) -> Sheets:
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise Refused("archive_encrypted" if encrypted else "damaged_image") from error
    if count == 0:
        raise Refused("damaged_image")
    return _drawn(document, count)


def _drawn(document: pypdfium2.PdfDocument, count: int) -> Sheets:
    for number in range(min(count, MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        fitting = (MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5
        bitmap = page.render(scale=min(PAGE_DPI / POINTS_PER_INCH, fitting))
        drawn: Image.Image = bitmap.to_pil().convert("RGB")
        yield Sheet(drawn.width, drawn.height, drawn.tobytes(), _text_of(page))
    if count > MAX_PAGES:
        yield Missing(count - MAX_PAGES)


def _text_of(page: pypdfium2.PdfPage) -> str:
    """The words written in a page; none where they cannot be had."""
    try:
        words: str = page.get_textpage().get_text_bounded()
    except Exception:  # noqa: BLE001 -- the page is drawn; its words are one way more to read it
        return ""
    return words[:MAX_TEXT_CHARS]
