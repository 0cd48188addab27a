"""The small visit forty days after its seal, and the next visit to the same mall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Finding, VisitState
from tests.ui.conftest import AUTHOR

if TYPE_CHECKING:
    from fieldsurvey.store import Store

#: (condition, days, how they count): of the first two the deadline has passed, one is near, one has none.
_FOUND = (
    ("Papan biaya tidak ada.", 7, ""),
    ("Nomor antrean rusak.", 14, "working"),
    ("Kursi roda belum ada.", 42, ""),
    ("Toilet tidak bertanda.", None, ""),
)


@dataclass(frozen=True)
class Past:
    """The visit that was sealed, and the next one."""

    visit: str
    following: str


@pytest.fixture
def past(store: Store, visit: str) -> Past:
    """Seal the small visit forty days ago, with four findings at G01, and make the next one, on site."""
    clock = ScriptedClock(datetime.now(UTC) - timedelta(days=40))
    desk = Desk(store, author=AUTHOR, clock=clock)
    stand = desk.visits.snapshot(visit).stands[0]
    for condition, days, kind in _FOUND:
        desk.visits.add(
            visit,
            "finding",
            Finding(
                "", 0, stand.id, stand.name, "", condition, "", "sedang",
                action="Perbaiki.", owner="Koordinator mal", deadline_days=days, deadline_kind=kind,
            ),
        )  # fmt: skip
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit, override="uji")
    now = Desk(store, author=AUTHOR)
    earlier = now.visits.snapshot(visit)
    following = now.visits.new(
        earlier.mall, earlier.stands, now.instrument(visit), assignment="ST-9/2026"
    )
    now.visits.move(following, VisitState.ON_SITE)
    return Past(visit, following)
