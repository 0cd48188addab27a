"""A disk that fails at the n-th write or sync of a save, by libfiu: told, nothing lost, and work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldsurvey.store import Store
from tests.store.store_story import VISIT

ROOT = Path(__file__).parents[2]
PRELOAD = next(Path("/usr/lib").glob("**/fiu_posix_preload.so"), None)


@pytest.mark.skipif(PRELOAD is None, reason="libfiu is not installed (Debian: fiu-utils)")
def test_a_fault_at_any_write_or_sync_of_a_save_is_told_and_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.fault_writer", str(path), "200"],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(PRELOAD)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # Every call of a save has failed once: a photo of 8 KB takes more than five pages, its commit one sync.
    assert [name for name, _ in told["calls"]] == ["rw/pwrite", "rw/pwrite", "sync/fsync"]
    assert all(calls > least for (_, calls), least in zip(told["calls"], (5, 5, 0), strict=True))
    assert told["refused"]
    for sentence in told["sentences"]:
        assert sentence.startswith(str(path))
        assert "disk" in sentence
    with Store.open(path, "rahasia") as store:
        held = {record.id for record in store.entities(VISIT, "stand")}
        assert set(told["saved"]) <= held
        assert held.isdisjoint(told["refused"])
        assert store.missing_blobs(VISIT) == []
        assert store.check() == []
