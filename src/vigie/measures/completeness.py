"""Completeness: what still stops an Art. 16 notice, said so that it can be put right."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from vigie.kernel.findings import Bilingual
from vigie.measures.article16 import Claim, Gap, Lang, Notice, NoticeItem
from vigie.measures.grounds import Ground
from vigie.measures.vocabulary import classify

LEAST_CHARS, MOST_CHARS = 80, 5_000
SENTENCES = Path(__file__).with_name("refusals.toml")
SHORTEST_NAME_CHARS = 3


def missing(notice: Notice, lang: Lang) -> tuple[str, ...]:
    """The sentences that say what stops a notice, in order; empty when it may leave."""
    return tuple(_sentence(gap, lang) for rule in RULES for gap in rule(notice))


def missing_in_case(notice: Notice, lang: Lang) -> tuple[str, ...]:
    """What the case itself lacks, whatever the notice will say: consent, doubts."""
    return tuple(_sentence(gap, lang) for rule in (_witness, _doubts) for gap in rule(notice))


def _sentence(gap: Gap, lang: Lang) -> str:
    words = {name: getattr(value, lang) for name, value in gap.words.items()}
    return str(_sentences()[gap.key][lang]).format_map(words)


@cache
def _sentences() -> Mapping[str, Any]:
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def _gap(key: str, **words: object) -> Gap:
    said = {
        name: value if isinstance(value, Bilingual) else Bilingual(str(value), str(value))
        for name, value in words.items()
    }
    return Gap(key, said)


def _items(notice: Notice) -> Iterator[Gap]:
    if not notice.items:
        yield _gap("item_none")
    for number, item in enumerate(notice.items, 1):
        yield from _item(number, item)
    if notice.items and all(item.is_private for item in notice.items):
        yield _gap("item_all_private")


def _item(number: int, item: NoticeItem) -> Iterator[Gap]:
    if not (item.url or item.handle or item.platform_uid):
        yield _gap("item_unplaced", number=number)
    elif item.is_private and not item.url and not item.message_times:
        yield _gap("item_untimed", number=number)


def _explanation(notice: Notice) -> Iterator[Gap]:
    chars = len(notice.explanation.strip())
    if chars < LEAST_CHARS:
        yield _gap("explanation_short", chars=chars, limit=LEAST_CHARS)
    if chars > MOST_CHARS:
        yield _gap("explanation_long", chars=chars, limit=MOST_CHARS)


def _claims(notice: Notice) -> Iterator[Gap]:
    if not notice.claims:
        yield _gap("claim_none")
    for number, claim in enumerate(notice.claims, 1):
        yield from _claim(number, claim)


def _claim(number: int, claim: Claim) -> Iterator[Gap]:
    if not claim.text.strip():
        yield _gap("claim_empty", number=number)
    if not claim.quotes:
        yield _gap("claim_unquoted", number=number)
    if any(not quote.text.strip() for quote in claim.quotes):
        yield _gap("quote_empty", number=number)


def _grounds(notice: Notice) -> Iterator[Gap]:
    if notice.facts_on is None:
        yield _gap("facts_undated")
    elif notice.facts_until and notice.facts_until < notice.facts_on:
        yield _gap("facts_backwards")
    if not notice.grounds:
        yield _gap("ground_none")
    for ground in notice.grounds:
        named = {"article": ground.article, "code": ground.code}
        if notice.facts_on and not _was_law(ground, notice.facts_on, notice.facts_until):
            yield _gap("ground_not_in_force", day=notice.facts_on.isoformat(), **named)
        if not ground.protects(notice.victim_age):
            limit, age = ground.victim_under, notice.victim_age
            yield _gap("ground_wrong_age", limit=limit, age=age, **named)


def _was_law(ground: Ground, first: date, last: date | None) -> bool:
    """Whether a version was in force on a day of the facts, its first day to its last."""
    begun = ground.valid_from <= (last or first)
    return begun and (ground.valid_to is None or first < ground.valid_to)


def _notifier(notice: Notice) -> Iterator[Gap]:
    if notice.notifier is None:
        if not notice.is_exempt:
            yield _gap("notifier_missing")
    elif not notice.notifier.name.strip() or "@" not in notice.notifier.email:
        yield _gap("notifier_incomplete")
    if notice.good_faith is None or not notice.good_faith.signed_by.strip():
        yield _gap("good_faith_missing")


def _scope(notice: Notice) -> Iterator[Gap]:
    flagger = notice.trusted_flagger
    category = classify(notice.stages, notice.concerns_a_minor).category
    if flagger is not None and category not in flagger.scope:
        yield _gap("outside_scope", category=category)


def _witness(notice: Notice) -> Iterator[Gap]:
    consent = notice.consent
    if consent.could_guess is None:
        yield _gap("could_guess_not_asked")
    if consent.recorded_at is None and (consent.pseudonym_needed or consent.pseudonym):
        yield _gap("pseudonym_unconsented")
    elif consent.pseudonym_needed and not consent.pseudonym.strip():
        yield _gap("pseudonym_empty")
    places = _sentences()["places"]
    for place, text in _texts(notice):
        if any(_holds(text, word) for word in consent.protected):
            yield _gap("witness_named", place=Bilingual(places[place]["fr"], places[place]["en"]))


def _texts(notice: Notice) -> Iterator[tuple[str, str]]:
    quotes = [quote.text for claim in notice.claims for quote in claim.quotes]
    yield "summary", notice.summary
    yield "claims", "\n".join([claim.text for claim in notice.claims] + quotes)
    yield (
        "items",
        "\n".join(
            f"{item.url}\n{item.handle}\n{item.platform_uid}\n{item.export_ref}"
            for item in notice.items
        ),
    )
    yield "measures", "\n".join(measure.reasons for measure in notice.measures)
    yield "doubts", notice.doubts


def _holds(text: str, word: str) -> bool:
    wanted = _plain(word).strip().removeprefix("@")
    if len(wanted) < SHORTEST_NAME_CHARS:
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _exhibits(notice: Notice) -> Iterator[Gap]:
    for exhibit in notice.exhibits:
        if exhibit.attached and exhibit.may_be_intimate:
            yield _gap("intimate_attached", number=exhibit.number)


def _measures(notice: Notice) -> Iterator[Gap]:
    for number, measure in enumerate(notice.measures, 1):
        if not measure.reasons.strip():
            yield _gap("measure_unreasoned", number=number)
        if measure.kind == "suspension" and (
            measure.proposed_end is None or measure.proposed_end <= notice.made_at.date()
        ):
            yield _gap("measure_endless", number=number)


def _doubts(notice: Notice) -> Iterator[Gap]:
    if not notice.doubts.strip():
        yield _gap("doubts_missing")


RULES: tuple[Callable[[Notice], Iterator[Gap]], ...] = (
    _items,
    _explanation,
    _claims,
    _grounds,
    _notifier,
    _scope,
    _witness,
    _exhibits,
    _measures,
    _doubts,
)
