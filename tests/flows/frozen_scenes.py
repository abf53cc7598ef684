"""A case with two images of one conversation and two leads, for the tests of frozen files."""

from dataclasses import dataclass
from datetime import datetime

from tests.flows.pictures import plain_picture
from tests.scenes import Told, only_case, tell, work
from vigie.flows import casework, frozen, items, proposals
from vigie.flows.decisions import record_decisions
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal
from vigie.store.testimonies import Item, Testimony, Wrap

FIRST, SECOND = plain_picture(90), plain_picture(200)
REASON = "ce n'est qu'un paysage"


@dataclass(frozen=True, slots=True)
class Scene:
    """A case with two images of one conversation, two leads, and the file that is frozen."""

    told: Told
    case: str
    file: int
    desk: Desk
    other: Desk
    now: datetime

    def item(self, key: int | None = None) -> Item:
        """An item as it is now; the file by default."""
        return Item.objects.select_related("testimony").get(pk=key or self.file)

    def picture(self) -> int:
        """The picture made of the file."""
        return Item.objects.get(parent=self.file, kind="picture").pk

    def freeze(self) -> None:
        """One click."""
        frozen.freeze(self.desk, self.case, self.file, self.now)

    def by_two(self, act: Proposal.Act) -> None:
        """One proposes, the other agrees."""
        made = proposals.propose(
            self.desk, act, self.case, item=self.file, reason=REASON, now=self.now
        )
        proposals.agree(self.other, made, self.now)

    def key(self) -> str:
        """T's secret."""
        testimony = Testimony.objects.get(reference=self.told.reference)
        return items.testimony_secret(testimony, Wrap.Holder.TEAM, self.desk.team_secret)

    def view(self) -> casework.TestimonyView:
        """The testimony as the desk shows it."""
        return casework.open_case(self.desk, self.case, self.now).testimonies[0]


def a_scene(worker: Worker, desk: Desk, other: Desk, now: datetime) -> Scene:
    """Two images were read as one conversation; the first is the one to freeze."""
    told = tell(
        now,
        account="@lea.exemple",
        platform="tiktok",
        files=[("une.png", FIRST), ("deux.png", SECOND)],
    )
    work(worker, now)
    file = Item.objects.filter(kind="file").order_by("pk")[0]
    return Scene(told, only_case(desk, now).reference, file.pk, desk, other, now)


def decide(name: str, value: str, now: datetime) -> None:
    record_decisions({name: value}, "Camille, présidente", "le protocole", now)


def acts(item: int) -> list[tuple[str, str]]:
    kept = LogEntry.objects.filter(item=item).exclude(act="received").order_by("pk")
    return list(kept.values_list("act", "actor"))
