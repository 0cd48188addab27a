"""What bundles need of a database, and what it says it holds of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.errors import StoreError
from fieldsurvey.journal import Cursor, KeyStorage, Rank, SegmentStorage, decode_segment
from fieldsurvey.sync.header import VisitLine
from fieldsurvey.sync.records import Held

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from fieldsurvey.journal import Peer
    from fieldsurvey.survey.ports import Conflict, History, Record


class BundleStorage(SegmentStorage, KeyStorage, Protocol):
    """A place that bundles are made from and taken into."""

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...

    def first_stream(self) -> str | None:
        """Return the id of the stream that came first, None while there is none."""
        ...

    def reading_through(self) -> AbstractContextManager[None]:
        """Be ready, inside, for much that is read once, from end to end."""
        ...

    def peers(self) -> list[Peer]:
        """Return the devices that this one was paired with."""
        ...

    def entities(self, stream: str, kind: str) -> list[Record]:
        """Return the entities of a kind in creation order, deleted ones left out."""
        ...

    def conflicts(self, stream: str) -> list[Conflict]:
        """Return the fields that wait for a decision."""
        ...

    def history(self, stream: str, entity: str, field: str | None = None) -> list[History]:
        """Return the changes of an entity, or of one field of it."""
        ...


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database holds of a visit.

    Attributes:
        held: cursor and blobs, as the manifest says them.
        line: how much it is, as the header says it.
        begun_by: the device that wrote the visit's first change, and so makes its team key.
    """

    held: Held
    line: VisitLine
    begun_by: str


def holding(storage: BundleStorage, visit: str) -> Holding:
    """Look at what is held of a visit.

    Raises:
        JournalError: a stored segment does not verify.
    """
    # Read first: what is written meanwhile may travel too, but is not claimed as held.
    cursor = storage.cursor(visit)
    missing = set(storage.missing_blobs(visit))
    names = [name for name in storage.blob_names(visit) if name not in missing]
    first: Rank | None = None
    waiting: set[str] = set()
    for one in storage.segment_names(visit, Cursor()):
        # A pending segment is not applied, so the storage does not know its photos yet.
        pending = one.span.last > cursor.at(one.span.device)
        if not (pending or one.span.first == 1) or (data := storage.segment(one.name)) is None:
            continue
        changes = decode_segment(data).changes
        if one.span.first == 1:
            # A device's clock only rises: the first change of the visit is the first of some device.
            first = min(changes[0].rank, first or changes[0].rank)
        if pending:
            waiting.update(name for change in changes for name in change.blobs)
    names += [name for name in sorted(waiting - {*names, *missing}) if is_here(storage, name)]
    line = VisitLine(visit, sum(cursor.values()), len(names), len(missing))
    return Holding(Held(visit, cursor, tuple(names)), line, first.device if first else "")


def is_here(storage: SegmentStorage, name: str) -> bool:
    """Whether the bytes of a blob are held, named by an applied change or not."""
    try:
        storage.blob(name)
    except StoreError:
        return False
    return True
