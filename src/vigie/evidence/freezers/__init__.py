"""Freezers: what may say of a received file that nobody should look at it before a person decides.

None is shipped, and nothing is flagged by default: people freeze. An organisation that was given a
list of hashes, or a classifier, by those who may hold them, plugs it in here.
"""

from collections.abc import Sequence
from typing import Protocol

from vigie.evidence.images import Picture
from vigie.kernel.registry import Registry, Sample


class Freezer(Protocol):
    """Looks at one received file in the worker's memory; keeps and sends nothing."""

    name: str

    @property
    def samples(self) -> Sequence[Sample]:
        """Plain generated pictures under tests/samples/ and whether each is flagged."""
        ...

    def flags(self, sha256: str, pages: Sequence[Picture]) -> bool:
        """Whether the file with this hash and these rebuilt pages is to be frozen at once."""
        ...


freezers: Registry[Freezer] = Registry("vigie.evidence.freezers")


def is_flagged(sha256: str, pages: Sequence[Picture]) -> bool:
    """Whether anything plugged in asks to freeze a file."""
    return any(each.flags(sha256, pages) for each in freezers.all().values())
