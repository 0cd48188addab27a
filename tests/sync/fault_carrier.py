"""A process whose disk fails while it imports a bundle, writes a backup or exports: each system call in turn, once.

Usage: LD_PRELOAD=…/fiu_posix_preload.so python -m tests.sync.fault_carrier FOLDER import|backup|export
Prints one line of JSON for each kind of fault: how many calls failed, the sentences told, and what was left.
"""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.sync import export_bundle, import_bundle
from tests.store.fault_writer import Disk
from tests.sync.sync_laptops import Laptops, begin_visit, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store

#: SQLite writes by pwrite, Python's own files by write; both sync by fsync.
FAULTS = {
    "import": [("rw/pwrite", errno.ENOSPC), ("rw/pwrite", errno.EIO), ("sync/fsync", errno.EIO)],
    "backup": [("rw/pwrite", errno.ENOSPC), ("rw/pwrite", errno.EIO), ("sync/fsync", errno.EIO)],
    "export": [("rw/write", errno.ENOSPC), ("sync/fsync", errno.EIO)],
}
MOST = 500


def works(laptops: Laptops, name: str, number: int) -> tuple[Store, Callable[[], object], Path]:
    """Return the laptop whose disk fails, what it does meanwhile, and the file that it writes, if any."""
    one = laptops.new(f"one-{number}")
    visit = begin_visit(one)
    file = laptops.folder / f"carried-{number}"
    if name == "backup":
        return one, lambda: one.backup(file), file
    if name == "export":
        return one, lambda: export_bundle(one, file, [visit]), file
    other = laptops.new(f"other-{number}")
    bundle = file.with_suffix(".fsbundle")
    export_bundle(one, bundle, [visit])
    return other, lambda: import_bundle(other, bundle), file


def main(folder: str, name: str) -> None:
    """Sweep over the work, and save an answer after each fault."""
    disk, laptops = Disk(), Laptops(Path(folder))
    for number, (call, fault) in enumerate(FAULTS[name]):
        store, work, file = works(laptops, name, number)
        streams, told, unsaid = len(store.streams()), [], 0
        for nth in range(1, MOST):
            disk.fail(call, fault, nth)
            try:
                work()
                done = True
            except FieldSurveyError as error:
                done = False
                told.append(str(error))
            failed = disk.heal(call)
            unsaid += failed and done
            if not done:
                # Neither a file, nor a part of one, nor a visit is there.
                left = [found.name for found in file.parent.glob(f"*{file.stem}*.part*")]
                assert not left, left
                assert not file.exists()
                assert len(store.streams()) == streams + (nth > 1)
            # The disk has room again: the same laptop goes on.
            write(store, "own", "stand", f"s{nth}", "name", "Imigrasi")
            if done and not failed:
                break
            if done:
                file.unlink()
        assert len(store.entities("own", "stand")) == nth
        line = {"call": call, "told": told, "unsaid": unsaid, "problems": store.check()}
        print(json.dumps(line))
    laptops.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
