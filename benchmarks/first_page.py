"""How long `./vigie demo` takes to its first page: with no data folder, then with one.

The packages are installed already; what a bare machine adds is said by the launcher.
Usage: python -m benchmarks.first_page [--runs 5]
"""

import argparse
import os
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parent.parent / "vigie"
PORT = 8460


def seconds_to_first_page(folder: Path) -> float:
    """Starts the demonstration, waits for its first page, stops it."""
    environment = {**os.environ, "VIGIE_DATA": str(folder)}
    began = time.monotonic()
    with (folder.parent / "demo.log").open("ab") as log:
        demo = subprocess.Popen(
            [LAUNCHER, "demo", "--port", str(PORT)],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        while not _answers() and time.monotonic() < began + 60:
            time.sleep(0.02)
        return time.monotonic() - began
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait()
        time.sleep(1)


def _answers() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=1).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


def main() -> None:
    """Prints both times; the later ones as minimum, median, maximum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vigie-") as temporary:
        folder = Path(temporary) / "data"
        first = seconds_to_first_page(folder)
        later = sorted(seconds_to_first_page(folder) for _ in range(asked.runs))
    print(f"no data folder: {first:.2f} s to the first page, keys and database made")
    print(f"already set up: {later[0]:.2f}, {statistics.median(later):.2f}, {later[-1]:.2f} s")


if __name__ == "__main__":
    main()
