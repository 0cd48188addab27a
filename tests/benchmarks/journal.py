"""The journal on disk: one answer saved beside a bare commit, and the tables made anew from many changes.

Run as ``python -m tests.benchmarks.journal [--changes N]``. The exit code is 0 when the limits hold.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store, driver
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSPHRASE = "rahasia"
AT = datetime(2026, 11, 23, tzinfo=UTC)
ROUNDS = 7
SAVES = 200
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
    with Store.open(folder / "ours.db", PASSPHRASE, create=True) as store:
        visit = new_id()
        pairs = [pair for _ in range(ROUNDS) for pair in _round(bare, store, visit)]
    bare.close()
    one = statistics.median(saved for saved, _ in pairs) * 1000
    other = statistics.median(committed for _, committed in pairs) * 1000
    say(
        f"one answer saved        {one:.2f} ms, bare SQLCipher commit {other:.2f} ms: {one / other:.2f}×"
    )
    return one / other


def _round(bare: driver.Link, store: Store, visit: str) -> Iterator[tuple[float, float]]:
    """Fill one response, each field some times; yield what a save and a bare commit took, in seconds."""
    response = new_id()
    for number in range(SAVES):
        began = time.perf_counter()
        with bare.transaction():
            bare.run("INSERT INTO answer VALUES (?, ?)", (new_id(), b"x" * 400))
        middle = time.perf_counter()
        entry = Entry("response", response, f"/data/q{number % FIELDS}", str(number))
        store.write(visit, [entry], author="Ani", at=AT)
        yield time.perf_counter() - middle, middle - began


def fill(database: Path, changes: int) -> int:
    """Write responses of so many answers into a new database; return how many changes it took."""
    visit, written = new_id(), 0
    with Store.open(database, PASSPHRASE, create=True) as store:
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
    return written


_REBUILD = """
import re, sys, time
from pathlib import Path
from fieldsurvey.store import Store
def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
with Store.open(Path(sys.argv[1]), sys.argv[2]) as store:
    before, began = peak(), time.perf_counter()
    store.rebuild()
    print(time.perf_counter() - began, peak() - before)
"""


def rebuilding(folder: Path, changes: int) -> float:
    """Make the tables of a filled database anew, in a process of its own; return by how many MB it grew."""
    database = folder / "many.db"
    written = fill(database, changes)
    done = subprocess.run(
        [sys.executable, "-c", _REBUILD, str(database), PASSPHRASE],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, kilobytes = map(float, done.stdout.split())
    grown = kilobytes / 1000
    say(
        f"rebuild of {written:,} changes  {written / seconds:,.0f} changes/s, {grown:.0f} MB more memory"
    )
    return grown


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
