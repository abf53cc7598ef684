"""The separate process that decodes images: it may crash or starve without harm to its parent.

Run by path with `python -I`, it knows nothing of the rest of the house. It reads one file from
standard input, whose kind is its first argument, and writes to standard output either
`refused <reason>` or `pages <pages in the file>` and, for each page, two sizes in pixels, a length
in bytes (three big-endian 32-bit numbers) and a PNG made from nothing but the pixels.
"""

import io
import resource
import struct
import sys
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000
MAX_PAGES = 20
MAX_PAGE_PIXELS = 4_000_000
PAGE_DPI = 150
MEMORY_BYTES = 1_500 * 1024**2
POINTS_PER_INCH = 72
FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "heic": "HEIF"}


class Refused(Exception):
    """Why this file gives no picture, in one word that the parent knows."""


def main() -> None:
    """Decodes standard input within limits and writes what it saw to standard output."""
    kind, cpu_seconds = sys.argv[1], int(sys.argv[2])
    _limit(cpu_seconds)
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        pages_in_file, frames = open_frames(kind, data)
        written = [_page(frame) for frame in frames]
    except Refused as refusal:
        out.write(f"refused {refusal}\n".encode())
        return
    out.write(f"pages {pages_in_file}\n".encode())
    for page in written:
        out.write(page)


def _limit(cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_frames(kind: str, data: bytes) -> tuple[int, Iterator[Image.Image]]:
    """How many pages the file has and the first of them as upright RGB pictures."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if kind == "pdf":
        return _pdf_pages(data)
    return 1, iter([_upright(kind, data)])


def _upright(kind: str, data: bytes) -> Image.Image:
    if kind == "heic":
        _know_heic()
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too_many_pixels")
            return _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error
    except Refused:
        raise
    except Exception as error:  # decoders fail in any way on hostile bytes
        raise Refused("damaged_image") from error


def _know_heic() -> None:
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener()


def _flat(image: Image.Image) -> Image.Image:
    """The pixels alone, in RGB; what is transparent becomes white."""
    if image.mode.startswith("I"):
        image = image.point(lambda level: level / 256).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    pixels = image.convert("RGB")
    return Image.frombytes("RGB", pixels.size, pixels.tobytes())


def _pdf_pages(data: bytes) -> tuple[int, Iterator[Image.Image]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise Refused("archive_encrypted" if encrypted else "damaged_image") from error
    if count == 0:
        raise Refused("damaged_image")
    return count, (_rendered(document, number) for number in range(min(count, MAX_PAGES)))


def _rendered(document: "pypdfium2.PdfDocument", number: int) -> Image.Image:  # type: ignore[name-defined]  # noqa: F821
    try:
        page = document[number]
        width, height = page.get_size()
        fitting = (MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5
        bitmap = page.render(scale=min(PAGE_DPI / POINTS_PER_INCH, fitting))
        return _flat(bitmap.to_pil())
    except Exception as error:  # decoders fail in any way on hostile bytes
        raise Refused("damaged_image") from error


def _page(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "PNG", compress_level=1)
    png = encoded.getvalue()
    return struct.pack(">III", image.width, image.height, len(png)) + png


if __name__ == "__main__":
    main()
