"""A disk that fails at any write or sync of an import, a backup or an export: told, nothing lost, and work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRELOAD = next(Path("/usr/lib").glob("**/fiu_posix_preload.so"), None)
#: Flushes of a folder, which some drivers refuse and nobody tells: SQLite's own around a copy, and ours at the end.
UNSAID = {("backup", "sync/fsync"): 4, ("export", "sync/fsync"): 1}


@pytest.mark.skipif(PRELOAD is None, reason="libfiu is not installed (Debian: fiu-utils)")
@pytest.mark.parametrize("work", ["import", "backup", "export"])
def test_a_fault_at_any_write_or_sync_is_told_and_costs_nothing(tmp_path: Path, work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.fault_carrier", str(tmp_path), work],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(PRELOAD)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for line in map(json.loads, done.stdout.splitlines()):
        # Every call has failed once, and each time a sentence named the file and the disk.
        assert line["told"]
        assert line["unsaid"] <= UNSAID.get((work, line["call"]), 0)
        for sentence in line["told"]:
            assert sentence.startswith(str(tmp_path))
            assert "disk" in sentence
        assert line["problems"] == []
