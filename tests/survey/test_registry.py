"""The registry: what would change first, nothing deleted, nothing merged on suspicion."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldsurvey.errors import FigureError, FileProblem, RegistryError, VisitError
from fieldsurvey.paths import resources_folder
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Mall, Opening, Stand
from fieldsurvey.survey.registry_kinds import KIND, clock, days
from fieldsurvey.survey.registry_malls import mall_of
from fieldsurvey.survey.registry_plan import Plan, apply_import, plan_import
from fieldsurvey.survey.registry_proposals import proposed_stands
from fieldsurvey.survey.registry_table import csv_of, read_table, rows_of, workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHEETS = {
    "mall": [
        ["code", "name", "region", "zone"],
        ["MPP-SMD", "MPP Samarinda", "64.72", "Asia/Makassar"],
    ],
    "institution": [
        ["code", "name", "kind"],
        ["DPMPTSP", "DPMPTSP Kota", "kabkota"],
        ["BPJS", "BPJS Kesehatan", "LNS"],
    ],
    "stand": [
        ["mall", "code", "name", "institution", "floor"],
        ["MPP-SMD", "G01", "Perizinan", "DPMPTSP", 1],
        ["MPP-SMD", "G02", "BPJS Kesehatan", "BPJS", 2],
    ],
    "service": [
        ["mall", "stand", "name", "valid_until"],
        ["MPP-SMD", "G01", "Izin usaha", None],
        ["MPP-SMD", "G01", "Izin lama", date(2025, 12, 31)],
    ],
    "schedule": [
        ["mall", "stand", "days", "opens", "closes", "valid_from"],
        ["MPP-SMD", "G01", "Senin–Jumat", "08.00", "15.00", "2026-01-01"],
        ["MPP-SMD", "G02", "Sen, Rab, Jum", "08:00", "12:00", "2026-01-01"],
    ],
}


_HEAD = "mall,stand,days,opens,closes,valid_from\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as store:
        yield Desk(store, author="uji")


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def take(desk: Desk, path: Path) -> Plan:
    plan = plan_import(desk.registry, read_table(path))
    apply_import(desk.registry, plan)
    return plan


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    region = tmp_path / "region.csv"
    region.write_bytes((resources_folder() / "regions" / "kaltim.csv").read_bytes())
    take(desk, region)
    take(desk, workbook(tmp_path / "r.xlsx", SHEETS))  # type: ignore[arg-type]
    return desk


def test_both_codes_of_a_region_are_kept(filled: Desk) -> None:
    codes = {
        row["name"]: (row["kemendagri"], row["bps"]) for row in rows_of(filled.registry, "region")
    }
    assert codes["Kutai Kartanegara"] == ("64.02", "6403")
    assert codes["Kutai Barat"] == ("64.07", "6402")
    assert len(codes) == 10


def test_importing_again_changes_nothing(filled: Desk, tmp_path: Path) -> None:
    plan = take(filled, tmp_path / "r.xlsx")
    assert (plan.new, plan.changed, plan.same) == ((), (), 9)


def test_a_changed_cell_is_shown_before_it_is_written(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "stand.csv"
    path.write_text("mall;code;name;floor\nmpp-smd;g01;Perizinan Terpadu;\n", encoding="utf-8")
    plan = plan_import(filled.registry, read_table(path))
    (change,) = plan.changed
    assert change.columns["name"] == ("Perizinan", "Perizinan Terpadu")
    assert "floor" not in change.columns  # a blank cell changes nothing
    before = {row["code"]: row["name"] for row in rows_of(filled.registry, "stand")}
    assert before["G01"] == "Perizinan"
    apply_import(filled.registry, plan)
    assert len(rows_of(filled.registry, "stand")) == 2
    assert {row["floor"] for row in rows_of(filled.registry, "stand")} == {"1", "2"}


def test_a_name_much_like_another_is_flagged_and_not_merged(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "stand.csv"
    path.write_text(
        "mall,code,name\nMPP-SMD,G03,BPJS Kesehatan.\nMPP-SMD,G04,Samsat\n", encoding="utf-8"
    )
    plan = take(filled, path)
    assert [(each.line.values["code"], each.other) for each in plan.suspected] == [
        ("G03", "BPJS Kesehatan")
    ]
    assert len(rows_of(filled.registry, "stand")) == 4


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("stand", "mall,code,name\nMPP-SMD,G09,\n", "stand row 2, column name: is blank"),
        ("stand", "mall,code,name\nX,G09,A\n", "column mall: there is no mall 'X'"),
        ("stand", "mall,code,nama\nMPP-SMD,G09,A\n", "unknown column nama"),
        (
            "stand",
            "mall,code,name\nMPP-SMD,G09,A\nMPP-SMD,g09,B\n",
            "row 3: the same stand as stand row 2",
        ),
        ("region", "kemendagri,name\n6472,Samarinda\n", "column kemendagri: a Kemendagri code"),
        ("mall", "code,name,zone\nA,B,WITA\n", "column zone: 'WITA' is not a time zone"),
        (
            "schedule",
            "mall,stand,days,opens,closes,valid_from\nMPP-SMD,G01,besok,8,9,2026\n",
            "column days",
        ),
        ("lain", "a\n1\n", "no kind of the registry"),
        (
            "schedule",
            f"{_HEAD}MPP-SMD,G01,Senin,15.00,08.00,2026-01-01\n",
            "schedule row 2: closes must be later than opens",
        ),
        (
            "schedule",
            f"{_HEAD}MPP-SMD,G77,Senin,08.00,15.00,2026-01-01\n",
            "column stand: there is no stand 'G77' in mall 'MPP-SMD'",
        ),
        (
            "service",
            "mall,stand,name,valid_from,valid_until\nMPP-SMD,G01,Izin,2026-02-01,2026-01-01\n",
            "service row 2: valid_until lies before valid_from",
        ),
        (
            "schedule",
            "mall,stand,days,opens,closes,break_from,break_to,valid_from\n"
            "MPP-SMD,G01,Senin,08.00,15.00,07.00,13.00,2026-01-01\n",
            "the break must lie between opens and closes",
        ),
    ],
)
def test_a_fault_is_named_with_row_and_column(
    filled: Desk, tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    held = {kind: rows_of(filled.registry, kind) for kind in KIND}
    with pytest.raises(FileProblem, match=said):
        take(filled, path)
    assert {kind: rows_of(filled.registry, kind) for kind in KIND} == held


def test_text_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_text("bukan buku kerja", encoding="utf-8")
    with pytest.raises(FileProblem, match="not a readable"):
        read_table(path)
    with pytest.raises(FileProblem, match="no sheet is named by a kind"):
        read_table(workbook(tmp_path / "x.xlsx", {"Sheet1": [["a"]]}))


def test_what_goes_out_comes_back_the_same(filled: Desk, tmp_path: Path) -> None:
    (tmp_path / "all.xlsx").write_bytes(workbook_of(filled.registry))
    plan = plan_import(filled.registry, read_table(tmp_path / "all.xlsx"))
    assert (plan.new, plan.changed) == ((), ())
    for kind in KIND:
        (tmp_path / f"{kind}.csv").write_bytes(csv_of(filled.registry, kind))
        plan = plan_import(filled.registry, read_table(tmp_path / f"{kind}.csv"))
        assert (plan.new, plan.changed) == ((), ()), kind


def test_stands_that_a_visit_met_are_proposed_and_none_twice(filled: Desk) -> None:
    mall, stands = mall_of(filled.registry, "MPP-SMD", date(2026, 11, 23))
    instrument = filled.catalogue.instrument("sop")
    visit = filled.visits.new(mall, stands, instrument)
    assert proposed_stands(filled.registry, filled.visits.snapshot(visit)) == []
    new = Stand("", "G07", "BPJS Kesehatan loket 2", institution="BPJS  kesehatan", floor="2")
    filled.visits.add(visit, "stand", new)
    (line,) = proposed_stands(filled.registry, filled.visits.snapshot(visit))
    assert line.values == {
        "mall": "MPP-SMD",
        "code": "G07",
        "name": "BPJS Kesehatan loket 2",
        "institution": "BPJS",
        "floor": "2",
    }
    apply_import(filled.registry, plan_import(filled.registry, [line]))
    assert [row["code"] for row in rows_of(filled.registry, "stand")] == ["G01", "G02", "G07"]
    assert proposed_stands(filled.registry, filled.visits.snapshot(visit)) == []
    elsewhere = filled.visits.new(Mall("", "MPP Lain", zone="Asia/Makassar"), [], instrument)
    with pytest.raises(RegistryError, match="has 0 malls called 'MPP Lain'"):
        proposed_stands(filled.registry, filled.visits.snapshot(elsewhere))


def test_a_blank_registry_is_the_form_to_fill_in(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(desk.registry)))
    assert book.sheetnames == list(KIND)
    assert [cell.value for cell in book["mall"][1]][:2] == ["code", "name"]


def test_a_visit_copies_the_mall_as_it_is_on_the_day(filled: Desk) -> None:
    mall, (first, second) = mall_of(filled.registry, "mpp-smd", date(2026, 11, 23))
    assert (mall.name, mall.city, mall.province, mall.region_code) == (
        "MPP Samarinda",
        "Samarinda",
        "Kalimantan Timur",
        "64.72",
    )
    assert (first.institution, first.institution_kind) == ("DPMPTSP Kota", "kabkota")
    assert first.services == ("Izin usaha",)
    assert first.schedule == (Opening((1, 2, 3, 4, 5), "08:00", "15:00", valid_from="2026-01-01"),)
    assert second.schedule == (Opening((1, 3, 5), "08:00", "12:00", valid_from="2026-01-01"),)
    _, (earlier, _) = mall_of(filled.registry, "MPP-SMD", date(2025, 12, 1))
    assert earlier.services == ("Izin lama", "Izin usaha")
    assert earlier.schedule == first.schedule  # the inspection may be on a later day
    _, (later, _) = mall_of(filled.registry, "MPP-SMD", date(2027, 1, 1))
    assert later.schedule == first.schedule
    with pytest.raises(VisitError, match="it has: MPP-SMD"):
        mall_of(filled.registry, "MPP-X", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Senin–Jumat", "1,2,3,4,5"),
        ("Sen, Rab, Jum", "1,3,5"),
        ("senin s.d. kamis", "1,2,3,4"),
        ("1-5,7", "1,2,3,4,5,7"),
    ],
)
def test_days_as_offices_write_them(text: str, kept: str) -> None:
    assert days(text) == kept
    assert days(kept) == kept


@pytest.mark.parametrize("text", ["", "Jumat-Senin", "8", "Hari kerja", "Sen-Sel-Rab"])
def test_days_that_can_mean_two_things_are_refused(text: str) -> None:
    with pytest.raises(FigureError):
        days(text)


def test_times_have_a_point_or_a_colon() -> None:
    assert (clock("08.05"), clock("23:59")) == ("08:05", "23:59")
    with pytest.raises(FigureError):
        clock("24.00")
