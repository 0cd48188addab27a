from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.sync import pairing
from tests.hub.folder_storage import FolderStorage
from tests.sync.sync_laptops import Laptops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fieldsurvey.hub.lane import HubStorage


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    opened = Laptops(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _quick_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys of codes cheaply, on both sides alike; what it costs in earnest has a test of its own."""
    monkeypatch.setattr(pairing, "_MEMORY_KIB", 64)
    monkeypatch.setattr(pairing, "_PASSES", 1)


@pytest.fixture(params=["laptop", "folder"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], HubStorage]:
    """Open what a hub serves from: the store of a laptop, or a plain folder."""
    if request.param == "laptop":
        return lambda: Store.open(tmp_path / "hub.db", create=True)
    return lambda: FolderStorage(tmp_path / "hub")
