"""The models, gathered for Django; one file per subject."""

from vigie.store.accounts import AccountRecord
from vigie.store.campaigns import Campaign
from vigie.store.cases import Case, CaseNote, Joined
from vigie.store.custody import LogEntry, LogHead
from vigie.store.keys import ReaderKey, TeamKey, TeamWrap
from vigie.store.notices import Notice
from vigie.store.people import DeskVisit, Responder
from vigie.store.testimonies import Item, Testimony, Wrap

__all__ = [
    "AccountRecord",
    "Campaign",
    "Case",
    "CaseNote",
    "DeskVisit",
    "Item",
    "Joined",
    "LogEntry",
    "LogHead",
    "Notice",
    "ReaderKey",
    "Responder",
    "TeamKey",
    "TeamWrap",
    "Testimony",
    "Wrap",
]
