"""What the survey's use cases need of a place that keeps records; ``store`` implements it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fieldsurvey.journal.change import Change, ChangeKey
    from fieldsurvey.journal.cursor import Cursor
    from fieldsurvey.survey.line_ports import LineKeeping
    from fieldsurvey.survey.score_ports import ScoreKeeping


class Locked:
    """The type of ``LOCKED``."""

    def __repr__(self) -> str:
        return "LOCKED"

    def __bool__(self) -> bool:
        return False


LOCKED: Final = Locked()
"""Stands for a private value without its key here: not addressed to this database, or erased."""


class Removed:
    """The type of ``REMOVED``."""

    def __repr__(self) -> str:
        return "REMOVED"


REMOVED: Final = Removed()
"""Written to the field of a row of a repeat, removes the row as far as it is known here.

An answer in the row that was not seen here keeps the row, and both stand as a conflict of that field:
``""`` for the row that stays, ``None`` for the one removed.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field to write.

    Attributes:
        kind: kind of the entity (``stand``, ``response``, …).
        entity: its id (``journal.new_id()`` for a new one).
        field: the field; for a response the node's stable key. Names that start with ``#`` are the
            journal's own.
        value: anything JSON can hold; ``None`` clears; ``REMOVED`` removes a row.
        private_key_of: encrypt the value under the key of this response (or other entity), which
            is made on first use.
        blobs: SHA-256 names of the blobs that the value speaks of; they travel with it.
    """

    kind: str
    entity: str
    field: str
    value: object
    private_key_of: str | None = None
    blobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revival:
    """An entity that was deleted here and changed there: kept, and marked until someone decides.

    ``deleted_by`` and ``revived_by`` are (author, device) pairs. Decide by ``Records.delete`` or
    ``Records.restore``.
    """

    deleted_by: tuple[tuple[str, str], ...]
    revived_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An entity as shown: for each field the head of greatest (clock, device).

    Private values without a key here are LOCKED.
    ``order`` sorts entities by creation, the same on every replica.
    """

    id: str
    kind: str
    fields: dict[str, Any]
    order: tuple[int, str, int]
    revival: Revival | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the values that stand side by side in a conflict."""

    key: ChangeKey
    value: Any
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with two or more heads of different values. The first alternative is the one shown.

    Any later write of the field names all of them and so decides it.
    """

    entity: str
    kind: str
    field: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """A device's number that stands for two changes: a copied database, or a rewritten chain."""

    device: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """A change as the app may read it: the value in clear where a key is held, else LOCKED."""

    change: Change = field(repr=False)
    value: Any = None


class Records(Protocol):
    """Records of the streams this database holds. Every write is one durable transaction."""

    def atomic(self) -> AbstractContextManager[None]:
        """Join everything inside into one durable transaction; an exception undoes all of it."""
        ...

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...

    @property
    def scores(self) -> ScoreKeeping:
        """Scores kept per response, for tables of many visits; they follow from the records."""
        ...

    @property
    def lines(self) -> LineKeeping:
        """The list of visits, a line each; they follow from the records."""
        ...

    def streams(self) -> list[str]:
        """Return the ids of the streams held, in the order they came."""
        ...

    def first_stream(self) -> str | None:
        """Return the id of the stream that came first, None while there is none."""
        ...

    def visits(self) -> list[str]:
        """Return the ids of the streams that are visits, oldest first (the ids sort by the time of their making)."""
        ...

    def registries(self) -> list[str]:
        """Return the ids of the streams that are registries, likewise."""
        ...

    def write(
        self,
        stream: str,
        entries: Sequence[Entry],
        *,
        author: str,
        at: datetime,
        offset: int | None = None,
        seen: Cursor | None = None,
    ) -> list[Change]:
        """Append one change an entry, each naming all heads of its field that were seen; durable on return.

        Args:
            stream: where.
            entries: what.
            author: who.
            at: the device's own wall time, aware.
            offset: seconds by which the confirmed time is ahead of it, from these changes on; None keeps the offset
                that this device's changes in the stream carry.
            seen: what the writer knew of the stream, None for all that is here: where something arrived from another
                device since, both values stay, in conflict.
        """
        ...

    def offset(self, stream: str) -> int:
        """Return the confirmed offset of this device's clock in a stream, in seconds; 0 before it is confirmed."""
        ...

    def delete(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Mark an entity deleted. A change not seen here brings it back, marked."""
        ...

    def restore(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Take a deletion back, or decide that a revived entity stays."""
        ...

    def erase(self, stream: str, entity: str, *, author: str, at: datetime) -> Change:
        """Destroy the keys of an entity's private values, here and wherever the change arrives."""
        ...

    def entities(self, stream: str, kind: str, only: Sequence[str] = ()) -> list[Record]:
        """Return the entities of a kind in creation order, deleted ones left out; with ``only`` these fields alone."""
        ...

    def entity(self, stream: str, entity: str) -> Record | None:
        """Return one entity, or None when unknown or deleted."""
        ...

    def conflicts(self, stream: str) -> list[Conflict]:
        """Return the fields that wait for a decision."""
        ...

    def forks(self, stream: str) -> list[Fork]:
        """Return what does not fit a device's chain."""
        ...

    def history(self, stream: str, entity: str, field: str | None = None) -> list[History]:
        """Return the changes of an entity (or of one field of it), oldest first."""
        ...

    def changes(self, stream: str, kinds: Iterable[str] | None = None) -> list[Change]:
        """Return the changes of a stream as stored, in the order that all replicas agree on."""
        ...

    def cursor(self, stream: str) -> Cursor:
        """Return what is held of a stream."""
        ...

    def put_blob(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 name."""
        ...

    def blob(self, sha256: str) -> bytes:
        """Return a blob's bytes, verified.

        Raises:
            StoreError: the bytes are not held, or do not match their name.
        """
        ...

    def missing_blobs(self, stream: str) -> list[str]:
        """Return the blobs that the stream names and this database does not hold."""
        ...

    def missing_changes(self, stream: str) -> dict[str, int]:
        """Return how many changes of each device are known of and not here: a later one waits, or a peer holds them."""
        ...

    def compact(self, sha256: str, made: str) -> bytes | None:
        """Return the compact copy of a photo that was made in this way, None when none is kept."""
        ...

    def compact_made(self, sha256: str) -> str | None:
        """Return how the copy of a photo that is kept was made, None when none is kept."""
        ...

    def keep_compact(self, copies: Mapping[str, bytes], made: str) -> None:
        """Keep compact copies by the SHA-256 of their photos; a cache, which no change speaks of."""
        ...
