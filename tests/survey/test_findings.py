"""Findings over a real store: drafted once, edited, removed for good, brought back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import (
    called_for,
    draft_findings,
    not_yet_drafted,
    remove_findings,
    restore_findings,
    revise_finding,
    write_drafts,
)
from fieldsurvey.survey.instruments import load_instrument
from fieldsurvey.survey.model import Mall, Stand, VisitState
from tests.survey.instrument_example import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    from fieldsurvey.store import Store

    with Store.open(tmp_path / "v.db", None, create=True) as store:
        clock = ScriptedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC))
        yield Desk(store, author="Ratna", clock=clock)


@pytest.fixture
def visit(desk: Desk) -> str:
    """A visit with one stand, whose B02 is answered with what makes a finding."""
    made = desk.visits.new(
        Mall("", "MPP Contoh"), [Stand("", "G02", "Samsat")], load_instrument(files())
    )
    response = desk.responses(made).open("stand", desk.visits.target(made, "stand", "G02"))
    response.set("/data/b02", "tidak")
    return made


def ids(desk: Desk, visit: str) -> list[str]:
    return [finding.id for finding in desk.visits.snapshot(visit).findings]


def still_new(desk: Desk, visit: str) -> int:
    snapshot = desk.visits.snapshot(visit)
    called = called_for(snapshot, desk.instrument(visit))
    return len(not_yet_drafted(desk.visits, visit, called, snapshot.findings))


def test_a_draft_is_made_once_and_names_its_answer(desk: Desk, visit: str) -> None:
    assert still_new(desk, visit) == 1
    assert write_drafts(desk.visits, visit, desk.instrument(visit)) == ids(desk, visit)
    (finding,) = desk.visits.snapshot(visit).findings
    assert (finding.target_name, finding.item, finding.key) == ("Samsat", "B02", "/data/b02")
    assert finding.classification in {"ringan", "sedang", "berat"}
    assert "Samsat" in finding.condition
    assert draft_findings(desk.visits, visit, desk.instrument(visit)) == 0
    assert still_new(desk, visit) == 0


def test_what_the_team_removed_is_not_drafted_again(desk: Desk, visit: str) -> None:
    (finding,) = write_drafts(desk.visits, visit, desk.instrument(visit))
    remove_findings(desk.visits, visit, [finding])
    assert ids(desk, visit) == []
    assert still_new(desk, visit) == 0
    assert draft_findings(desk.visits, visit, desk.instrument(visit)) == 0
    restore_findings(desk.visits, visit, [finding])
    assert ids(desk, visit) == [finding]


def test_an_undo_takes_back_ones_own_words_only(desk: Desk, visit: str) -> None:
    (finding,) = write_drafts(desk.visits, visit, desk.instrument(visit))
    before = {"cause": desk.visits.snapshot(visit).findings[0].cause or None}
    revise_finding(desk.visits, visit, finding, {"cause": "Papan rusak"})
    revise_finding(desk.visits, visit, finding, {"cause": "Papan hilang"})
    with pytest.raises(VisitError, match="changed by somebody else"):
        revise_finding(desk.visits, visit, finding, before, given={"cause": "Papan rusak"})
    assert desk.visits.snapshot(visit).findings[0].cause == "Papan hilang"
    revise_finding(
        desk.visits, visit, finding, {"cause": "Papan rusak"}, given={"cause": "Papan hilang"}
    )
    words = [h.value for h in desk.records.history(visit, finding, "cause")]
    assert words == ["Papan rusak", "Papan hilang", "Papan rusak"]


def test_nothing_is_revised_or_removed_under_a_seal(desk: Desk, visit: str) -> None:
    (finding,) = write_drafts(desk.visits, visit, desk.instrument(visit))
    desk.visits.move(visit, VisitState.ON_SITE)
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit, override="latihan")
    with pytest.raises(VisitError, match="sealed"):
        revise_finding(desk.visits, visit, finding, {"cause": "x"})
    with pytest.raises(VisitError, match="sealed"):
        remove_findings(desk.visits, visit, [finding])
    desk.unseal(visit)
    remove_findings(desk.visits, visit, [finding])
    with pytest.raises(VisitError, match="removed meanwhile"):
        revise_finding(desk.visits, visit, finding, {"cause": "x"})
