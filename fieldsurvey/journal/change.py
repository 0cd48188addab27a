"""A change: one field of one entity got one value. Written once, on one device, never altered.

Stored form, version 1: one compact UTF-8 JSON object. Its bytes are made once, by the device that
writes the change, and travel and rest as they are. Every hash is over these bytes, so members and
kinds that this version does not know survive storing and forwarding byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import KW_ONLY, dataclass
from dataclasses import field as member
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeGuard

import uuid_utils

from fieldsurvey.errors import JournalError

FORMAT = 1
TOMBSTONE = "#deleted"
ERASURE = "#erased"
ERASURE_KIND = "erasure"

LARGEST = 2**53 - 1
"""No number or clock is greater (JSON readers keep integers exactly up to here)."""

LARGEST_OFFSET = 10 * 366 * 86_400
"""No clock is corrected by more seconds: a laptop with a dead battery may have lost some years."""

CALENDAR_ENDS = (1, 9999)
"""No time is in these years: another zone or a corrected clock could not show it (``datetime`` ends there)."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_READER = json.JSONDecoder()
_INTEGERS = ("seq", "clock")
_TEXTS = ("stream", "device", "author", "entity", "kind", "field", "prev")


class ChangeKey(NamedTuple):
    """Names a change inside its stream: the device that wrote it, its number there from 1."""

    device: str
    seq: int


class Rank(NamedTuple):
    """The order that every replica agrees on; wall time has no part in it."""

    clock: int
    device: str
    seq: int
    hash: str


def new_id() -> str:
    """Return a fresh entity id (UUIDv7)."""
    return str(uuid_utils.uuid7())


def blob_name(data: bytes) -> str:
    """Return the name of a blob: SHA-256 of its bytes, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> str:
    """Return text that is equal for equal JSON values (``1`` and ``True`` differ); to compare."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change. Equal when the stored bytes are equal.

    Attributes:
        stream: what travels as one (a visit, or an office's registry).
        device: id of the device that wrote it.
        seq: its number among the device's changes in the stream, from 1, without gaps.
        clock: Lamport counter of the stream: greater than that of every change its writer held.
        at: wall time on the writing device, aware; shown, never used to decide anything.
        author: who wrote it.
        entity: id of what it is about (UUIDv7).
        kind: kind of that entity (``stand``, ``response``, …); unknown ones are kept.
        field: which field; for a response the node's stable key. ``TOMBSTONE`` and ``ERASURE`` are
            the journal's own.
        value: JSON value, or a sealed box (``journal.box``).
        bases: keys of all heads of the field that this change replaces.
        prev: hash of the device's previous change in the stream, ``""`` for the first.
        blobs: SHA-256 names of the blobs that the value needs, readable even where it is not.
        offset: seconds by which the confirmed time was ahead of the device's clock, 0 when nobody confirmed it or
            both agreed.
        body: the stored bytes; made from the rest when not given.
        hash: SHA-256 of ``body``, hex.
    """

    stream: str
    device: str
    seq: int
    clock: int
    at: datetime
    author: str
    entity: str
    kind: str
    field: str
    value: Any
    bases: tuple[ChangeKey, ...] = ()
    prev: str = ""
    _: KW_ONLY
    blobs: tuple[str, ...] = ()
    offset: int = 0
    body: bytes = member(default=b"", repr=False)
    hash: str = member(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.body:
            object.__setattr__(self, "body", _encode(self))
        object.__setattr__(self, "hash", hashlib.sha256(self.body).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Change) and self.body == other.body

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def key(self) -> ChangeKey:
        """Its name inside the stream."""
        return ChangeKey(self.device, self.seq)

    @property
    def confirmed_at(self) -> datetime:
        """The time of the change by the confirmed clock: to show, as ``at`` is."""
        return self.at + timedelta(seconds=self.offset)

    @property
    def rank(self) -> Rank:
        """Its place in the order of the stream."""
        return Rank(self.clock, self.device, self.seq, self.hash)

    def encode(self) -> bytes:
        """Return the stored bytes."""
        return self.body

    @classmethod
    def decode(cls, body: bytes) -> Change:
        """Read a change from its stored bytes and keep these bytes.

        Raises:
            JournalError: the bytes are no change, or of a format that this version cannot read.
        """
        try:
            record = _READER.decode(body.decode())
        except (ValueError, RecursionError) as error:
            raise JournalError(what="a change is not readable: it was cut or altered") from error
        problem = _problem(record)
        if problem:
            raise JournalError(what=f"a change is not readable: {problem}")
        offset = record.get("offset", 0)
        try:
            at = _aware(datetime.fromisoformat(record["at"]))
            if offset:
                _aware(at + timedelta(seconds=offset))
            bases = tuple(map(_key, record["bases"]))
        except (TypeError, ValueError, OverflowError) as error:
            raise JournalError(
                what="a change is not readable: its time or bases are malformed"
            ) from error
        return cls(
            stream=record["stream"],
            device=record["device"],
            seq=record["seq"],
            clock=record["clock"],
            at=at,
            author=record["author"],
            entity=record["entity"],
            kind=record["kind"],
            field=record["field"],
            value=record["value"],
            bases=bases,
            prev=record["prev"],
            blobs=tuple(record.get("blobs", ())),
            offset=offset,
            body=bytes(body),
        )


def _key(base: object) -> ChangeKey:
    match base:
        case [device, seq] if _is_text(device) and _is_number(seq):
            return ChangeKey(device, seq)
    raise ValueError("a base is a device and a number")


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a change needs an aware time")
    if at.year in CALENDAR_ENDS:
        raise ValueError("a change needs a time that every zone can show")
    return at


def _is_text(value: object) -> TypeGuard[str]:
    """Whether a value is text that can be stored: JSON can spell half a character."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and 1 <= value <= LARGEST


def _encode(change: Change) -> bytes:
    """Make the stored bytes, once."""
    _aware(change.at)
    record: dict[str, object] = {
        "v": FORMAT,
        "stream": change.stream,
        "device": change.device,
        "seq": change.seq,
        "clock": change.clock,
        "at": change.at.isoformat(),
        "author": change.author,
        "entity": change.entity,
        "kind": change.kind,
        "field": change.field,
        "value": change.value,
        "bases": [list(key) for key in change.bases],
        "prev": change.prev,
    }
    if change.blobs:
        record["blobs"] = list(change.blobs)
    if change.offset:
        record["offset"] = change.offset
    return _JSON.encode(record).encode()


def _problem(record: object) -> str | None:
    """Say what is wrong with a decoded record, if anything."""
    if not isinstance(record, dict) or not isinstance(record.get("v"), int):
        return "no format version"
    if record["v"] != FORMAT:
        return f"format {record['v']} is newer than this version of fieldsurvey reads; update it"
    for name in _TEXTS:
        if not _is_text(record.get(name)):
            return f"{name} is missing"
    for name in _INTEGERS:
        if not _is_number(record.get(name)):
            return f"{name} is missing"
    if "value" not in record or not isinstance(record.get("bases"), list):
        return "value or bases are missing"
    blobs = record.get("blobs", [])
    if not isinstance(blobs, list) or not all(map(_is_text, blobs)):
        return "blobs are malformed"
    offset = record.get("offset", 0)
    if type(offset) is not int or abs(offset) > LARGEST_OFFSET:
        return "the offset of the clock is malformed"
    return None
