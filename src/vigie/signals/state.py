"""What each speaker did, whatever the order, and what the ages told say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vigie.kernel.findings import SpeakerState, Stage, StageSeen
from vigie.signals.talk import REPORTED, Found, Talk

ADULT_AGE_YEARS = 18
_PEER_GAP_YEARS = 2
_WIDE_GAP_YEARS = 4
_COUNTED_STAGES_MAX = 5
_STRETCH_TURNS = 40
PROTECTIVE: frozenset[Stage] = frozenset({"child_distress", "report_frame", "image_sent"})


@dataclass(frozen=True, slots=True)
class State:
    """Ages told (in years, by speaker) and what was found, by speaker."""

    ages: Mapping[str, int]
    found: Sequence[Found]

    def by(self, speaker: str) -> tuple[Found, ...]:
        """What this speaker did."""
        return tuple(each for each in self.found if each.speaker == speaker)


def stretches(state: State) -> Iterator[State]:
    """The conversation in overlapping stretches: weak signs far apart do not add up.

    Ages and signs that are enough alone are in every stretch; the others in theirs.
    """
    last = max((each.quote.turn for each in state.found), default=0)
    for start in range(0, last + 1, _STRETCH_TURNS // 2):
        near = range(start, start + _STRETCH_TURNS)
        yield State(
            state.ages,
            tuple(
                each for each in state.found if each.weight == "alone" or each.quote.turn in near
            ),
        )
        if last in near:
            return


def state_of(found: Sequence[Found]) -> State:
    """The state of a conversation: the last age told by oneself wins over what others say."""
    ages: dict[str, int] = {}
    for each in sorted(found, key=lambda one: one.speaker == one.age_of):
        if each.age_years is not None and each.age_of is not None:
            ages[each.age_of] = each.age_years
    return State(ages, found)


def speaker_states(state: State, talk: Talk) -> dict[str, SpeakerState]:
    """Per speaker: each stage with its first turn and count, and the age told."""
    names = dict.fromkeys((*talk.speakers, *(each.speaker for each in state.found)))
    return {
        name: SpeakerState(_stages(_strong(state.by(name))), state.ages.get(name))
        for name in names
        if state.by(name) or name in state.ages
    }


def _stages(found: Iterable[Found]) -> dict[Stage, StageSeen]:
    seen: dict[Stage, StageSeen] = {}
    for each in sorted(found, key=lambda one: one.quote.turn):
        before = seen.get(each.stage)
        first = each.quote.turn if before is None else before.first_turn
        seen[each.stage] = StageSeen(first, 1 if before is None else before.count + 1)
    return seen


def terms(state: State, speaker: str) -> frozenset[str]:
    """What conjunctions can ask about a speaker: stages, "stage:tag", "other.…", "fact:…".

    "told" holds for whoever is told about, and who does not write here.
    "stages:2" holds when two different stages that weigh something were seen; "sign" when one
    rule that is enough alone was seen, or one that another turn seconds; "signs:2" when two signs
    rest on different words.
    """
    own = _strong(state.by(speaker))
    rest = _strong(each for each in state.found if each.speaker != speaker)
    counted = min(_different(own), _COUNTED_STAGES_MAX)
    numbers = {f"stages:{n}" for n in range(1, counted + 1)}
    alone = {"sign"} if any(_enough(each, own, rest) for each in own) else set()
    others = {f"other.{term}" for term in _names(rest)}
    apart = {"signs:2"} if _apart(state.by(speaker)) else set()
    told = {"told"} if speaker == REPORTED else set()
    return frozenset(_names(own) | others | numbers | alone | apart | told | _facts(state, speaker))


def _different(own: Iterable[Found]) -> int:
    """How many different stages weigh something, the same words counting for one of them."""
    stages: set[Stage] = set()
    words: set[tuple[int, int]] = set()
    for each in own:
        place = (each.quote.turn, each.quote.start)
        if each.weight != "zero" and each.stage not in PROTECTIVE and place not in words:
            stages.add(each.stage)
            words.add(place)
    return len(stages)


def _apart(own: Iterable[Found]) -> bool:
    """Whether two signs do not rest on the same words."""
    spans = {
        (each.quote.turn, each.quote.start, each.quote.end)
        for each in own
        if not each.lowered and each.stage != "profile_age"
    }
    return any(one[0] != other[0] or one[2] <= other[1] for one in spans for other in spans)


def _enough(found: Found, own: Iterable[Found], rest: Iterable[Found]) -> bool:
    """Whether one sign is to be read: by itself, or seconded by another or by a telling."""
    if found.weight != "seconded":
        return found.weight == "alone"
    if found.reported:
        return any(each.stage == "report_frame" for each in rest)
    return any(each.quote.turn != found.quote.turn and not _is_young_age(each) for each in own)


def _is_young_age(found: Found) -> bool:
    """Whether the sign is an age that tells nothing against who says it."""
    own = found.age_of == found.speaker
    return found.age_years is not None and not (own and found.age_years >= ADULT_AGE_YEARS)


def _strong(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(each for each in found if not each.lowered)


def _names(found: Iterable[Found]) -> set[str]:
    names: set[str] = set()
    for each in found:
        names.add(each.stage)
        names.update(f"{each.stage}:{tag}" for tag in each.tags)
    return names


def _ages_told(state: State, others: list[int]) -> tuple[int | None, list[int]]:
    """Of the ages told about others, the oldest is the doer's, the others the victims'."""
    told = [each.age_years for each in state.found if each.age_of == REPORTED and each.age_years]
    young = [age for age in (*told, *others) if age < ADULT_AGE_YEARS]
    grown = [age for age in told if age >= ADULT_AGE_YEARS]
    return max(grown, default=None), young


def _facts(state: State, speaker: str) -> set[str]:
    own = state.ages.get(speaker)
    others = [age for name, age in state.ages.items() if name not in (speaker, REPORTED)]
    if speaker == REPORTED:
        own, others = _ages_told(state, others)
    youngest = min(others, default=None)
    facts = {"fact:adult"} if own is not None and own >= ADULT_AGE_YEARS else set()
    if youngest is None or youngest >= ADULT_AGE_YEARS:
        return facts
    facts.add("fact:minor")
    if own is None:
        return facts
    if own - youngest >= _WIDE_GAP_YEARS:
        facts.add("fact:gap")
    elif abs(own - youngest) <= _PEER_GAP_YEARS:
        facts.add("fact:peers")
    return facts
