from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
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


@pytest.fixture(params=["laptop", "folder"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], HubStorage]:
    """Open what a hub serves from: the store of a laptop, or a plain folder."""
    if request.param == "laptop":
        return lambda: Store.open(tmp_path / "hub.db", create=True)
    return lambda: FolderStorage(tmp_path / "hub")
