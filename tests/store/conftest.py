from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Opener = "Callable[..., Store]"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open databases by name in one folder; all are closed at the end."""
    stores: list[Store] = []

    def open_named(name: str = "a", passphrase: str | None = None) -> Store:
        store = Store.open(tmp_path / f"{name}.db", passphrase, create=True)
        stores.append(store)
        return store

    yield open_named
    for store in stores:
        store.close()
