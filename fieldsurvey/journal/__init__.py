"""The journal: changes, heads, chains, cursors, tombstones, segments and seals. Pure: no files."""

from __future__ import annotations

from fieldsurvey.journal.chain import Fit, Flaw, fit, flaws
from fieldsurvey.journal.change import (
    CALENDAR_ENDS,
    ERASURE,
    ERASURE_KIND,
    LARGEST,
    TOMBSTONE,
    Change,
    ChangeKey,
    Rank,
    blob_name,
    canonical,
    new_id,
)
from fieldsurvey.journal.cursor import Cursor, Span, ready
from fieldsurvey.journal.heads import Heads, in_conflict, ranked
from fieldsurvey.journal.peers import DeviceStorage, ExchangeStorage, Peer
from fieldsurvey.journal.ports import (
    KeyStorage,
    Receipt,
    SecretKey,
    SegmentName,
    SegmentStorage,
    Taken,
)
from fieldsurvey.journal.seal import Differences, Seal, seal, verify
from fieldsurvey.journal.segment import (
    Segment,
    decode_segment,
    device_id,
    encode_segment,
    verify_segment,
)
from fieldsurvey.journal.signed import is_signed, sign
from fieldsurvey.journal.tombstone import (
    ALIVE,
    Fate,
    deletion,
    fate,
    is_removal,
    removal,
    removal_saw,
)

__all__ = [
    "ALIVE",
    "CALENDAR_ENDS",
    "ERASURE",
    "ERASURE_KIND",
    "LARGEST",
    "TOMBSTONE",
    "Change",
    "ChangeKey",
    "Cursor",
    "DeviceStorage",
    "Differences",
    "ExchangeStorage",
    "Fate",
    "Fit",
    "Flaw",
    "Heads",
    "KeyStorage",
    "Peer",
    "Rank",
    "Receipt",
    "Seal",
    "SecretKey",
    "Segment",
    "SegmentName",
    "SegmentStorage",
    "Span",
    "Taken",
    "blob_name",
    "canonical",
    "decode_segment",
    "deletion",
    "device_id",
    "encode_segment",
    "fate",
    "fit",
    "flaws",
    "in_conflict",
    "is_removal",
    "is_signed",
    "new_id",
    "ranked",
    "ready",
    "removal",
    "removal_saw",
    "seal",
    "sign",
    "verify",
    "verify_segment",
]
