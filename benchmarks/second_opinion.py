"""What a second engine finds of the first one's errors: `python -m benchmarks.second_opinion [N]`.

Lines of the invented conversations are drawn as bubbles, small and recompressed, and read by both.
A wrong bubble has other letters or digits than were drawn; the others that are marked cost a look.
"""

import argparse
import random
import time

import numpy as np

from benchmarks.lost_spaces import lines, strip
from vigie.kernel.conversations import Turn
from vigie.reading.engines import Pixels, engines, tesseract
from vigie.reading.screenshots import ScreenReading
from vigie.reading.screenshots.agreement import checked, plain
from vigie.reading.screenshots.text import joined

PAGE = 720
EDGE = 40


def bubble(text: str, rng: random.Random) -> Pixels:
    """A strip on a page as wide as a phone's (8-bit RGB), its colour around it."""
    drawn = strip(text, rng)[:, :, ::-1]
    page = np.empty((drawn.shape[0] + 2 * EDGE, max(PAGE, drawn.shape[1] + 2 * EDGE), 3), np.uint8)
    page[:] = drawn[0, 0]
    page[EDGE:-EDGE, EDGE : EDGE + drawn.shape[1]] = drawn
    return page


def main() -> None:
    """Prints how many bubbles were wrong, how many of them were marked, and what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    rng, engine, second = random.Random(11), engines.get("rapidocr"), tesseract.reader()
    wrong = caught = marked = count = 0
    seconds = 0.0
    for text in lines(rng, parser.parse_args().count):
        pixels = bubble(text, rng)
        read = joined(engine.lines(pixels))
        box = (EDGE, EDGE, pixels.shape[1] - EDGE, pixels.shape[0] - EDGE)
        started = time.process_time()
        (turn,) = checked(pixels, ScreenReading((Turn(0, read, box=box),)), second).turns
        seconds += time.process_time() - started
        is_wrong = plain(read) != plain(text)
        wrong, caught = wrong + is_wrong, caught + (is_wrong and (turn.check or not plain(read)))
        marked, count = marked + turn.check, count + 1
    print(
        f"{count} bubbles: {wrong} wrong, {caught} of them marked; {marked} marked in all "
        f"({100 * marked / count:.1f} %); {1000 * seconds / count:.0f} ms of processor each"
    )


if __name__ == "__main__":
    main()
