"""Signed receipts: a device's word, provable later, on what it holds of a stream.

A receipt names the cursor, the hash of the last change of every device in it (and with the chain
all before it), and every file held: only with it does a screen say "sent" (promise P3).
Bytes: Ed25519 public key (32), signature (64), JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.errors import JournalError
from fieldsurvey.journal import Cursor, Receipt, decode_segment, device_id, is_signed
from fieldsurvey.sync.header import moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.journal import ExchangeStorage, SegmentStorage

PURPOSE = "receipt"
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signed receipt says.

    Attributes:
        receipt: as it is kept.
        tips: device → hashes of the change at its place in the cursor (two of a fork).
    """

    receipt: Receipt
    tips: Mapping[str, frozenset[str]]


def issue(storage: ExchangeStorage, stream: str) -> bytes:
    """Sign what is held of a stream now."""
    cursor = storage.cursor(stream)
    missing = set(storage.missing_blobs(stream))
    record = {
        "v": 1,
        "stream": stream,
        "peer": storage.device,
        "cursor": cursor.to_json(),
        "tips": {device: sorted(found) for device, found in tips(storage, stream, cursor).items()},
        "blobs": [name for name in storage.blob_names(stream) if name not in missing],
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    text = json.dumps(record, separators=(",", ":")).encode()
    return storage.signing_public_key() + storage.sign(PURPOSE, text) + text


def read(data: bytes, stream: str, peer: str) -> Statement:
    """Verify a receipt of a peer for a stream.

    Raises:
        ValueError: malformed, not signed by that peer, or for another stream.
    """
    key = data[:_KEY_BYTES]
    signature = data[_KEY_BYTES : _KEY_BYTES + _SIGNATURE_BYTES]
    text = data[_KEY_BYTES + _SIGNATURE_BYTES :]
    if device_id(key) != peer or not is_signed(key, PURPOSE, text, signature):
        raise ValueError("a receipt is not signed by the device that it names")
    try:
        raw = json.loads(text)
        if (raw["v"], raw["stream"], raw["peer"]) != (1, stream, peer):
            raise ValueError("a receipt for something else")
        blobs = frozenset(str(name) for name in raw["blobs"])
        at = datetime.fromisoformat(moment(raw["at"]))
        receipt = Receipt(peer, stream, Cursor.from_json(raw["cursor"]), blobs, at, data)
        heads = {str(d): frozenset(map(str, found)) for d, found in raw["tips"].items()}
        return Statement(receipt, heads)
    except (LookupError, TypeError, AttributeError, JournalError, RecursionError) as error:
        raise ValueError("a malformed receipt") from error


def tips(storage: SegmentStorage, stream: str, cursor: Cursor) -> dict[str, frozenset[str]]:
    """Return device → hashes of its change at the cursor; only the segments at the tips are read."""
    found: dict[str, set[str]] = {}
    for one in storage.segment_names(stream, Cursor()):
        seq = cursor.at(one.span.device)
        if one.span.first <= seq <= one.span.last and (data := storage.segment(one.name)):
            change = decode_segment(data).changes[seq - one.span.first]
            found.setdefault(change.device, set()).add(change.hash)
    return {device: frozenset(hashes) for device, hashes in found.items()}


def differing(ours: Mapping[str, frozenset[str]], theirs: Statement, cursor: Cursor) -> list[str]:
    """Return devices whose last change is another one there, though both hold as many: forks."""
    return [
        device
        for device, hashes in sorted(theirs.tips.items())
        if cursor.at(device) == theirs.receipt.cursor.at(device)
        and hashes != ours.get(device, frozenset())
    ]
