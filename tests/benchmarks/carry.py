"""Carrying a whole visit: bundles beside copying and encrypting the same photos, in one run.

Run as ``python -m tests.benchmarks.carry [--rounds N] [--photos N] [--json FILE]``. The visit has 300 responses
of 80 answers and 900 photos of 300 KB in an encrypted database. Beside the export stands: read the photos out of that
database by a bare SELECT, encrypt them with AES-256-GCM into one file, flush it. Beside the import: read that file,
decrypt, put them into an encrypted database by a bare INSERT in one transaction. Both are what any program must do
that keeps photos in such a database; verifying, hashing, framing, the journal, its projections and reading the stick
back are ours. The lines without a limit copy plain files, for whoever keeps them so. Judged by the clock: the medians
of rounds in which both sides take turns. The exit code is 0 when every limit holds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import export_bundle, import_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

PHOTO_BYTES = 300_000
ANSWERS = 80
EXPORT_LIMIT, IMPORT_LIMIT = 2.0, 3.0
#: SQLite's cache of 64 MiB, and a few photos.
MEMORY_LIMIT_MB = 100
_PASSPHRASE = "sandi"
_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_KEY = AESGCM(bytes(range(32)))
_SEALED_BYTES = PHOTO_BYTES + 16


def make_visit(database: Path, photos: int) -> str:
    """Make the visit, three photos a response; one answer in ten is private."""
    visit = new_id()
    with Store.open(database, _PASSPHRASE, create=True) as store:
        for response in range(photos // 3):
            name = f"response-{response}"
            with store.atomic():
                entries = [
                    Entry(
                        *("response", name, f"/data/q{number:02}"),
                        "ya" if number % 3 else f"catatan pada butir {number}",
                        private_key_of=None if number % 10 else name,
                    )
                    for number in range(ANSWERS)
                ]
                for number in range(3):
                    photo = store.put_blob(os.urandom(PHOTO_BYTES))
                    entity = f"photo-{response}-{number}"
                    entries.append(Entry("photo", entity, "blob", photo, blobs=(photo,)))
                store.write(visit, entries, author="Ani", at=_AT)
    return visit


def copy_out(store: Store, file: Path, visit: str) -> None:
    """Read the photos, encrypt them, write and flush them."""
    with file.open("wb") as out:
        for number, name in enumerate(store.blob_names(visit)):
            row = store._link.one("SELECT data FROM blob WHERE sha256 = ?", (name,))
            assert row is not None
            out.write(_KEY.encrypt(number.to_bytes(12), row[0], None))
        out.flush()
        os.fsync(out.fileno())


def copy_in(store: Store, file: Path) -> None:
    """Read them back and put them into a database, in one transaction."""
    with file.open("rb") as source, store.atomic():
        number = 0
        while sealed := source.read(_SEALED_BYTES):
            data = _KEY.decrypt(number.to_bytes(12), sealed, None)
            store._link.run("INSERT INTO blob VALUES (?, ?, ?)", (str(number), len(data), data))
            number += 1


def copy_plain(source: Path, target: Path) -> None:
    """Copy plain files into one encrypted one."""
    with target.open("wb") as out:
        for number, file in enumerate(sorted(source.iterdir())):
            out.write(_KEY.encrypt(number.to_bytes(12), file.read_bytes(), None))
        out.flush()
        os.fsync(out.fileno())


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that passed and those of the processor."""
    began, burnt = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - burnt


def one_round(folder: Path, visit: str) -> dict[str, tuple[float, float]]:
    """Do each once, the two sides in turn."""
    bundle, copied = folder / "visit.bundle", folder / "copied"
    for left in folder.glob("in-*"):
        left.unlink()
    found = {}
    with Store.open(folder / "visit.db", _PASSPHRASE) as store:
        found["copy out"] = timed(lambda: copy_out(store, copied, visit))
        found["export"] = timed(lambda: export_bundle(store, bundle, [visit], passphrase="x"))
    with Store.open(folder / "in-copy.db", _PASSPHRASE, create=True) as store:
        found["copy in"] = timed(lambda: copy_in(store, copied))
    with Store.open(folder / "in-bundle.db", _PASSPHRASE, create=True) as store:
        found["import"] = timed(lambda: import_bundle(store, bundle, passphrase="x"))
    plain = folder / "plain"
    found["plain files"] = timed(lambda: copy_plain(plain, copied))
    return found


_GROWTH = """
import re, sys
from pathlib import Path
from fieldsurvey.store import Store
from fieldsurvey.sync import export_bundle, import_bundle
def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
source, target, bundle, visit = sys.argv[1:]
with Store.open(Path(source), "sandi") as a, Store.open(Path(target), "sandi", create=True) as b:
    # Opening derives keys over 64 MiB, which the system may keep for us.
    before = peak()
    export_bundle(a, Path(bundle), [visit])
    import_bundle(b, Path(bundle))
    print(peak() - before)
"""


def growth_mb(folder: Path, visit: str) -> float:
    """Return by how much a process grows that exports and imports the visit, in MB."""
    command = [sys.executable, "-c", _GROWTH, folder / "visit.db", folder / "in-memory.db"]
    done = subprocess.run(
        [*map(str, command), str(folder / "memory.bundle"), visit],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = re.fullmatch(r"(\d+)\s*", done.stdout)
    assert found is not None
    return int(found[1]) / 1000


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.carry")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--photos", type=int, default=900)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        visit = make_visit(folder / "visit.db", chosen.photos)
        (folder / "plain").mkdir()
        for number in range(chosen.photos):
            (folder / "plain" / f"{number:04}").write_bytes(os.urandom(PHOTO_BYTES))
        rounds = [one_round(folder, visit) for _ in range(chosen.rounds)]
        grown = growth_mb(folder, visit)
    middle = {
        name: [statistics.median(one[name][kind] for one in rounds) for kind in (0, 1)]
        for name in rounds[0]
    }
    lines, held = [], grown <= MEMORY_LIMIT_MB
    for ours, beside, limit in (
        ("export", "copy out", EXPORT_LIMIT),
        ("import", "copy in", IMPORT_LIMIT),
        ("export", "plain files", None),
        ("import", "plain files", None),
    ):
        passed, burnt = (middle[ours][kind] / middle[beside][kind] for kind in (0, 1))
        held = held and (limit is None or passed <= limit)
        told = "" if limit is None else f" (limit {limit:g}×: {'yes' if passed <= limit else 'NO'})"
        lines.append(
            f"{ours}: {middle[ours][0]:.2f} s, {middle[ours][1]:.2f} s of processor; "
            f"{beside}: {middle[beside][0]:.2f} s, {middle[beside][1]:.2f} s; "
            f"{passed:.2f}× by the clock{told}, {burnt:.2f}× of processor"
        )
    lines.append(f"memory grows by {grown:.0f} MB (limit {MEMORY_LIMIT_MB} MB)")
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps({"seconds": middle, "memory_mb": grown}, indent=1))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
