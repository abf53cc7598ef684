"""A request for an image that is repeated or that comes back after a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vigie.kernel.registry import Sample
from vigie.signals.detectors import detectors, note_of
from vigie.signals.talk import Found, Talk


@detectors.register
class Insistence:
    """Says when someone asks for an image in two turns or more, with a refusal in between or not."""

    name = "insistence"
    samples = (
        Sample(
            "detectors/insistence.jsonl",
            {"stage": "solicit_image", "quotes": ["envoie une photo", "fais voir une photo"]},
        ),
    )

    def find(self, talk: Talk, found: Sequence[Found]) -> Iterator[Found]:
        """The second and later requests of each speaker."""
        for speaker in dict.fromkeys(each.speaker for each in found):
            asked = [
                each for each in found if each.speaker == speaker and each.stage == "solicit_image"
            ]
            turns = {each.quote.turn for each in asked}
            if len(turns) < 2:
                continue
            for each in asked:
                yield replace(
                    each,
                    rule="image.insistence",
                    note=note_of("insistence"),
                    tags=("insistent",),
                    weight="with",
                )
