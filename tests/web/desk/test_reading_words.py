"""Everything the machine says of its own reading has words at the desk."""

from vigie.reading import cautions
from vigie.web.desk.reading_words import WARNINGS

SAID = {each for name, each in vars(cautions).items() if name.isupper() and isinstance(each, str)}


def test_every_warning_of_a_reading_is_said_in_french() -> None:
    untold = [each for each in SAID if str(WARNINGS.get(each, each)) == each]

    assert untold == []


def test_the_desk_has_no_words_for_a_warning_that_nothing_gives() -> None:
    assert set(WARNINGS) <= SAID
