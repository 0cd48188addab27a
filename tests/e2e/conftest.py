"""The sample inspection, run once for all end-to-end tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.e2e.command import fieldsurvey

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that ``fieldsurvey demo`` left; tests in parallel share it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "demo"
    with FileLock(base / "demo.lock"):
        if not folder.exists():
            done = fieldsurvey("demo", "--out", folder)
            assert done.returncode == 0, done.stderr
    return folder
