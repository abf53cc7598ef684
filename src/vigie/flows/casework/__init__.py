"""What a responder does in a case: open, reveal, correct, note, write, close, take a call."""

from vigie.flows.casework.acts import (
    add_note,
    correct,
    enter_call,
    open_case,
    picture,
    split_turn,
    write_to_witness,
)
from vigie.flows.casework.choosing import read_one_more
from vigie.flows.casework.closing import close_case, end_referral, refer
from vigie.flows.casework.copies import CopyView, TwoVersions, copies_of
from vigie.flows.casework.views import (
    CaseView,
    ChangeView,
    ConversationView,
    FileView,
    NoteView,
    NoticeView,
    TestimonyView,
    TrailRow,
)
from vigie.flows.items import MessageView

__all__ = [
    "CaseView",
    "ChangeView",
    "ConversationView",
    "CopyView",
    "FileView",
    "MessageView",
    "NoteView",
    "NoticeView",
    "TestimonyView",
    "TrailRow",
    "TwoVersions",
    "add_note",
    "close_case",
    "copies_of",
    "correct",
    "end_referral",
    "enter_call",
    "open_case",
    "picture",
    "read_one_more",
    "refer",
    "split_turn",
    "write_to_witness",
]
