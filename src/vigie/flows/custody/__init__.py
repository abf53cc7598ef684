"""The custody log: every act enters it at once; the worker gives positions and signed heads.

entering     an act becomes an entry, whose leaf can be computed again
noting       the newest head is noted outside the database
growing      the worker appends what waits, in O(log n), and signs a head
proving      what shows that an entry is in the log, in O(log n)
checking     the whole log computed again, or only its top
publishing   the heads that outsiders hold us to, and the bundle for an expert
auditing     who did what, for a lead
"""

from vigie.flows.custody.checking import check_log
from vigie.flows.custody.entering import (
    acknowledged_entry,
    forget_entries,
    log_acknowledged,
    log_act,
    log_erased,
    log_received,
    received_entry,
    to_hour,
)
from vigie.flows.custody.growing import publish_log, sequence_log
from vigie.flows.custody.noting import note_head, note_published, noted_head
from vigie.flows.custody.proving import consistency_between, head_of, inclusion_of, newest_head
from vigie.flows.custody.publishing import log_bundle, proof_since, published_log

__all__ = [
    "acknowledged_entry",
    "check_log",
    "consistency_between",
    "forget_entries",
    "head_of",
    "inclusion_of",
    "log_acknowledged",
    "log_act",
    "log_bundle",
    "log_erased",
    "log_received",
    "newest_head",
    "note_head",
    "note_published",
    "noted_head",
    "proof_since",
    "publish_log",
    "published_log",
    "received_entry",
    "sequence_log",
    "to_hour",
]
