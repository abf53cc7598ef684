"""Two screenshots overlap where they show the same turns, and not by chance."""

from vigie.kernel.conversations import Turn
from vigie.reading.stitching.overlaps import folded, overlaps

LONG = ("on se voit demain au gymnase", "je dois demander à ma mère", "elle rentre ce soir")


def turns(*texts: str, partial: bool = False) -> tuple[Turn, ...]:
    return tuple(Turn(n, text, side="left", partial=partial) for n, text in enumerate(texts))


def test_what_engines_get_wrong_most_is_folded_away() -> None:
    assert folded("Ça va à l'école ?") == folded("ca vaa lecole?")
    assert folded("?") == "?"


def test_an_overlap_says_the_pairs_and_where_the_other_begins() -> None:
    (found,) = overlaps([turns("ok", *LONG), turns(*LONG[1:], "ok")])

    assert found.pairs == ((2, 0), (3, 1))
    assert found.offset == 2


def test_the_same_turn_in_the_middle_of_two_conversations_is_no_overlap() -> None:
    around = [f"{LONG[n]} {n}" for n in range(3)]
    others = ["tu as fini le dessin ?", "presque, il manque le ciel", "montre-le moi vendredi"]

    found = overlaps(
        [turns(*around, "à demain alors", *around), turns(*others, "à demain alors", *others)]
    )

    assert list(found) == []


def test_short_turns_alone_prove_nothing_unless_several_follow_each_other() -> None:
    assert list(overlaps([turns(LONG[0], "ok"), turns("ok", LONG[1])])) == []
    assert (
        len(list(overlaps([turns("oui", "merci", "salut"), turns("oui", "merci", "salut")]))) == 1
    )


def test_a_turn_cut_by_the_edge_counts_for_no_miss() -> None:
    cut = (*turns(*LONG[:2]), Turn(2, "elle rent", side="left", partial=True))

    (found,) = overlaps([cut, turns(*LONG)])

    assert found.pairs == ((0, 0), (1, 1), (2, 2))
