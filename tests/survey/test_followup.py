"""Follow-up: from the seal to "was it mended?"; and complaints taken on site."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.complaints import COMPLAINT, Complaints
from fieldsurvey.survey.deadlines import read_calendar
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.followup import FOLLOWUP, FollowUps, Mended, Status
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Finding, Mall, Stand, VisitState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: 23.30 UTC on 14 August 2026 is the 15th in Makassar.
SEALED_AT = datetime(2026, 8, 14, 23, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as store:
        yield Desk(store, author="uji", clock=ScriptedClock(SEALED_AT))


def visit(desk: Desk, mall: str = "MPP Uji", *, seal: bool = True) -> str:
    place = Mall("", mall, zone="Asia/Makassar", region_code="64.72")
    identity = desk.visits.new(place, [Stand("", "G01", "Perizinan")], find_instrument("sop"))
    stand = desk.visits.target(identity, "stand", "G01")
    for text, days, kind in (("satu", 7, ""), ("dua", 5, "working"), ("tiga", None, "")):
        desk.visits.add(
            identity,
            "finding",
            Finding(
                "",
                0,
                stand.id,
                "Perizinan",
                "",
                text,
                "",
                "ringan",
                deadline_days=days,
                deadline_kind=kind,
            ),
        )
    if seal:
        for state in (VisitState.ON_SITE, VisitState.COMPLETED):
            desk.visits.move(identity, state)
        desk.seal(identity, override="uji")
    return identity


def followups(desk: Desk, identity: str) -> FollowUps:
    return FollowUps(desk.visits, identity, read_calendar())


def standing(desk: Desk, identity: str, day: date) -> dict[str, tuple[date | None, str]]:
    found = followups(desk, identity).all(day)
    return {each.finding.condition: (each.due, each.standing) for each in found}


def test_deadlines_count_from_the_day_at_the_site(desk: Desk) -> None:
    identity = visit(desk)
    # Saturday 15 August; Monday 17 is a holiday, so five working days end on Monday 24.
    assert standing(desk, identity, date(2026, 8, 15)) == {
        "satu": (date(2026, 8, 22), "near"),
        "dua": (date(2026, 8, 24), "open"),
        "tiga": (None, ""),
    }
    assert standing(desk, identity, date(2026, 8, 23))["satu"][1] == "overdue"


def test_before_the_seal_there_is_nothing_to_follow(desk: Desk) -> None:
    identity = visit(desk, seal=False)
    found = followups(desk, identity).find("1")
    assert {due for due, _ in standing(desk, identity, date(2026, 8, 15)).values()} == {None}
    with pytest.raises(VisitError, match="sealed"):
        followups(desk, identity).report(found.id, Status.UNDERWAY)


def test_reports_are_a_log_and_the_last_one_tells(desk: Desk) -> None:
    identity = visit(desk)
    follow = followups(desk, identity)
    finding = next(
        e.finding for e in follow.all(date(2026, 8, 15)) if e.finding.condition == "satu"
    )
    follow.report(finding.id, Status.UNDERWAY, note="surat dikirim")
    with pytest.raises(VisitError, match="verifier"):
        follow.report(finding.id, Status.DONE, note="sudah")
    with pytest.raises(VisitError, match="evidence"):
        follow.report(finding.id, Status.NOT_DONE)
    follow.report(finding.id, Status.DONE, evidence=(b"foto papan",), verifier="Sari Contoh")
    (one,) = [e for e in follow.all(date(2027, 1, 1)) if e.finding.id == finding.id]
    assert [report.status for report in one.reports] == ["proses", "selesai"]
    assert (one.status, one.standing) == (Status.DONE, "done")
    assert desk.records.blob(one.reports[-1].evidence[0]) == b"foto papan"
    assert desk.records.missing_blobs(identity) == []
    # A follow-up leaves the seal as it is.
    seal = desk.visits.snapshot(identity).seal
    assert seal is not None
    assert seal.late_changes == 0


def test_a_report_of_which_a_part_has_arrived_waits_for_the_rest(desk: Desk) -> None:
    identity = visit(desk)
    follow = followups(desk, identity)
    finding = follow.find("1")
    desk.visits.add_fields(identity, FOLLOWUP, finding=finding.id, note="di laptop lain")
    (one,) = [e for e in follow.all(date(2026, 8, 15)) if e.finding.id == finding.id]
    assert (one.reports, one.status) == ((), Status.OPEN)
    # A status of a later version is no status here, and breaks no list.
    desk.visits.add_fields(identity, FOLLOWUP, finding=finding.id, status="ditinjau-ulang")
    follow.report(finding.id, Status.UNDERWAY)
    (one,) = [e for e in follow.all(date(2026, 8, 15)) if e.finding.id == finding.id]
    assert one.status is Status.UNDERWAY


def test_what_is_not_settled_is_asked_about_next_time(desk: Desk) -> None:
    earlier, later = visit(desk), visit(desk, seal=False)
    done = next(
        e.finding
        for e in followups(desk, earlier).all(date(2026, 8, 15))
        if e.finding.condition == "satu"
    )
    followups(desk, earlier).report(done.id, Status.DONE, note="dipasang", verifier="Sari Contoh")
    follow = followups(desk, later)
    assert follow.carry_from(earlier) == 2
    assert follow.carry_from(earlier) == 0
    carried = {each.condition: each for each in follow.carried()}
    assert set(carried) == {"dua", "tiga"}
    follow.answer(carried["dua"].id, Mended.PARTLY, "baru sebagian gerai")
    assert {each.condition: each.mended for each in follow.carried()} == {
        "dua": "sebagian",
        "tiga": "",
    }
    with pytest.raises(VisitError, match="different malls"):
        followups(desk, visit(desk, "MPP Lain", seal=False)).carry_from(earlier)


def test_a_finding_is_named_by_number_or_id(desk: Desk) -> None:
    follow = followups(desk, visit(desk, seal=False))
    first = follow.find("1")
    assert follow.find(first.id) == first
    for text in ("", "9", "0"):
        with pytest.raises(VisitError):
            follow.find(text)


def test_a_complaint_gets_its_receipt_and_keeps_its_secrets(desk: Desk) -> None:
    identity = visit(desk, seal=False)
    complaints = Complaints(desk.visits, identity, read_calendar())
    first = complaints.receive("diminta uang", about="G01", complainant="Ibu A", contact="0812")
    second = complaints.receive("antrean lama")
    assert first.receipt != second.receipt
    assert first.due == {
        "reply": date(2026, 8, 29),
        "complete": date(2026, 9, 14),
        "decide": date(2026, 10, 14),
    }
    assert (first.complainant, first.secret) == ("Ibu A", True)
    stored = str([change.value for change in desk.records.changes(identity, [COMPLAINT])])
    assert "Ibu A" not in stored
    assert "diminta uang" not in stored
    desk.records.erase(identity, first.id, author="uji", at=desk.visits.clock.now())
    erased = complaints.all()[0]
    assert (erased.receipt, erased.complainant, erased.text) == (first.receipt, None, None)
    with pytest.raises(VisitError):
        complaints.receive(" ")
