"""The files of a testimony as the desk shows them: at hand, frozen or gone; what can be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vigie.flows.casework import TestimonyView
from vigie.flows.frozen import Policy
from vigie.flows.proposals import ProposalView
from vigie.flows.tasks import TaskView
from vigie.web.desk.clock import answer_due, spoken
from vigie.web.desk.words import PROBLEMS, Words, word

PROPOSED: Final[Words] = {
    "thaw": pgettext_lazy("proposal", "unfreeze it: there is nothing to hide"),
    "hand_over": pgettext_lazy("proposal", "hand it to justice; our copy goes"),
    "destroy": pgettext_lazy("proposal", "destroy it; its hash stays"),
}
CLOSED: Final[Words] = {
    "frozen": _("Frozen: nobody looks at it, reads it or gives it out."),
    "handed": _("Handed to justice: only they can open what is kept of it."),
    "destroyed": _("Destroyed by two people; its hash is kept."),
}
TASKS: Final[Words] = {
    "frozen_image": _("A frozen file waits for two people"),
    "yearly_review": _("A case with the authorities is to be reviewed"),
}
AGAIN: Final[Words] = {
    "engine": _("everything again, with today's reading"),
    "rules": _("the rules again, on what was read"),
    "unread": _("what was not read in time"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal about a file, in words."""

    proposal: ProposalView
    what: str
    left: str


@dataclass(frozen=True, slots=True)
class File:
    """A file as received: why it could not be read, what became of it, what is proposed."""

    id: int
    name: str
    size_bytes: int
    sha256: str
    problem: str
    state: str
    closed: str
    can_be_frozen: bool
    proposed: tuple[Proposed, ...]
    acts: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        """The fragment that leads to it, and the name of its form."""
        return f"file-{self.id}"


@dataclass(frozen=True, slots=True)
class Due:
    """A task of the team, in words."""

    task: TaskView
    what: str
    due: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for the team in a case: tasks, second persons, and what may be proposed."""

    tasks: tuple[TaskView, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    policy: Policy = field(default_factory=Policy)


def lay_out_files(
    testimony: TestimonyView | None, duties: Duties, now: datetime
) -> tuple[File, ...]:
    """Every file of a testimony, with the proposals about it."""
    asked: dict[int, list[Proposed]] = {}
    for each in duties.proposals:
        if each.item is not None:
            left = spoken(each.expires_at - now)
            asked.setdefault(each.item, []).append(Proposed(each, word(PROPOSED, each.act), left))
    return () if testimony is None else tuple(_files(testimony, asked, duties.policy))


def lay_out_tasks(tasks: Iterable[TaskView], now: datetime) -> tuple[Due, ...]:
    """The tasks with what they ask for and how long is left."""
    return tuple(Due(each, word(TASKS, each.kind), answer_due(each.due_at, now)) for each in tasks)


def _files(
    testimony: TestimonyView, asked: Mapping[int, list[Proposed]], policy: Policy
) -> Iterable[File]:
    for file in testimony.files:
        about = tuple(asked.get(file.id, ()))
        open_acts = {each.proposal.act for each in about}
        yield File(
            id=file.id,
            name=file.name,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            problem=word(PROBLEMS, file.problem or ""),
            state=file.state,
            closed=str(CLOSED.get(file.state, "")),
            can_be_frozen=file.at_hand and file.kept,
            proposed=about,
            acts=tuple((act, word(PROPOSED, act)) for act in policy.acts() if act not in open_acts),
        )
