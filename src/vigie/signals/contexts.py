"""What a conversation is plainly about takes weight off the signs that this explains."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vigie.kernel.findings import Stage
from vigie.signals.frames import aims_at_writer, refuses
from vigie.signals.matching import Mark
from vigie.signals.packs import Context
from vigie.signals.state import ADULT_AGE_YEARS
from vigie.signals.talk import REPORTED, Found, Talk

_MUTUAL: frozenset[Stage] = frozenset({"solicit_image", "trust", "boundary_test", "guilt", "meet"})
_NEAR_TURNS = 3
_PLAIN_WORDS = 2
_TELLING_WORD = re.compile(r"\w{3,}|\d+")
_TEASING: frozenset[Stage] = frozenset({"bullying"})
_SERIOUS = frozenset({"child_distress:strong", "child_distress:targeted", "bullying:death"})
_ASKED = re.compile(r"\?[^a-z0-9]*$")
_DENIES = re.compile(
    r"\W*(?:(?:mais|oh|ah|ben|bah|euh|lol|haha\w*|mdr+|ptdr+|promis|bro|dude|omg) )*"
    r"(?:no+n+|nan+|jamais|pas du tout|n importe quoi|nope|nah+|no+|never|not at all)\b"
)


@dataclass(frozen=True, slots=True)
class About:
    """A context that holds, and whether the talk says so in several words (`plain`)."""

    context: Context
    plain: bool


def lower(found: Sequence[Found], talk: Talk, languages: Iterable[str]) -> list[Found]:
    """The signs, those that a context or reciprocity explains being marked `lowered`.

    A context does not count when a sign that it cannot explain is there too, and never explains
    what a witness tells a helpline. One word ("birthday") explains no sign that is enough alone,
    unless the context names it by its tag: it takes several.
    """
    names = frozenset(_names(found))
    about = () if talk.narrative else about_of(talk, languages)
    held = [each for each in about if names.isdisjoint(each.context.unless)]
    set_aside = (
        *_mutual(found, names),
        *_teasing(found, names, talk),
        *_denied(found, talk),
        *_condemned(found, talk),
    )
    return [
        replace(each, lowered=each in set_aside or any(_explains(one, each) for one in held))
        for each in found
    ]


def _teasing(found: Sequence[Found], names: frozenset[str], talk: Talk) -> Sequence[Found]:
    """Mockery that two people return to each other, when neither takes it badly."""
    own = [each for each in found if each.stage in _TEASING and each.speaker != REPORTED]
    both = len(talk.speakers) == 2 and len({each.speaker for each in own}) == 2
    return own if both and names.isdisjoint(_SERIOUS) else ()


def _denied(found: Sequence[Found], talk: Talk) -> Iterator[Found]:
    """What somebody asks about ("did he threaten you?") and the other denies in the next turn."""
    places = {line.turn.n: place for place, line in enumerate(talk.lines)}
    for each in found:
        place = places[each.quote.turn]
        told = each.reported or each.stage == "child_distress"
        if told and place + 1 < len(talk.lines):
            asked, answer = talk.lines[place], talk.lines[place + 1]
            denied = _ASKED.search(asked.normal.text) and _DENIES.match(answer.normal.text)
            if denied and answer.speaker != asked.speaker:
                yield each


def _condemned(found: Sequence[Found], talk: Talk) -> Iterator[Found]:
    """What somebody repeats in order to condemn it near there, when it was not said to them."""
    places = {line.turn.n: place for place, line in enumerate(talk.lines)}
    for each in found:
        if each.reported and not talk.narrative:
            place = places[each.quote.turn]
            line = talk.lines[place]
            near = talk.lines[max(0, place - _NEAR_TURNS) : place + _NEAR_TURNS + 1]
            own = (one for one in near if one.speaker == line.speaker)
            if not aims_at_writer(line.around) and any(refuses(one.around) for one in own):
                yield each


def _mutual(found: Sequence[Found], names: frozenset[str]) -> Sequence[Found]:
    """What both sides do alike, as peers do, unless someone is in distress or hides it."""
    if not names.isdisjoint({"child_distress:strong", "secrecy", "threat_exposure", "incentive"}):
        return ()
    own = [
        each
        for each in found
        if each.stage in _MUTUAL and "intimate" not in each.tags and each.speaker != REPORTED
    ]
    speakers = {stage: {each.speaker for each in own if each.stage == stage} for stage in _MUTUAL}
    return [each for each in own if len(speakers[each.stage]) > 1]


def _explains(about: About, found: Found) -> bool:
    context = about.context
    if found.reported and not context.reported:
        return False
    if found.weight == "alone" and not (about.plain or found.reported):
        return not context.lowers.isdisjoint(_tagged(found))
    return not context.lowers.isdisjoint(_own(found))


def contexts_of(talk: Talk, languages: Iterable[str]) -> Iterator[Context]:
    """What the conversation is about, by language."""
    return (each.context for each in about_of(talk, languages))


def about_of(talk: Talk, languages: Iterable[str]) -> Iterator[About]:
    """What the conversation is about, and whether several words say so."""
    certain, hints = _words("certain", talk), _words("hint", talk)
    for language in languages:
        for context in talk.ruleset.packs[language].contexts:
            sure = certain.get(context.id, frozenset())
            near = {name for name in hints if name.split("#")[0] == context.id}
            enough = bool(context.hints) and len(near) >= context.hints_needed
            if sure or enough:
                said = sure.union(*(hints[name] for name in near))
                yield About(context, enough or _telling(said) >= _PLAIN_WORDS)


def _words(kind: str, talk: Talk) -> Mapping[str, frozenset[str]]:
    """The words of each mark of a kind that are somewhere in the talk, by its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in talk.lines:
        for entry in line.around.entries:
            mark = entry.of
            if isinstance(mark, Mark) and mark.kind == kind:
                place = entry.place(line.around.text)
                if place is not None:
                    found[mark.name].add(place.group().decode())
    return {name: frozenset(words) for name, words in found.items()}


def _telling(said: Iterable[str]) -> int:
    """How many different telling words are in what says it: "with grandma" has one."""
    return len({word for each in said for word in _TELLING_WORD.findall(each)})


def _own(found: Found) -> Iterator[str]:
    if "intimate" not in found.tags:
        yield found.stage
    yield from _tagged(found)


def _tagged(found: Found) -> Iterator[str]:
    return (f"{found.stage}:{tag}" for tag in found.tags)


def _names(found: Iterable[Found]) -> Iterator[str]:
    for each in found:
        yield each.stage
        yield from (f"{each.stage}:{tag}" for tag in each.tags)
        young = each.age_years is not None and each.age_years < ADULT_AGE_YEARS
        if young and each.age_of not in (None, REPORTED):
            yield "fact:minor"
