"""The journal on disk: one answer saved beside a bare commit, and the tables made anew from many changes.

Run as ``python -m tests.benchmarks.journal [--changes N]``. The exit code is 0 when the limits hold.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store, driver
from fieldsurvey.survey.ports import Entry

PASSPHRASE = "rahasia"
AT = datetime(2026, 11, 23, tzinfo=UTC)
SAVES = 400
FIELDS = 40
#: An answer costs at most so many bare commits of one row; the tables so much memory, whatever their number.
MOST_COMMITS = 2.0
MOST_MB = 100.0


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def saving(folder: Path) -> float:
    """Measure both in turn, so that the disk's mood meets both; return the ratio of the medians."""
    path = folder / "bare.db"
    bare = driver.open_link(path, PASSPHRASE, create=True)
    bare.run("CREATE TABLE answer (id TEXT PRIMARY KEY, body BLOB)")
    visit, response = new_id(), new_id()
    bares, ours = [], []
    with Store.open(folder / "ours.db", PASSPHRASE, create=True) as store:
        for number in range(SAVES):
            began = time.perf_counter()
            with bare.transaction():
                bare.run("INSERT INTO answer VALUES (?, ?)", (new_id(), b"x" * 400))
            middle = time.perf_counter()
            entry = Entry("response", response, f"/data/q{number % FIELDS}", str(number))
            store.write(visit, [entry], author="Ani", at=AT)
            bares.append(middle - began)
            ours.append(time.perf_counter() - middle)
    bare.close()
    one, other = statistics.median(ours) * 1000, statistics.median(bares) * 1000
    say(
        f"one answer saved        {one:.2f} ms, bare SQLCipher commit {other:.2f} ms: {one / other:.2f}×"
    )
    return one / other


def rebuilding(folder: Path, changes: int) -> float:
    """Fill a database, make its tables anew, and return by how many MB the process grew meanwhile."""
    visit = new_id()
    with Store.open(folder / "many.db", PASSPHRASE, create=True) as store:
        written = 0
        while written < changes:
            with store.atomic():
                for _ in range(25):
                    response = new_id()
                    entries = [
                        Entry("response", response, f"/data/q{n}", f"jawaban {n}")
                        for n in range(FIELDS)
                    ]
                    store.write(visit, entries, author="Ani", at=AT)
                    written += FIELDS
        before, began = _peak_mb(), time.perf_counter()
        store.rebuild()
        took, grown = time.perf_counter() - began, _peak_mb() - before
    say(
        f"rebuild of {written:,} changes  {written / took:,.0f} changes/s, {grown:.0f} MB more memory"
    )
    return grown


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.journal")
    parser.add_argument("--changes", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ratio = saving(Path(temporary))
        grown = rebuilding(Path(temporary), chosen.changes)
    held = ratio <= MOST_COMMITS and grown <= MOST_MB
    say(
        "All limits hold."
        if held
        else f"Limits: {MOST_COMMITS} commits an answer, {MOST_MB:.0f} MB."
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
