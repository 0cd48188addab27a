"""What a visit still lacks before a laptop can set out, and whose laptop it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.inspectors import (
    choose_inspector,
    inspector_here,
    laptops,
    last_inspector,
)
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.letterheads import adopt_institution
from fieldsurvey.survey.letters import enter_letter, keep_letter, letter_of, number_later
from fieldsurvey.survey.model import Institution, Mall, Opening, Person, Stand
from fieldsurvey.survey.readiness import readiness
from fieldsurvey.survey.stages import cancel

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk


@pytest.fixture
def planned(desk: Desk) -> str:
    stand = Stand("", "G01", "Perizinan", schedule=(Opening((1,), "08:00", "15:00"),))
    return desk.visits.new(Mall("", "MPP", zone="Asia/Makassar"), [stand], find_instrument("skm"))


def test_without_a_team_nobody_sets_out(desk: Desk, planned: str) -> None:
    ready = readiness(desk, planned)
    assert ready.blocking == ("belum ada tim: tambahkan dengan `visit team`",)
    assert ready.missing == ("surat tugas belum ada",)
    desk.visits.add(planned, "person", Person("", "Siti", "member"))
    ready = readiness(desk, planned)
    assert (ready.blocking, ready.missing[-1]) == ((), "tim belum mempunyai ketua")
    desk.visits.add(planned, "person", Person("", "Ratna", "lead"))
    number_later(desk, planned)
    assert readiness(desk, planned).missing == (
        "nomor surat tugas belum diterbitkan",
        "surat tugas belum bertanggal",
        "pindaian surat tugas belum dilampirkan",
    )
    enter_letter(desk, planned, " ST / 19 ")
    assert letter_of(desk.visits, planned).number == "ST / 19"
    assert "nomor surat tugas belum diterbitkan" not in readiness(desk, planned).missing


def test_a_cancelled_visit_sets_out_no_more(desk: Desk, planned: str) -> None:
    desk.visits.add(planned, "person", Person("", "Ratna", "lead"))
    assert readiness(desk, planned).blocking == ()
    cancel(desk.visits, planned, "MPP ditutup sementara")
    assert readiness(desk, planned).blocking == ("kunjungan ini sudah dibatalkan",)


def test_an_instrument_out_of_its_validity_is_told(desk: Desk) -> None:
    visit = desk.visits.new(Mall("", "MPP"), [], find_instrument("ori-2021"))
    found = readiness(desk, visit).missing
    assert any("Instrumen ori-2021 berlaku" in line for line in found)
    assert "belum ada gerai" in found


def test_a_part_of_a_name_chooses_the_inspector_and_again_changes_nothing(
    desk: Desk, planned: str
) -> None:
    for name, role in (
        ("Ratna Sari", "lead"),
        ("Siti Aminah", "member"),
        ("Sari Dewi", "counterpart"),
    ):
        desk.visits.add(planned, "person", Person("", name, role))
    assert (inspector_here(desk.records, planned), last_inspector(desk.records)) == ("", "")
    assert choose_inspector(desk.visits, planned, "sari").name == "Ratna Sari"
    before = desk.records.cursor(planned)
    choose_inspector(desk.visits, planned, "Ratna Sari")
    assert desk.records.cursor(planned) == before
    assert last_inspector(desk.records) == "Ratna Sari"
    assert desk.visits.author == "Ratna Sari"
    choose_inspector(desk.visits, planned, "aminah")
    assert laptops(desk.records, planned) == ["Siti Aminah"]
    for nobody in ("Dewi", "a", ""):
        with pytest.raises(VisitError, match=r"there are: Ratna Sari; Siti Aminah"):
            choose_inspector(desk.visits, planned, nobody)


def test_an_institution_stands_in_a_visit_once(desk: Desk, planned: str) -> None:
    desk.visits.add(planned, "institution", Institution("", "Inspektorat Kota", ("KOP",)))
    assert adopt_institution(desk, planned, "inspektorat kota") == "Inspektorat Kota"
    assert adopt_institution(desk, planned, " Bappenas ") == "Bappenas"
    found = desk.visits.snapshot(planned).institutions
    assert [(each.name, each.letterhead) for each in found] == [
        ("Inspektorat Kota", ("KOP",)),
        ("Bappenas", ()),
    ]


def test_a_letter_keeps_what_is_not_named_and_writes_nothing_twice(
    desk: Desk, planned: str
) -> None:
    keep_letter(desk.visits, planned, issuer="Kepala", subject="Sidak")
    before = desk.records.cursor(planned)
    keep_letter(desk.visits, planned, issuer="Kepala")
    assert desk.records.cursor(planned) == before
    assert letter_of(desk.visits, planned).subject == "Sidak"
