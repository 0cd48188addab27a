from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.sync_laptops import Laptops

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    opened = Laptops(tmp_path)
    yield opened
    opened.close()
