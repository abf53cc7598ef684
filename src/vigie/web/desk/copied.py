"""The same evidence elsewhere, in words: why it is thought to be, and where two copies differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vigie.flows.casework import CopyView, TwoVersions


@dataclass(frozen=True, slots=True)
class Copied:
    """One other place where the evidence is; `links` are the cases in which it can be read."""

    reference: str
    here: bool
    links: tuple[str, ...]
    reasons: tuple[str, ...]
    differs: str
    versions: tuple[TwoVersions, ...]


def lay_out_copies(copies: Iterable[CopyView]) -> tuple[Copied, ...]:
    """What is shown of each, in the order given."""
    return tuple(
        Copied(
            reference=each.reference,
            here=each.here,
            links=() if each.here else each.cases,
            reasons=tuple(_reasons(each)),
            differs=_differs(len(each.versions)),
            versions=each.versions,
        )
        for each in copies
    )


def _reasons(copy: CopyView) -> Iterator[str]:
    if copy.same_file:
        yield _("the same file, to the last byte")
    if copy.distance is not None:
        yield _("images that look alike (distance %(bits)d of 256)") % {"bits": copy.distance}
    if copy.shared:
        text = ngettext(
            "%(n)d of %(all)d message in common", "%(n)d of %(all)d messages in common", copy.out_of
        )
        yield text % {"n": copy.shared, "all": copy.out_of}


def _differs(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "The two copies differ on one message. One may have been changed, or misread.",
        "The two copies differ on %(n)d messages. One may have been changed, or misread.",
        count,
    )
    return text % {"n": count} if count > 1 else text
