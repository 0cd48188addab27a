"""A response filled for the wrong stand is moved: one change, everything that rests on it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import write_drafts
from fieldsurvey.survey.moves import find_response, move_response, undo_move
from fieldsurvey.sync import export_bundle, import_bundle
from tests.survey.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

A01 = "/data/bagian_a/a01"
PHOTO = b"\xff\xd8\xff bukti"


def fill(desk: Desk, visit: str, code: str, value: str = "tidak") -> str:
    target = desk.visits.target(visit, "stand", code)
    opened = desk.responses(visit).open("stand", target)
    opened.set(A01, value)
    return opened.id


def test_one_change_takes_answers_findings_and_photos_along(desk: Desk, visit: str) -> None:
    g01, g02 = (desk.visits.target(visit, "stand", code) for code in ("G01", "G02"))
    opened = desk.responses(visit).open("stand", g01)
    opened.set(A01, "tidak")
    opened.attach(
        "/data/bagian_a/a01_foto",
        PHOTO,
        media_type="image/jpeg",
        taken_at=None,
        target_name=g01.name,
    )
    write_drafts(desk.visits, visit, desk.instrument(visit))
    before = desk.records.changes(visit)
    assert move_response(desk.visits, visit, opened.id, g02) == []
    (moved,) = desk.records.changes(visit)[len(before) :]
    assert (moved.entity, moved.field, moved.value) == (opened.id, "target", g02.id)

    snapshot = desk.visits.snapshot(visit)
    (response,), (finding,), (photo,) = snapshot.responses, snapshot.findings, snapshot.photos
    assert (response.target, response.values[A01]) == (g02.id, "tidak")
    assert (finding.target, finding.target_name) == (g02.id, "Samsat")
    assert finding.condition.startswith("Gerai Samsat tutup")
    assert photo.target_name == "Samsat"
    assert finding.photos == (photo.number,)
    assert write_drafts(desk.visits, visit, desk.instrument(visit)) == []
    assert [h.value for h in desk.records.history(visit, opened.id, A01)] == ["tidak"]
    assert undo_move(desk.visits, visit, opened.id) == g01.id
    assert desk.visits.snapshot(visit).findings[0].condition.startswith("Gerai Perizinan tutup")


def test_a_taken_slot_is_shown_as_a_double_and_blocks_the_seal(desk: Desk, visit: str) -> None:
    first, second = fill(desk, visit, "G01"), fill(desk, visit, "G02")
    target = desk.visits.target(visit, "stand", "G02")
    assert move_response(desk.visits, visit, first, target) == [second]
    (double,) = desk.describe(visit)["doubles"]
    assert double["target_code"] == "G02"
    assert set(double["responses"]) == {first, second}


def test_an_edit_made_elsewhere_meanwhile_follows(desk: Desk, visit: str, tmp_path: Path) -> None:
    response = fill(desk, visit, "G01")
    assert isinstance(desk.records, Store)
    with Store.open(tmp_path / "other.db", None, create=True) as store:
        export_bundle(desk.records, tmp_path / "there", [visit])
        import_bundle(store, tmp_path / "there")
        other = Desk(store, author="Budi", clock=ScriptedClock(START))
        fill(other, visit, "G01", "ya")  # the same response, opened by its slot
        move_response(desk.visits, visit, response, desk.visits.target(visit, "stand", "G02"))
        export_bundle(store, tmp_path / "back", [visit])
        import_bundle(desk.records, tmp_path / "back")
        export_bundle(desk.records, tmp_path / "again", [visit])
        import_bundle(store, tmp_path / "again")
        shown = [each.visits.snapshot(visit).responses for each in (desk, other)]
        (mine,), (theirs,) = shown
        assert mine == theirs
        assert mine.target == desk.visits.target(visit, "stand", "G02").id
        assert mine.values[A01] == "ya"
        assert desk.records.conflicts(visit) == []
        with pytest.raises(VisitError, match="not yours"):
            undo_move(other.visits, visit, response)


def test_what_does_not_fit_is_refused(desk: Desk, visit: str) -> None:
    response = fill(desk, visit, "G01")
    mall = desk.visits.target(visit, "mall", "mall")
    with pytest.raises(VisitError, match="cannot be moved to a mall"):
        move_response(desk.visits, visit, response, mall)
    with pytest.raises(VisitError, match="already"):
        move_response(desk.visits, visit, response, desk.visits.target(visit, "stand", "G01"))
    with pytest.raises(VisitError, match="never moved"):
        undo_move(desk.visits, visit, response)
    with pytest.raises(VisitError, match="names no responses"):
        find_response(desk.visits, visit, "zzz")
