"""Exports: what platforms hand out when one asks for one's data; one reader per format."""

from collections.abc import Iterator
from typing import Protocol

from vigie.evidence.archives import Archive
from vigie.kernel.registry import Registry, Sample
from vigie.reading.threads import Thread


class ExportParser(Protocol):
    """Reads every conversation of one platform's export."""

    name: str

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Folders or files under `tests/samples/` and what reading them must give."""
        ...

    def recognises(self, archive: Archive) -> bool:
        """Whether this is the platform's export; only one parser may say so."""
        ...

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """Its conversations, turns oldest first; raises BadFile when it is damaged."""
        ...


exports: Registry[ExportParser] = Registry("vigie.reading.exports")
