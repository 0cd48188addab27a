"""Whether a folder is fit to keep inspections in."""

from __future__ import annotations

import tempfile
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QStorageInfo

if TYPE_CHECKING:
    from pathlib import Path

#: Less is refused: a visit with its photos takes some 300 MB.
LEAST_BYTES = 500_000_000
#: Less is told: a year of inspections with their backups.
EASY_BYTES = 5_000_000_000

_FAT = {"vfat", "fat", "fat32", "fat16", "msdos", "exfat", "umsdos"}
_FAR = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "davfs", "9p"}


class Fitness(Enum):
    """What is to be said of a folder; the first four are refused."""

    RELATIVE = "relative"
    UNWRITABLE = "unwritable"
    FULL = "full"
    TAKEN = "taken"
    FAT = "fat"
    FAR = "far"
    NARROW = "narrow"
    GOOD = "good"

    @property
    def taken(self) -> bool:
        """Whether inspections may be kept there."""
        return self not in {Fitness.RELATIVE, Fitness.UNWRITABLE, Fitness.FULL, Fitness.TAKEN}


def examine(folder: Path, database: str) -> tuple[Fitness, int]:
    """Look at a folder and return how fit it is, and its free bytes; reads the disk, so not on the GUI thread.

    Args:
        folder: may be one that is still to be made.
        database: name of the database that would be made in it.
    """
    if not folder.is_absolute():
        return Fitness.RELATIVE, 0
    try:
        there = _nearest(folder)
        taken = (folder / database).exists()
    except OSError:  # a name that no disk takes, or a folder on the way that may not be looked into
        return Fitness.UNWRITABLE, 0
    if not _takes_files(there):
        return Fitness.UNWRITABLE, 0
    if taken:
        return Fitness.TAKEN, 0
    disk = QStorageInfo(str(there))
    return judge(bytes(disk.fileSystemType().data()).decode(), disk.bytesAvailable())


def judge(file_system: str, free_bytes: int) -> tuple[Fitness, int]:
    """Judge a disk by what it is formatted as and what is free on it."""
    kind = file_system.casefold()
    for fitness, holds in (
        (Fitness.FULL, free_bytes < LEAST_BYTES),
        (Fitness.FAT, kind in _FAT),
        (Fitness.FAR, kind in _FAR),
        (Fitness.NARROW, free_bytes < EASY_BYTES),
    ):
        if holds:
            return fitness, free_bytes
    return Fitness.GOOD, free_bytes


def _nearest(folder: Path) -> Path:
    """Return the folder, or what there is of the way to it."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _takes_files(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
