"""The notice of Art. 16 DSA: a letter that can be signed, and the same for machines."""

import json
from pathlib import Path
from typing import Any

from vigie.kernel.errors import Incomplete
from vigie.kernel.registry import Sample
from vigie.measures.article16 import Lang, Notice, Papers
from vigie.measures.completeness import missing
from vigie.measures.notice_format import notice_to_json
from vigie.measures.notices import notices
from vigie.measures.printing import names_signs, printable_values, stable_json, typeset

TEMPLATE = Path(__file__).with_name("article16.typ")


@notices.register
class Article16:
    """Asks a platform to look at content, with the words it rests on and the law of the day."""

    name = "article16"
    samples: tuple[Sample, ...] = (
        Sample("notices/june-2020.json", {"category": "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"}),
    )

    def write(self, notice: Notice, lang: Lang) -> Papers:
        """The papers; raises Incomplete with all that is missing."""
        return write_notice(notice, lang)


def write_notice(notice: Notice, lang: Lang = "fr") -> Papers:
    """The notice as PDF/A-2b and as `vigie.notice/1`; raises Incomplete with what stops it."""
    stopped = missing(notice, lang)
    if stopped:
        raise Incomplete(stopped)
    written = notice_to_json(notice)
    inputs = {"notice": json.dumps(_for_paper(written)), "lang": lang}
    return Papers(
        pdf=typeset(TEMPLATE, inputs, notice.made_at),
        json=(stable_json(written) + "\n").encode("utf-8", errors="replace"),
    )


def _for_paper(written: dict[str, Any]) -> dict[str, Any]:
    """The notice as it is shown: only the words of people are made printable."""
    shown = {**printable_values(written), "category": written["category"]}
    for exhibit, original in zip(shown["exhibits"], written["exhibits"], strict=True):
        exhibit["sha256"] = original["sha256"]
    return {**shown, "signs_named": names_signs(stable_json(written))}
