"""Still images: one upright sheet each, from the one decoder that its first bytes ask for."""

import warnings
from collections.abc import Callable
from functools import partial
from typing import IO

from PIL import Image
from PIL.Image import Transpose

from vigie.evidence.decoding.bounds import MAX_PIXELS
from vigie.evidence.decoding.sheets import Decoder, Refused, Sheet

ORIENTATION = 0x0112
DEEP_MODES = ("I", "F")


Opener = Callable[[IO[bytes]], Image.Image]


def decoder(kind: str) -> Decoder:
    """What decodes a still image."""
    opened = opener(kind)
    return lambda file: iter([still(opened(file))])


def opener(kind: str) -> Opener:
    """The decoder of a kind, imported now, before the doors close."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    return partial(_opened, OPENERS[kind]())


def still(image: Image.Image) -> Sheet:
    """The first frame of an image, upright, its transparency made white."""
    upright = _upright(image)
    flat = _flat(upright)
    return Sheet(flat.width, flat.height, flat.tobytes())


def _opened(decoder: Opener, file: IO[bytes]) -> Image.Image:
    """The image, its header read and its size found to be bearable."""
    image = decoder(file)
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too_many_pixels")
    return image


def _png() -> Opener:
    from PIL.PngImagePlugin import PngImageFile

    return PngImageFile


def _jpeg() -> Opener:
    from PIL.JpegImagePlugin import JpegImageFile

    return JpegImageFile


def _webp() -> Opener:
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile


def _gif() -> Opener:
    from PIL.GifImagePlugin import GifImageFile

    return GifImageFile


def _heic() -> Opener:
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    opened: Opener = pillow_heif.HeifImageFile
    return opened


OPENERS: dict[str, Callable[[], Opener]] = {
    "png": _png,
    "jpeg": _jpeg,
    "webp": _webp,
    "gif": _gif,
    "heic": _heic,
}


def _upright(image: Image.Image) -> Image.Image:
    """As the phone was held; an orientation that cannot be read turns nothing."""
    image.load()
    try:
        orientation = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 -- hostile metadata fails in any way; the pixels are there
        orientation = None
    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _flat(image: Image.Image) -> Image.Image:
    """The pixels in RGB; what is transparent becomes white."""
    if image.mode.startswith(DEEP_MODES):
        image = image.point(lambda level: level / 256).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image if image.mode == "RGB" else image.convert("RGB")
