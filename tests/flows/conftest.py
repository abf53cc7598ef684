"""A scene that several tests of flows begin with."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.flows.frozen_scenes import Scene, a_scene
from tests.flows.pictures import read_as
from tests.scenes import Login
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker


@pytest.fixture
def scene(
    worker: Worker,
    desk: Desk,
    new_login: Callable[[str], Login],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Scene:
    """Two images were read as one conversation."""
    read_as(monkeypatch)
    return a_scene(worker, desk, new_login("Dominique").desk, now)
