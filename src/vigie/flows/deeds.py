"""What is done when two people agree: one function an act, called in the agreement's transaction.

Each takes the desk of whoever agrees, the proposal with its case, testimony and item, and the time;
raised errors undo the agreement. Files go after the commit (`transaction.on_commit`).
"""

from collections.abc import Callable
from datetime import datetime

from vigie.flows.frozen import destroy, hand_over, thaw
from vigie.flows.keeping.archive import reopen_agreed
from vigie.flows.team.people import Desk
from vigie.store.duties import Proposal

Deed = Callable[[Desk, Proposal, datetime], None]

DEEDS: dict[str, Deed] = {
    Proposal.Act.REOPEN: reopen_agreed,
    Proposal.Act.THAW: thaw,
    Proposal.Act.HAND_OVER: hand_over,
    Proposal.Act.DESTROY: destroy,
}
