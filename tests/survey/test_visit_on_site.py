"""What the team does between two stands: codes, openings, stages, gaps, progress, decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.codes import add_next, next_code, renumber
from fieldsurvey.survey.decisions import decide_revival, keep_response, resolve
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.gaps import GapKind, Weight
from fieldsurvey.survey.line_ports import Wanted
from fieldsurvey.survey.model import (
    Officer,
    Opening,
    Person,
    ResponseState,
    TargetKind,
    VisitState,
)
from fieldsurvey.survey.openings import Expected, expected_at, found_empty, openings_on
from fieldsurvey.survey.overview import Overview, Overviews
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.stages import begin, complete, note
from fieldsurvey.survey.visit_list import VisitLines, listing
from fieldsurvey.sync import export_bundle, import_bundle
from tests.survey.conftest import SCHEDULE, START

if TYPE_CHECKING:
    from pathlib import Path


def look(desk: Desk, visit: str) -> Overview:
    return Overviews().of(desk, visit)


def kinds(overview: Overview) -> set[GapKind]:
    return {gap.kind for gap in overview.gaps}


@pytest.mark.parametrize(
    ("codes", "following"),
    [
        ([], "P-001"),
        (["P01", "P02"], "P03"),
        (["P02", "P09", "X1"], "P10"),
        (["P9"], "P10"),
        (["tanpa angka"], "P-001"),
    ],
)
def test_the_next_code_follows_the_team_s_own_way(codes: list[str], following: str) -> None:
    assert next_code(codes, TargetKind.OFFICER) == following


def test_the_next_code_is_added_with_its_stand_and_a_shared_one_renumbered(
    desk: Desk, visit: str
) -> None:
    stand = desk.visits.snapshot(visit).stands[0].id
    first, code = add_next(desk.visits, visit, TargetKind.SERVICE_USER, stand=stand)
    assert code == "R-001"
    other = desk.visits.add(visit, "service_user", Officer("", "R-001"))
    assert [entity for _, entity, _ in look(desk, visit).shared_codes] == [other]
    assert GapKind.CODE in kinds(look(desk, visit))
    assert renumber(desk.visits, visit, TargetKind.SERVICE_USER, other) == "R-002"
    users = desk.visits.snapshot(visit).service_users
    assert [(user.id, user.code, user.stand) for user in users] == [
        (first, "R-001", stand),
        (other, "R-002", ""),
    ]


@pytest.mark.parametrize(
    ("day", "hour", "expected", "status"),
    [
        (18, 9, Expected.OPEN, "closed"),
        (18, 12, Expected.BREAK, "off-schedule"),
        (18, 15, Expected.CLOSED, "off-schedule"),
        (19, 9, Expected.CLOSED, "off-schedule"),
        (20, 10, Expected.OPEN, "closed"),
    ],
)
def test_a_closed_stand_is_a_finding_only_when_its_schedule_says_open(
    day: int, hour: int, expected: Expected, status: str
) -> None:
    moment = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    moment = moment.replace(minute=0) if hour != 10 else moment
    assert expected_at(SCHEDULE, moment) is expected
    assert found_empty(expected) == status


def test_no_schedule_or_one_that_cannot_be_read_expects_nothing() -> None:
    assert expected_at((), START) is Expected.UNKNOWN
    assert expected_at((Opening((3,), "pagi", "sore"),), START) is Expected.UNKNOWN
    assert found_empty(Expected.UNKNOWN) == "no-schedule"
    assert openings_on(SCHEDULE, START.date()) == SCHEDULE[:1]


def test_stages_keep_the_first_beginning_and_the_last_end(desk: Desk, visit: str) -> None:
    begin(desk.visits, visit)
    began = desk.visits.snapshot(visit).started_at
    complete(desk.visits, visit)
    ended = desk.visits.snapshot(visit).ended_at
    begin(desk.visits, visit)
    complete(desk.visits, visit)
    snapshot = desk.visits.snapshot(visit)
    assert snapshot.state is VisitState.COMPLETED
    assert began is not None
    assert snapshot.started_at == began
    assert ended is not None
    assert snapshot.ended_at is not None
    assert snapshot.ended_at > ended


def test_a_step_that_does_not_follow_changes_nothing(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError):
        complete(desk.visits, visit)
    assert desk.visits.snapshot(visit).ended_at is None


def test_an_empty_visit_says_what_is_missing_and_each_step_takes_a_line_away(
    desk: Desk, visit: str
) -> None:
    assert kinds(look(desk, visit)) == {
        GapKind.LEAD, GapKind.COUNTERPART, GapKind.CHRONOLOGY, GapKind.MALL_FORM,
        GapKind.COMPLAINTS_FORM, GapKind.STAND_STATUS, GapKind.QUOTA,
    }  # fmt: skip
    for role in ("lead", "counterpart"):
        desk.visits.add(visit, "person", Person("", "Ratna", role))
    note(desk.visits, visit, "Tim tiba.")
    stand = desk.visits.snapshot(visit).stands[0].id
    desk.visits.change(visit, "stand", stand, status="open")
    left = look(desk, visit)
    assert kinds(left) == {
        GapKind.MALL_FORM, GapKind.COMPLAINTS_FORM, GapKind.STAND_FORM, GapKind.STAND_STATUS,
        GapKind.QUOTA,
    }  # fmt: skip
    assert {gap.weight for gap in left.gaps} == {Weight.ADVICE}
    assert left.tally() == (0, 2 + 1 + 4 + 30)


def test_progress_grows_with_answers_and_a_changed_finished_form_is_to_be_checked(
    desk: Desk, visit: str
) -> None:
    target = desk.visits.target(visit, "stand", "G01")
    opened = desk.responses(visit).open("stand", target)
    overviews = Overviews()
    line = next(
        f for f in overviews.of(desk, visit).forms if f.target == target.id and f.form == "stand"
    )
    assert line.state is ResponseState.DRAFT
    assert line.progress is not None
    before = line.progress.answered
    ref = next(
        ref
        for ref in opened.session.refs()
        if opened.session.choices(ref)
        and not opened.session.get(ref)
        and opened.session.relevant(ref)
    )
    opened.set(ref, opened.session.choices(ref)[0][0])
    found = overviews.of(desk, visit)
    line = next(f for f in found.forms if f.target == target.id and f.form == "stand")
    assert line.progress is not None
    assert line.progress.answered == before + 1
    assert 0 < line.progress.share < 1
    assert GapKind.UNFINISHED in kinds(found)
    assert [(s.author, s.begun, s.finished) for s in found.shares] == [("Ratna", 1, 0)]
    claim = {"state": "finished", "finished_digest": "0" * 64}
    entries = [Entry("response", opened.id, name, value) for name, value in claim.items()]
    desk.records.write(visit, entries, author="Ratna", at=START)
    assert GapKind.STALE in kinds(look(desk, visit))


def test_one_of_two_responses_of_a_slot_is_kept(desk: Desk, visit: str) -> None:
    target = desk.visits.target(visit, "stand", "G02")
    fillings = [desk.responses(visit).load("stand", target.id) for _ in range(2)]
    for filling in fillings:
        desk.records.write(visit, filling.take(), author="Ratna", at=START)
    found = look(desk, visit)
    assert GapKind.DOUBLE in kinds(found)
    assert found.to_decide == 1
    assert keep_response(desk.visits, visit, fillings[1].id) == 1
    assert [r.id for r in desk.visits.snapshot(visit).responses] == [fillings[1].id]
    assert look(desk, visit).to_decide == 0


def test_a_conflict_of_two_laptops_is_decided_by_one_of_its_values(
    desk: Desk, visit: str, tmp_path: Path
) -> None:
    stand = desk.visits.snapshot(visit).stands[0].id
    assert isinstance(desk.records, Store)
    with Store.open(tmp_path / "other.db", None, create=True) as store:
        export_bundle(desk.records, tmp_path / "there", [visit])
        import_bundle(store, tmp_path / "there")
        other = Desk(store, author="Budi", clock=ScriptedClock(START))
        other.visits.change(visit, "stand", stand, status="closed")
        desk.visits.change(visit, "stand", stand, status="open")
        export_bundle(store, tmp_path / "back", [visit])
    import_bundle(desk.records, tmp_path / "back")
    (shown,) = look(desk, visit).conflicts
    assert (shown.code, shown.name, shown.question) == ("G01", "Perizinan", "status")
    assert {(v.author, v.text) for v in shown.values} == {("Budi", "closed"), ("Ratna", "open")}
    chosen = next(v for v in shown.values if v.author == "Budi")
    resolve(desk.visits, visit, desk.instrument(visit), shown.conflict, chosen.key)
    assert look(desk, visit).conflicts == ()
    assert desk.visits.snapshot(visit).stands[0].status == "closed"
    with pytest.raises(VisitError, match="changed while"):
        resolve(desk.visits, visit, desk.instrument(visit), shown.conflict, chosen.key)


def test_what_is_not_there_cannot_be_decided(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError):
        keep_response(desk.visits, visit, "0" * 36)


def test_a_deleted_entity_can_be_brought_back(desk: Desk, visit: str) -> None:
    officer, _ = add_next(desk.visits, visit, TargetKind.OFFICER)
    decide_revival(desk.visits, visit, officer, keep=False)
    assert desk.visits.snapshot(visit).officers == ()
    decide_revival(desk.visits, visit, officer, keep=True)
    assert len(desk.visits.snapshot(visit).officers) == 1


def test_the_list_has_a_line_for_each_visit(desk: Desk, visit: str) -> None:
    begin(desk.visits, visit)
    stand = desk.visits.snapshot(visit).stands[0].id
    desk.visits.change(visit, "stand", stand, status="open")
    assert isinstance(desk.records, Store)
    assert VisitLines().freshen(desk, desk.records, 9) == 0
    (line,) = listing(desk, Wanted()).lines.values()
    assert (line.id, line.mall, line.state) == (visit, "MPP Contoh", VisitState.ON_SITE)
    assert (line.stands, line.seen, line.asked, line.wanted) == (2, 1, 0, 30)
    assert line.day == START.date()
    assert not line.sealed
    assert not line.problem
