"""Fixtures of the form engine's tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.xforms import javarosa

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def judges_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the process into the time zone that JavaRosa runs in."""
    monkeypatch.setenv("TZ", javarosa.ZONE)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
