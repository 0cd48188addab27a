"""The second reading of a bundle: what was verified is taken in, inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.journal import ERASURE, Cursor, Receipt, Taken
from fieldsurvey.sync.key_parcel import keep_team_key
from fieldsurvey.sync.records import Held, Keys, Kind, Manifest, Record
from fieldsurvey.sync.storage import BundleStorage, is_here

if TYPE_CHECKING:
    from fieldsurvey.sync.contents import Contents
    from fieldsurvey.sync.header import Header


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of one visit.

    Attributes:
        visit: its id.
        changes_new: changes not held before.
        forks: ``device/seq`` under which another change was held already; both are kept.
        pending: segments of the bundle that wait for changes which have not arrived.
        blobs_missing: names of the blobs that the visit still lacks.
        locked: private values in the bundle for which no key is held; erased ones are not counted.
        other_team_key: it brought another team key than the one held, which was not taken.
    """

    visit: str
    changes_new: int
    forks: tuple[str, ...]
    pending: int
    blobs_missing: tuple[str, ...]
    locked: int
    other_team_key: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        device: the device that made the bundle.
        made: time on that device, ISO 8601.
        opened_by: "device", "passphrase", "team", or None for an unaddressed bundle.
        arrivals: visit by visit, in the bundle's order.
        blobs_new: blobs not held before.
        keys_new: keys of private values not held before.
    """

    device: str
    made: str
    opened_by: str | None
    arrivals: tuple[Arrival, ...]
    blobs_new: int
    keys_new: int


class Intake:
    """Takes the records of a verified bundle in. Use it inside ``storage.atomic()``.

    Args:
        storage: where to keep them.
        header: the bundle's header.
        found: what the first reading noted.
    """

    def __init__(self, storage: BundleStorage, header: Header, found: Contents) -> None:
        self._storage = storage
        self._found = found
        self._visits = [visit.id for visit in header.visits]
        self._taken: list[Taken] = []
        self._named: set[str] | None = None
        self._missing: set[str] = set()
        self._other_team_keys: set[str] = set()
        self._blobs_new = 0
        self._keys_new = 0

    def take(self, record: Record) -> None:
        """Take one record in; they come in the order of ``Kind``."""
        if record.kind is Kind.SEGMENT:
            self._taken.append(self._storage.add_segment(record.read()))
        elif record.kind is Kind.KEYS:
            self._take_keys(Keys.decode(record.read()))
        elif record.kind is Kind.BLOB and self._wanted(record.name):
            self._storage.put_blob(record.read())
            self._blobs_new += 1

    def finish(self, opened_by: str | None) -> Imported:
        """Keep the exporter's receipts and say what was done."""
        manifest = self._found.manifest
        if manifest.device != self._storage.device:
            for held in manifest.held:
                self._add_receipt(manifest, held)
        return Imported(
            manifest.device,
            manifest.made,
            opened_by,
            tuple(self._arrival(visit) for visit in self._visits),
            self._blobs_new,
            self._keys_new,
        )

    def _take_keys(self, keys: Keys) -> None:
        # Keys come after segments, so that those of erased entities are known as such and dropped.
        self._keys_new += self._storage.add_secret_keys(keys.secrets)
        if not keep_team_key(self._storage, keys):
            self._other_team_keys.add(keys.visit)

    def _wanted(self, name: str) -> bool:
        """Whether a change needs a blob that is not held; what no change names is left aside."""
        if self._named is None:
            # Asked once, when the first blob comes: by then all segments are in.
            self._named = {name for v in self._visits for name in self._storage.blob_names(v)}
            self._missing = {name for v in self._visits for name in self._storage.missing_blobs(v)}
        if name in self._named:
            return name in self._missing
        return name in self._found.blobs_named and not is_here(self._storage, name)

    def _add_receipt(self, manifest: Manifest, held: Held) -> None:
        """Keep what the other laptop holds; never less than before, so receipts only grow."""
        cursor, blobs, at = held.cursor, set(held.blobs), datetime.fromisoformat(manifest.made)
        for older in self._storage.receipts(held.visit):
            if older.peer == manifest.device:
                devices = {*cursor, *older.cursor}
                cursor = Cursor((d, max(cursor.at(d), older.cursor.at(d))) for d in devices)
                blobs |= older.blobs
                at = max(at, older.at)
        receipt = Receipt(manifest.device, held.visit, cursor, frozenset(blobs), at)
        self._storage.add_receipt(receipt)

    def _arrival(self, visit: str) -> Arrival:
        cursor = self._storage.cursor(visit)
        taken = [one for one in self._taken if one.stream == visit]
        spans = [span for stream, span in self._found.spans if stream == visit]
        return Arrival(
            visit=visit,
            changes_new=sum(one.new for one in taken),
            forks=tuple(dict.fromkeys(fork for one in taken for fork in one.forks)),
            pending=sum(1 for span in spans if span.last > cursor.at(span.device)),
            blobs_missing=tuple(self._storage.missing_blobs(visit)),
            locked=self._locked(visit),
            other_team_key=visit in self._other_team_keys,
        )

    def _locked(self, visit: str) -> int:
        keys = {key.id for key in self._storage.secret_keys(visit)}
        locked = self._found.locked(visit, keys)
        erased = {
            entity
            for entity in {entity for entity, _ in locked}
            if self._storage.history(visit, entity, ERASURE)
        }
        return sum(1 for entity, _ in locked if entity not in erased)
