"""Visits over a real store: made, found, moved, sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.instruments import Instrument, find_instrument
from fieldsurvey.survey.model import Event, Mall, Opening, Person, Stand, VisitState
from fieldsurvey.survey.sealing import lift_seal, seal_visit
from fieldsurvey.survey.seals import seal_of
from fieldsurvey.survey.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


START = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def bands() -> Instrument:
    """An instrument without forms, so that nothing is converted."""
    return find_instrument("ori-2022")


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    from fieldsurvey.store import Store

    with Store.open(tmp_path / "v.db", None, create=True) as store:
        yield Visits(store, ScriptedClock(START), "Ratna")


def make(visits: Visits, instrument: Instrument) -> str:
    stands = [
        Stand(
            "",
            "G01",
            "Perizinan",
            schedule=(Opening((1, 2, 3), "08:00", "15:00"),),
            services=("NIB",),
        ),
        Stand("", "G02", "Samsat"),
    ]
    return visits.new(
        Mall("", "MPP Contoh", zone="Asia/Makassar", floors=("1", "2")), stands, instrument
    )


def test_a_snapshot_gives_back_what_was_written(visits: Visits, bands: Instrument) -> None:
    visit = make(visits, bands)
    moment = START + timedelta(hours=1)
    visits.add(visit, "person", Person("", "Ratna", "lead", position="Ketua"))
    visits.add(visit, "event", Event("", moment, "Tim tiba."))
    snapshot = visits.snapshot(visit)
    assert snapshot.state is VisitState.PLANNED
    assert snapshot.mall.name == "MPP Contoh"
    assert snapshot.mall.floors == ("1", "2")
    assert [stand.code for stand in snapshot.stands] == ["G01", "G02"]
    assert snapshot.stands[0].schedule == (Opening((1, 2, 3), "08:00", "15:00"),)
    assert snapshot.people[0].position == "Ketua"
    assert snapshot.events[0].at == moment
    pinned = visits.instrument_ref(visit).files
    assert {name: visits.records.blob(pinned[name]) for name in pinned} == dict(bands.files)


def test_a_visit_is_found_by_a_unique_prefix_only(visits: Visits, bands: Instrument) -> None:
    first, second = make(visits, bands), make(visits, bands)
    assert visits.find(first) == first
    with pytest.raises(VisitError, match="2 visits begin"):
        visits.find(first[:2])
    with pytest.raises(VisitError, match="no visit here"):
        visits.find("zz")
    assert visits.ids() == [first, second]


def test_targets_are_named_by_code_and_the_error_lists_them(
    visits: Visits, bands: Instrument
) -> None:
    visit = make(visits, bands)
    assert visits.target(visit, "stand", "g02").name == "Samsat"
    assert visits.target(visit, "mall", "mall").kind == "mall"
    assert visits.target(visit, "complaints", "G01").id == visits.target(visit, "stand", "G01").id
    with pytest.raises(VisitError, match="there are: G01, G02"):
        visits.target(visit, "stand", "G09")


def test_states_follow_their_order(visits: Visits, bands: Instrument) -> None:
    visit = make(visits, bands)
    with pytest.raises(VisitError, match="planned; it cannot become sealed"):
        visits.move(visit, VisitState.SEALED)
    visits.move(visit, VisitState.ON_SITE)
    visits.move(visit, VisitState.COMPLETED)
    assert visits.state(visit) is VisitState.COMPLETED


def test_a_seal_freezes_facts_and_can_be_lifted_before_a_signature(
    visits: Visits, bands: Instrument
) -> None:
    visit = make(visits, bands)
    with pytest.raises(VisitError, match="only a completed visit"):
        seal_visit(visits, visit)
    visits.move(visit, VisitState.ON_SITE)
    visits.move(visit, VisitState.COMPLETED)
    sealed = seal_visit(visits, visit)
    stand = visits.target(visit, "stand", "G01").id
    with pytest.raises(VisitError, match="is sealed, so its stand"):
        visits.change(visit, "stand", stand, name="Lain")
    assert visits.snapshot(visit).seal == sealed
    visits.add(visit, "document", Person("", "stands outside the seal", "member"))
    lift_seal(visits, visit)
    assert seal_of(visits.records, visit) is None
    visits.change(visit, "stand", stand, name="Lain")
    assert visits.snapshot(visit).stands[0].name == "Lain"


def test_a_lifted_seal_needs_an_unsigned_document(visits: Visits, bands: Instrument) -> None:
    visit = make(visits, bands)
    visits.move(visit, VisitState.ON_SITE)
    visits.move(visit, VisitState.COMPLETED)
    seal_visit(visits, visit)
    document = visits.add(visit, "document", Person("", "berita acara", "member"))
    visits.change(visit, "document", document, signed="2026-11-18")
    with pytest.raises(VisitError, match="write an addendum"):
        lift_seal(visits, visit)


def test_a_line_of_the_chronology_without_its_time_waits_for_it(
    visits: Visits, bands: Instrument
) -> None:
    """Half of an entity may still be on another laptop; the visit opens all the same."""
    visit = make(visits, bands)
    entity = visits.add_fields(visit, "event", text="Tim tiba")
    assert visits.snapshot(visit).events == ()
    visits.change(visit, "event", entity, at=START.isoformat())
    assert [event.text for event in visits.snapshot(visit).events] == ["Tim tiba"]
