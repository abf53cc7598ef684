"""From a case to a notice: nothing goes to a platform that says who told."""

from datetime import datetime

import pytest

from tests.scenes import TALK, only_case, tell, work
from vigie.flows import casework
from vigie.flows.composing import NoticeChoice, compose
from vigie.flows.place import installation
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker


@pytest.mark.parametrize("name", ["Prénom Nom", "captures.prénom nom"])
def test_a_platform_is_told_the_kind_of_a_file_and_never_a_part_of_its_name(
    name: str, worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, account="@lea.exemple", platform="tiktok", files=[(name, TALK.encode())])
    work(worker, now)
    case = casework.open_case(desk, only_case(desk, now).reference, now)

    nothing = NoticeChoice("", (), (), None, False, False, False)
    notice = compose(case, nothing, "N-1", "Camille", installation().organisation, now)

    assert [exhibit.kind for exhibit in notice.exhibits] == ["text"]
    assert "nom" not in repr(notice).lower()
