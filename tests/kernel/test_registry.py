"""The registry: whoever asks first waits until every plugin is there."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vigie.kernel.registry import Registry

SLOW = """
import time
import slow_plugins
time.sleep(0.2)

@slow_plugins.kind.register
class Late:
    name = "late"
"""


class Named:
    """A plugin of the test."""

    name: str


def test_two_threads_that_ask_first_both_get_every_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "slow_plugins"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from vigie.kernel.registry import Registry\nkind = Registry('slow_plugins')\n"
    )
    (package / "late.py").write_text(SLOW)
    monkeypatch.syspath_prepend(str(tmp_path))
    kind: Registry[Named] = __import__("slow_plugins").kind

    with ThreadPoolExecutor(2) as pool:
        found = [each.result() for each in [pool.submit(kind.all) for _ in range(2)]]

    assert [list(each) for each in found] == [["late"], ["late"]]
