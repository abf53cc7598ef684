"""Lines of text put in order, cleaned of what the engine makes of drawings, and joined."""

import re
from collections.abc import Iterable, Sequence

from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes

ODD = re.compile(
    r"[^\w\s.,;:!?…'’\"«»()\[\]/\\@#&%€$£+*=<>°²³–—_^~|-]|[\u2e80-\ud7ff\uf900-\uffef]"
)
EYES = re.compile(r"(?<=[^\W\d]) [0Oo°]{2,}$|(?<=[!?.…]) ?[0Oo°]{2,}$")
ALONE = re.compile(r"\b(?:II|ll|lI)\b")
PLURAL = re.compile(r"\b(?:lls|IIs|lIs)\b")
BROKEN_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])- (?=[a-zà-ÿ]{2,})")
BROKEN_ELISION = re.compile(r"(?<![\w'’])((?:[cdjlmnst]|qu)['’]) (?=[a-zà-ÿœ]{2,})", re.IGNORECASE)
STUCK_NUMBER = re.compile(
    r"(?<![\w/.:@#-])(\d{1,4})(?=[a-zà-ÿ]{4,})(?!\d*(?:ième|ieme|ères|emes|èmes))"
)
STUCK_COMMA = re.compile(r"(?<=[a-zà-ÿ]),(?=[a-zà-ÿ]{2,})")
STUCK_SENTENCE = re.compile(r"(?<=[a-zà-ÿ]{2}[!?.])(?=[A-ZÀ-Ý][a-zà-ÿ']+)")
EDITED = re.compile(r"\s*[(\[](?:edited|modifiée?|modifie)[)\]]$", re.IGNORECASE)


def without_edited(text: str) -> tuple[str, bool]:
    """The words without the mark that they were edited, and whether they bore it."""
    kept = EDITED.sub("", text)
    return kept, kept != text


def cleaned(line: Line) -> Line | None:
    """The line without the letters an engine sees in emoji; None when nothing is left."""
    text = EYES.sub("", " ".join(ODD.sub(" ", line.text).split()))
    if not any(each.isalnum() for each in text) and not re.fullmatch(r"[.!?… ]+", text):
        return None
    return Line(text, line.box, line.score)


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines from top to bottom, those on one row together from left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: boxes.middle(each.box)[1]):
        if found and boxes.same_row(found[-1][-1].box, line.box):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda each: each.box[0]) for row in found]


def joined(lines: Sequence[Line]) -> str:
    """The text of several lines in reading order, a word cut at a hyphen made whole."""
    text = ""
    for row in rows(lines):
        for line in row:
            glued = not text or re.search(r"\w-$", text)
            text += line.text if glued else f" {line.text}"
    return repaired(text)


def repaired(text: str) -> str:
    """The text with the engine's commonest slips undone: spaces lost or added, II for Il."""
    text = ALONE.sub("Il", PLURAL.sub("Ils", text))
    text = BROKEN_HYPHEN.sub("-", text)
    text = BROKEN_ELISION.sub(r"\1", text)
    text = STUCK_NUMBER.sub(r"\1 ", text)
    text = STUCK_COMMA.sub(", ", text)
    return STUCK_SENTENCE.sub(" ", text).strip()
