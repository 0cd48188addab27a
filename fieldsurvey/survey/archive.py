"""Archiving: a finished visit leaves the list once two other places have said that they hold all of it.

Nothing is deleted. What arrives after the archiving brings the visit back into the list, as a change that a deletion
had not seen revives what was deleted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.journal import ChangeKey, Cursor, new_id
from fieldsurvey.survey.model import VisitState

if TYPE_CHECKING:
    from fieldsurvey.journal import Receipt, SegmentStorage
    from fieldsurvey.survey.ports import Record, Records
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit: one an act of archiving, never under a seal.
ARCHIVE = "archive"

#: So many other places must hold everything.
COPIES = 2

#: A visit is archived only in one of these.
FINISHED = {
    VisitState.SEALED,
    VisitState.FOLLOWED_UP,
    VisitState.CLOSED,
    VisitState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What another laptop or hub has said that it holds of a visit.

    Attributes:
        peer: its device.
        changes, files: how many it lacks of those that are known here.
    """

    peer: str
    changes: int
    files: int

    @property
    def whole(self) -> bool:
        """Whether it holds everything."""
        return not self.changes and not self.files

    def __str__(self) -> str:
        lacks = "memegang semuanya"
        if not self.whole:
            lacks = f"belum memegang {self.changes} perubahan dan {self.files} berkas"
        return f"{self.peer[:8]} {lacks}"


def copies(records: Records, storage: SegmentStorage, visit: str) -> list[Copy]:
    """Return what each other place holds of a visit by its receipts, the most complete first."""
    files = set(storage.blob_names(visit))
    found = [
        Copy(
            receipt.peer,
            len(_beyond(records, visit, receipt.cursor)),
            len(files - receipt.blobs),
        )
        for receipt in _others(records, storage, visit)
    ]
    return sorted(found, key=lambda copy: (copy.changes + copy.files, copy.peer))


@dataclass(frozen=True, slots=True)
class Alone:
    """What no other place has said that it holds.

    Attributes:
        kinds: kind of entity → changes of it, most first.
        photos: how many photos.
        files: how many files, the photos among them.
    """

    kinds: dict[str, int]
    photos: int
    files: int


def alone_here(records: Records, storage: SegmentStorage, visit: str) -> Alone:
    """Return what no other place has said that it holds of a visit, by the kind of thing it is."""
    receipts = _others(records, storage, visit)
    kinds = Counter(
        change.kind
        for change in records.changes(visit)
        if change.kind != ARCHIVE
        and not any(receipt.cursor.covers(change.key) for receipt in receipts)
    )
    known = frozenset[str]().union(*(receipt.blobs for receipt in receipts))
    files = {name for name in storage.blob_names(visit) if name not in known}
    photos = {str(each.fields.get("sha256")) for each in records.entities(visit, "photo")}
    return Alone(dict(kinds.most_common()), len(files & photos), len(files))


def only_here(records: Records, storage: SegmentStorage, visit: str) -> list[str]:
    """Return in words what no other place has said that it holds: changes by kind, and files."""
    alone = alone_here(records, storage, visit)
    lines = [f"{count} perubahan {kind}" for kind, count in alone.kinds.items()]
    return lines + ([f"{alone.files} berkas (foto, formulir, pindaian)"] if alone.files else [])


def archive(visits: Visits, storage: SegmentStorage, visit: str) -> None:
    """Take a finished visit off the list.

    Args:
        visits: the visits of the database.
        storage: the same database, which keeps the receipts of others.
        visit: the visit's id.

    Raises:
        VisitError: it is not finished, or fewer than two other places hold everything; the sentence says what is held
            here alone.
    """
    records, state = visits.records, visits.state(visit)
    if state not in FINISHED:
        what = f"visit {visit[:13]} is {state.value}; only a sealed, closed or cancelled visit is archived"
        raise VisitError(what=what)
    with records.atomic():
        if is_archived(records, visit):
            return
        held = copies(records, storage, visit)
        whole = [copy for copy in held if copy.whole]
        if len(whole) < COPIES:
            alone = "; ".join(only_here(records, storage, visit)) or "nothing"
            raise VisitError(
                what=f"visit {visit[:13]} is held whole by {len(whole)} other places, and {COPIES} are needed: "
                f"{'; '.join(map(str, held)) or 'nobody has confirmed anything'}. Held here alone: {alone}. "
                "Send a bundle to another laptop and import the one that it sends back"
            )
        value = {"at": visits.clock.now().isoformat(), "cursor": records.cursor(visit).to_json()}
        visits.change(visit, ARCHIVE, new_id(), archived=value)


def bring_back(visits: Visits, visit: str) -> None:
    """Put an archived visit back into the list."""
    with visits.records.atomic():
        for record in _standing(visits.records, visit):
            visits.change(visit, ARCHIVE, record.id, lifted=visits.clock.now().isoformat())


def is_archived(records: Records, visit: str) -> bool:
    """Whether a visit is archived and nothing came since."""
    standing = _standing(records, visit)
    if not standing:
        return False
    cursors = [Cursor.from_json(record.fields["archived"]["cursor"]) for record in standing]
    devices = {device for cursor in cursors for device in cursor}
    seen = Cursor((device, max(cursor.at(device) for cursor in cursors)) for device in devices)
    return not _beyond(records, visit, seen)


def _beyond(records: Records, visit: str, seen: Cursor) -> list[ChangeKey]:
    """Return the changes held here that a cursor does not cover, acts of archiving left aside."""
    acts = {
        one.change.key
        for record in records.entities(visit, ARCHIVE)
        for one in records.history(visit, record.id)
    }
    return [
        key
        for device, last in records.cursor(visit).items()
        for number in range(seen.at(device) + 1, last + 1)
        if (key := ChangeKey(device, number)) not in acts
    ]


def _others(records: Records, storage: SegmentStorage, visit: str) -> list[Receipt]:
    return [each for each in storage.receipts(visit) if each.peer != records.device]


def _standing(records: Records, visit: str) -> list[Record]:
    return [
        record
        for record in records.entities(visit, ARCHIVE)
        if isinstance(record.fields.get("archived"), dict) and not record.fields.get("lifted")
    ]
