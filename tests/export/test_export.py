"""What leaves the office: complete and documented, without what is private, whole or not at all."""

from __future__ import annotations

import csv
import json
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.export import (
    Column,
    Disclosure,
    Table,
    columns_of,
    document,
    visit_tables,
    write_tables,
)
from fieldsurvey.export.privacy import half_day
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.exports import exports, log_export, require_reason
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Officer, ServiceUser, Stand, VisitState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.survey.visits import Target

SECRETS = ("Ibu Rahasia", "081299990000", "cerita yang hanya untuk tim")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as store:
        yield Desk(store, author="Bayu Contoh")


def target_of(desk: Desk, visit: str, entity: str) -> Target:
    return next(target for target in desk.visits.targets(visit) if target.id == entity)


def interview(desk: Desk, visit: str, target: str) -> None:
    opened = desk.responses(visit).open("service_user", target_of(desk, visit, target))
    for name, value in {
        "persetujuan/setuju": "ya",
        "persetujuan/izin": "kontak",
        "persetujuan/dilayani": "hari_ini",
        "persetujuan/usia": "u26_35",
        "responden/kontak_nama": SECRETS[0],
        "responden/kontak": SECRETS[1],
        "bagian_m/m01": "jarang",
        "bagian_m/m14": SECRETS[2],
    }.items():
        opened.set(f"/data/{name}", value)


@pytest.fixture
def visit(desk: Desk) -> str:
    """A visit with five interviews at one stand and one at another, and a stand with two products."""
    stands = [Stand("", "G01", "=Perizinan"), Stand("", "G02", "Pajak")]
    identity = desk.visits.new(
        Mall("", "MPP Uji", zone="Asia/Makassar"), stands, find_instrument("mpp-sidak")
    )
    first, second = (each.id for each in desk.visits.snapshot(identity).stands)
    people = [ServiceUser("", f"R-{n:03}", first if n < 6 else second) for n in range(1, 7)]
    desk.visits.add_all(identity, "service_user", people)
    desk.visits.add(identity, "officer", Officer("", "P-001", first, "pimpinan"))
    desk.visits.move(identity, VisitState.ON_SITE)
    for user in desk.visits.snapshot(identity).service_users:
        interview(desk, identity, user.id)
    opened = desk.responses(identity).open("stand", target_of(desk, identity, first))
    for name, value in {
        "bagian_a/a01": "ya",
        "bagian_a/n_produk": "2",
        "produk[1]/bagian_b/a07": "Izin usaha",
        "produk[2]/bagian_b/b02": "lengkap",
    }.items():
        opened.set(f"/data/{name}", value)
    return identity


def tables(desk: Desk, visit: str, *, private: bool = False) -> dict[str, Table]:
    made = visit_tables(
        desk.visits.snapshot(visit),
        desk.instrument(visit),
        desk.score(visit),
        Disclosure(private=private),
    )
    return {table.name: table for table in made}


def test_private_answers_leave_neither_column_nor_value(
    desk: Desk, visit: str, tmp_path: Path
) -> None:
    found = tables(desk, visit)
    names = {column.name for column in found["service_user"].columns}
    assert "bagian_m/m01" in names
    assert not names & {
        "responden/kontak",
        "responden/kontak_nama",
        "bagian_m/m14",
        "meta/instanceName",
        "author",
    }
    write_tables(list(found.values()), tmp_path / "out", "csv")
    write_tables(list(found.values()), tmp_path / "v.json", "json")
    text = "".join(
        path.read_text("utf-8") for path in [*(tmp_path / "out").iterdir(), tmp_path / "v.json"]
    )
    assert not [secret for secret in SECRETS if secret in text]

    everything = str([table.cells() for table in tables(desk, visit, private=True).values()])
    assert [secret for secret in SECRETS if secret not in everything] == []


