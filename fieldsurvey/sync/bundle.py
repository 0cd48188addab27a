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

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.errors import BundleError, BundleLocked, TeamKeyMissing
from fieldsurvey.journal import Cursor, verify_segment
from fieldsurvey.survey.training import refuse_training
from fieldsurvey.sync import addressees, contents
from fieldsurvey.sync.addressees import Addressees, Holder
from fieldsurvey.sync.belt import Belt
from fieldsurvey.sync.container import MAGIC, ContainerReader, ContainerWriter
from fieldsurvey.sync.header import Header, VisitLine
from fieldsurvey.sync.intake import Imported, Intake
from fieldsurvey.sync.public_key import fingerprint
from fieldsurvey.sync.records import Keys, Kind, Manifest, malformed, read_records, write_record
from fieldsurvey.sync.storage import BundleStorage, Holding, holding
from fieldsurvey.sync.volumes import VOLUME_BYTES, VOLUME_MAGIC, VolumeReader, written_volumes
from fieldsurvey.whole_file import refuse_to_replace, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")

#: The most bytes between reading and writing: a few originals of a phone's camera.
_ON_THE_WAY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Summary:
    """What a bundle says of itself, without opening it.

    Attributes:
        path: the file, the first of several.
        size: its bytes, over all its files.
        made: time on the exporting laptop, ISO 8601.
        visits: how much of each visit it carries.
        addressees: "team", "passphrase", "key <fingerprint>"; empty when unaddressed.
        files: all of them; several where one would have been too large.
    """

    path: Path
    size: int
    made: str
    visits: tuple[VisitLine, ...]
    addressees: tuple[str, ...]
    files: tuple[Path, ...]


