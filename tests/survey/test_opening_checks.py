"""Opening checks: an empty counter is a finding only when the schedule valid on that day says open at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import called_for, write_drafts
from fieldsurvey.survey.model import Mall, Opening, Stand
from fieldsurvey.survey.opening_checks import (
    EMPTY,
    STAFFED,
    check_line,
    check_opening,
    status_after,
)
from fieldsurvey.survey.openings import Expected, expected_at, openings_on
from fieldsurvey.survey.stages import note_stand
from tests.survey.conftest import SCHEDULE, START

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.instruments import Instrument

OLD = Opening((1, 2, 3, 4, 5), "08:00", "15:00", valid_from="2024-01-01")
#: From 2026 on Friday ends at ten; the other days are left alone.
FRIDAY = Opening((5,), "08:00", "10:00", valid_from="2026-01-01")
ENDED = Opening((6,), "08:00", "12:00", valid_from="2024-01-01", valid_until="2025-12-31")
VERSIONS = (OLD, FRIDAY, ENDED)


def local(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00")


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2025-11-21", "10:30", Expected.OPEN),  # a Friday under the old version
        ("2026-11-20", "10:30", Expected.CLOSED),  # a Friday under the new one
        ("2026-11-20", "09:59", Expected.OPEN),
        ("2026-11-19", "14:59", Expected.OPEN),  # the new version says nothing of Thursday
        ("2026-11-19", "15:00", Expected.CLOSED),
        ("2025-12-27", "09:00", Expected.OPEN),  # a Saturday, the last one
        ("2026-01-03", "09:00", Expected.CLOSED),
        ("2023-11-21", "09:00", Expected.UNKNOWN),  # before anything was published
        ("2026-08-17", "09:00", Expected.HOLIDAY),
    ],
)
def test_the_version_valid_on_the_day_counts(day: str, clock: str, expected: Expected) -> None:
    holidays = {date(2026, 8, 17)}
    assert expected_at(VERSIONS, local(day, clock), holidays.__contains__) is expected


def test_a_new_version_replaces_the_line_of_its_weekday_only() -> None:
    assert openings_on(VERSIONS, date(2026, 11, 20)) == (FRIDAY,)
    assert openings_on(VERSIONS, date(2026, 11, 18)) == (OLD,)


@pytest.mark.parametrize("offset", [-5, 9])
def test_the_zone_of_the_laptop_plays_no_part(
    tmp_path: Path, instrument: Instrument, offset: int
) -> None:
    """09.30 in Makassar is open and 12.30 a break, whatever the laptop's clock is set to."""
    zone = timezone(timedelta(hours=offset))
    clock = ScriptedClock(datetime(2026, 11, 18, 1, 30, tzinfo=UTC).astimezone(zone))
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=clock)
        stand = Stand("", "G01", "Perizinan", schedule=SCHEDULE)
        visit = desk.visits.new(Mall("", "MPP", zone="Asia/Makassar"), [stand], instrument)
        identity = desk.visits.snapshot(visit).stands[0].id
        first = check_opening(desk.visits, visit, identity, EMPTY, desk.calendar)
        clock.go_to(clock.now() + timedelta(hours=3))
        second = check_opening(desk.visits, visit, identity, EMPTY, desk.calendar)
        kept = desk.visits.snapshot(visit).opening_checks
    assert (status_after(first), status_after(second)) == ("closed", "off-schedule")
    assert [check.expected for check in kept] == ["open", "break"]
    assert (kept[0].at.hour, kept[0].at.utcoffset()) == (9, timedelta(hours=8))
    assert kept[0].schedule == ("Senin, Selasa, Rabu 08.00–15.00, istirahat 12.00–13.00",)


def opening_findings(desk: Desk, visit: str) -> list[str]:
    called = called_for(desk.visits.snapshot(visit), desk.instrument(visit))
    return [each.condition for each in called if each.item in {"A01", "A05"}]