def test_nothing_in_an_interview_tells_when_it_was_held(desk: Desk, visit: str) -> None:
    rows = tables(desk, visit)["service_user"].rows
    known = {response.id for response in desk.visits.snapshot(visit).responses}
    for row in rows:
        assert row["response"] not in known
        assert str(row["mulai"]).endswith((" pagi", " siang"))
        assert ":" not in str(list(row.values()))


def test_a_stand_with_fewer_than_five_interviews_is_left_out(desk: Desk, visit: str) -> None:
    shown = {row["target"]: row["stand"] for row in tables(desk, visit)["service_user"].rows}
    assert shown == {**{f"R-{n:03}": "G01" for n in range(1, 6)}, "R-006": ""}
    shown = {
        row["target"]: row["stand"]
        for row in tables(desk, visit, private=True)["service_user"].rows
    }
    assert shown["R-006"] == "G02"


def test_figures_of_fewer_than_five_users_are_blank(desk: Desk, visit: str) -> None:
    """Six users answered M01: its figure stands. Two of them taken back, it does not, nor what would give it away."""

    def figure(*, private: bool = False) -> object:
        rows = {str(row["id"]): row for row in tables(desk, visit, private=private)["scores"].rows}
        return rows["m-penundaan"].get("score", "")

    assert figure() != ""
    for response in desk.visits.snapshot(visit).responses[:2]:
        desk.visits.change(visit, "response", response.id, state="returned")
    assert figure() == ""
    assert figure(private=True) != ""
    assert tables(desk, visit)["visit"].rows[0].get("score", "") == ""


def test_repeats_are_tables_that_say_whose_they_are(desk: Desk, visit: str) -> None:
    found = tables(desk, visit)
    (stand,) = found["stand"].rows
    assert (stand["target"], stand["bagian_a/a01"]) == ("G01", "ya")
    products = found["stand.produk"].rows
    assert [(row["response"], row["number"], row.get("bagian_b/b02")) for row in products] == [
        (stand["response"], "1", None),
        (stand["response"], "2", "lengkap"),
    ]


def test_every_column_is_documented_in_both_languages(desk: Desk, visit: str) -> None:
    found = tables(desk, visit)
    told = {(row["table"], row["column"]) for row in found["columns"].rows}
    there = {(t.name, c.name) for t in found.values() for c in t.columns if t.name != "columns"}
    assert told == there
    question = next(c for c in found["service_user"].columns if c.name == "bagian_m/m01")
    assert question.label.startswith("M01. Apakah layanan")
    assert question.label_en.startswith("M01. Was your service")
    assert (question.kind, question.indicator) == ("select1", "m-penundaan")


def test_the_document_of_the_columns_is_what_an_export_has(desk: Desk, visit: str) -> None:
    instrument = desk.instrument(visit)
    tables_of = columns_of(instrument, Disclosure())
    kept = (Path(__file__).parents[2] / "docs/export-columns.md").read_text("utf-8")
    assert document(instrument.id, tables_of) == kept, (
        "run: fieldsurvey visit export-columns > docs/export-columns.md"
    )
    told = {table.name: [column.name for column in table.columns] for table in tables_of}
    for name, table in tables(desk, visit).items():
        assert [column.name for column in table.columns] == told[name]
    assert [c.name for t in tables_of for c in t.columns if not (c.label and c.label_en)] == []


def test_a_table_without_rows_still_has_its_columns(desk: Desk, visit: str, tmp_path: Path) -> None:
    write_tables(list(tables(desk, visit).values()), tmp_path / "out", "csv")
    head = (tmp_path / "out" / "findings.csv").read_text("utf-8-sig")
    assert head.startswith("number,target,item,condition,criterion,")
    assert not list(tmp_path.glob(".*"))


