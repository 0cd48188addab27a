"""A small office: the database of a sealed visit, and its minutes, unsigned."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Person, Stand, VisitState
from tests.report.report_example import LEAD, NAMES, START

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of a sealed visit, and its minutes; do not write here."""
    folder = tmp_path_factory.mktemp("office")
    with Store.open(folder / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))
        visits = desk.visits
        mall = Mall("", "MPP Contoh", city="Contoh", zone="Asia/Makassar")
        stands = [Stand("", "G01", "Samsat")]
        visit = visits.new(mall, stands, find_instrument("sop"), assignment="ST/1")
        people = [Person("", NAMES[LEAD], "lead"), Person("", "Dewi", "counterpart")]
        visits.add_all(visit, "person", people)
        visits.change(visit, "visit", visit, started_at=START.isoformat())
        for state in (VisitState.ON_SITE, VisitState.COMPLETED):
            visits.move(visit, state)
        desk.seal(visit)
        make_berita_acara(desk, visit, folder / "ba.pdf", number="1/BA/2024")
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a copy of that folder."""
    folder = Path(shutil.copytree(office, tmp_path / "office"))
    with Store.open(folder / "v.db", None) as store:
        yield Desk(store, author="Ratna", clock=ScriptedClock(START + timedelta(days=1)))


@pytest.fixture
def path(desk: Desk, tmp_path: Path) -> Path:
    """The minutes beside the database."""
    del desk
    return tmp_path / "office" / "ba.pdf"
