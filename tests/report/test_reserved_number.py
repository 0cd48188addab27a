"""The number reserved with the assignment: the minutes carry it, and lifting their seal voids it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FieldSurveyError, VisitError
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.paper_numbers import NEXT
from fieldsurvey.report.papers import make_berita_acara, make_document, note_signed
from fieldsurvey.store import Store
from fieldsurvey.survey.amendments import Amendment, keep_amendment
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.letters import reserve_letter, reserve_minutes, reserved_minutes
from fieldsurvey.survey.model import Mall, Person, Stand
from fieldsurvey.survey.stages import begin, complete
from tests.report.papers_example import text_of

if TYPE_CHECKING:
    from pathlib import Path


def test_minutes_carry_the_reserved_number_until_lifting_the_seal_voids_it(tmp_path: Path) -> None:
    start = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(start))
        mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
        visit = desk.visits.new(mall, [Stand("", "G01", "Izin")], find_instrument("ori-2022"))
        for role in ("lead", "counterpart"):
            desk.visits.add(visit, "person", Person("", role.title(), role))
        reserve_letter(desk, visit)
        assert reserve_minutes(desk, visit, ordinal=7).text == "007/BA/XI/2026"
        assert desk.visits.snapshot(visit).assignment == "001/ST/XI/2026"
        begin(desk.visits, visit)
        complete(desk.visits, visit)
        desk.seal(visit)
        make_berita_acara(desk, visit, tmp_path / "ba.pdf")
        assert desk.visits.snapshot(visit).number == "007/BA/XI/2026"

        desk.unseal(visit)
        assert reserved_minutes(desk.visits, visit) == ""
        assert reserve_minutes(desk, visit).text == "008/BA/XI/2026"
        desk.seal(visit)
        other = desk.visits.new(mall, [], find_instrument("ori-2022"))
        assert reserve_minutes(desk, other).text == "009/BA/XI/2026"
        with pytest.raises(VisitError, match=f"is held by visit {other[:13]} already"):
            make_berita_acara(desk, visit, tmp_path / "ba.pdf", number="009/ba/XI/2026")
        make_berita_acara(desk, visit, tmp_path / "ba.pdf")
        assert desk.visits.snapshot(visit).number == "008/BA/XI/2026"
        note_signed(desk, visit)
        with pytest.raises(VisitError, match="are signed under their number"):
            reserve_minutes(desk, visit)
        numbers = [each for each in desk.numbering.all() if each.register == "berita-acara"]
        assert [(each.ordinal, each.released) for each in numbers] == [
            (7, True),
            (8, False),
            (9, False),
        ]
        with pytest.raises(VisitError, match="is sealed"):
            reserve_letter(desk, visit, ordinal=3)


def test_addenda_and_certificates_have_registers_of_their_own(tmp_path: Path) -> None:
    start = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(start))
        mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
        visit = desk.visits.new(mall, [Stand("", "G01", "Izin")], find_instrument("ori-2022"))
        for role in ("lead", "counterpart"):
            desk.visits.add(visit, "person", Person("", role.title(), role))
        begin(desk.visits, visit)
        complete(desk.visits, visit)
        desk.seal(visit)
        make_berita_acara(desk, visit, tmp_path / "ba.pdf")

        def amended(name: str, number: str) -> str:
            keep_amendment(desk.visits, visit, Amendment("A", "satu", name, "salah tulis"))
            out = tmp_path / f"{name}.pdf"
            make_document(desk, visit, Kind.ADDENDUM, out, number=number)
            make_document(desk, visit, Kind.ADDENDUM, out)  # made again it keeps its number
            note_signed(desk, visit, Kind.ADDENDUM)
            return text_of(out)

        assert "Nomor: 001/AD/XI/2026" in amended("dua", NEXT)
        assert "Nomor: 002/AD/XI/2026" in amended("tiga", NEXT)
        with pytest.raises(VisitError, match="is held by visit"):
            amended("empat", "001/ad/XI/2026")
        assert "Nomor: 17/TU/2026" in amended("lima", "17/TU/2026")
        with pytest.raises(FieldSurveyError, match="score"):
            make_document(desk, visit, Kind.CERTIFICATE, tmp_path / "p.pdf", number=NEXT)
        held = sorted((each.register, each.text) for each in desk.numbering.all())
        assert held == [
            ("adendum", "001/AD/XI/2026"), ("adendum", "002/AD/XI/2026"), ("adendum", "17/TU/2026"),
        ]  # fmt: skip
        assert "/AD/XI/2026" in amended("enam", "")
