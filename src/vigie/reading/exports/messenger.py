"""Messenger, from Facebook's "Download your information", JSON and HTML."""

from collections.abc import Iterator

from vigie.evidence.archives import Archive
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.meta import platform_of, read_threads
from vigie.reading.threads import Thread


@exports.register
class Messenger:
    """Reads Messenger conversations from a Facebook export, requests and hidden ones included."""

    name = "messenger"
    samples = (
        Sample("exports/messenger-2024", {"conversations": 1, "turns": 5, "owner": "Léa Exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By Facebook's own folders beside the messages."""
        return platform_of(archive) == "messenger"

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per folder, files merged, oldest first, letters repaired."""
        yield from read_threads(archive, "messenger")
