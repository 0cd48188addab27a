"""Keeping a registry up to date: an update of service products, doubles of two laptops, codes of regions both ways."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FigureError
from fieldsurvey.journal import new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.regions import known_regions, region_of
from fieldsurvey.survey.registry import REGISTRY
from fieldsurvey.survey.registry_malls import mall_of
from fieldsurvey.survey.registry_plan import Plan, apply_import, plan_import, registry_doubts
from fieldsurvey.survey.registry_table import read_table, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

MALLS = "code,name,zone\nBPN,MPP Balikpapan,Asia/Makassar\nSMD,MPP Samarinda,Asia/Makassar\n"
STANDS = "mall,code,name\nBPN,G01,DPMPTSP\nBPN,G02,Disdukcapil\nSMD,G01,DPMPTSP\n"
HEAD = "mall,stand,days,opens,closes,valid_from,valid_until\n"
#: A list of service products as an office keeps it, and its update (seed 002).
PRODUCTS = (
    "mall,stand,name,duration,fee,valid_from\n"
    "BPN,G01,Izin Mendirikan Bangunan,14 hari,Sesuai retribusi,2021-01-01\n"
    "BPN,G01,Izin Praktik Bidan,5 hari,Gratis,2021-01-01\n"
    "BPN,G02,KTP elektronik,1 hari,Gratis,2021-01-01\n"
    "SMD,G01,Izin Mendirikan Bangunan,14 hari,Sesuai retribusi,2021-01-01\n"
)
UPDATE = (
    "mall;stand;name;duration;fee;valid_from\n"
    "BPN;G01;Persetujuan Bangunan Gedung;28 hari;Sesuai retribusi;2023-02-01\n"
    "BPN;G01;Izin Praktik Bidan;3 hari;Gratis;2021-01-01\n"
    "BPN;G02;KTP elektronik;1 hari;Gratis;2021-01-01\n"
)


def plan(desk: Desk, folder: Path, kind: str, text: str, *, ends_on: date | None = None) -> Plan:
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    return plan_import(desk.registry, read_table(path), ends_on=ends_on)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Desk:
    for kind, text in (("mall", MALLS), ("stand", STANDS), ("service", PRODUCTS)):
        apply_import(desk.registry, plan(desk, tmp_path, kind, text))
    return desk


def test_an_update_of_service_products_ends_what_it_no_longer_names(
    office: Desk, tmp_path: Path
) -> None:
    last = date(2023, 1, 31)
    found = plan(office, tmp_path, "service", UPDATE, ends_on=last)
    assert [line.values["name"] for line in found.new] == ["Persetujuan Bangunan Gedung"]
    assert [(c.line.values["name"], c.columns) for c in found.changed] == [
        ("Izin Praktik Bidan", {"duration": ("5 hari", "3 hari")}),
        ("Izin Mendirikan Bangunan", {"valid_until": ("", "2023-01-31")}),
    ]
    apply_import(office.registry, found)
    again = plan(office, tmp_path, "service", UPDATE, ends_on=last)
    assert (again.new, again.changed, again.same) == ((), (), 3)

    def products(mall: str, day: date) -> tuple[str, ...]:
        return mall_of(office.registry, mall, day)[1][0].services

    before, after = date(2023, 1, 31), date(2023, 2, 1)
    assert products("BPN", before) == ("Izin Mendirikan Bangunan", "Izin Praktik Bidan")
    assert products("BPN", after) == ("Izin Praktik Bidan", "Persetujuan Bangunan Gedung")
    assert products("SMD", after) == ("Izin Mendirikan Bangunan",)
    assert len(rows_of(office.registry, "service")) == 5


def test_schedules_that_hold_at_the_same_time_are_flagged(office: Desk, tmp_path: Path) -> None:
    old = f"{HEAD}BPN,G01,Senin-Jumat,08.00,15.00,2026-01-01,\nBPN,G02,Jumat,08.00,11.00,2026-01-01,\n"
    apply_import(office.registry, plan(office, tmp_path, "schedule", old))
    new = f"{HEAD}BPN,G01,Jumat,08.30,11.00,2026-07-01,\n"
    found = plan(office, tmp_path, "schedule", new)
    assert [doubt.what for doubt in found.suspected] == [
        "jadwal G01 bertumpuk dengan 08:00–15:00 sejak 2026-01-01; akhiri yang lama dengan valid_until"
    ]
    ended = f"{HEAD}BPN,G01,1-5,08.00,15.00,2026-01-01,2026-06-30\nBPN,G01,Jumat,08.30,11.00,2026-07-01,\n"
    assert plan(office, tmp_path, "schedule", ended).suspected == ()


def test_a_bps_code_of_two_regions_is_flagged(desk: Desk, tmp_path: Path) -> None:
    text = "kemendagri,bps,name\n64.02,6402,Kutai Kartanegara\n64.07,6402,Kutai Barat\n"
    (doubt,) = plan(desk, tmp_path, "region", text).suspected
    assert "kode BPS 6402 juga kode 'Kutai Barat'" in doubt.what


def test_what_two_laptops_entered_is_listed_and_neither_is_merged(
    office: Desk, tmp_path: Path
) -> None:
    assert registry_doubts(office.registry) == []
    other = new_id()
    fields = {"mall": "bpn", "code": "g01", "name": "DPMPTSP Kota Balikpapan"}
    entries = [Entry("stand", new_id(), name, value) for name, value in fields.items()]
    entity = entries[0].entity
    entries = [Entry("stand", entity, name, value) for name, value in fields.items()]
    office.records.write(
        other,
        [Entry(REGISTRY, other, "title", ""), *entries],
        author="Bayu",
        at=office.visits.clock.now(),
    )
    (doubt,) = registry_doubts(office.registry)
    assert doubt.what.startswith("stand BPN / G01 tercatat dua kali")
    assert len(rows_of(office.registry, "stand")) == 4
    text = "mall,code,name\nBPN,G01,DPMPTSP Terpadu\n"
    apply_import(office.registry, plan(office, tmp_path, "stand", text))
    names = {
        row["name"] for row in rows_of(office.registry, "stand") if row["mall"].upper() == "BPN"
    }
    assert names == {"DPMPTSP Terpadu", "DPMPTSP Kota Balikpapan", "Disdukcapil"}


def test_a_change_is_written_where_the_record_is(office: Desk, tmp_path: Path) -> None:
    other = new_id()
    values = {"code": "BTG", "name": "MPP Bontang", "zone": "Asia/Makassar"}
    entries = [Entry("mall", "mall-btg", name, value) for name, value in values.items()]
    entries.append(Entry(REGISTRY, other, "title", ""))
    office.records.write(other, entries, author="Bayu", at=office.visits.clock.now())
    text = "code,name,zone\nBTG,MPP Kota Bontang,Asia/Makassar\n"
    apply_import(office.registry, plan(office, tmp_path, "mall", text))
    assert sorted(row["name"] for row in rows_of(office.registry, "mall")) == [
        "MPP Balikpapan",
        "MPP Kota Bontang",
        "MPP Samarinda",
    ]
    record = office.records.entity(other, "mall-btg")
    assert record is not None
    assert record.fields["name"] == "MPP Kota Bontang"


@pytest.mark.parametrize(
    ("kemendagri", "bps", "name"),
    [
        ("64.01", "6401", "Paser"),
        ("64.02", "6403", "Kutai Kartanegara"),
        ("64.03", "6405", "Berau"),
        ("64.07", "6402", "Kutai Barat"),
        ("64.08", "6404", "Kutai Timur"),
        ("64.09", "6409", "Penajam Paser Utara"),
        ("64.11", "6411", "Mahakam Ulu"),
        ("64.71", "6471", "Balikpapan"),
        ("64.72", "6472", "Samarinda"),
        ("64.74", "6474", "Bontang"),
    ],
)
def test_the_codes_of_kaltim_both_ways(kemendagri: str, bps: str, name: str) -> None:
    """The table of domain.md §9 (S50, S51)."""
    assert region_of(kemendagri).region.name == name
    assert region_of(kemendagri).region.bps == bps
    assert region_of(bps).region == region_of(kemendagri).region
    assert sum(1 for region in known_regions() if region.kemendagri.startswith("64.")) == 10


def test_a_forgotten_point_is_told(office: Desk, tmp_path: Path) -> None:
    reading = region_of("6402")
    assert reading.region.name == "Kutai Barat"
    assert reading.otherwise is not None
    assert reading.otherwise.name == "Kutai Kartanegara"
    assert region_of("6472").otherwise is None
    with pytest.raises(FigureError, match=r"BPS code 6407; with a point, 64\.07 is Kutai Barat"):
        region_of("6407")
    with pytest.raises(FigureError, match=r"Kemendagri code 64\.73"):
        region_of("64.73")
    text = "kemendagri,bps,name,kind\n65.71,6571,Tarakan,kota\n"
    apply_import(office.registry, plan(office, tmp_path, "region", text))
    assert region_of("6571", office.registry).region.name == "Tarakan"