def test_text_that_looks_like_a_formula_stays_text(desk: Desk, visit: str, tmp_path: Path) -> None:
    made = list(tables(desk, visit).values())
    write_tables(made, tmp_path / "v.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx")["stands"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=Perizinan", "s")
    write_tables(made, tmp_path / "out", "csv")
    with (tmp_path / "out" / "stands.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["'=Perizinan", "Pajak"]


def test_photos_with_a_place_are_points(tmp_path: Path) -> None:
    columns = [Column(name, "") for name in ("number", "latitude", "longitude")]
    photos = Table(
        "photos", columns, [{"number": 1, "latitude": -1.25, "longitude": 116.875}, {"number": 2}]
    )
    write_tables([photos], tmp_path / "v.geojson", "geojson")
    (feature,) = json.loads((tmp_path / "v.geojson").read_text("utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [116.875, -1.25]}
    assert feature["properties"] == {"number": 1}


def test_nothing_is_replaced_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    table = Table("t", [Column("a", "")], [{"a": Decimal("1.50")}])
    (tmp_path / "v.json").write_text("milik orang lain", encoding="utf-8")
    with pytest.raises(FileProblem, match="exists already"):
        write_tables([table], tmp_path / "v.json", "json")
    blocked = tmp_path / "berkas"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(FileProblem):
        write_tables([table], blocked / "out", "csv")
    assert {path.name for path in tmp_path.iterdir()} == {"v.json", "berkas"}


def test_the_log_keeps_who_took_what_and_why(desk: Desk, visit: str) -> None:
    with pytest.raises(VisitError, match="reason"):
        require_reason(private=True, reason=" ")
    log_export(desk.visits, visit, "csv", {"a.csv": "00"}, private=True, reason="permintaan LAHP")
    (kept,) = exports(desk.visits, visit)
    assert (kept.by, kept.format, kept.private, kept.reason, kept.files) == (
        "Bayu Contoh",
        "csv",
        True,
        "permintaan LAHP",
        {"a.csv": "00"},
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026-11-18T02:40:00.000+00:00", "2026-11-18 pagi"),
        ("2026-11-18T04:00:00.000+00:00", "2026-11-18 siang"),
        ("2026-11-18T17:00:00.000+00:00", "2026-11-19 pagi"),
        ("09:15:00.000+08:00", "pagi"),
        ("2026-11-18", "2026-11-18"),
        ("", ""),
        ("kapan-kapan", ""),
    ],
)
def test_half_days_are_those_of_the_site(value: str, shown: str) -> None:
    assert half_day(value, ZoneInfo("Asia/Makassar")) == shown
    assert half_day("2026-11-18T11:59:00Z", UTC) == "2026-11-18 pagi"


def test_what_a_workbook_cannot_hold_costs_no_export(tmp_path: Path) -> None:
    """A paste from another program brings control characters; an interview may be longer than Excel's cell."""
    told = "selesai\x0bdiserahkan\x1d", "x" * 40_000
    table = Table("t", [Column("a", "")], [{"a": text} for text in told])
    write_tables([table], tmp_path / "v.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx")["t"]
    assert sheet["A2"].value == "selesaidiserahkan"
    long = str(sheet["A3"].value)
    assert len(long) == 32_767
    assert long.endswith("lengkap dalam CSV atau JSON]")


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("-6.175 106.8272 0.0 4.5", "-6.175 106.8272 0.0 4.5"),
        ("-6.1 106.8 0.0 0.0; -6.2 106.9 0.0 0.0", "-6.1 106.8 0.0 0.0; -6.2 106.9 0.0 0.0"),
        ("-12.5", "-12.5"),
        ("-1-1", "'-1-1"),
        ("-2+cmd|' /C calc'!A1", "'-2+cmd|' /C calc'!A1"),
        ("+62811", "'+62811"),
    ],
)
def test_a_place_in_the_south_is_no_formula(tmp_path: Path, told: str, written: str) -> None:
    write_tables([Table("t", [Column("a", "")], [{"a": told}])], tmp_path / "out", "csv")
    with (tmp_path / "out" / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["a"], [written]]


def test_a_moment_at_the_end_of_the_calendar_has_no_half_day() -> None:
    assert half_day("9999-12-31T23:00:00+00:00", ZoneInfo("Asia/Makassar")) == ""
