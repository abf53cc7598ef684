"""Instagram, "Download your information", JSON and HTML: inbox, requests and hidden requests."""

from collections.abc import Iterator

from vigie.evidence.archives import Archive
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.meta import platform_of, read_threads
from vigie.reading.threads import Thread


@exports.register
class Instagram:
    """Reads Instagram conversations with message requests, where minors are mostly reached."""

    name = "instagram"
    samples = (
        Sample("exports/instagram-2024", {"conversations": 3, "turns": 13, "owner": "Léa Exemple"}),
        Sample("exports/instagram-html", {"conversations": 1, "turns": 4, "owner": "Léa Exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By the folders of messages, or by the fields inside a single file."""
        return platform_of(archive) == "instagram"

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per folder, files merged, oldest first, letters repaired."""
        yield from read_threads(archive, "instagram")
