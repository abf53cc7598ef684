"""What a witness does: start, tell page by page, add files, send, come back, withdraw."""

from vigie.flows.witness.choosing import choose_conversations, conversations_in_exports
from vigie.flows.witness.coming_back import (
    FileSeen,
    NoticeSeen,
    SoFar,
    Status,
    so_far,
    understand_account,
)
from vigie.flows.witness.freezing import freeze_own
from vigie.flows.witness.receipts import receipt
from vigie.flows.witness.receiving import IncomingFile, ReceivedFile, SealedUpload
from vigie.flows.witness.rereading import TalkSeen, put_right, read_back
from vigie.flows.witness.sending import Sent, send_at_once
from vigie.flows.witness.storing import StoredFile
from vigie.flows.witness.taking import take_away
from vigie.flows.witness.telling import (
    Started,
    WitnessSession,
    keep,
    receive_files,
    reopen,
    save_page,
    say,
    send_off,
    start_testimony,
    withdraw,
)

__all__ = [
    "FileSeen",
    "IncomingFile",
    "NoticeSeen",
    "ReceivedFile",
    "SealedUpload",
    "Sent",
    "SoFar",
    "Started",
    "Status",
    "StoredFile",
    "TalkSeen",
    "WitnessSession",
    "choose_conversations",
    "conversations_in_exports",
    "freeze_own",
    "keep",
    "put_right",
    "read_back",
    "receipt",
    "receive_files",
    "reopen",
    "save_page",
    "say",
    "send_at_once",
    "send_off",
    "so_far",
    "start_testimony",
    "take_away",
    "understand_account",
    "withdraw",
]
