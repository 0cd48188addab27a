"""What a bundle's payload holds: records one after another, each with its kind and length.

``kind u8 · length u64 · [SHA-256 of the blob, 32 bytes] · bytes``, in this order: one manifest,
then segments, keys (only in a sealed bundle), blobs. The length counts all that follows it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import BundleError, JournalError
from fieldsurvey.journal import Cursor, SecretKey
from fieldsurvey.sync.header import moment, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.sync.container import ContainerWriter

#: No record is longer. Memory grows with the bytes that are there, not with the length claimed.
RECORD_LIMIT = 1024**3
_HEAD = struct.Struct(">BQ")
_NAME_BYTES = 32


class Kind(IntEnum):
    """What a record is; records of a bundle come in this order."""

    MANIFEST = 1
    SEGMENT = 2
    KEYS = 3
    BLOB = 4


@dataclass(frozen=True, slots=True)
class Held:
    """What the exporter held of a visit: the importer's proof of what lies on the other laptop."""

    visit: str
    cursor: Cursor
    blobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who made the bundle, when, and what that device held of each visit."""

    device: str
    made: str
    held: tuple[Held, ...]

    def encode(self) -> bytes:
        """Return the record's bytes."""
        held = [
            {"visit": one.visit, "cursor": one.cursor.to_json(), "blobs": list(one.blobs)}
            for one in self.held
        ]
        return _json({"device": self.device, "made": self.made, "held": held})

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """Read a record's bytes.

        Raises:
            ValueError: malformed.
        """
        raw = _object(data)
        try:
            held = tuple(
                Held(
                    str(one["visit"]), Cursor.from_json(one["cursor"]), tuple(_texts(one["blobs"]))
                )
                for one in raw["held"]
            )
            return cls(printable(raw["device"]), moment(raw["made"]), held)
        except (KeyError, TypeError, JournalError) as error:
            raise ValueError("malformed manifest") from error


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one visit: the team's, if the exporter holds it, and those of private values."""

    visit: str
    team: bytes | None = field(repr=False)
    secrets: tuple[SecretKey, ...]

    def encode(self) -> bytes:
        """Return the record's bytes."""
        secrets = [
            {"id": key.id, "of": key.of, "material": _b64(key.material)} for key in self.secrets
        ]
        team = self.team and _b64(self.team)
        return _json({"visit": self.visit, "team": team, "secrets": secrets})

    @classmethod
    def decode(cls, data: bytes) -> Keys:
        """Read a record's bytes.

        Raises:
            ValueError: malformed.
        """
        raw = _object(data)
        try:
            visit = str(raw["visit"])
            secrets = tuple(
                SecretKey(str(key["id"]), visit, str(key["of"]), _key(key["material"]))
                for key in raw["secrets"]
            )
            team = raw["team"]
            return cls(visit, None if team is None else _key(team), secrets)
        except (KeyError, TypeError) as error:
            raise ValueError("malformed keys") from error


def write_record(
    out: ContainerWriter, kind: Kind, data: bytes, path: Path, *, named: str = ""
) -> None:
    """Append one record to the bundle at ``path``; a blob is preceded by its name.

    Args:
        out: the bundle.
        kind: what the record is.
        data: its bytes.
        path: named in errors.
        named: the blob's SHA-256 in hex, when it was verified already.

    Raises:
        BundleError: longer than ``RECORD_LIMIT``.
    """
    name = b""
    if kind is Kind.BLOB:
        name = bytes.fromhex(named) if named else hashlib.sha256(data).digest()
    length = len(name) + len(data)
    if length > RECORD_LIMIT:
        what = f"a file of {len(data)} bytes is more than a bundle carries in one piece"
        raise BundleError(path=path, what=what)
    out.write(_HEAD.pack(kind, length) + name)
    out.write(data)


class Record:
    """A record that is being read: take its bytes before asking for the next one."""

    def __init__(self, kind: Kind, name: str, length: int, source: _Source) -> None:
        self.kind = kind
        self.name = name
        self.length = length
        self._source = source
        self._left = length

    def read(self) -> bytes:
        """Return all its bytes."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[memoryview]:
        """Yield its bytes piece by piece."""
        while self._left:
            piece = self._source.some(self._left)
            self._left -= len(piece)
            yield piece

    def skip(self) -> None:
        """Pass over what was not read."""
        for _ in self.pieces():
            pass


def read_records(payload: Iterator[bytes], path: Path) -> Iterator[Record]:
    """Yield the records of a payload; what is not read of one is skipped.

    Args:
        payload: verified pieces, as ``ContainerReader.payload`` yields them.
        path: named in errors.

    Raises:
        BundleError: not a sequence of records.
    """
    source = _Source(payload, path)
    before = 0
    while (head := source.head()) is not None:
        number, length = head
        if number not in set(Kind) or number < before or (before == 0) != (number == Kind.MANIFEST):
            raise malformed(path)
        named = number == Kind.BLOB
        if length > RECORD_LIMIT or (named and length < _NAME_BYTES):
            raise malformed(path)
        name = source.exactly(_NAME_BYTES).hex() if named else ""
        record = Record(Kind(number), name, length - (_NAME_BYTES if named else 0), source)
        yield record
        record.skip()
        before = number
    if before == 0:
        raise malformed(path)


def malformed(path: Path) -> BundleError:
    """Return the error for a payload that is whole but was not written by a bundle export."""
    what = "was not written by `bundle export`: its records are malformed (nothing was taken in)"
    return BundleError(path=path, what=what)


class _Source:
    """The payload as a stream of bytes."""

    def __init__(self, payload: Iterator[bytes], path: Path) -> None:
        self._payload = payload
        self._path = path
        self._piece = memoryview(b"")

    def head(self) -> tuple[int, int] | None:
        """Return kind and length of the next record, or None at the end."""
        if not self._piece and not self._more():
            return None
        number, length = _HEAD.unpack(self.exactly(_HEAD.size))
        return number, length

    def exactly(self, count: int) -> bytes:
        """Return the next ``count`` bytes."""
        data = b""
        while len(data) < count:
            data += self.some(count - len(data))
        return data

    def some(self, most: int) -> memoryview:
        """Return between 1 and ``most`` bytes."""
        if not self._piece and not self._more():
            raise malformed(self._path)
        data, self._piece = self._piece[:most], self._piece[most:]
        return data

    def _more(self) -> bool:
        self._piece = memoryview(next(self._payload, b""))
        return bool(self._piece)


def _object(data: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(raw, dict):
        raise ValueError("no JSON object")
    return raw


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("no list of texts")
    return value


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:
        raise ValueError("a key has 32 bytes")
    return key


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
