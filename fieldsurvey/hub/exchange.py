"""What a hub does with its storage for one request; plain calls, run on the storage's thread.

Whatever a caller sends, the storage takes only what verifies: a segment that its device signed, a
file that fits its name and that a change here needs, a receipt that its device signed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import BundleError, JournalError, StoreError
from fieldsurvey.hub.auth import Refused
from fieldsurvey.journal import Cursor, KeyStorage, decode_segment
from fieldsurvey.sync import key_parcel, receipts, wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.hub.lane import HubStorage
    from fieldsurvey.journal import Peer

JSON = dict[str, Any]


def streams(storage: HubStorage) -> JSON:
    """Return what is held, stream by stream."""
    held = [{"id": one, "cursor": storage.cursor(one).to_json()} for one in storage.streams()]
    return {"streams": held}


def compare(
    storage: HubStorage, stream: str, theirs: Cursor, tips: Mapping[str, str], session: str
) -> JSON:
    """Return what a caller with this cursor lacks of a stream, and which files are wanted here."""
    names = storage.segment_names(stream, theirs, tips)
    answer: JSON = {
        "cursor": storage.cursor(stream).to_json(),
        "tips": storage.tips(stream),
        "segments": [{"name": one.name, "size": one.size} for one in names],
        "missing": storage.missing_blobs(stream),
        "keys": isinstance(storage, KeyStorage),
        "team": None,
    }
    if isinstance(storage, KeyStorage) and (key := storage.held_team_key(stream)):
        answer["team"] = key_parcel.team_proof(key, session, stream)
    return answer


def lacking(storage: HubStorage, peer: Peer, names: list[str]) -> JSON:
    """Return those segments that are not held, with how much of each has come."""
    return {
        "lacking": {
            name: storage.part_size(_part(peer, name))
            for name in names
            if storage.segment(name) is None
        }
    }


def arrived(storage: HubStorage, peer: Peer, name: str) -> JSON:
    """Return how much of a file has come from a peer."""
    return {"held": storage.part_size(_part(peer, name))}


def put_segment(
    storage: HubStorage, peer: Peer, stream: str, name: str, at: int, size: int, data: bytes
) -> JSON:
    """Take a piece of a segment, and the segment with the last one."""
    whole = _whole(storage, peer, name, at, size, data, wire.SEGMENT_LIMIT)
    if isinstance(whole, int):
        return {"held": whole, "done": False}
    try:
        if decode_segment(whole).stream != stream:
            raise Refused(422, "segment", "a segment belongs to another visit")
        taken = storage.add_segment(whole)
    except JournalError as error:
        raise Refused(422, "segment", f"a segment does not verify: {error}") from error
    except (ValueError, OverflowError, RecursionError) as error:
        # Signed, and yet no value that a storage can keep.
        raise Refused(422, "segment", "a segment holds what cannot be kept") from error
    return {"held": size, "done": True, "new": taken.new, "forks": list(taken.forks)}


def put_blob(
    storage: HubStorage, peer: Peer, stream: str, name: str, at: int, size: int, data: bytes
) -> JSON:
    """Take a piece of a file that the stream lacks, and the file with the last one."""
    if name not in storage.missing_blobs(stream):
        # Held already, or nobody's: either way there is nothing to send.
        return {"held": size, "done": True, "wanted": False}
    whole = _whole(storage, peer, name, at, size, data, wire.FILE_LIMIT)
    if isinstance(whole, int):
        return {"held": whole, "done": False}
    storage.put_blob(whole)
    return {"held": size, "done": True, "wanted": True}


def segment(storage: HubStorage, stream: str, name: str) -> bytes:
    """Return a segment's bytes."""
    data = storage.segment(name)
    if data is None or decode_segment(data).stream != stream:
        raise Refused(404, "segment", "this segment is not here")
    return data


def blob(storage: HubStorage, stream: str, name: str) -> bytes:
    """Return a file's bytes, if a change of the stream names it."""
    if name not in storage.blob_names(stream):
        raise Refused(404, "blob", "this file is not here")
    try:
        return storage.blob(name)
    except StoreError as error:
        raise Refused(404, "blob", "this file is not here") from error


def swap_receipts(storage: HubStorage, peer: Peer, stream: str, data: bytes) -> bytes:
    """Keep a peer's signed receipt and return ours."""
    try:
        statement = receipts.read(data, stream, peer.device)
    except ValueError as error:
        raise Refused(422, "receipt", str(error)) from error
    storage.add_receipt(statement.receipt)
    return receipts.issue(storage, stream)


def give_keys(storage: HubStorage, peer: Peer, stream: str) -> bytes:
    """Return the keys held of a visit, sealed for the peer."""
    if not isinstance(storage, KeyStorage):
        raise Refused(404, "keys", "this hub keeps no keys")
    return key_parcel.pack_keys(storage, stream, peer.encryption)


def take_keys(storage: HubStorage, stream: str, data: bytes) -> JSON:
    """Keep keys that are sealed for this hub."""
    if not isinstance(storage, KeyStorage):
        raise Refused(404, "keys", "this hub keeps no keys")
    try:
        with storage.atomic():
            return {"new": key_parcel.take_keys(storage, stream, data)}
    except BundleError as error:
        raise Refused(422, "keys", str(error)) from error


def _whole(
    storage: HubStorage, peer: Peer, name: str, at: int, size: int, data: bytes, limit: int
) -> bytes | int:
    """Return the file when this piece completes it, else how much has come."""
    if not 0 < size <= limit or at < 0 or at + len(data) > size:
        raise Refused(413, "size", "a piece does not fit its file, or the file is too large")
    part = _part(peer, name)
    if at == 0 and len(data) == size:
        whole = data
        storage.take_parts(part)
    else:
        held = storage.add_part(part, at, data)
        if held < size:
            return held
        whole = storage.take_parts(part)
    if hashlib.sha256(whole).hexdigest() != name:
        raise Refused(422, "damaged", "a file was damaged on its way; it is sent again")
    return whole


def _part(peer: Peer, name: str) -> str:
    """Name what comes from one peer, so that no other can spoil it."""
    return f"{peer.device}/{name}"
