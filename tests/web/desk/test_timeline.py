"""Signs in time: one lane a person, one mark a turn, and nothing that was not said."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.web.desk.found import GRAVE, quote, signal, talk_of, view_of
from vigie.flows.casework import ConversationView
from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.kernel.findings import Findings, Quote
from vigie.web.desk.stage_filter import StageChoice, stage_choices
from vigie.web.desk.timeline import LANES_AT_ONCE, Lane, Mark, Timeline, lay_out_timeline, share

ASKS = "envoie une photo de toi, vite"


def drawn(view: ConversationView, *stages: str) -> Timeline:
    """The timeline of a conversation that has signs."""
    found = lay_out_timeline(view, stages)
    assert found is not None
    return found


def marks(timeline: Timeline) -> list[tuple[Lane, Mark]]:
    """Every mark with its lane."""
    lanes = (*timeline.lanes, *timeline.others)
    return [(lane, mark) for lane in lanes for row in lane.rows for mark in row.marks]


def crowd(people: int, turns: int) -> ConversationView:
    """A conversation of many, where everybody asks for an image once at least."""
    talk = Conversation(
        "c",
        Source("export"),
        tuple(Turn(n, ASKS, author=f"p{n % people}") for n in range(turns)),
        tuple(Participant(f"p{n}", f"Nom {n}") for n in range(people)),
    )
    found = tuple(
        signal("solicit_image", quote(n, ASKS, "photo"), speaker=f"p{n % people}", rule=f"r{n}")
        for n in range(turns)
    )
    return view_of(talk, Findings("c", "P3", found))


def test_each_person_has_a_lane_and_each_stage_a_row_in_the_order_they_came() -> None:
    found = drawn(view_of(talk_of(GRAVE)))

    lucas, nour = found.lanes
    assert (lucas.name, nour.name) == ("Lucas", "Nour")
    stages = [row.stage for row in lucas.rows]
    asked = [each for each in stages if each in ("Âge", "Demande d’image", "Menace de publier")]
    assert asked == ["Âge", "Demande d’image", "Menace de publier"]
    assert {mark.message for row in lucas.rows for mark in row.marks} == {1, 3, 5}
    anchors = {mark.anchor for row in lucas.rows for mark in row.marks}
    assert anchors == {"c7-t0", "c7-t2", "c7-t4"}
    assert (found.quiet, found.legend) == ((), ())


def test_quotes_of_one_stage_in_one_turn_share_a_mark_and_those_within_another_go() -> None:
    talk = talk_of((f"Lucas: {ASKS}", "Nour: non"))
    signals = (
        signal("solicit_image", quote(0, ASKS, "une photo"), rule="a"),
        signal("solicit_image", quote(0, ASKS, "une photo de toi"), rule="b"),
        signal("solicit_image", quote(0, ASKS, "vite"), rule="c"),
    )

    ((_, mark),) = marks(drawn(view_of(talk, Findings("c", "P4", signals))))

    assert [each.text for each in mark.signs] == ["une photo de toi", "vite"]


def test_what_is_reported_has_a_lane_of_the_person_spoken_of_after_the_others() -> None:
    talk = talk_of(("Nour: il a dit envoie une photo", "Nour: et passe sur snap", "Lucas: ok"))
    told = talk.turns[0].text
    signals = (
        signal("solicit_image", quote(0, told, "envoie"), speaker="reported", reported=True),
        signal("platform_move", quote(1, talk.turns[1].text, "snap"), speaker="p2"),
    )

    found = drawn(view_of(talk, Findings("c", "P4", signals)))

    assert [lane.name for lane in found.lanes] == ["Nour", "La personne dont on parle"]
    assert [mark.shape for _, mark in marks(found)] == ["said", "reported"]
    assert [shape for shape, _ in found.legend] == ["said", "reported"]
    assert found.quiet == ("Lucas",)


def test_a_sign_that_the_context_explains_is_weak() -> None:
    talk = talk_of((f"Lucas: {ASKS}", "Lucas: passe sur snap"))
    signals = (
        replace(signal("solicit_image", quote(0, ASKS, "photo")), lowered=True),
        signal("platform_move", quote(1, "passe sur snap", "snap")),
    )

    found = drawn(view_of(talk, Findings("c", "none", signals)))

    assert [mark.shape for _, mark in marks(found)] == ["weak", "said"]


def test_only_the_stages_asked_for_are_drawn() -> None:
    view = view_of(talk_of(GRAVE))

    assert {s.stage for s in drawn(view, "threat_exposure").signs} == {"Menace de publier"}
    assert lay_out_timeline(view, ["hate"]) is None


def test_who_is_of_concern_comes_first_and_the_others_of_a_crowd_wait_behind() -> None:
    view = crowd(6, 300)
    view = replace(view, findings=replace(view.findings, speaker_of_concern="p4"))

    found = drawn(view)

    assert [lane.name for lane in found.lanes] == ["Nom 4", "Nom 0", "Nom 1"]
    assert len(found.lanes) == LANES_AT_ONCE
    assert len(found.others) == 6 - LANES_AT_ONCE
    assert [tick.number for tick in found.ticks] == [1, 100, 200, 300]


def test_ticks_are_few_and_round_and_one_turn_stands_in_the_middle() -> None:
    def numbers(turns: int) -> list[int]:
        return [each.number for each in drawn(crowd(1, turns)).ticks]

    assert numbers(1) == [1]
    assert numbers(4) == [1, 2, 3, 4]
    assert numbers(40) == [1, 10, 20, 30, 40]
    assert all(len(numbers(turns)) <= 7 for turns in range(1, 130))
    (tick,) = drawn(crowd(1, 1)).ticks
    assert (tick.x, tick.end) == ("50.00%", "middle")
    assert [each.end for each in drawn(crowd(1, 3)).ticks] == ["start", "middle", "end"]


def test_a_quote_that_the_turn_no_longer_says_is_not_drawn() -> None:
    talk = talk_of((f"Lucas: {ASKS}",))
    gone = signal("guilt", Quote(0, 0, 5, "salut")), signal("meet", Quote(9, 0, 5, "salut"))

    assert lay_out_timeline(view_of(talk, Findings("c", "P4", gone))) is None


def test_passages_that_meet_are_counted_once() -> None:
    signals = (
        signal("solicit_image", quote(0, ASKS, "envoie une photo"), rule="a"),
        signal("solicit_image", quote(0, ASKS, "photo de toi"), rule="b"),
        signal("solicit_image", quote(0, ASKS, "vite"), Quote(1, 0, 4, "vite"), rule="c"),
        signal("guilt", quote(0, ASKS, "vite")),
    )

    found = stage_choices([Findings("c", "P4", signals)], {"guilt", "hate"})

    assert found == (
        StageChoice("solicit_image", "Demande d’image", 3, False),
        StageChoice("guilt", "Chantage affectif", 1, True),
        StageChoice("hate", "Haine", 0, True),
    )


lines = st.lists(
    st.builds(
        "{}: {}".format,
        st.sampled_from(("Lucas", "Nour")),
        st.one_of(st.sampled_from([each.split(": ", 1)[1] for each in GRAVE]), st.text()),
    ),
    min_size=1,
    max_size=12,
)


@given(lines)
def test_every_mark_is_words_of_its_turn_by_its_person_at_its_place(said: list[str]) -> None:
    view = view_of(talk_of(said))

    found = lay_out_timeline(view)

    quoted = {(q.turn, q.text) for each in view.findings.signals for q in each.quotes}
    assert (found is None) == (not quoted)
    for lane, mark in marks(found) if found else ():
        turn = view.conversation.turns[mark.message - 1]
        assert mark.x == share(turn.n, len(said))
        assert mark.anchor == f"c7-t{turn.n}"
        for each in mark.signs:
            assert each.text in turn.text
            assert (turn.n, each.text) in quoted
            assert each.name == lane.name
