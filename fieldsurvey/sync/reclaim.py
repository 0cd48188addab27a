"""Whose bytes may go: photos and files that nothing here speaks of any more and that others hold.

Conservative by design (§4): a file goes only when no current value of any visit names it, no seal was
ever set on a visit that did, and either two other devices signed a receipt that names it or the
entity that named it was erased.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.journal import (
    ERASURE,
    TOMBSTONE,
    Cursor,
    Heads,
    SegmentStorage,
    decode_segment,
    fate,
)
from fieldsurvey.sync.storage import is_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fieldsurvey.journal import Change

#: As many other devices must have signed that they hold a file.
RECEIPTS = 2
_SEAL = "seal"


class ReclaimStorage(SegmentStorage, Protocol):
    """A place that can give bytes up."""

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...

    def reclaim_blob(self, sha256: str, at: datetime) -> None:
        """Give a blob's bytes up for good."""
        ...


@dataclass(frozen=True, slots=True)
class Unneeded:
    """A file whose bytes may go.

    Attributes:
        name: its SHA-256.
        size: its bytes.
        because: ``erased``, or ``receipts``.
    """

    name: str
    size: int
    because: str


def unneeded(storage: ReclaimStorage) -> list[Unneeded]:
    """Return the files whose bytes may go, by name."""
    needed: set[str] = set()
    erased: set[str] = set()
    named: dict[str, set[str]] = {}
    for stream in storage.streams():
        changes = list(_changes(storage, stream))
        heads = Heads(changes)
        of_stream = {name for change in changes for name in change.blobs}
        for name in of_stream:
            named.setdefault(name, set()).add(stream)
        if any(change.kind == _SEAL for change in changes):
            needed |= of_stream
        needed |= _spoken_of(heads)
        gone = {change.entity for change in changes if change.field == ERASURE}
        erased |= {name for change in changes if change.entity in gone for name in change.blobs}
        # A change that waits for others may name what it likes.
        needed |= _waiting(storage, stream)
    found = []
    for name in sorted(set(named) - needed):
        proven = all(_receipts(storage, stream, name) >= RECEIPTS for stream in named[name])
        if (name in erased or proven) and is_here(storage, name):
            because = "erased" if name in erased else "receipts"
            found.append(Unneeded(name, len(storage.blob(name)), because))
    return found


def reclaim(storage: ReclaimStorage, at: datetime) -> list[Unneeded]:
    """Give up the bytes of every file that ``unneeded`` names; return them."""
    with storage.atomic():
        found = unneeded(storage)
        for one in found:
            storage.reclaim_blob(one.name, at)
    return found


def _spoken_of(heads: Heads) -> set[str]:
    """Return the files that a current value of an entity names, deleted ones left out."""
    return {
        name
        for entity in heads.entities()
        if not _is_deleted(heads, entity)
        for field in heads.fields(entity)
        for head in heads.of(entity, field)
        for name in head.blobs
    }


def _is_deleted(heads: Heads, entity: str) -> bool:
    fields = [field for field in heads.fields(entity) if not field.startswith("#")]
    others = [head for field in fields for head in heads.of(entity, field)]
    return fate(heads.of(entity, TOMBSTONE), others).deleted


def _changes(storage: ReclaimStorage, stream: str) -> Iterator[Change]:
    cursor = storage.cursor(stream)
    for data in storage.segments(stream, Cursor()):
        yield from (change for change in decode_segment(data).changes if cursor.covers(change.key))


def _waiting(storage: ReclaimStorage, stream: str) -> set[str]:
    cursor = storage.cursor(stream)
    return {
        name
        for data in storage.segments(stream, Cursor())
        for change in decode_segment(data).changes
        if not cursor.covers(change.key)
        for name in change.blobs
    }


def _receipts(storage: ReclaimStorage, stream: str, name: str) -> int:
    """Return how many other devices signed that they hold a file of a stream."""
    peers = Counter(
        receipt.peer
        for receipt in storage.receipts(stream)
        if receipt.proof and name in receipt.blobs and receipt.peer != storage.device
    )
    return len(peers)
