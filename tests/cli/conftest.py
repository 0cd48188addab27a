from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _nobodys_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep commands that name no database away from that of whoever runs the tests."""
    for name in ("LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
