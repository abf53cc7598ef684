"""Codes: the list they are drawn from, how they are read, and what they give."""

import itertools
import random
import re
import secrets
from collections import defaultdict
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.codes import derive, new_code, read_code, words
from vigie.evidence.keys import recipient_of

CODE = "abeille bonbon citron dauphin girafe tulipe"
SALT = b"installation-one"
codes = st.lists(st.sampled_from(words()), min_size=6, max_size=6).map(" ".join)

NASAL = r"(?=[^aeiouy9Unm])"
SOUNDS = (
    ("ph", "f"), ("sch|sh|ch(?![rlnt])", "S"), ("ch", "k"), ("th", "t"), ("h", ""),
    ("eau|au", "o"), ("gn", "N"), ("qu?", "k"), ("c?ck", "k"), ("ss", "s*"),
    ("sc(?=[eiy])", "s*"), ("c(?=[eiy])", "s*"), ("cc(?=[eiy])", "ks*"), ("c+", "k"),
    ("ge(?=[ao])", "j"), ("g(?=[eiy])", "j"), ("gu(?=[eiy])", "g"), ("x(?=[^$e])", "ks*"),
    ("(?<=[aeiouy])s(?=[aeiouy])", "z"), (r"s\*", "s"), ("oeu|eu", "9"),
    ("oy(?=[aeiou])", "waj"), ("oi|oy", "wa"), ("ou|oo", "U"),
    ("(ain|aim|ein|eim|in|im|yn|ym|un|um)" + NASAL, "5"), (r"i?en(?=\$)", "j5"),
    ("(en|em|an|am|ean)" + NASAL, "2"), ("(on|om)" + NASAL, "3"), ("aill", "aj"), ("eill", "Ej"),
    ("9ill", "9j"), ("Uill", "Uj"), ("ill(?=[aeo9U])", "ij"), (r"ail\$", "aj$"),
    (r"eil\$", "Ej$"), ("aies?|ais|ait|aix|ai|ei|ay|ey", "E"), (r"(er|ez|et|ets)\$", "E$"),
    (r"e(?=([bdfgklmnprstz])\1)", "E"), (r"e(?=(l|rr|f|c|k|t|s)e?s?\$)", "E"), ("y", "i"),
    (r"(.)\1", r"\1"), (r"e?s?\$", ""),
)  # fmt: skip


def sound(word: str) -> str:
    """Roughly how a French word is heard: letters for sounds, mute endings gone."""
    word += "$"
    for spelling, heard in SOUNDS:
        word = re.sub(spelling, heard, word)
    return re.sub("[tdspxzg]+$" if len(word) > 3 else "[tdsxp]$", "", word)


