"""PDF: each page drawn, with the text that is written in it."""

from typing import IO, TYPE_CHECKING

from vigie.evidence.decoding.bounds import MAX_PAGE_PIXELS, MAX_PAGES, MAX_TEXT_CHARS, PAGE_DPI
from vigie.evidence.decoding.sheets import Decoder, Missing, Refused, Sheet, Sheets

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72


def opener() -> Decoder:
    """What opens a PDF, imported now, before the doors close."""
    import pypdfium2
    from PIL import Image, ImageFile  # noqa: F401 -- what the drawn page is handed to

    def opened(file: IO[bytes]) -> Sheets:
        try:
            document = pypdfium2.PdfDocument(file.read())
            count = len(document)
        except pypdfium2.PdfiumError as error:
            encrypted = "password" in str(error).lower()
            raise Refused("archive_encrypted" if encrypted else "damaged_image") from error
        if count == 0:
            raise Refused("damaged_image")
        return _drawn(document, count)

    return opened


def _drawn(document: "pypdfium2.PdfDocument", count: int) -> Sheets:
    for number in range(min(count, MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        fitting = (MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5
        drawn = page.render(scale=min(PAGE_DPI / POINTS_PER_INCH, fitting)).to_pil()
        yield Sheet(drawn.width, drawn.height, drawn.convert("RGB").tobytes(), _text_of(page))
    if count > MAX_PAGES:
        yield Missing(count - MAX_PAGES)


def _text_of(page: "pypdfium2.PdfPage") -> str:
    """The words written in a page; none where they cannot be had."""
    try:
        words: str = page.get_textpage().get_text_bounded()
    except Exception:  # noqa: BLE001 -- the page is drawn; its words are one way more to read it
        return ""
    return words[:MAX_TEXT_CHARS]
