"""An image sent by one person after another asked for it."""

from collections.abc import Iterator, Sequence

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.talk import Found, Line

_AFTER_TURNS = 6


@detectors.register
class PictureAfterRequest:
    """Says when an image turn follows somebody else's request for an image within six turns."""

    name = "pictures"
    samples = (
        Sample(
            "detectors/pictures.json",
            {"stage": "image_sent", "quotes": ["envoie une photo de toi"]},
        ),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """One sign per image, quoting the request (an image has no words to quote)."""
        asked = [each for each in seen.of("solicit_image") if not each.reported]
        for line in seen.talk.lines:
            if line.turn.kind not in ("image", "video"):
                continue
            request = _request_before(line, asked)
            if request is not None:
                yield Found(
                    rule="image.after_request",
                    stage="image_sent",
                    speaker=line.speaker,
                    quote=request.quote,
                    note=note_of("picture_after_request"),
                )


def _request_before(line: Line, asked: Sequence[Found]) -> Found | None:
    near = [
        each
        for each in asked
        if each.speaker != line.speaker and 0 < line.turn.n - each.quote.turn <= _AFTER_TURNS
    ]
    return max(near, key=lambda each: (each.quote.turn, each.quote.end), default=None)
