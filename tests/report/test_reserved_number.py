"""The number reserved with the assignment: the minutes carry it, and lifting their seal voids it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.report.papers import make_berita_acara, note_signed
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.letters import reserve_letter, reserve_minutes, reserved_minutes
from fieldsurvey.survey.model import Mall, Person, Stand
from fieldsurvey.survey.stages import begin, complete

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
