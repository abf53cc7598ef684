"""Notices: one file per paper that can be made of an Art. 16 notice."""

from typing import Protocol

from vigie.kernel.registry import Registry, Sample
from vigie.measures.article16 import Lang, Notice, Papers


class NoticeWriter(Protocol):
    """Makes the papers of a notice; the same notice gives the same bytes."""

    name: str
    samples: tuple[Sample, ...]

    def write(self, notice: Notice, lang: Lang) -> Papers:
        """The papers; raises Incomplete with all that is missing."""
        ...


notices: Registry[NoticeWriter] = Registry("vigie.measures.notices")
