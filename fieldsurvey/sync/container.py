"""The container of a bundle: one file of framed bytes that shows by itself whether it is whole.

Layout (numbers big-endian; the table byte by byte is in docs/decisions/0003-bundle-format.md)::

    "FSBUNDLE" · version u16 · mode u8 · header length u32 · header (JSON) · SHA-256 of all before
    frame …    · last u8 · length u32 · body · tag
    "FSBNDEND" · length of all before the trailer u64 · SHA-256 of all before this field

A frame holds ``FRAME_BYTES`` of payload, only the last one may hold less. Its tag depends on the
header, on the frame's place and on whether it is the last, so that a frame that was dropped,
doubled, swapped or cut off is noticed where it happens:

* mode 0, readable: SHA-256 over the tag before it (the header's hash at first), ``last`` and body.
  This finds damage; it does not stop a forger, who can compute it. The segments inside are signed.
* mode 1, sealed: AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár,
  2015): nonce = frame number (11 bytes) and ``last`` (1 byte), associated data = the header's
  hash. The key is derived from a random content key that no other bundle uses.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldsurvey.errors import BundleCut, BundleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"FSBUNDLE"
END = b"FSBNDEND"
VERSION = 1
FRAME_BYTES = 256 * 1024
HEADER_LIMIT = 1024 * 1024

READABLE = 0
SEALED = 1

_START = struct.Struct(">8sHBI")
_FRAME = struct.Struct(">BI")
_TRAILER = struct.Struct(">8sQ")
_HASH_BYTES = 32
_COPY_AGAIN = "copy the bundle again from where it was made"


class _Tags(Protocol):
    """Closes and opens frame bodies, in order."""

    overhead: int

    def close(self, body: memoryview, last: int) -> tuple[memoryview | bytes, ...]:
        """Return body and tag, in pieces that hold until the next call."""
        ...

    def open(self, closed: bytes, last: int) -> bytes | None:
        """Return the body, or None when the tag does not fit."""
        ...


class _Chained:
    """Mode 0: each tag is the SHA-256 of the tag before it and the frame."""

    overhead = _HASH_BYTES

    def __init__(self, header_hash: bytes) -> None:
        self._before = header_hash

    def close(self, body: memoryview, last: int) -> tuple[memoryview | bytes, ...]:
        digest = hashlib.sha256(self._before + bytes([last]))
        digest.update(body)
        self._before = digest.digest()
        return body, self._before

    def open(self, closed: bytes, last: int) -> bytes | None:
        body = closed[: -self.overhead]
        self.close(memoryview(body), last)
        return body if hmac.compare_digest(self._before, closed[-self.overhead :]) else None


class _Encrypted:
    """Mode 1: AES-256-GCM, nonce = number and last, associated data = hash of the header."""

    overhead = 16

    def __init__(self, header_hash: bytes, content_key: bytes) -> None:
        derivation = HKDF(hashes.SHA256(), 32, salt=None, info=b"fieldsurvey bundle 1 payload")
        self._cipher = AESGCM(derivation.derive(content_key))
        self._header_hash = header_hash
        self._number = 0
        self._room = memoryview(bytearray(FRAME_BYTES + self.overhead))

    def close(self, body: memoryview, last: int) -> tuple[memoryview | bytes, ...]:
        closed = self._room[: len(body) + self.overhead]
        self._cipher.encrypt_into(self._nonce(last), body, self._header_hash, closed)
        return (closed,)

    def open(self, closed: bytes, last: int) -> bytes | None:
        try:
            return self._cipher.decrypt(self._nonce(last), closed, self._header_hash)
        except InvalidTag:
            return None

    def _nonce(self, last: int) -> bytes:
        nonce = self._number.to_bytes(11) + bytes([last])
        self._number += 1
        return nonce


class Source(Protocol):
    """Where a container is read from."""

    def read(self, count: int, /) -> bytes:
        """Return the next bytes, fewer only at the end."""
        ...


class Sink(Protocol):
    """Where a container is written to."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Take bytes; they hold until it returns."""
        ...


class ContainerWriter:
    """Writes a container: give it the payload in pieces of any size, then close it.

    Args:
        file: where to write, from its present position.
        header: what the file says of itself in clear, at most ``HEADER_LIMIT`` bytes.
        content_key: 32 random bytes for this file alone; None leaves the payload readable.
    """

    def __init__(self, file: Sink, header: bytes, content_key: bytes | None) -> None:
        if len(header) > HEADER_LIMIT:
            raise ValueError("header too long")
        self._file = file
        self._whole = hashlib.sha256()
        self._written = 0
        self._frame = memoryview(bytearray(FRAME_BYTES))
        self._filled = 0
        mode = READABLE if content_key is None else SEALED
        self._put(_START.pack(MAGIC, VERSION, mode, len(header)) + header)
        header_hash = self._whole.digest()
        self._put(header_hash)
        self._tags = _tags(header_hash, content_key)

    def write(self, data: bytes) -> None:
        """Take payload bytes."""
        view = memoryview(data)
        while view:
            # The last frame is known as such only at the end, so a full one waits.
            if self._filled == FRAME_BYTES:
                self._put_frame(last=0)
            piece = view[: FRAME_BYTES - self._filled]
            self._frame[self._filled : self._filled + len(piece)] = piece
            self._filled += len(piece)
            view = view[len(piece) :]

    def close(self) -> bytes:
        """Write the last frame and the trailer; the file stays open. Return the SHA-256 of all that was written."""
        self._put_frame(last=1)
        self._put(_TRAILER.pack(END, self._written))
        self._put(self._whole.digest())
        return self._whole.digest()

    def _put_frame(self, *, last: int) -> None:
        self._put(_FRAME.pack(last, self._filled))
        for piece in self._tags.close(self._frame[: self._filled], last):
            self._put(piece)
        self._filled = 0

    def _put(self, data: bytes | memoryview) -> None:
        self._whole.update(data)
        self._written += len(data)
        self._file.write(data)


