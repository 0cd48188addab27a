"""Stages, stands, codes and chronology: what may be done when, and what the journal keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.codes import add_next, remove_code
from fieldsurvey.survey.gaps import GapKind
from fieldsurvey.survey.model import Person, Stand, TargetKind, VisitState
from fieldsurvey.survey.overview import Overviews
from fieldsurvey.survey.parties import keep_person, keep_reaction
from fieldsurvey.survey.stages import (
    assign_stands,
    begin,
    cancel,
    complete,
    correct_note,
    keep_stand,
    note,
    remove_note,
    restore_note,
)

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk


def test_a_visit_is_cancelled_with_a_reason_and_does_not_come_back(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="reason"):
        cancel(desk.visits, visit, "  ")
    begin(desk.visits, visit)
    cancel(desk.visits, visit, " banjir ")
    overview = Overviews().of(desk, visit)
    assert (overview.visit.state, overview.reason) == (VisitState.CANCELLED, "banjir")
    assert overview.frozen
    with pytest.raises(VisitError):
        begin(desk.visits, visit)


def test_a_sealed_visit_is_not_cancelled(desk: Desk, visit: str) -> None:
    begin(desk.visits, visit)
    complete(desk.visits, visit)
    desk.seal(visit)
    with pytest.raises(VisitError):
        cancel(desk.visits, visit, "terlambat")
    assert Overviews().of(desk, visit).reason == ""


def test_stands_are_given_to_the_team_alone(desk: Desk, visit: str) -> None:
    lead = keep_person(desk.visits, visit, Person("", "Ratna", "lead"))
    guest = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    stands = [stand.id for stand in desk.visits.snapshot(visit).stands]
    assert assign_stands(desk.visits, visit, stands, lead) == 2
    assert assign_stands(desk.visits, visit, [*stands, "unknown"], lead) == 0
    for nobody in (guest, "unknown"):
        with pytest.raises(VisitError, match="team"):
            assign_stands(desk.visits, visit, stands, nobody)
    (share,) = Overviews().of(desk, visit).shares
    assert (share.author, share.stands, share.begun) == ("Ratna", 2, 0)
    assert assign_stands(desk.visits, visit, stands[:1], "") == 1
    assert [stand.inspector for stand in desk.visits.snapshot(visit).stands] == ["", lead]


def test_a_stand_is_added_and_changed_field_by_field(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="code"):
        keep_stand(desk.visits, visit, Stand("", "", ""), Stand("", "", "Tanpa kode"))
    new = Stand("", "G09", "Pojok Baca")
    identity = keep_stand(desk.visits, visit, new, new)
    kept = desk.visits.snapshot(visit).stands[-1]
    assert (kept.id, kept.code) == (identity, "G09")
    before = len(desk.records.history(visit, identity))
    keep_stand(desk.visits, visit, kept, replace(kept, status_note="loket kosong"))
    assert len(desk.records.history(visit, identity)) == before + 1


def test_a_line_of_the_chronology_is_corrected_removed_and_brought_back(
    desk: Desk, visit: str
) -> None:
    identity = note(desk.visits, visit, "Tim tiba.")
    (event,) = desk.visits.snapshot(visit).events
    earlier = event.at - timedelta(minutes=5)
    correct_note(desk.visits, visit, event, earlier, " Tim tiba di lokasi. ")
    (event,) = desk.visits.snapshot(visit).events
    assert (event.at, event.text) == (earlier, "Tim tiba di lokasi.")
    with pytest.raises(VisitError, match="text"):
        correct_note(desk.visits, visit, event, earlier, " ")
    remove_note(desk.visits, visit, identity)
    assert desk.visits.snapshot(visit).events == ()
    restore_note(desk.visits, visit, identity)
    assert desk.visits.snapshot(visit).events == (event,)
    texts = [change.value for change in desk.records.history(visit, identity, "text")]
    assert texts == ["Tim tiba.", "Tim tiba di lokasi."]


def test_a_seal_keeps_the_chronology_and_the_stands(desk: Desk, visit: str) -> None:
    identity = note(desk.visits, visit, "Tim tiba.")
    begin(desk.visits, visit)
    complete(desk.visits, visit)
    desk.seal(visit)
    found = desk.visits.snapshot(visit)
    for change in (
        lambda: correct_note(desk.visits, visit, found.events[0], found.events[0].at, "Lain"),
        lambda: remove_note(desk.visits, visit, identity),
        lambda: restore_note(desk.visits, visit, identity),
        lambda: assign_stands(desk.visits, visit, [found.stands[0].id], ""),
    ):
        with pytest.raises(VisitError, match="sealed"):
            change()


def test_a_code_is_taken_back_unless_an_interview_was_begun(desk: Desk, visit: str) -> None:
    mistaken, _ = add_next(desk.visits, visit, TargetKind.SERVICE_USER)
    asked, code = add_next(desk.visits, visit, TargetKind.SERVICE_USER)
    desk.responses(visit).open("service_user", desk.visits.target(visit, "service_user", code))
    remove_code(desk.visits, visit, mistaken)
    with pytest.raises(VisitError, match="interview"):
        remove_code(desk.visits, visit, asked)
    assert [user.id for user in desk.visits.snapshot(visit).service_users] == [asked]


def test_a_refusal_wants_two_who_saw_it(desk: Desk, visit: str) -> None:
    host = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    seen = [keep_person(desk.visits, visit, Person("", name, "witness")) for name in ("A", "B")]
    for witnesses, missing in ((seen[:1], 1), (seen, 0)):
        keep_reaction(desk.visits, visit, host, "refuse", "Tidak berwenang", witnesses)
        kinds = [gap.kind for gap in Overviews().of(desk, visit).gaps]
        assert kinds.count(GapKind.WITNESSES) == missing
