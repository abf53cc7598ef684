"""Why, in one sentence: the grade's own, and exact words with where they stand."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.web.desk.found import GRAVE, quote, signal, talk_of, view_of
from vigie.flows.casework import ConversationView, TestimonyView
from vigie.kernel.answers import Answers
from vigie.kernel.findings import Bilingual, Findings, Grade, Quote, Why
from vigie.signals.testimony import grade, screen_narrative
from vigie.web.desk.because import (
    CITED_MAX,
    because_of_conversation,
    because_of_testimony,
    reasons_of,
)

STORY = "Il m'a dit « envoie une photo de toi » et j'avais 13 ans. Il veut tout publier."
SENTENCE = Bilingual("Une raison.", "A reason.")


def told(
    *views: ConversationView, answers: Answers | None = None, narrative: str = ""
) -> TestimonyView:
    """A testimony with these conversations, graded as the worker grades."""
    asked = answers or Answers(narrative=narrative)
    found = screen_narrative(narrative) if narrative else None
    graded = grade(asked, [*([found] if found else []), *(view.findings for view in views)])
    return TestimonyView(
        reference="T-1",
        language="fr",
        state="read",
        entered_by_team=False,
        sent_hour=datetime(2026, 6, 17, 16, tzinfo=UTC),
        answers=asked,
        grade=graded,
        narrative=found,
        accounts=(),
        files=(),
        conversations=views,
        messages=(),
        other_cases=(),
        withdraw_on=None,
    )


def resting_on(*quotes: Quote) -> Findings:
    """Findings whose one reason rests on a sign a quote."""
    signals = tuple(signal("bullying", each, rule=f"r{n}") for n, each in enumerate(quotes))
    return Findings("c", "P3", signals, (Why(SENTENCE, tuple(range(len(signals)))),))


def test_a_conversation_says_its_first_reason_and_one_quote_a_stage_in_order() -> None:
    view = view_of(talk_of(GRAVE))

    found = because_of_conversation(view)

    assert found is not None
    assert (found.severity, found.answer, found.answered, found.more) == (
        "P1",
        "Maintenant",
        False,
        False,
    )
    assert found.sentence.startswith("Une menace de publier")
    assert not found.sentence.endswith(".")
    assert [each.anchor for each in found.cited] == sorted(each.anchor for each in found.cited)
    assert ("c7-t2", "envoie une photo de toi") in [
        (each.anchor, each.text) for each in found.cited
    ]
    assert any("je publie" in each.text for each in found.cited)


def test_words_that_people_put_right_say_so() -> None:
    view = view_of(talk_of(GRAVE))
    turns = tuple(replace(each, changes=(0,) * (each.key == "2")) for each in view.turns)

    found = because_of_conversation(replace(view, turns=turns))

    assert found is not None
    assert [each.corrected for each in found.cited] == [True, False, False]


def test_without_a_reason_there_is_no_sentence() -> None:
    talk = talk_of(("Nour: salut",))

    assert because_of_conversation(view_of(talk)) is None
    assert because_of_testimony(None) is None
    assert because_of_testimony(replace(told(), grade=Grade("P4"))) is None


def test_many_words_are_cut_short_and_the_same_words_are_cited_once() -> None:
    words = [f"nul{n}" for n in range(CITED_MAX + 2)]
    talk = talk_of([f"Lucas: {each}" for each in (*words, words[0])])
    quotes = [Quote(turn.n, 0, len(turn.text), turn.text) for turn in talk.turns]

    found = because_of_conversation(view_of(talk, resting_on(*quotes)))

    assert found is not None
    assert [each.text for each in found.cited] == words[:CITED_MAX]
    assert found.more


def test_a_testimony_cites_the_story_and_the_conversations_that_gave_the_same_sentence() -> None:
    narrative = "Lui il m'a dit si tu le fais pas je publie tout et envoie une photo de toi"
    seen = told(view_of(talk_of(GRAVE)), narrative=narrative)

    found = because_of_testimony(seen)

    assert found is not None
    assert found.severity == "P1"
    assert not found.answered
    assert all(
        each.text in (narrative if each.anchor == "story" else " ".join(GRAVE))
        for each in found.cited
    )
    assert {each.anchor for each in found.cited} == {"story", "c7-t3"}


def test_a_testimony_that_is_grave_by_an_answer_leads_to_the_answers() -> None:
    found = because_of_testimony(told(answers=Answers(urgent="publish")))

    assert found is not None
    assert (found.severity, found.answered, found.cited) == ("P1", True, ())


def test_each_reason_lists_its_words_once() -> None:
    talk = talk_of(("Lucas: nul", "Lucas: nul et nul"))
    first, second = quote(0, "nul", "nul"), Quote(1, 0, 3, "nul")
    view = view_of(talk, resting_on(first, second, second))

    (reason,) = reasons_of(told(view))

    assert reason.sentence == "Une raison."
    assert [each.anchor for each in reason.quotes] == ["c7-t0", "c7-t1"]


def test_words_of_the_story_lead_to_the_story() -> None:
    seen = told(narrative=STORY)

    cited = [each for reason in reasons_of(seen) for each in reason.quotes]

    assert cited
    assert {each.anchor for each in cited} == {"story"}
    assert all(each.text in STORY for each in cited)