def export_bundle(
    storage: BundleStorage,
    path: Path,
    visits: Sequence[str],
    *,
    devices: Sequence[bytes] = (),
    passphrase: str | None = None,
    team: bool = False,
    volume_bytes: int = VOLUME_BYTES,
) -> Summary:
    """Write visits to a bundle, whole or not at all, and read it back from the medium.

    Args:
        storage: where the visits are.
        path: the file; an older bundle of that name is replaced, any other file is not.
        visits: ids of the visits (streams).
        devices: X25519 public keys (32 bytes each) to address it to.
        passphrase: a passphrase to address it to.
        team: address it to whoever holds the team keys of all these visits.
        volume_bytes: a larger bundle becomes several files (``sync.volumes``).

    Raises:
        FileProblem: the folder cannot be written to, the disk is full, or the name is taken.
        BundleError: a visit or its team key is not held, or a blob is larger than a bundle carries.
        JournalError: a stored segment does not verify.
        TrainingStays: a visit is for training.
    """
    chosen = _chosen(storage, path, visits)
    refuse_training(storage, chosen)
    refuse_to_replace(path, "bundle", MAGIC, VOLUME_MAGIC)
    found = [holding(storage, visit) for visit in chosen]
    team_keys = [_team_key(storage, one) for one in found] if devices or passphrase or team else []
    to = _addressees(path, devices, passphrase, team_keys if team else [])
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    header = Header(made, tuple(one.line for one in found))
    content_key = addressees.new_content_key() if to else None
    if content_key is not None:
        slots, check = addressees.wrap(content_key, to), addressees.check_of(content_key)
        header = replace(header, slots=tuple(slots), check=check)
    manifest = Manifest(storage.device, made, tuple(one.held for one in found))
    with written_volumes(path, volume_bytes) as file, storage.reading_through():
        out = ContainerWriter(file, header.encode(), content_key)

        def write(record: tuple[Kind, bytes, str]) -> None:
            kind, data, name = record
            write_record(out, kind, data, path, named=name)

        # Read and verified here, closed and written there.
        with Belt(write, _ON_THE_WAY) as belt:
            for record in _records(storage, manifest, found, team_keys):
                belt.put(record, len(record[1]))
        return _summary(file.finish(out.close()), header)


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
        TrainingStays: the database is for training.
    """
    refuse_training(storage)
    with _opened(path) as file:
        reader = ContainerReader(file, path)
        header = _header(reader, path)
        content_key, opened_by = _unlock(storage, reader, header, path, passphrase)
        found = contents.verify(reader.payload(content_key), header, path)
        file.rewind()
        again = ContainerReader(file, path)
        with storage.atomic():
            intake = Intake(storage, header, found)
            for record in read_records(again.payload(content_key), path):
                try:
                    intake.take(record)
                except (ValueError, OverflowError, RecursionError) as error:
                    # Signed, and yet no value that a database can keep (a number of 70 bits, half a letter).
                    raise malformed(path) from error
            if again.digest != reader.digest:
                what = "changed while it was read; copy it to this laptop and import it again"
                raise BundleError(path=path, what=what)
            return intake.finish(opened_by)


class _TakenBack(Exception):
    """Ends the transaction of a rehearsal; no error."""


def rehearse(
    storage: BundleStorage,
    path: Path,
    passphrase: str | None,
    look: Callable[[Header, contents.Contents, str | None], T],
) -> T:
    """Take the changes and keys of a bundle in, look, and take all of it back; its files stay outside.

    So a preview says what an import does, because it is one. Others wait meanwhile to write; use a storage of one's
    own, which is closed afterwards.

    Args:
        storage: where it would be kept.
        path: the bundle.
        passphrase: the passphrase it is addressed to, if so.
        look: is called with header, verified contents and what opened them, while the changes are in.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: truncated, altered, foreign, too new, or not addressed to this laptop.
    """
    seen: list[T] = []
    with _opened(path) as file, suppress(_TakenBack):
        reader = ContainerReader(file, path)
        header = _header(reader, path)
        content_key, opened_by = _unlock(storage, reader, header, path, passphrase)
        found = contents.verify(reader.payload(content_key), header, path)
        file.rewind()
        again = ContainerReader(file, path)
        with storage.atomic():
            intake = Intake(storage, header, found)
            for record in read_records(again.payload(content_key), path):
                if record.kind is Kind.BLOB:
                    break  # they come last
                try:
                    intake.take(record)
                except (ValueError, OverflowError, RecursionError) as error:
                    raise malformed(path) from error
            seen.append(look(header, found, opened_by))
            raise _TakenBack
    return seen[0]


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
        return _summary(file.paths, header)


def _records(
    storage: BundleStorage,
    manifest: Manifest,
    found: Sequence[Holding],
    team_keys: Sequence[bytes | None],
) -> Iterator[tuple[Kind, bytes, str]]:
    """Yield what a bundle holds in its order, verified, as kind, bytes and name (of a blob).

    Args:
        storage: where the visits are.
        manifest: of the bundle.
        found: what is held of each visit.
        team_keys: of each visit in an addressed bundle; empty otherwise, so that no key goes into it.
    """
    yield Kind.MANIFEST, manifest.encode(), ""
    for one in found:
        for segment in storage.segments(one.held.visit, Cursor()):
            verify_segment(segment)
            yield Kind.SEGMENT, segment, ""
    for one, team_key in zip(found, team_keys, strict=False):
        keys = Keys(one.held.visit, team_key, tuple(storage.secret_keys(one.held.visit)))
        yield Kind.KEYS, keys.encode(), ""
    for name in dict.fromkeys(name for one in found for name in one.held.blobs):
        yield Kind.BLOB, storage.blob(name), name


def _chosen(storage: BundleStorage, path: Path, visits: Sequence[str]) -> tuple[str, ...]:
    """Return the visits without repetitions, all of them held."""
    chosen, known = tuple(dict.fromkeys(visits)), set(storage.streams())
    for visit in chosen:
        if visit not in known:
            raise BundleError(path=path, what=f"visit {visit[:13]} is not in this database")
    if not chosen:
        raise BundleError(path=path, what="name at least one visit to export")
    return chosen


def _team_key(storage: BundleStorage, found: Holding) -> bytes | None:
    """Return a visit's team key; the laptop that began the visit makes it, so there is one."""
    if found.begun_by == storage.device:
        return storage.team_key(found.held.visit)
    return storage.held_team_key(found.held.visit)


def _addressees(
    path: Path, devices: Sequence[bytes], passphrase: str | None, team: Sequence[bytes | None]
) -> Addressees:
    held = tuple(key for key in team if key is not None)
    if len(held) < len(team):
        what = (
            "this laptop does not hold the team key of every visit named; import a bundle of the "
            "laptop that began the visit, addressed to this one, or address this bundle otherwise"
        )
        raise TeamKeyMissing(path=path, what=what)
    if passphrase == "":
        raise BundleError(path=path, what="the passphrase of the bundle is empty")
    to = Addressees(tuple(dict.fromkeys(devices)), passphrase, held)
    if len(to.devices) > addressees.DEVICE_LIMIT:
        what = f"a bundle is addressed to at most {addressees.DEVICE_LIMIT} laptops"
        raise BundleError(path=path, what=what)
    return to


def _summary(files: Sequence[Path], header: Header) -> Summary:
    names = tuple(addressees.names(header.slots))
    size = sum(file.stat().st_size for file in files)
    return Summary(files[0], size, header.made, header.visits, names, tuple(files))


@contextmanager
def _opened(path: Path) -> Iterator[VolumeReader]:
    """Open a bundle; trouble with the stick at any later time is a FileProblem too."""
    file = VolumeReader(path)
    try:
        yield file
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        file.close()


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
        # Nobody should fetch a passphrase for a file that turns out to be cut off.
        reader.verify_unopened()
        raise BundleLocked(path=path, what=_why_locked(storage, header, passphrase))
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
