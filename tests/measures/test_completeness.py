"""Nothing leaves the house that the law or the witness does not allow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.invented import MADE_AT, invented_notice, quote
from vigie.measures.article16 import (
    Claim,
    Notice,
    NoticeItem,
    Notifier,
    RequestedMeasure,
    TrustedFlagger,
    WitnessConsent,
)
from vigie.measures.completeness import missing
from vigie.measures.grounds import grounds

Change = Callable[[Notice], Notice]
PRIVATE = NoticeItem("message", handle="max.exemple", message_times=("21:14",))
OLD, NEW = grounds()["cp-227-22-1@2007-03-07"], grounds()["cp-227-23-1@2021-04-23"]
CHANGES: dict[str, tuple[Change, str]] = {
    "no item": (lambda n: replace(n, items=()), "Name at least one"),
    "an item nowhere": (lambda n: replace(n, items=(NoticeItem("account"),)), "where it is"),
    "a message without a time": (
        lambda n: replace(n, items=(n.items[0], replace(PRIVATE, message_times=()))),
        "time of the messages",
    ),
    "private items only": (lambda n: replace(n, items=(PRIVATE,)), "Add a public item"),
    "an explanation too short": (
        lambda n: replace(n, summary="", claims=(Claim("Trop court.", n.claims[0].quotes),)),
        "has 11 characters; at least 80",
    ),
    "an explanation too long": (lambda n: replace(n, summary="a" * 5000), "the limit is 5000"),
    "no claim": (lambda n: replace(n, claims=()), "at least one claim"),
    "a claim without a quote": (
        lambda n: replace(n, claims=(*n.claims, Claim("Il a menti."))),
        "Claim 4 cites no message",
    ),
    "a claim without words": (
        lambda n: replace(n, claims=(*n.claims, Claim(" ", (quote(1, "oui"),)))),
        "Claim 4 is empty",
    ),
    "an empty quote": (
        lambda n: replace(n, claims=(*n.claims, Claim("Il ment.", (quote(1, " "),)))),
        "an empty quote",
    ),
    "no day of the facts": (lambda n: replace(n, facts_on=None), "Give the day"),
    "facts that end before they begin": (
        lambda n: replace(n, facts_until=date(2020, 6, 1)),
        "before the first",
    ),
    "no ground": (lambda n: replace(n, grounds=()), "at least one legal ground"),
    "a law of later": (
        lambda n: replace(n, grounds=(NEW,)),
        "227-23-1 (Code pénal) was not in force in that version on 2020-06-03",
    ),
    "a law for those younger": (
        lambda n: replace(n, grounds=(OLD,), victim_age=15),
        "protects those under 15; the victim was 15",
    ),
    "no notifier and no exemption": (
        lambda n: replace(n, notifier=None, grounds=n.grounds[1:]),
        "name and e-mail",
    ),
    "half a notifier": (
        lambda n: replace(n, notifier=Notifier("Association du Phare", "")),
        "or e-mail is missing",
    ),
    "no good faith": (lambda n: replace(n, good_faith=None), "in good faith"),
    "outside the scope": (
        lambda n: replace(n, trusted_flagger=TrustedFlagger("Arcom", "2024-1", ("OTHER",))),
        "outside the scope",
    ),
    "a pseudonym used without consent": (
        lambda n: replace(n, consent=replace(n.consent, recorded_at=None)),
        "without recorded consent",
    ),
    "a pseudonym needed and unasked": (
        lambda n: replace(n, consent=WitnessConsent("no", pseudonym_needed=True)),
        "without recorded consent",
    ),
    "a pseudonym needed and not given": (
        lambda n: replace(n, consent=replace(n.consent, pseudonym="")),
        "it is not given",
    ),
    "could guess, never asked": (
        lambda n: replace(n, consent=replace(n.consent, could_guess=None)),
        "Could the person guess",
    ),
    "an intimate image attached": (
        lambda n: replace(
            n, exhibits=(replace(n.exhibits[0], attached=True, may_be_intimate=True),)
        ),
        "Exhibit 1 may be an intimate image",
    ),
    "a measure without reasons": (
        lambda n: replace(n, measures=(replace(n.measures[0], reasons=""),)),
        "Measure 1 gives no reasons",
    ),
    "a suspension without an end": (
        lambda n: replace(n, measures=(RequestedMeasure("suspension", None, "Danger."),)),
        "no proposed end",
    ),
    "a suspension that ends today": (
        lambda n: replace(n, measures=(RequestedMeasure("suspension", MADE_AT.date(), "Danger."),)),
        "no proposed end",
    ),
    "no word on doubts": (lambda n: replace(n, doubts=" "), "exculpatory"),
}


def test_a_complete_notice_lacks_nothing() -> None:
    assert missing(invented_notice(), "fr") == missing(invented_notice(), "en") == ()


@pytest.mark.parametrize(("change", "sentence"), CHANGES.values(), ids=CHANGES)
def test_one_thing_wrong_stops_a_notice_with_one_clear_sentence(
    change: Change, sentence: str
) -> None:
    stopped = missing(change(invented_notice()), "en")

    assert len(stopped) == 1
    assert sentence in stopped[0]


@pytest.mark.parametrize("change", [each for each, _ in CHANGES.values()], ids=CHANGES)
def test_what_stops_a_notice_is_said_in_both_languages(change: Change) -> None:
    french, english = (missing(change(invented_notice()), lang) for lang in ("fr", "en"))

    assert len(french) == len(english)
    assert all("{" not in sentence and sentence.endswith((".", "»", '"')) for sentence in french)
    assert not set(french) & set(english)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("the summary", lambda n, w: replace(n, summary=f"{n.summary} {w}")),
        ("the doubts", lambda n, w: replace(n, doubts=f"Voir {w}.")),
        ("the claims or their quotes", lambda n, w: replace(
            n, claims=(*n.claims, Claim("Il insiste.", (quote(3, f"salut {w} !"),))))),
        ("the items", lambda n, w: replace(n, items=(*n.items, NoticeItem("post", url=w)))),
        ("the reasons of the measures", lambda n, w: replace(
            n, measures=(replace(n.measures[0], reasons=f"Elle, {w}"),))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("word", ["Camille Exemple", "CAMILLE EXEMPLE", "@camille exemple"])
def test_a_word_that_names_the_witness_stops_the_notice_wherever_it_is(
    place: str, change: Callable[[Notice, str], Notice], word: str
) -> None:
    stopped = missing(change(invented_notice(), word), "en")

    assert stopped == (f"A word that names the witness appears in: {place}. Take it out.",)
    assert word not in stopped[0]


def test_an_offence_of_the_directive_allows_an_unnamed_notifier() -> None:
    assert missing(replace(invented_notice(), notifier=None), "fr") == ()


def test_facts_that_last_into_a_new_law_may_cite_it() -> None:
    notice = replace(invented_notice(), grounds=(NEW,), facts_until=date(2021, 5, 1))

    assert missing(notice, "fr") == ()


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=30))
def test_any_words_give_an_answer(summary: str, doubts: str, protected: str) -> None:
    notice = invented_notice()
    consent = replace(notice.consent, protected=(protected,))
    changed = replace(notice, summary=summary, doubts=doubts, consent=consent)

    assert isinstance(missing(changed, "fr"), tuple)
