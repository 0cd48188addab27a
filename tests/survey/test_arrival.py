"""The time confirmed on arrival: its offset travels with every later change, and what is noted is corrected."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import JournalError, VisitError
from fieldsurvey.journal.change import LARGEST_OFFSET, Change
from fieldsurvey.store import Store
from fieldsurvey.survey.arrival import clock_notes, confirm_time, offset_between, today_at
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.survey.opening_checks import EMPTY, check_opening, status_after
from fieldsurvey.survey.stages import begin, note
from fieldsurvey.sync import export_bundle, import_bundle
from tests.survey.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.instruments import Instrument


def test_a_clock_that_shows_the_same_minute_is_right(desk: Desk, visit: str) -> None:
    check = confirm_time(desk.visits, visit, "09.00")
    assert check.offset == 0
    assert clock_notes([check], "Asia/Makassar") == []
    assert b'"offset"' not in desk.records.changes(visit)[-1].body


def test_later_changes_carry_the_offset_and_facts_are_corrected(desk: Desk, visit: str) -> None:
    before = desk.records.changes(visit)
    check = confirm_time(desk.visits, visit, "10.03")  # the laptop says 09.00
    assert check.offset == 63 * 60
    begin(desk.visits, visit)
    note(desk.visits, visit, "Tim tiba.")
    changes = desk.records.changes(visit)
    assert {change.offset for change in changes[: len(before)]} == {0}
    assert {change.offset for change in changes[len(before) :]} == {63 * 60}
    assert Change.decode(changes[-1].body).offset == 63 * 60
    assert changes[-1].at < START + timedelta(minutes=2)  # the laptop's own wall time stays
    snapshot = desk.visits.snapshot(visit)
    assert snapshot.started_at is not None
    for moment in (snapshot.started_at, snapshot.events[0].at):
        assert timedelta(minutes=63) <= moment - START < timedelta(minutes=65)
    assert snapshot.clocks == (check,)
    (line,) = clock_notes(snapshot.clocks, "Asia/Makassar")
    assert "09.00 WITA" in line
    assert "10.03 WITA" in line
    assert "+1 jam 3 menit" in line


def test_the_opening_check_goes_by_the_confirmed_time(desk: Desk, visit: str) -> None:
    stand = desk.visits.snapshot(visit).stands[0].id
    confirm_time(desk.visits, visit, "12.30")  # the break, where the laptop's 09.00 would be open
    check = check_opening(desk.visits, visit, stand, EMPTY, desk.calendar)
    assert status_after(check) == "off-schedule"
    assert today_at(desk.visits, visit, "9.30").isoformat() == "2026-11-18T09:30:00+08:00"


@pytest.mark.parametrize(
    ("wall", "day", "offset"),
    [
        ("9:00", None, 0),
        ("08.00", None, -3600),
        ("23.30", None, -9 * 3600 - 1800),  # the evening before is nearer
        ("09.00.20", None, -20),
        ("09.00", date(2026, 11, 20), 2 * 86_400),
        ("09.00", date(2025, 11, 18), -365 * 86_400),
    ],
)
def test_the_nearest_day_is_meant_unless_one_is_given(
    wall: str, day: date | None, offset: int
) -> None:
    laptop = datetime.fromisoformat("2026-11-18T09:00:40+08:00")
    assert offset_between(laptop, wall, day) == offset


@pytest.mark.parametrize("wall", ["", "pagi", "25.00", "9.60", "09.00.61"])
def test_what_is_no_time_is_refused(wall: str) -> None:
    with pytest.raises(VisitError, match="write it as"):
        offset_between(START, wall)


def test_a_day_far_away_is_refused(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="ten years"):
        confirm_time(desk.visits, visit, "09.00", date(1970, 1, 1))


def test_the_offset_belongs_to_the_laptop_and_outlives_the_session(
    desk: Desk, visit: str, tmp_path: Path
) -> None:
    confirm_time(desk.visits, visit, "09.10")
    assert isinstance(desk.records, Store)
    with Store.open(tmp_path / "other.db", None, create=True) as other:
        export_bundle(desk.records, tmp_path / "b", [visit])
        import_bundle(other, tmp_path / "b")
        assert (desk.records.offset(visit), other.offset(visit)) == (600, 0)
    with Store.open(tmp_path / "v.db", None) as again:
        assert again.offset(visit) == 600


def test_projections_hold_the_corrected_time_and_rebuild_alike(desk: Desk, visit: str) -> None:
    confirm_time(desk.visits, visit, "10.00")
    stand = desk.visits.snapshot(visit).stands[0].id
    desk.visits.change(visit, "stand", stand, status="open")
    assert isinstance(desk.records, Store)
    assert desk.records.check() == []


def test_a_malformed_offset_is_refused(desk: Desk, visit: str) -> None:
    record = json.loads(desk.records.changes(visit)[0].body)
    for offset in ("1", 1.5, True, LARGEST_OFFSET + 1):
        with pytest.raises(JournalError, match="offset"):
            Change.decode(json.dumps(record | {"offset": offset}).encode())
    beyond = record | {"offset": 5, "at": "9999-12-31T23:59:59+00:00"}
    with pytest.raises(JournalError):
        Change.decode(json.dumps(beyond).encode())


def test_a_form_runs_at_the_confirmed_time_in_the_sites_zone(desk: Desk, visit: str) -> None:
    confirm_time(desk.visits, visit, "23.30", date(2026, 11, 17))  # the laptop's clock is fast
    target = desk.visits.target(visit, "mall", "mall")
    opened = desk.responses(visit).open("mall", target)
    begun = opened.session.get("/data/mulai")
    assert begun.startswith("2026-11-17T23:30:")
    assert begun.endswith("+08:00")
    later = desk.responses(visit).load("mall", target.id).session
    assert later.get("/data/mulai") == begun


def test_a_form_asks_the_clock_without_the_records(tmp_path: Path, instrument: Instrument) -> None:
    """A window fills in another thread than the one that may read records: here they are closed meanwhile."""
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START))
        mall = Mall("", "MPP", zone="Asia/Makassar")
        visit = desk.visits.new(mall, [Stand("", "G01", "Perizinan")], instrument)
        confirm_time(desk.visits, visit, "23.59", date(2026, 11, 17))
        (stand,) = desk.visits.snapshot(visit).stands
        session = desk.responses(visit).load("stand", stand.id).session
    session.set(
        "/data/bagian_a/a03", "09:10"
    )  # its offset is that of the day, so the clock is asked
    assert session.get("/data/bagian_a/a03") == "09:10:00.000+08:00"
