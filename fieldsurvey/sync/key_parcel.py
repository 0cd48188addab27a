"""Keys of private values on the wire: a bundle without changes, sealed for one device.

The same container, the same slots, the same records as in a file (``docs/decisions/0003``), so that
there is one way only in which keys leave a laptop.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.errors import BundleError
from fieldsurvey.journal import Cursor, KeyStorage, SegmentStorage, decode_segment
from fieldsurvey.sync import addressees
from fieldsurvey.sync.addressees import Addressees, Holder
from fieldsurvey.sync.container import ContainerReader, ContainerWriter
from fieldsurvey.sync.header import Header, VisitLine
from fieldsurvey.sync.records import Keys, Kind, Manifest, malformed, read_records, write_record

if TYPE_CHECKING:
    from fieldsurvey.journal import Rank


class KeyedStorage(SegmentStorage, KeyStorage, Protocol):
    """A place that keeps a visit and the keys of its private values."""

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...


def pack_keys(storage: KeyedStorage, visit: str, to: bytes) -> bytes:
    """Return the keys held of a visit, readable for the holder of an X25519 public key alone."""
    path = Path(f"{visit}.keys")
    made = datetime.now().astimezone().isoformat(timespec="seconds")
    content_key = addressees.new_content_key()
    slots = addressees.wrap(content_key, Addressees((to,)))
    check = addressees.check_of(content_key)
    header = Header(made, (VisitLine(visit, 0, 0, 0),), tuple(slots), check)
    keys = Keys(visit, team_key(storage, visit), tuple(storage.secret_keys(visit)))
    file = io.BytesIO()
    out = ContainerWriter(file, header.encode(), content_key)
    write_record(out, Kind.MANIFEST, Manifest(storage.device, made, ()).encode(), path)
    write_record(out, Kind.KEYS, keys.encode(), path)
    out.close()
    return file.getvalue()


def take_keys(storage: KeyedStorage, visit: str, data: bytes) -> int:
    """Keep the keys in a parcel that is addressed to this device; return how many were new.

    Raises:
        BundleError: damaged, foreign, of another visit, or addressed to another device.
    """
    path = Path(f"{visit}.keys")
    reader = ContainerReader(io.BytesIO(data), path)
    try:
        header = Header.decode(reader.header)
        holder = Holder(storage.encryption_private_keys())
        opened = addressees.unwrap(header.slots, header.check, holder)
        if opened is None:
            raise BundleError(path=path, what="the keys are addressed to another device")
        new = 0
        for record in read_records(reader.payload(opened[0]), path):
            if record.kind is not Kind.KEYS:
                continue
            keys = Keys.decode(record.read())
            if keys.visit != visit:
                raise malformed(path)
            new += storage.add_secret_keys(keys.secrets)
            keep_team_key(storage, keys)
    except (ValueError, RecursionError) as error:
        raise malformed(path) from error
    return new


def keep_team_key(storage: KeyStorage, keys: Keys) -> bool:
    """Keep a team key that arrived; False when another one is held, which stays.

    Anyone can address keys to a public key; nobody may so swap the team's.
    """
    if keys.team is None:
        return True
    held = storage.held_team_key(keys.visit)
    if held is None:
        storage.set_team_key(keys.visit, keys.team)
    return held in {None, keys.team}


def team_key(storage: KeyedStorage, visit: str) -> bytes | None:
    """Return a visit's team key; the laptop that began the visit makes it, so there is one."""
    held = storage.held_team_key(visit)
    return storage.team_key(visit) if held is None and _began(storage, visit) else held


def team_proof(key: bytes, session: str, visit: str) -> str:
    """Return the proof that a hub belongs to a visit's team already."""
    message = f"fieldsurvey team\n{session}\n{visit}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _began(storage: KeyedStorage, visit: str) -> bool:
    """Whether this device wrote the first change; a device's first is its lowest in rank."""
    first: Rank | None = None
    for one in storage.segment_names(visit, Cursor()):
        if one.span.first == 1 and (data := storage.segment(one.name)):
            rank = decode_segment(data).changes[0].rank
            first = rank if first is None else min(first, rank)
    return first is not None and first.device == storage.device
