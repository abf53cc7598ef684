"""The language of a conversation, by its function words; none when there is nothing to go on."""

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

MIN_SHARE = 0.12
MIN_LEAD = 1.25
ENOUGH_CHARS = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:'t|'m|'re|'ll|'d|'ve|'s)?")


def language_of(texts: Iterable[str]) -> str | None:
    """The code of the language most of these texts are in: "fr", "en" or None."""
    words = Counter(_WORD.findall(_beginning(texts).casefold().replace("’", "'")))
    total = words.total()
    if not total:
        return None
    counts = sorted(
        ((sum(words[each] for each in known), code) for code, known in _known().items()),
        reverse=True,
    )
    (most, code), (next_most, _) = counts[:2]
    clear = most >= MIN_SHARE * total and most >= MIN_LEAD * next_most
    return code if most and clear else None


def _beginning(texts: Iterable[str]) -> str:
    gathered: list[str] = []
    chars = 0
    for text in texts:
        gathered.append(text[:ENOUGH_CHARS])
        chars += len(text)
        if chars > ENOUGH_CHARS:
            break
    return "\n".join(gathered)


@functools.cache
def _known() -> Mapping[str, frozenset[str]]:
    read = tomllib.loads(files("vigie.reading").joinpath("languages.toml").read_text("utf-8"))
    return {code: frozenset(each["words"].split()) for code, each in read.items()}
