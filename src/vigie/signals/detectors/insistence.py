"""A request for an image that is repeated or that comes back after a refusal."""

from collections.abc import Iterator
from dataclasses import replace

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.talk import Found


@detectors.register
class Insistence:
    """Says when someone asks for an image in two turns or more, after a refusal or not."""

    name = "insistence"
    samples = (
        Sample(
            "detectors/insistence.json",
            {"stage": "solicit_image", "quotes": ["envoie une photo", "fais voir une photo"]},
        ),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """Every request of a speaker who asks in two turns or more."""
        asked = seen.of("solicit_image")
        for speaker in dict.fromkeys(each.speaker for each in asked):
            own = [each for each in asked if each.speaker == speaker]
            if len({each.quote.turn for each in own}) > 1:
                yield from map(_insistent, own)


def _insistent(request: Found) -> Found:
    return replace(
        request,
        rule="image.insistence",
        note=note_of("insistence"),
        tags=("insistent",),
        weight="with",
    )
