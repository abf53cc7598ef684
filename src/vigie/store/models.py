"""The models, gathered for Django; one file per subject."""

from vigie.store.accounts import AccountRecord
from vigie.store.campaigns import Campaign
from vigie.store.cases import Case, CaseNote, Joined
from vigie.store.custody import LogAnchor, LogEntry, LogHead, LogNode
from vigie.store.duties import Decision, Proposal, RetentionRun, Task
from vigie.store.forms import FormSent
from vigie.store.keys import ReaderKey, RecoveryKey, TeamKey, TeamWrap
from vigie.store.load import Surge
from vigie.store.notices import Notice
from vigie.store.people import DeskVisit, Invitation, Passkey, Responder
from vigie.store.prints import CopyPair, Print
from vigie.store.rules import OwnRule
from vigie.store.testimonies import Item, Testimony, Wrap

__all__ = [
    "AccountRecord",
    "Campaign",
    "Case",
    "CaseNote",
    "CopyPair",
    "Decision",
    "DeskVisit",
    "FormSent",
    "Invitation",
    "Item",
    "Joined",
    "LogAnchor",
    "LogEntry",
    "LogHead",
    "LogNode",
    "Notice",
    "OwnRule",
    "Passkey",
    "Print",
    "Proposal",
    "ReaderKey",
    "RecoveryKey",
    "Responder",
    "RetentionRun",
    "Surge",
    "Task",
    "TeamKey",
    "TeamWrap",
    "Testimony",
    "Wrap",
]
