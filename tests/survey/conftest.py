"""A desk over an empty database, and a visit with two stands on a Wednesday morning in Makassar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Opening, Stand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.survey.instruments import Instrument

#: A Wednesday, 09.00 in Makassar.
START = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
SCHEDULE = (Opening((1, 2, 3), "08:00", "15:00", "12:00", "13:00"), Opening((5,), "08.00", "11.00"))


@pytest.fixture(scope="module", autouse=True)
def _quick(quick_keys: None) -> None:
    """What costs time here are visits, not keys."""


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return find_instrument("mpp-sidak")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        yield Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))


@pytest.fixture
def visit(desk: Desk, instrument: Instrument) -> str:
    stands = [
        Stand("", "G01", "Perizinan", schedule=SCHEDULE),
        Stand("", "G02", "Samsat"),
    ]
    return desk.visits.new(Mall("", "MPP Contoh", zone="Asia/Makassar"), stands, instrument)
