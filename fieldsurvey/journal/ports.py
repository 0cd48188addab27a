"""What the journal needs of a place that keeps it: a laptop's store now, a hub's database later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fieldsurvey.journal.cursor import Cursor, Span


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a segment that was handed in.

    Attributes:
        stream: its stream.
        device: the device that wrote it.
        new: how many changes were not held before, those of pending segments that it released too.
        pending: it waits, because changes before it have not arrived.
        forks: keys under which another change was already held, as ``device/seq``; both are kept.
    """

    stream: str
    device: str
    new: int
    pending: bool = False
    forks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A peer's word that it holds a stream up to ``cursor``, and these blobs.

    Only with it does a screen say "sent".
    """

    peer: str
    stream: str
    cursor: Cursor
    blobs: frozenset[str]
    at: datetime
    proof: bytes = field(default=b"", repr=False)
    """The peer's signed statement as it came over a hub; empty when a bundle said so."""


@dataclass(frozen=True, slots=True)
class SegmentName:
    """A segment without its bytes: their SHA-256 and number, and the changes it holds."""

    name: str
    size: int
    span: Span


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key of private values: AES-256 ``material`` of the response (or other entity) ``of``."""

    id: str
    stream: str
    of: str
    material: bytes

    def __repr__(self) -> str:
        return f"SecretKey(id={self.id!r}, of={self.of!r})"


class SegmentStorage(Protocol):
    """Keeps segments and blobs and hands them on. Taking in twice changes nothing."""

    def atomic(self) -> AbstractContextManager[None]:
        """Join everything inside into one durable transaction; an exception undoes all of it."""
        ...

    def streams(self) -> list[str]:
        """Return the ids of the streams held."""
        ...

    def cursor(self, stream: str) -> Cursor:
        """Return what is held of a stream without gaps; empty for an unknown stream."""
        ...

    def segments(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> Iterator[bytes]:
        """Yield the segments with a change beyond ``after`` or part of a fork, a device's in order.

        This device's own open changes are closed and signed first.

        Args:
            stream: the stream.
            after: what the receiver holds.
            tips: the receiver's ``tips``: numbers alone would hide that a device's chain is another
                one there (a fork); all of such a device is yielded.
        """
        ...

    def segment_names(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> list[SegmentName]:
        """Return what ``segments`` would yield, without the bytes."""
        ...

    def segment(self, name: str) -> bytes | None:
        """Return the bytes of a segment held, by their SHA-256 in hex."""
        ...

    def tips(self, stream: str) -> dict[str, str]:
        """Return {device: hash of the change at its place in the cursor}; send it along with it."""
        ...

    def add_segment(self, data: bytes) -> Taken:
        """Verify and keep an encoded segment.

        Raises:
            JournalError: truncated, altered, or not signed by its device; nothing was kept.
        """
        ...

    def blob_names(self, stream: str) -> list[str]:
        """Return the names of all blobs that changes of the stream name, sorted."""
        ...

    def missing_blobs(self, stream: str) -> list[str]:
        """Return those of ``blob_names`` whose bytes are not held, sorted."""
        ...

    def blob(self, sha256: str) -> bytes:
        """Return a blob's bytes, verified against its name."""
        ...

    def put_blob(self, data: bytes) -> str:
        """Keep bytes and return their name."""
        ...

    def part_size(self, name: str) -> int:
        """Return how many bytes of a file that is still arriving are kept, from its start."""
        ...

    def add_part(self, name: str, at: int, data: bytes) -> int:
        """Keep a piece of an arriving file where it joins on, durable on return; return the size.

        What does not begin at the present end changes nothing. Unfinished files share a bounded
        room; the oldest give way.
        """
        ...

    def take_parts(self, name: str) -> bytes:
        """Return all that came of a file, and forget it."""
        ...

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a peer's receipt; it replaces that peer's older one for the stream."""
        ...

    def receipts(self, stream: str) -> list[Receipt]:
        """Return the newest receipt of each peer."""
        ...


@runtime_checkable
class KeyStorage(Protocol):
    """Keeps the keys of private values. They leave only in bundles addressed to someone."""

    def secret_keys(self, stream: str) -> list[SecretKey]:
        """Return the keys held for a stream; destroyed ones are gone."""
        ...

    def add_secret_keys(self, keys: Iterable[SecretKey]) -> int:
        """Keep keys that arrived, save those of erased entities; return how many were new."""
        ...

    def team_key(self, stream: str) -> bytes:
        """Return the 32-byte key shared by the inspectors of a visit; made on first use."""
        ...

    def held_team_key(self, stream: str) -> bytes | None:
        """Return the team key if there is one, without making it."""
        ...

    def set_team_key(self, stream: str, material: bytes) -> None:
        """Keep the team key that the lead's package brought."""
        ...

    def encryption_public_key(self) -> bytes:
        """Return this device's X25519 public key (32 bytes): what a bundle can be addressed to."""
        ...

    def encryption_private_keys(self) -> list[bytes]:
        """Return X25519 private keys (32 bytes each): this device's, then those of its parents."""
        ...