def near(word: str) -> set[str]:
    """All spellings within one letter left out, changed or added."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    shorter = {a + b[1:] for a, b in cuts}
    longer = {a + letter + b for a, b in cuts for letter in ascii_lowercase}
    return shorter | longer | {a + x + b[1:] for a, b in cuts if b for x in ascii_lowercase}


def test_the_list_has_six_dice_of_words_in_order() -> None:
    listed = words()

    assert len(listed) == 7776 == 6**5
    assert list(listed) == sorted(set(listed))
    assert all(re.fullmatch("[a-z]{4,10}", word) for word in listed)


def test_no_word_is_one_slip_from_another() -> None:
    without_one: dict[str, set[str]] = defaultdict(set)
    for word in words():
        for place in range(len(word)):
            without_one[word[:place] + "*" + word[place + 1 :]].add(word)

    changed = [group for group in without_one.values() if len(group) > 1]
    listed = set(words())
    shortened = [w for w in listed for n in range(len(w)) if w[:n] + w[n + 1 :] in listed]

    assert not changed
    assert not shortened


@pytest.mark.parametrize(
    "family",
    ["seau sceau saut sot", "verre vert vers ver", "conte compte comte", "actuel actuelle"],
)
def test_of_words_that_sound_alike_only_one_is_listed(family: str) -> None:
    assert len(set(family.split()) & set(words())) <= 1


def test_no_two_words_sound_alike() -> None:
    keys = defaultdict(list)
    for word in words():
        keys[sound(word)].append(word)

    shared = [group for group in keys.values() if len(group) > 1]

    assert not shared


def test_no_word_hurts_whoever_reads_it() -> None:
    stems = re.compile(
        "sex|porn|viol(?!et|on)|nazi|negr|mort|tuer|pute|putai|salop|salau|merd|conn(ar|as|er)"
        "|couill|drogu|crim|cadav|assass|suicid|meurtr|massac|mutil|tortur|humili|harcel|agress"
        "|menac|insult|injur|esclav|fusil|gueul|fouett|gifl|vomi|pisse|crott|alcoo|ivrog|peur"
        "|haine|honte|victim"
    )

    found = [word for word in words() if stems.match(word)]

    assert found == []


def test_a_code_is_six_words_of_the_list() -> None:
    assert len(new_code(secrets.choice).split()) == 6
    assert set(new_code(random.Random(1).choice).split()) <= set(words())


@settings(deadline=None, max_examples=50)
@given(codes)
def test_a_code_reads_as_itself_however_it_is_written(code: str) -> None:
    for written in (code, code.upper(), code.replace(" ", "-"), f"  {code.replace(' ', ', ')}.\n"):
        assert read_code(written) == code


def test_accents_ligatures_and_apostrophes_are_forgiven() -> None:
    assert read_code("Àbeille’bonbon,çitron dàuphin Girafé tulîpe") == CODE
    assert read_code("chœur abri abri abri abri abri") == "choeur abri abri abri abri abri"


def test_two_slips_in_two_words_are_repaired() -> None:
    assert read_code("abeile bonbon citron dauphin girafe tulpie") == CODE


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abeille bonbon citron dauphin girafe",
        "abeille bonbon citron dauphin girafe tulipe tulipe",
        "abeile bonbn citrn dauphin girafe tulipe",
        "abxxlle bonbon citron dauphin girafe tulipe",
        "a" * 401,
    ],
)
def test_what_cannot_be_a_code_is_none(written: str) -> None:
    assert read_code(written) is None


def test_a_slip_between_two_words_is_not_guessed() -> None:
    listed = set(words())
    between = next(
        slip for word in words() for slip in sorted(near(word)) if len(near(slip) & listed) > 1
    )

    assert read_code(f"{between} bonbon citron dauphin girafe tulipe") is None


@settings(deadline=None, max_examples=50)
@given(codes, st.data())
def test_one_slip_never_reads_as_another_code(code: str, data: st.DataObject) -> None:
    written = code.split()
    place = data.draw(st.integers(0, 5))
    written[place] = data.draw(st.sampled_from(sorted(near(written[place]) - {""})))

    assert read_code(" ".join(written)) in (code, None)


def test_nearly_all_single_slips_are_repaired() -> None:
    chance = random.Random(7)
    drawn = [chance.choice(words()) for _ in range(300)]

    slips = [(w, chance.choice(sorted(near(w) - {w, ""}))) for w in drawn]
    rest = " abri abri abri abri abri"
    repaired = sum(read_code(slip + rest) == word + rest for word, slip in slips)

    assert repaired >= 0.93 * len(slips)


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    read = read_code(text)

    assert read is None or set(read.split()) <= set(words())


def test_a_code_gives_the_same_keys_each_time_and_others_with_another_salt() -> None:
    keys = derive(CODE, SALT)

    assert derive(CODE, SALT) == keys
    assert len(keys.tag) == 32
    assert recipient_of(keys.secret) == keys.recipient
    others = [derive(CODE, b"installation-two"), derive(CODE.replace("tulipe", "abri"), SALT)]
    for one, two in itertools.combinations([keys, *others], 2):
        assert one.tag != two.tag
        assert one.secret != two.secret
