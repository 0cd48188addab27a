"""What the journal needs of a place that keeps it: a laptop's store now, a hub's database later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fieldsurvey.journal.cursor import Cursor


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

    def segments(self, stream: str, after: Cursor) -> Iterator[bytes]:
        """Yield the segments with a change beyond ``after`` or part of a fork, a device's in order.

        This device's own open changes are closed and signed first.
        """
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

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a peer's receipt; it replaces that peer's older one for the stream."""
        ...

    def receipts(self, stream: str) -> list[Receipt]:
        """Return the newest receipt of each peer."""
        ...


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
