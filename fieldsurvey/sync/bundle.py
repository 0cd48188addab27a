"""Bundles: one file that carries visits from laptop to laptop, on a stick or as an attachment.

A bundle holds every segment of its visits and every blob they name: the pinned instrument, forms,
photos, documents. Who imports it holds what the exporter held, whatever came before and in whatever
order; importing it again, or an older one after a newer, changes nothing.

*Unaddressed*, its payload is readable: without an addressee there is nobody to hold the key, and
encrypting under a key that lies beside the text would only look like protection. So it carries no
keys at all, and private values, ciphertext in the journal already, arrive locked. *Addressed* (to
public keys of devices, a passphrase, or the visits' team), all of the payload is encrypted and
brings the team key and the keys of private values; whoever finds the stick learns random ids, sizes
and the time.

An addressed bundle is secret, not authentic: who may open it, or anyone for a public key, could
have made it. What it says of the inspection is proved by the devices' signatures on its segments;
its word on what another laptop holds (the receipt) is as good as the hand that gave it.
"""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol

from fieldsurvey.errors import BundleError, FileProblem, StoreError
from fieldsurvey.journal import ERASURE, Cursor, KeyStorage, Receipt, SegmentStorage, Taken
from fieldsurvey.sync import addressees, contents
from fieldsurvey.sync.addressees import Addressees, Holder
from fieldsurvey.sync.container import MAGIC, ContainerReader, ContainerWriter
from fieldsurvey.sync.header import Header, VisitLine
from fieldsurvey.sync.public_key import fingerprint
from fieldsurvey.sync.records import (
    Held,
    Keys,
    Kind,
    Manifest,
    Record,
    malformed,
    read_records,
    write_record,
)
from fieldsurvey.sync.whole_file import problem, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fieldsurvey.survey.ports import History


class BundleStorage(SegmentStorage, KeyStorage, Protocol):
    """A place that bundles are made from and taken into."""

    def history(self, stream: str, entity: str, field: str | None = None) -> list[History]:
        """Return the changes of an entity, or of one field of it."""
        ...

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What a bundle says of itself, without opening it.

    Attributes:
        path: the file.
        size: its bytes.
        made: time on the exporting laptop, ISO 8601.
        visits: how much of each visit it carries.
        addressees: "team", "passphrase", "key <fingerprint>"; empty when unaddressed.
    """

    path: Path
    size: int
    made: str
    visits: tuple[VisitLine, ...]
    addressees: tuple[str, ...]


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
    """

    visit: str
    changes_new: int
    forks: tuple[str, ...]
    pending: int
    blobs_missing: tuple[str, ...]
    locked: int


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


def export_bundle(
    storage: BundleStorage,
    path: Path,
    visits: Sequence[str],
    *,
    devices: Sequence[bytes] = (),
    passphrase: str | None = None,
    team: bool = False,
) -> Summary:
    """Write visits to a bundle, whole or not at all.

    Args:
        storage: where the visits are.
        path: the file; an older bundle of that name is replaced, any other file is not.
        visits: ids of the visits (streams).
        devices: X25519 public keys (32 bytes each) to address it to.
        passphrase: a passphrase to address it to.
        team: address it to whoever holds the team keys of all these visits.

    Raises:
        FileProblem: the folder cannot be written to, the disk is full, or the name is taken.
        BundleError: a visit is not held, or a blob is larger than a bundle carries.
    """
    chosen = tuple(dict.fromkeys(visits))
    unknown = [visit for visit in chosen if visit not in storage.streams()]
    if unknown or not chosen:
        what = (
            f"visit {unknown[0][:13]} is not in this database" if unknown else "no visit is named"
        )
        raise BundleError(path=path, what=what)
    _refuse_to_replace(path)
    to = Addressees(
        tuple(dict.fromkeys(devices)),
        passphrase,
        tuple(storage.team_key(visit) for visit in chosen) if team else (),
    )
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    held = tuple(_held(storage, visit) for visit in chosen)
    lines = tuple(_line(storage, one) for one in held)
    content_key = addressees.new_content_key() if to else None
    header = Header(made, lines)
    if content_key is not None:
        slots = tuple(addressees.wrap(content_key, to))
        header = Header(made, lines, slots, addressees.check_of(content_key))
    with whole_file(path) as file:
        out = ContainerWriter(file, header.encode(), content_key)
        try:
            _write_payload(storage, out, Manifest(storage.device, made, held), keys=bool(to))
        except ValueError as error:
            raise BundleError(path=path, what=str(error)) from error
        out.close()
    names = tuple(addressees.names(header.slots))
    return Summary(path, path.stat().st_size, made, lines, names)


def import_bundle(storage: BundleStorage, path: Path, *, passphrase: str | None = None) -> Imported:
    """Take a bundle in, all or nothing: the whole file is verified before the first change is kept.

    Args:
        storage: where to keep it.
        path: the bundle.
        passphrase: the passphrase it is addressed to, if so.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: truncated, altered, foreign, too new, or not addressed to this laptop.
        StoreError: the database could not take it in; it is as before.
    """
    with _opened(path) as file:
        reader = ContainerReader(file, path)
        header = _header(reader, path)
        content_key, opened_by = _unlock(storage, reader, header, path, passphrase)
        found = contents.verify(reader.payload(content_key), header, path)
        file.seek(0)
        # Verified again while it is taken in: the file may change, or go, in between.
        again = read_records(ContainerReader(file, path).payload(content_key), path)
        with storage.atomic():
            intake = _Intake(storage, header, found)
            for record in again:
                intake.take(record)
            return intake.finish(opened_by)


