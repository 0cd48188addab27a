"""A bundle as files on a stick: one, or several where one would be too large for FAT32.

A small bundle is one file, the container itself (``sync.container``). One that outgrows the limit
goes on in *volumes*: ``Surat (1 dari 3).fsbundle`` and so on, so that a person sees which is missing.
The first holds the start of the container; each later one begins with
``"FSBNPART" · number u16 · total u16 · id (16 bytes)``, the id being a hash of the container's start.

What was written is flushed and read back from the medium before it gets its name: a stick that
lies is found while the visit is still on the laptop.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from fieldsurvey.errors import BundleCut, BundleError, FileProblem
from fieldsurvey.sync.container import MAGIC
from fieldsurvey.whole_file import flush_folder, part_of, refuse_to_replace, troubles, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import FileIO
    from pathlib import Path

#: FAT32 ends a file one byte before 4 GiB.
VOLUME_BYTES = int(3.9 * 1024**3)
VOLUME_MAGIC = b"FSBNPART"
_HEAD = struct.Struct(">8sHH16s")
#: The id is a hash of so many bytes at the start: header and first frame.
_START_BYTES = 1024
_ID_BYTES = 16
_MOST = 999
_PIECE = 128 * 1024
#: Memory of so much of a file is used again and again: the system giving it anew costs as much as hashing.
_KEPT = 4 * 1024 * 1024
_NUMBERED = re.compile(r".* \((\d{1,3}) dari (\d{1,3})\)")


def volume_name(path: Path, number: int, total: int) -> Path:
    """Return the path of one volume of a bundle; the bundle's own when it is the only one."""
    if total == 1:
        return path
    return path.with_name(f"{path.stem} ({number} dari {total}){path.suffix}")


@dataclass(slots=True)
class _Volume:
    """A file that is being written under a passing name."""

    part: Path
    length: int = 0


