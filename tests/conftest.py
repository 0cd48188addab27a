"""For all tests: windows are drawn where no screen is, keys are derived once a process, the sample is made once a run.

A derivation is a quarter of a second by design, and the commands of a test open the same database again and again.
What is remembered is what Argon2id gave for just this passphrase and salt: another of either derives anew.
"""

from __future__ import annotations

import functools
import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from fieldsurvey.store import driver
from fieldsurvey.sync import addressees
from fieldsurvey.ui.plain_imports import import_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

import_plainly()  # as the application does: half the time of collecting the window's tests
for room, name in ((driver, "_derive"), (addressees, "_passphrase_key")):
    setattr(room, name, functools.cache(getattr(room, name)))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what ``fieldsurvey demo`` leaves (43 stands, sealed and signed): this worker's copy of what one made.

    Half a minute for the first who asks. Copy what you write to.
    """
    from tests.e2e.command import fieldsurvey

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = shared / "demo-made"
    with FileLock(shared / "demo.lock"):
        if not made.exists():
            done = fieldsurvey("demo", "--out", shared / "demo-being-made")
            assert done.returncode == 0, done.stderr
            (shared / "demo-being-made").rename(made)
    return Path(shutil.copytree(made, base / "demo"))


@pytest.fixture(scope="module")
def quick_keys() -> Iterator[None]:
    """Stretch passphrases over 64 KiB in place of 64 MiB: for tests that make databases and ask who opens them.

    For whole modules, and not where another process opens what was made: it would stretch in full.
    ``tests/store/test_store_key_costs.py`` holds what it costs otherwise.
    """
    with pytest.MonkeyPatch.context() as costs:
        costs.setattr(driver, "_ARGON2_MEMORY_KIB", 64)
        costs.setattr(addressees, "_MEMORY_KIB", 64)
        yield


def pytest_collection_finish() -> None:
    """Leave what collecting made out of every later collection of garbage: a seventh of the whole run's time."""
    gc.collect()
    gc.freeze()