def show_bundle(path: Path) -> Summary:
    """Return what a bundle says of itself, after verifying that the file is whole.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: truncated, altered, foreign or of a newer version.
    """
    with _opened(path) as file:
        reader = ContainerReader(file, path)
        header = _header(reader, path)
        reader.verify_unopened()
        names = tuple(addressees.names(header.slots))
        return Summary(path, file.tell(), header.made, header.visits, names)


class _Intake:
    """Takes the records of a verified bundle in, inside one transaction of the storage."""

    def __init__(self, storage: BundleStorage, header: Header, found: contents.Contents) -> None:
        self._storage = storage
        self._found = found
        self._visits = [visit.id for visit in header.visits]
        self._taken: list[Taken] = []
        self._known: set[str] | None = None
        self._missing: set[str] = set()
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
        for held in manifest.held:
            if manifest.device != self._storage.device:
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
        self._keys_new += self._storage.add_secret_keys(keys.secrets)
        own = self._storage.held_team_key(keys.visit)
        # Two laptops that each made a team key settle on the smaller, in whatever order they meet.
        if own is None or keys.team < own:
            self._storage.set_team_key(keys.visit, keys.team)

    def _wanted(self, name: str) -> bool:
        """Whether a change needs a blob that is not held; what no change names is left aside."""
        if self._known is None:
            # Asked once, when the first blob comes: by then all segments are in.
            self._known = {name for v in self._visits for name in self._storage.blob_names(v)}
            self._missing = {name for v in self._visits for name in self._storage.missing_blobs(v)}
        if name in self._known:
            return name in self._missing
        return name in self._found.blobs_named and not _is_here(self._storage, name)

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
        storage = self._storage
        cursor = storage.cursor(visit)
        taken = [one for one in self._taken if one.stream == visit]
        spans = [span for stream, span in self._found.spans if stream == visit]
        return Arrival(
            visit,
            sum(one.new for one in taken),
            tuple(dict.fromkeys(fork for one in taken for fork in one.forks)),
            sum(1 for span in spans if span.last > cursor.at(span.device)),
            tuple(storage.missing_blobs(visit)),
            self._locked(visit),
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


def _write_payload(
    storage: BundleStorage, out: ContainerWriter, manifest: Manifest, *, keys: bool
) -> None:
    write_record(out, Kind.MANIFEST, manifest.encode())
    visits = [held.visit for held in manifest.held]
    for visit in visits:
        for segment in storage.segments(visit, Cursor()):
            write_record(out, Kind.SEGMENT, segment)
    for visit in visits if keys else ():
        secrets = tuple(storage.secret_keys(visit))
        write_record(out, Kind.KEYS, Keys(visit, storage.team_key(visit), secrets).encode())
    for name in dict.fromkeys(name for held in manifest.held for name in held.blobs):
        write_record(out, Kind.BLOB, storage.blob(name))


def _held(storage: BundleStorage, visit: str) -> Held:
    # Read first: what is written meanwhile may travel too, but is not claimed as held.
    cursor = storage.cursor(visit)
    missing = set(storage.missing_blobs(visit))
    names = [name for name in storage.blob_names(visit) if name not in missing]
    waiting = contents.blobs_of_pending(storage.segments(visit, Cursor()), cursor)
    names += [name for name in sorted(waiting - {*names, *missing}) if _is_here(storage, name)]
    return Held(visit, cursor, tuple(names))


def _is_here(storage: BundleStorage, name: str) -> bool:
    """Whether a blob is held that only a pending segment names."""
    try:
        storage.blob(name)
    except StoreError:
        return False
    return True


def _line(storage: BundleStorage, held: Held) -> VisitLine:
    missing = len(storage.missing_blobs(held.visit))
    return VisitLine(held.visit, sum(held.cursor.values()), len(held.blobs), missing)


def _refuse_to_replace(path: Path) -> None:
    """Keep a slip of the keyboard from replacing a database or a report by a bundle."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileProblem(path=path, what="is not a file; choose another name")
        with path.open("rb") as file:
            if file.read(len(MAGIC)) not in (MAGIC, b""):
                what = "exists and is not a bundle; choose another name or remove it first"
                raise FileProblem(path=path, what=what)
    except FileNotFoundError:
        return
    except OSError as error:
        raise problem(path, error) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a bundle; trouble with the stick at any later time is a FileProblem too."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise problem(path, error) from error


def _header(reader: ContainerReader, path: Path) -> Header:
    try:
        header = Header.decode(reader.header)
    except ValueError as error:
        raise malformed(path) from error
    if reader.sealed != bool(header.slots):
        raise malformed(path)
    return header


def _unlock(
    storage: BundleStorage,
    reader: ContainerReader,
    header: Header,
    path: Path,
    passphrase: str | None,
) -> tuple[bytes | None, str | None]:
    """Return the content key and what gave it; neither for an unaddressed bundle."""
    if not reader.sealed:
        return None, None

    def team() -> list[bytes]:
        keys = [storage.held_team_key(visit.id) for visit in header.visits]
        return [key for key in keys if key is not None] if None not in keys else []

    holder = Holder(storage.encryption_private_keys(), passphrase, team)
    opened = addressees.unwrap(header.slots, header.check, holder)
    if opened is None:
        raise BundleError(path=path, what=_why_locked(storage, header, passphrase))
    return opened


def _why_locked(storage: BundleStorage, header: Header, passphrase: str | None) -> str:
    names = addressees.names(header.slots)
    if passphrase and "passphrase" in names:
        return "the passphrase does not open this bundle (nothing was taken in)"
    own = fingerprint(storage.encryption_public_key())
    advice = "ask for one addressed to this laptop's key (`bundle key` writes it)"
    if "passphrase" in names:
        advice = "give its passphrase with --bundle-passphrase-file, or " + advice
    return (
        f"it is addressed to {', '.join(names)} and not to this laptop (key {own}); {advice} "
        "(nothing was taken in)"
    )
