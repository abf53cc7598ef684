"""Every freezer flags what its samples promise; none is shipped, and none shows anything."""

import hashlib
from pathlib import Path

from vigie.evidence.freezers import freezers, is_flagged
from vigie.evidence.images import rebuild_image
from vigie.kernel.errors import Unreadable
from vigie.kernel.registry import explain

SAMPLES = Path(__file__).parents[1] / "samples"


def test_a_freezer_flags_what_its_samples_promise() -> None:
    for freezer in freezers.all().values():
        assert explain(freezer).endswith(".")
        for sample in freezer.samples:
            data = (SAMPLES / sample.path).read_bytes()
            pages = rebuild_image(data)
            assert not isinstance(pages, Unreadable)
            flagged = freezer.flags(hashlib.sha256(data).hexdigest(), pages)
            assert flagged == sample.expect["flagged"]


def test_without_a_freezer_nothing_is_flagged() -> None:
    assert freezers.all() == {}
    assert not is_flagged("0" * 64, ())
