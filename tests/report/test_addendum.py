"""The addendum: what it refers to, what arrived after the seal, what is corrected, and what it never shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.errors import AlreadySigned, VisitError
from fieldsurvey.report import PageSize, seal_of
from fieldsurvey.report.addendum import Addendum, make_addendum
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.papers import make_document, note_signed
from fieldsurvey.store import Store
from fieldsurvey.survey.amendments import Amendment, LateChange, keep_amendment, late_changes
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Person, Stand, VisitState
from fieldsurvey.survey.ports import Entry
from tests.report.papers_example import never_blank, sizes_of, text_of
from tests.report.report_example import NAMES, SEAL, START, example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIX = Amendment("D, temuan 3", "pukul 10.00", "pukul 10.02", "Jam pada foto 12", id="a1")
AT = datetime(2024, 7, 26, 2, 15, tzinfo=UTC)


def late(kind: str, entity: str, field: str, value: Any, *, private: bool = False) -> LateChange:
    return LateChange(f"d/{field}", AT, "Bayu", kind, entity, field, value, private)


def addendum(**changes: Any) -> Addendum:
    given = Addendum(
        example(),
        number="B/008/LM.11-21/VII/2024",
        code="AD-0192F3A4-1",
        minutes_digest="ab" * 32,
        made_on=date(2024, 7, 29),
        late=(
            late("stand", "s-9", "status_note", "Petugas datang pukul 10.47"),
            late("finding", "f-1", "action", "Memasang standar pelayanan"),
            late("response", "r-stand", "/data/bagian_b/b02", "sebagian"),
            late("response", "r-stand", "/data/catatan", None, private=True),
            late("response", "r-user", "/data/m06", "selalu-diminta"),
            late("service_user", "u-1", "code", "R-001"),
            late("photo", "ph-x", "caption", "WAJAH-PENGGUNA"),
            late("event", "e-1", "#deleted", True),
        ),
        corrections=(FIX,),
    )
    return replace(given, **changes)


def test_it_says_what_it_amends_and_how(tmp_path: Path) -> None:
    paper = make_addendum(addendum(), tmp_path / "x.pdf")
    text = text_of(paper.path)
    for expected in (
        "BERITA ACARA PERBAIKAN (ADENDUM)",
        "Nomor: B/008/LM.11-21/VII/2024",
        "hari ini Senin, tanggal dua puluh sembilan bulan Juli tahun dua ribu dua puluh empat",
        "atas Berita Acara Nomor B/007/LM.11-21/VII/2024",
        "Kode dokumen BA-0192F3A4-1",
        f"Segel SHA-256 {SEAL}",
        "SHA-256 berkas " + "ab" * 32,
        "pukul 12.10 WITA oleh Ratna",
        "8 (delapan) perubahan tiba setelah segel",
        "26-07-2024 10.15 WITA Bayu Gerai G10 Pekerjaan Umum",
        "catatan keadaan: Petugas datang pukul 10.47",
        "tindakan perbaikan: Memasang standar pelayanan",
        "b02: sebagian",
        "1 keterangan rahasia, tidak ditampilkan",
        "D, temuan 3 pukul 10.00 pukul 10.02 Jam pada foto 12",
        "Demikian Berita Acara Perbaikan ini dibuat",
        "Samarinda, 29 Juli 2024",
        "dihapus",
    ):
        assert expected in text, expected
    for secret in ("selalu-diminta", "R-001", "WAJAH-PENGGUNA", "m06"):
        assert secret not in text
    names = [field.person for field in paper.fields if not field.spare]
    assert sorted(names) == sorted(NAMES.values()), "who refused the minutes may sign the addendum"
    carried = seal_of(paper.path)
    assert carried["kind"] == "addendum"
    assert carried["amends"] == {
        "document": "BA-0192F3A4-1",
        "number": "B/007/LM.11-21/VII/2024",
        "sha256": "ab" * 32,
    }
    never_blank(paper.path)


def test_without_number_on_f4_with_corrections_alone(tmp_path: Path) -> None:
    minutes = replace(example(), size=PageSize.F4)
    paper = make_addendum(addendum(minutes=minutes, number="", late=()), tmp_path / "x.pdf")
    text = text_of(paper.path)
    assert "Nomor: …………/…………" in text
    assert "mengikat naskah dengan kode dokumen AD-0192F3A4-1" in text
    assert "Tidak ada perubahan yang tiba setelah segel." in text
    assert sizes_of(paper.path) == {(215, 330)}


def test_many_late_changes(tmp_path: Path) -> None:
    many = tuple(late("stand", f"x{n}", "status_note", "kata" * 60) for n in range(60))
    paper = make_addendum(addendum(late=many), tmp_path / "x.pdf")
    assert "60 (enam puluh) perubahan" in text_of(paper.path)
    assert paper.pages > 5


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", None, create=True) as store:
        yield Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))


@pytest.fixture
def sealed(desk: Desk) -> str:
    """A sealed visit with one stand and one person of each party."""
    visits = desk.visits
    mall = Mall("", "MPP Contoh", city="Contoh", zone="Asia/Makassar")
    visit = visits.new(
        mall, [Stand("", "G01", "Samsat")], find_instrument("sop"), assignment="ST/1"
    )
    visits.add_all(
        visit, "person", [Person("", "Ratna", "lead"), Person("", "Dewi", "counterpart")]
    )
    visits.change(visit, "visit", visit, started_at=START.isoformat())
    visits.move(visit, VisitState.ON_SITE)
    visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    return visit


def test_each_addendum_says_what_no_signed_one_has_said(
    desk: Desk, sealed: str, tmp_path: Path
) -> None:
    out = tmp_path / "ad.pdf"
    with pytest.raises(VisitError, match="no berita acara"):
        make_document(desk, sealed, Kind.ADDENDUM, out)
    make_document(desk, sealed, Kind.BERITA_ACARA, tmp_path / "ba.pdf")
    assert "Nomor: …………/BA/VII/2024" in text_of(tmp_path / "ba.pdf"), "the register's pattern"
    make_document(desk, sealed, Kind.BERITA_ACARA, tmp_path / "ba.pdf", number="1/BA/2024")
    with pytest.raises(VisitError, match="nothing to amend"):
        make_document(desk, sealed, Kind.ADDENDUM, out)
    stand = desk.visits.snapshot(sealed).stands[0].id
    arrived = Entry("stand", stand, "status_note", "TIBA-KEMUDIAN")
    desk.records.write(sealed, [arrived], author="Bayu", at=START + timedelta(days=1))
    assert [each.value for each in late_changes(desk.records, sealed)] == ["TIBA-KEMUDIAN"]
    with pytest.raises(VisitError, match="unseal the visit and seal it again"):
        make_document(desk, sealed, Kind.BERITA_ACARA, tmp_path / "ba.pdf")
    note_signed(desk, sealed)
    with pytest.raises(VisitError, match="make an addendum"):
        make_document(desk, sealed, Kind.BERITA_ACARA, tmp_path / "ba.pdf")
    make_document(desk, sealed, Kind.ADDENDUM, out, number="2/BA/2024")
    first = text_of(out)
    assert "TIBA-KEMUDIAN" in first
    assert "Nomor: 2/BA/2024" in first
    assert "Nomor 1/BA/2024" in first
    assert desk.visits.snapshot(sealed).number == "1/BA/2024", (
        "the visit keeps the number of its minutes"
    )
    make_document(desk, sealed, Kind.ADDENDUM, out)
    assert "Nomor: 2/BA/2024" in text_of(out), "made again, it keeps its number"
    note_signed(desk, sealed, Kind.ADDENDUM)
    with pytest.raises(VisitError, match="nothing to amend"):
        make_document(desk, sealed, Kind.ADDENDUM, tmp_path / "ad2.pdf")
    keep_amendment(desk.visits, sealed, FIX)
    make_document(desk, sealed, Kind.ADDENDUM, tmp_path / "ad2.pdf")
    second = text_of(tmp_path / "ad2.pdf")
    assert "TIBA-KEMUDIAN" not in second
    assert "pukul 10.02" in second
    assert seal_of(tmp_path / "ad2.pdf")["document"].endswith("-2")


def test_a_correction_needs_a_seal_and_its_words(desk: Desk, sealed: str) -> None:
    with pytest.raises(VisitError, match="needs its reason"):
        keep_amendment(desk.visits, sealed, replace(FIX, reason=" "))
    desk.unseal(sealed)
    with pytest.raises(VisitError, match="not sealed"):
        keep_amendment(desk.visits, sealed, FIX)


def test_a_signed_addendum_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"%PDF-1.7 /ByteRange [0 1 2 3]")
    with pytest.raises(AlreadySigned):
        make_addendum(addendum(), out)
