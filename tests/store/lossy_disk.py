"""A disk in memory that forgets, at a power cut, every byte that was not synced. FUSE; Linux, root or fusermount3.

Usage: python -m tests.store.lossy_disk MOUNTPOINT
Changing the mode of its folder is the power cut. Its limits: all unsynced bytes go at once, none is reordered or torn;
a file that was never synced is gone, a name that was removed stays removed.
"""

# ruff: noqa: ARG002  FUSE hands over more than a disk in memory needs

from __future__ import annotations

import errno
import stat
import sys
import time
from typing import Any

import mfusepy


class LossyDisk(mfusepy.Operations):  # type: ignore[misc]
    """One folder of files: what was written, and what of it would survive."""

    use_ns = True

    def __init__(self) -> None:
        self.live: dict[str, bytearray] = {}
        self.synced: dict[str, bytes] = {}

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        """Say what a path is."""
        now = time.time_ns()
        times = {"st_atime": now, "st_mtime": now, "st_ctime": now, "st_uid": 0, "st_gid": 0}
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o777, "st_nlink": 2, "st_size": 0, **times}
        data = self._data(path)
        return {"st_mode": stat.S_IFREG | 0o666, "st_nlink": 1, "st_size": len(data), **times}

    def readdir(self, path: str, fh: int) -> list[str]:
        """List the files."""
        return [".", "..", *(name[1:] for name in self.live)]

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        """Make a file; until it is synced it does not survive."""
        self.live[path] = bytearray()
        return 1

    def open(self, path: str, flags: int) -> int:
        """Open a file."""
        self._data(path)
        return 1

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        """Read what was written, synced or not."""
        return bytes(self._data(path)[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        """Write; the disk says yes at once, as disks do."""
        held = self._data(path)
        if offset > len(held):
            held.extend(bytes(offset - len(held)))
        held[offset : offset + len(data)] = data
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        """Cut or fill up a file."""
        held = self._data(path)
        del held[length:]
        held.extend(bytes(length - len(held)))
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        """Keep a file as it is now."""
        self.synced[path] = bytes(self._data(path))
        return 0

    def unlink(self, path: str) -> int:
        """Remove a file, for good."""
        self.live.pop(path, None)
        self.synced.pop(path, None)
        return 0

    def rename(self, old: str, new: str, flags: int = 0) -> int:
        """Rename a file, for good as far as it was synced."""
        self.live[new] = self.live.pop(old)
        if old in self.synced:
            self.synced[new] = self.synced.pop(old)
        return 0

    def chmod(self, path: str, mode: int) -> int:
        """Cut the power, when it is the folder's mode; take no notice of a file's."""
        if path == "/":
            self.live = {name: bytearray(data) for name, data in self.synced.items()}
        return 0

    def utimens(self, path: str, times: Any = None) -> int:
        """Take no notice."""
        return 0

    def _data(self, path: str) -> bytearray:
        if path not in self.live:
            raise mfusepy.FuseOSError(errno.ENOENT)
        return self.live[path]


if __name__ == "__main__":
    # The kernel must not remember what the disk forgot.
    mfusepy.FUSE(
        LossyDisk(), sys.argv[1], foreground=True, nothreads=True, attr_timeout=0, entry_timeout=0
    )
