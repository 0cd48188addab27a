"""A process whose disk fails: each system call of a whole save in turn, once; it says what it was promised.

Usage: LD_PRELOAD=…/fiu_posix_preload.so python -m tests.store.fault_writer DATABASE MOST
Prints one line of JSON: the saves acknowledged and refused, the calls that failed, the sentences told.
"""

from __future__ import annotations

import ctypes
import errno
import json
import sys
from pathlib import Path

from fieldsurvey.errors import StoreError
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from tests.store.store_story import AT, VISIT

#: SQLite writes by pwrite and syncs by fsync; a full disk and a failing one differ in the number alone.
FAULTS = [("rw/pwrite", errno.ENOSPC), ("rw/pwrite", errno.EIO), ("sync/fsync", errno.EIO)]
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_int),
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_uint),
)


class Disk:
    """Fails the n-th call of one kind from now on, once; libfiu asks at each call."""

    def __init__(self) -> None:
        self._fiu = ctypes.CDLL("libfiu.so.0")
        self._fiu.fiu_enable_external.argtypes = [
            ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, _CALLBACK
        ]  # fmt: skip
        self._callback = _CALLBACK(self._fails)
        self._left = 0
        self._fiu.fiu_init(0)

    def fail(self, name: str, number: int, nth: int) -> None:
        """Arm it."""
        self._left = nth
        point = f"posix/io/{name}".encode()
        if self._fiu.fiu_enable_external(point, 1, number, 0, self._callback) != 0:
            raise RuntimeError(f"libfiu does not know {name}")

    def heal(self, name: str) -> bool:
        """Disarm it; return whether it has failed."""
        self._fiu.fiu_disable(f"posix/io/{name}".encode())
        return self._left <= 0

    def _fails(self, *_: object) -> int:
        self._left -= 1
        return int(self._left == 0)


def main(path: str, most: str) -> None:
    """Sweep over a save of an answer with its photo, then go on."""
    disk, number = Disk(), 0
    told: dict[str, list[object]] = {"saved": [], "refused": [], "sentences": [], "calls": []}
    with Store.open(Path(path), "rahasia", create=True) as store:

        def save() -> None:
            with store.atomic():
                name = store.put_blob(f"photo {number} ".encode() * 800)
                entry = Entry("stand", f"s{number}", "photo", name, blobs=(name,))
                store.write(VISIT, [entry], author="Ani", at=AT)
            told["saved"].append(f"s{number}")

        for name, fault in FAULTS:
            for nth in range(1, int(most) + 1):
                number += 1
                disk.fail(name, fault, nth)
                try:
                    save()
                except StoreError as error:
                    told["refused"].append(f"s{number}")
                    told["sentences"].append(str(error))
                failed = disk.heal(name)
                # The disk has room again: the same laptop goes on.
                number += 1
                save()
                if not failed:
                    told["calls"].append([name, nth - 1])
                    break
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
