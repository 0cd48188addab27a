"""Which changes and files of a visit are held where, as far as the peers' receipts prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.journal import Cursor, ExchangeStorage, Receipt


@dataclass(frozen=True, slots=True)
class Holder:
    """What another device said that it holds.

    Attributes:
        device: its id.
        name: what its owner calls it; empty for one known from bundles alone.
        at: when it said so, by its own clock.
        signed: whether the word is signed (a hub's) or came with a bundle.
        changes_lacking: changes held here that its word does not cover.
        files_lacking: files held here that its word does not name.
    """

    device: str
    name: str
    at: datetime
    signed: bool
    changes_lacking: int
    files_lacking: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a visit is held.

    Attributes:
        visit: its id.
        changes: changes held here.
        files: files held here.
        files_missing: files that changes here name and that have not come.
        only_here_changes: changes that nobody else said to hold.
        only_here_files: files that nobody else said to hold.
        holders: the others, by name.
    """

    visit: str
    changes: int
    files: int
    files_missing: int
    only_here_changes: int
    only_here_files: int
    holders: tuple[Holder, ...]

    @property
    def only_here(self) -> bool:
        """Whether anything would be lost with this laptop."""
        return bool(self.only_here_changes or self.only_here_files)


def whereabouts(storage: ExchangeStorage, visit: str) -> Whereabouts:
    """Compare what is held here with every receipt."""
    cursor, missing = storage.cursor(visit), set(storage.missing_blobs(visit))
    files = frozenset(storage.blob_names(visit)) - missing
    received = [one for one in storage.receipts(visit) if one.peer != storage.device]
    names = {peer.device: peer.name for peer in storage.peers()}
    elsewhere = frozenset[str]().union(*(one.blobs for one in received))
    return Whereabouts(
        visit,
        sum(cursor.values()),
        len(files),
        len(missing),
        _beyond(cursor, [one.cursor for one in received]),
        len(files - elsewhere),
        tuple(
            sorted(
                (_holder(one, names.get(one.peer, ""), cursor, files) for one in received),
                key=lambda holder: (holder.name, holder.device),
            )
        ),
    )


def _holder(receipt: Receipt, name: str, cursor: Cursor, files: frozenset[str]) -> Holder:
    return Holder(
        receipt.peer,
        name,
        receipt.at,
        bool(receipt.proof),
        _beyond(cursor, [receipt.cursor]),
        len(files - receipt.blobs),
    )


def _beyond(cursor: Cursor, others: list[Cursor]) -> int:
    """Return how many changes of a cursor none of the others covers."""
    return sum(
        max(0, seq - max((other.at(device) for other in others), default=0))
        for device, seq in cursor.items()
    )