def answer_a01(desk: Desk, visit: str, value: str) -> None:
    target = desk.visits.target(visit, "stand", "G01")
    opened = desk.responses(visit).open("stand", target)
    opened.set("/data/bagian_a/a01", value)
    if value == "tidak":
        opened.set("/data/bagian_a/a05", "tidak")


def test_an_empty_counter_during_its_hours_is_a_finding(desk: Desk, visit: str) -> None:
    stand = desk.visits.snapshot(visit).stands[0]
    check = check_opening(desk.visits, visit, stand.id, EMPTY, desk.calendar)
    assert desk.visits.snapshot(visit).stands[0].status == "closed"
    assert opening_findings(desk, visit) == [
        "Gerai Perizinan tutup atau tanpa petugas pada jam layanan menurut jadwal yang dipublikasikan."
    ]
    assert check_line(check, stand, "Asia/Makassar").endswith("tutup pada jam layanan: temuan")
    (drafted,) = write_drafts(desk.visits, visit, desk.instrument(visit))
    answer_a01(desk, visit, "tidak")
    write_drafts(desk.visits, visit, desk.instrument(visit))
    findings = desk.visits.snapshot(visit).findings
    assert {finding.item for finding in findings} == {"A01", "A05"}  # the answer made no second one
    (same,) = (finding for finding in findings if finding.id == drafted)
    assert same.key == "/data/bagian_a/a01"
    assert same.response


@pytest.mark.parametrize(
    ("clock", "schedule", "status"),
    [
        ("12:30", SCHEDULE, "off-schedule"),
        ("15:00", SCHEDULE, "off-schedule"),
        ("09:30", (), "no-schedule"),
    ],
)
def test_off_schedule_is_no_finding_even_when_the_form_says_so(
    desk: Desk, visit: str, clock: str, schedule: tuple[Opening, ...], status: str
) -> None:
    stand = desk.visits.snapshot(visit).stands[0]
    if not schedule:
        desk.visits.change(visit, "stand", stand.id, schedule=[])
    check_opening(desk.visits, visit, stand.id, EMPTY, desk.calendar, at=local("2026-11-18", clock))
    assert desk.visits.snapshot(visit).stands[0].status == status
    assert opening_findings(desk, visit) == []
    if status == "off-schedule":
        answer_a01(desk, visit, "tidak")
        assert opening_findings(desk, visit) == []


def test_a_holiday_is_off_schedule(desk: Desk, visit: str) -> None:
    stand = desk.visits.snapshot(visit).stands[0]
    calendar = replace(desk.calendar, days=frozenset({START.date()}))
    check = check_opening(desk.visits, visit, stand.id, EMPTY, calendar)
    assert (check.expected, status_after(check)) == ("holiday", "off-schedule")


def test_the_last_check_counts_and_all_are_kept(desk: Desk, visit: str) -> None:
    stand = desk.visits.snapshot(visit).stands[0]
    check_opening(desk.visits, visit, stand.id, EMPTY, desk.calendar)
    check_opening(desk.visits, visit, stand.id, STAFFED, desk.calendar, note="petugas datang")
    snapshot = desk.visits.snapshot(visit)
    assert snapshot.stands[0].status == "open"
    assert [check.found for check in snapshot.opening_checks] == [EMPTY, STAFFED]
    assert opening_findings(desk, visit) == []


def test_an_inspector_may_insist_that_a_stand_is_closed(desk: Desk, visit: str) -> None:
    stand = desk.visits.snapshot(visit).stands[1].id  # without a schedule
    visits, calendar = desk.visits, desk.calendar
    assert note_stand(visits, visit, stand, "closed", calendar) == "no-schedule"
    assert note_stand(visits, visit, stand, "closed", calendar) == "closed"
    assert note_stand(visits, visit, stand, "closed", calendar) == "closed"
    assert note_stand(visits, visit, stand, "open", calendar) == "open"
    assert [c.found for c in visits.snapshot(visit).opening_checks] == [EMPTY, STAFFED]


def test_a_stand_that_is_not_there_cannot_be_checked(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="is not here"):
        check_opening(desk.visits, visit, "0" * 36, EMPTY, desk.calendar)