class VolumeWriter:
    """Takes the bytes of a container and spreads them over as many files as it needs.

    Args:
        path: of the bundle.
        limit: the most bytes of one file.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        self._start = bytearray()
        self._volumes: list[_Volume] = []
        self._file: BinaryIO | None = None
        self.written = 0

    def write(self, data: bytes | memoryview) -> None:
        """Write bytes; the next file is begun where one is full."""
        self._start += data[: max(0, _START_BYTES - len(self._start))]
        view = memoryview(data)
        while view:
            if not self._volumes or self._volumes[-1].length >= self._limit:
                self._begin()
            volume = self._volumes[-1]
            piece = view[: self._limit - volume.length]
            self._put(piece)
            volume.length += len(piece)
            view = view[len(piece) :]
        self.written += len(data)

    def finish(self, digest: bytes) -> list[Path]:
        """Flush, read back, and give the files their names; return them.

        Args:
            digest: SHA-256 of all bytes that were handed in.
        """
        total = len(self._volumes)
        self._end()
        if total > 1:
            self._number()
        paths = [volume_name(self._path, number, total) for number in range(1, total + 1)]
        for path in paths:
            refuse_to_replace(path, "bundle", MAGIC, VOLUME_MAGIC)
        if _read_back([volume.part for volume in self._volumes]) != digest:
            what = (
                "what was read back from this disk or stick is not what was written; "
                "nothing was left on it, use another one"
            )
            raise FileProblem(path=self._path, what=what)
        for volume, path in zip(self._volumes, paths, strict=True):
            volume.part.replace(path)
        flush_folder(self._path.parent)
        return paths

    def abandon(self) -> None:
        """Leave no unfinished file."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
        for volume in self._volumes:
            with contextlib.suppress(OSError):
                volume.part.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._end()
        if len(self._volumes) == _MOST:
            raise BundleError(path=self._path, what=f"would be more than {_MOST} files")
        volume = _Volume(part_of(self._path))
        self._volumes.append(volume)
        self._file = volume.part.open("xb")
        if len(self._volumes) > 1:
            self._put(self._head(len(self._volumes), 0))
            volume.length = _HEAD.size

    def _put(self, data: bytes | memoryview) -> None:
        assert self._file is not None  # noqa: S101  begun just before
        self._file.write(data)

    def _end(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def _number(self) -> None:
        """Write into every later volume how many there are, now that it is known."""
        for number, volume in enumerate(self._volumes[1:], 2):
            with volume.part.open("r+b") as file:
                file.write(self._head(number, len(self._volumes)))
                file.flush()
                os.fsync(file.fileno())

    def _head(self, number: int, total: int) -> bytes:
        return _HEAD.pack(VOLUME_MAGIC, number, total, _id(bytes(self._start)))


@contextmanager
def written_volumes(path: Path, limit: int = VOLUME_BYTES) -> Iterator[VolumeWriter]:
    """Write a bundle, whole or not at all; call ``finish`` inside.

    Raises:
        FileProblem: the folder, the disk or the stick does not take it, or a name is taken.
    """
    writer = VolumeWriter(path, limit)
    try:
        with troubles(path):
            yield writer
    finally:
        writer.abandon()


class VolumeReader:
    """The container in one file or several, read from its start to its end, again after ``rewind``.

    Args:
        path: of a bundle or of any of its volumes; the others lie beside it.

    Raises:
        FileProblem: it cannot be read.
        BundleError: a volume is missing; the sentence says which.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.paths = tuple(_beside(path))
            self._files = [found.open("rb") for found in self.paths]
        except OSError as error:
            raise unreadable(path, error) from error
        self._at = 0
        self.rewind()

    def read(self, count: int) -> bytes:
        """Return the next bytes, fewer only at the end."""
        data = self._files[self._at].read(count)
        while len(data) < count and self._at + 1 < len(self._files):
            self._at += 1
            data += self._files[self._at].read(count - len(data))
        return data

    def rewind(self) -> None:
        """Go back to the start."""
        for number, file in enumerate(self._files):
            file.seek(_HEAD.size if number else 0)
        self._at = 0

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()


def _beside(path: Path) -> list[Path]:
    """Return the files of a bundle in order, whatever they are called now."""
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
    own = _read_head(start)
    found = {own[0]: path} if own else {1: path}
    identity, total = (own[2], own[1]) if own else (_id(start), 1)
    if own or _NUMBERED.fullmatch(path.stem):
        for other in sorted(path.parent.iterdir()):
            start = _start_of(other)
            head = _read_head(start)
            if head and head[2] == identity:
                found.setdefault(head[0], other)
                total = head[1]
            elif start.startswith(MAGIC) and _id(start) == identity:
                found.setdefault(1, other)
        named = _NUMBERED.fullmatch(path.stem)
        total = max(total, int(named[2]) if named and total == 1 else 0)
    missing = [number for number in range(1, total + 1) if number not in found]
    if missing:
        which = ", ".join(f"({number} dari {total})" for number in missing)
        what = (
            f"is one of {total} files; copy {which} into the same folder too (nothing was taken in)"
        )
        raise BundleCut(path=path, what=what)
    return [found[number] for number in range(1, total + 1)]


def _start_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_START_BYTES)
    except OSError:
        return b""


def _read_head(start: bytes) -> tuple[int, int, bytes] | None:
    """Return number, total and id of a later volume; None for anything else."""
    if len(start) < _HEAD.size or not start.startswith(VOLUME_MAGIC):
        return None
    _, number, total, identity = _HEAD.unpack_from(start)
    return (number, total, identity) if 1 < number <= total <= _MOST else None


def _id(start: bytes) -> bytes:
    return hashlib.sha256(start[:_START_BYTES]).digest()[:_ID_BYTES]


def _read_back(paths: Sequence[Path]) -> bytes:
    """Return the hash of what the medium gives back of a container."""
    digest = hashlib.sha256()
    room = memoryview(bytearray(_PIECE))
    for number, path in enumerate(paths):
        with path.open("rb", buffering=0) as file:
            # What the system still has in memory proves nothing of the stick.
            _forget(file, 0, 0)
            kept = at = file.seek(_HEAD.size if number else 0)
            while count := file.readinto(room):
                digest.update(room[:count])
                at += count
                if at - kept >= _KEPT:
                    _forget(file, kept, at - kept)
                    kept = at
    return digest.digest()


def _forget(file: FileIO, start: int, length: int) -> None:
    """Let the system give up what it has of a file in memory, all from ``start`` when the length is 0."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)
