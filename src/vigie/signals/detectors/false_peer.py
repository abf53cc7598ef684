"""Someone who first gives a young person's age, then an older one."""

from collections.abc import Iterator
from dataclasses import replace

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.talk import Found

_ADULT_AGE_YEARS = 18
_UNLIKE_YEARS = 3


@detectors.register
class FalsePeer:
    """Says when one person gives a minor's age and, elsewhere, one three years older or more."""

    name = "false_peer"
    samples = (
        Sample("detectors/false_peer.json", {"stage": "poses_as_peer", "quotes": ["j'ai 22 ans"]}),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """The older age, when the same person also gave a minor's."""
        told = [
            each for each in seen.found if each.rule == "age.told" and each.age_of == each.speaker
        ]
        for each in told:
            if any(_unlike(each, other) for other in told):
                yield replace(
                    each,
                    rule="age.false_peer",
                    stage="poses_as_peer",
                    note=note_of("false_peer"),
                    weight="alone",
                    age_years=None,
                    age_of=None,
                )


def _unlike(older: Found, younger: Found) -> bool:
    if older.speaker != younger.speaker or older.age_years is None or younger.age_years is None:
        return False
    young = younger.age_years < _ADULT_AGE_YEARS
    return young and older.age_years - younger.age_years >= _UNLIKE_YEARS
