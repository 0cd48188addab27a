"""Receipts of peers: what they say they hold. Only these let a screen say "sent"."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.journal import Cursor, Receipt
from fieldsurvey.store import lines

if TYPE_CHECKING:
    from fieldsurvey.store.driver import Link


def keep(link: Link, receipt: Receipt) -> None:
    """Keep a receipt in place of the peer's older one for the stream."""
    link.run(
        "INSERT OR REPLACE INTO receipt (peer, stream, cursor, blobs, at, proof)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            receipt.peer,
            receipt.stream,
            json.dumps(receipt.cursor.to_json()),
            json.dumps(sorted(receipt.blobs)),
            receipt.at.isoformat(),
            receipt.proof,
        ),
    )
    lines.outdate(link, receipt.stream)  # it tells how many others hold the visit


def missing_changes(link: Link, stream: str) -> dict[str, int]:
    """Return how many changes of each device are not applied here that something here proves or says to exist.

    What proves it is a segment that waits for one before it; what says it is a peer's receipt.
    """
    here = Cursor(link.rows("SELECT device, seq FROM tip WHERE stream = ?", (stream,)))
    waiting = Cursor(
        link.rows(
            "SELECT device, max(last) FROM segment WHERE stream = ? AND applied = 0 GROUP BY device",
            (stream,),
        )
    )
    known: dict[str, int] = {}
    for cursor in (waiting, *(receipt.cursor for receipt in of_stream(link, stream))):
        for device, seq in cursor.items():
            known[device] = max(seq, known.get(device, 0))
    return {device: seq - here.at(device) for device, seq in known.items() if seq > here.at(device)}


def of_stream(link: Link, stream: str) -> list[Receipt]:
    """Return the receipts for a stream, by peer."""
    rows = link.rows(
        "SELECT peer, stream, cursor, blobs, at, proof FROM receipt WHERE stream = ? ORDER BY peer",
        (stream,),
    )
    return [
        Receipt(
            peer,
            name,
            Cursor.from_json(json.loads(cursor)),
            frozenset(json.loads(blobs)),
            datetime.fromisoformat(at),
            bytes(proof or b""),
        )
        for peer, name, cursor, blobs, at, proof in rows
    ]
