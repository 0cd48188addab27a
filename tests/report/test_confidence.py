"""What was said in confidence stands in no paper of a visit, nor in what a paper carries, nor on the projector."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldsurvey.report import seal_of
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.papers import make_document
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.closing_talk import closing_talk
from fieldsurvey.survey.confidences import flag_secret, statement_key
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.filling import SECRET
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Officer, Person, Stand, VisitState
from fieldsurvey.survey.ports import Entry
from tests.report.papers_example import text_of
from tests.report.report_example import START

if TYPE_CHECKING:
    from pathlib import Path

ASKED, FLAGGED, LATE = "atasan-meminta-setoran", "genset-dijual-kepala", "kuitansi-dibakar"
PLAIN = "genset-baru-datang"


def test_no_paper_tells(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))
        visit, officer = _confided(desk)
        desk.seal(visit, override="uji")
        made = {Kind.BERITA_ACARA: tmp_path / "berita-acara.pdf"}
        make_document(desk, visit, Kind.BERITA_ACARA, made[Kind.BERITA_ACARA], number="1/BA/2024")
        stand = desk.visits.snapshot(visit).stands[0].id
        late = [
            Entry("response", officer, f"{SECRET}/data/bagian_k/k3", value=True),
            Entry("response", officer, "/data/bagian_k/k3", LATE),
            Entry("stand", stand, "status_note", PLAIN),
        ]
        desk.records.write(visit, late, author="Budi", at=START)  # as a bundle brings it
        for kind in (Kind.ADDENDUM, Kind.SUMMARY, Kind.ATTENDANCE, Kind.PROTOCOL):
            made[kind] = tmp_path / f"{kind.value}.pdf"
            make_document(desk, visit, kind, made[kind])
        assert PLAIN in text_of(made[Kind.ADDENDUM])
        said = {kind.value: text_of(path) + _carried(path) for kind, path in made.items()}
        said["projector"] = repr(closing_talk(desk, visit))
    for where, text in said.items():
        for words in (ASKED, FLAGGED, LATE):
            assert words not in text, where


def _carried(path: Path) -> str:
    return json.dumps(seal_of(path), ensure_ascii=False)


def _confided(desk: Desk) -> tuple[str, str]:
    """Make a completed visit whose officer confided what the form asks in confidence, and more; return both ids."""
    visits = desk.visits
    mall = Mall("", "MPP Contoh", city="Contoh", zone="Asia/Makassar")
    instrument = find_instrument("mpp-sidak")
    visit = visits.new(mall, [Stand("", "G01", "Samsat")], instrument, sample=True)
    people = [Person("", "Ratna", "lead"), Person("", "Dewi", "counterpart")]
    visits.add_all(visit, "person", people)
    visits.change(visit, "visit", visit, started_at=START.isoformat())
    visits.move(visit, VisitState.ON_SITE)
    stand = visits.snapshot(visit).stands[0].id
    visits.add(visit, "officer", Officer("", "P-001", stand=stand, role="staf"))
    opened = desk.responses(visit).open("officer", visits.target(visit, "officer", "P-001"))
    for ref, value in (
        ("bagian_k/k12", FLAGGED),
        ("bagian_rahasia/ada_rahasia", "ya"),
        ("bagian_rahasia/rahasia", ASKED),
    ):
        opened.set(f"/data/{ref}", value)
    (response,) = visits.snapshot(visit).responses
    flag_secret(visits, visit, opened.id, statement_key(desk, visit, response, "k12"))
    visits.move(visit, VisitState.COMPLETED)
    return visit, opened.id
