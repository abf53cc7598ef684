"""The demonstration's testimonies were received after its keys were made, and its log holds."""

import tomllib
from datetime import datetime
from pathlib import Path

from pytest_django import Settings

from tests.scenes import work
from vigie.cli.demonstration import filling
from vigie.flows.custody import check_log
from vigie.flows.worker import open_worker


def test_the_whole_log_of_the_demonstration_is_accused_of_nothing(
    db: None, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    settings.VIGIE_DATA = tmp_path / "data"
    script = Path(filling.__file__).with_name("testimonies.toml")
    told = tomllib.loads(script.read_text())["testimony"]
    oldest = max(told, key=lambda each: float(each["hours_ago"]))

    filling.make()
    filling.testify({**oldest, "files": []}, now)
    work(open_worker("demo"), now)

    assert check_log(whole=True, now=now) == ()
