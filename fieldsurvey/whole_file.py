"""A file that is there whole or not at all, even when the power goes or the disk fills."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from fieldsurvey.errors import DiskFull, FileBusy, FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PART = ".part"
_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space or choose another disk",
    errno.EDQUOT: "the disk quota is used up; free some space or choose another disk",
    errno.EFBIG: "this disk does not take files this large (FAT32 ends at 4 GiB); "
    "write the visits to one file each, or to a disk formatted as exFAT or NTFS",
    errno.EIO: "the disk or stick fails, or was pulled out; use another one",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EACCES: "the folder may not be written to; choose another folder",
    errno.EPERM: "the folder may not be written to; choose another folder",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder does not exist",
}


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name beside ``path``, flush it to the disk, then rename it.

    Whatever goes wrong inside, ``path`` is left as it was and the unfinished file is removed. A file that is there
    already keeps who may read it.

    Raises:
        FileBusy: another program holds the file, or it may not be written there.
        DiskFull: no room is left.
        FileProblem: the folder is missing, or the disk fails.
    """
    part = part_of(path)
    try:
        with troubles(path):
            with part.open("xb") as file:
                if path.exists():
                    part.chmod(stat.S_IMODE(path.stat().st_mode))
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            flush_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return a fresh name beside a file for what is not whole yet."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}{_PART}")


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Turn what the system says while a file is written into a sentence that helps.

    Raises:
        FileProblem: or one of its children, as ``whole_file`` says.
    """
    try:
        yield
    except OSError as error:
        what = _ADVICE.get(error.errno or 0, error.strerror or "cannot be written")
        raise _kind(error)(path=path, what=what) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes as a whole file; the errors are those of ``whole_file``."""
    with whole_file(path) as file:
        file.write(data)


def clear_parts(path: Path) -> None:
    """Remove what a writer of this file left half written when it was stopped: it is readable by anyone."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*{_PART}"):
        with contextlib.suppress(OSError):
            part.unlink()


def refuse_to_replace(path: Path, what: str, *starts: bytes) -> None:
    """Keep a slip of the keyboard from replacing a database or a report.

    Args:
        path: where a file is about to be written.
        what: what it will be.
        starts: how such files start, of one length; one that does may be replaced, and an empty one.

    Raises:
        FileProblem: another file, or a folder, has this name.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileProblem(path=path, what="is not a file; choose another name")
        with path.open("rb") as file:
            if file.read(len(starts[0])) not in {*starts, b""}:
                said = f"exists and is not a {what}; choose another name or remove it first"
                raise FileProblem(path=path, what=said)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> FileProblem:
    """Return the sentence for what the system said when a file was read."""
    return FileProblem(path=path, what=error.strerror or "cannot be read")


def _kind(error: OSError) -> type[FileProblem]:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull
    return FileBusy if isinstance(error, PermissionError) else FileProblem


def flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can do so (not on Windows)."""
    if os.name == "nt":
        return
    # Some network and FAT drivers refuse to flush a folder; the file itself is flushed already.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def beside(document: Path) -> Path:
    """Return a name beside a document that nothing has: ``minutes-2.pdf``."""
    number = 2
    while (free := document.with_stem(f"{document.stem}-{number}")).exists():
        number += 1
    return free