class ContainerReader:
    """Reads a container and refuses whatever is not exactly as it was written.

    Args:
        file: opened at the start of the container.
        path: named in errors.

    Raises:
        BundleError: a foreign file, a newer version, or a damaged or truncated header.
    """

    def __init__(self, file: Source, path: Path) -> None:
        self._file = file
        self._path = path
        self._whole = hashlib.sha256()
        self._at = 0
        #: SHA-256 of the whole container, once it was read to its end.
        self.digest = b""
        magic = self._file.read(len(MAGIC))
        self._note(magic)
        if magic != MAGIC:
            cut = MAGIC.startswith(magic)
            raise self._cut("its first bytes") if cut else self._foreign()
        rest = self._take(_START.size - len(MAGIC), "its header")
        _, version, mode, length = _START.unpack(magic + rest)
        if version != VERSION:
            raise self._refuse(
                f"bundle format {version} is not known to this version of fieldsurvey, which reads "
                f"format {VERSION}; update fieldsurvey and import the bundle again"
            )
        if mode not in {READABLE, SEALED} or length > HEADER_LIMIT:
            raise self._damaged("its header")
        #: Whether the payload is encrypted.
        self.sealed: bool = mode == SEALED
        self.header = self._take(length, "its header")
        self._header_hash = self._whole.digest()
        if self._take(_HASH_BYTES, "its header") != self._header_hash:
            raise self._damaged("its header")

    def payload(self, content_key: bytes | None) -> Iterator[bytes]:
        """Yield the payload in verified pieces of at most ``FRAME_BYTES``, then verify the end.

        Args:
            content_key: the key of a sealed payload, None for a readable one.

        Raises:
            BundleError: truncated, altered, or with bytes after its end.
        """
        yield from self._frames(_tags(self._header_hash, content_key))

    def verify_unopened(self) -> None:
        """Read to the end and verify what needs no content key: the hash of the whole file.

        Raises:
            BundleError: truncated, altered, or with bytes after its end.
        """
        tags = _Unopened() if self.sealed else _tags(self._header_hash, None)
        for _ in self._frames(tags):
            pass

    def _frames(self, tags: _Tags) -> Iterator[bytes]:
        number = last = 0
        while not last:
            number += 1
            where = f"part {number} of its content"
            last, length = _FRAME.unpack(self._take(_FRAME.size, where))
            if last > 1 or length > FRAME_BYTES or (not last and length != FRAME_BYTES):
                raise self._damaged(where)
            body = tags.open(self._take(length + tags.overhead, where), last)
            if body is None:
                raise self._damaged(where)
            yield body
        self._verify_end()

    def _verify_end(self) -> None:
        before = self._at
        trailer = self._take(_TRAILER.size, "its end mark")
        whole = self._whole.digest()
        if _TRAILER.unpack(trailer) != (END, before):
            raise self._damaged("its end mark")
        if self._take(_HASH_BYTES, "its end mark") != whole:
            raise self._damaged("it as a whole (its checksum does not fit)")
        self.digest = whole
        if self._file.read(1):
            raise self._not_whole(f"has bytes after its end, at byte {self._at}")

    def _take(self, count: int, where: str) -> bytes:
        data = self._file.read(count)
        self._note(data)
        if len(data) < count:
            raise self._cut(where)
        return data

    def _note(self, data: bytes) -> None:
        self._whole.update(data)
        self._at += len(data)

    def _cut(self, where: str) -> BundleError:
        return self._not_whole(f"is cut off at byte {self._at}, in {where}")

    def _damaged(self, where: str) -> BundleError:
        return self._not_whole(f"is damaged before byte {self._at}, in {where}")

    def _foreign(self) -> BundleError:
        return self._refuse("is not a fieldsurvey bundle; give a file made by `bundle export`")

    def _not_whole(self, what: str) -> BundleError:
        return BundleCut(path=self._path, what=f"{what}; {_COPY_AGAIN} (nothing was taken in)")

    def _refuse(self, what: str) -> BundleError:
        return BundleError(path=self._path, what=f"{what} (nothing was taken in)")


class _Unopened:
    """Mode 1 without the key: bodies pass unseen; only the whole file's hash speaks."""

    overhead = _Encrypted.overhead

    def close(self, body: memoryview, last: int) -> tuple[memoryview | bytes, ...]:
        raise NotImplementedError

    def open(self, closed: bytes, last: int) -> bytes | None:
        del last
        return closed


def _tags(header_hash: bytes, content_key: bytes | None) -> _Tags:
    return _Chained(header_hash) if content_key is None else _Encrypted(header_hash, content_key)
