"""What machines may ask, as described in `docs/openapi.json`, against the real process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.household import Household

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs/openapi.json"


@pytest.mark.journey
def test_schemathesis_finds_nothing_in_what_is_described(
    household: Household, tmp_path: Path
) -> None:
    told = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "run", str(DESCRIPTION),
            "--url", household.partners_url, "--header", "Sec-Fetch-Site: none",
            "--max-examples", "30", "--seed", "1",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stdout[-3000:]
    assert "Selected: " in told.stdout
