"""Tables by mall, province and nation, from figures made by hand; where a mall lies, from its name."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.paths import resources_folder
from fieldsurvey.scoring import Band, Standing, Total
from fieldsurvey.survey.csv_rows import read_csv
from fieldsurvey.survey.national import table, table_data, table_lines
from fieldsurvey.survey.provinces import Provinces
from fieldsurvey.survey.ranked import ranking_lines
from fieldsurvey.survey.registry_plan import apply_import, plan_import
from fieldsurvey.survey.registry_table import read_table
from fieldsurvey.survey.score_ports import Counts, ScoredVisit
from fieldsurvey.survey.score_table import Figures

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

A = Band("A", "Kualitas Tertinggi", "hijau", Decimal("88.00"))
C = Band("C", "Kualitas Sedang", "kuning", Decimal("54.00"))


def figures(
    mall: str,
    score: str | None,
    province: str = "Kalimantan Timur",
    day: str = "2026-03-01",
    responses: int = 10,
    *,
    of_people: bool = False,
) -> Figures:
    figure = None if score is None else Decimal(score)
    provisional = Decimal("40.00") if figure is None else None
    band = None if figure is None else A if figure >= A.lower else C
    total = Total(
        figure, provisional, band, {"input": figure or Decimal("40.00"), "output": figure}
    )
    facts = ScoredVisit(
        *(f"v-{mall}-{day}", mall, province, "", day, "mpp-sidak", "1", "00", "sealed"),
        *(False, 44, 12),
    )
    return Figures(facts, total, Counts(responses, 100, 3), of_people)


VISITS = [
    figures("MPP Bontang", "60.00"),
    figures("MPP Samarinda", "70.00", day="2026-01-02"),
    figures("MPP Samarinda", "90.00"),
    figures("MPP Balikpapan", None),
    figures("MPP Banjarmasin", "80.01", province=""),
]


def test_means_are_of_the_latest_complete_visits() -> None:
    """By hand: Kaltim (60 + 90) ÷ 2; the nation (60 + 90 + 80,01) ÷ 3 = 76,67; Balikpapan is incomplete."""
    ((section, rows),) = table(VISITS, "province").items()
    assert (section.year, section.instrument) == (2026, "mpp-sidak")
    shown = [(row.name, row.malls, row.complete, str(row.mean), dict(row.bands)) for row in rows]
    assert shown == [
        ("(provinsi tidak diketahui)", 1, 1, "80.01", {"C": 1}),
        ("Kalimantan Timur", 3, 2, "75.00", {"A": 1, "C": 1}),
    ]
    ((nation,),) = table(VISITS, "nation").values()
    assert (nation.malls, nation.complete, str(nation.mean)) == (4, 3, "76.67")
    assert (nation.answers, nation.not_applicable, nation.inspected) == (400, 12, 48)
    assert nation.dimensions["input"] == Decimal("67.50")  # (60 + 90 + 40 + 80,01) ÷ 4 = 67,5025
    assert nation.band is None


def test_an_incomplete_mall_has_a_provisional_figure_that_says_so() -> None:
    text = table_lines(table(VISITS, "mall"), {"input": "Input"})
    assert text[0] == "2026 · mpp-sidak · nilai kerja, bukan nilai resmi"
    assert text[1].startswith(
        "  MPP Balikpapan: belum lengkap, nilai sementara 40,00 · Input 40,00"
    )
    assert "MPP Samarinda: 90,00 A hijau" in text[4]
    row = table_data(table(VISITS, "mall"))[0]["rows"][0]
    assert (row["score"], row["provisional"], row["complete"]) == (None, "40.00", 0)


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, "90.00")])
def test_few_people_have_no_figure(people: int, shown: str | None) -> None:
    found = table([figures("MPP Uji", "90.00", responses=people, of_people=True)], "mall")
    ((row,),) = found.values()
    assert (None if row.mean is None else str(row.mean)) == shown
    assert bool(row.dimensions) == (shown is not None)
    assert ("kurang dari 5 orang" in table_lines(found, {})[1]) == (shown is None)


@pytest.mark.parametrize(
    ("mall", "province"),
    [
        ("Samarinda", "Kalimantan Timur"),
        ("MPP Kota  SAMARINDA", "Kalimantan Timur"),
        ("Mal Pelayanan Publik Kabupaten Kutai Barat", "Kalimantan Timur"),
        ("Gedung Serbaguna", "Kalimantan Tengah"),
        ("MPP Uji", "Provinsi Contoh"),
        ("Samarinda Mall", ""),
        ("Kota Antah", ""),
    ],
)
def test_where_a_mall_lies(desk: Desk, tmp_path: Path, mall: str, province: str) -> None:
    region, malls = tmp_path / "region.csv", tmp_path / "mall.csv"
    region.write_text(
        "kemendagri,bps,kind,name,province,zone\n62.71,6271,kota,Palangka Raya,Kalimantan Tengah,\n",
        encoding="utf-8",
    )
    malls.write_text(
        "code,name,region,zone\nPKY,Gedung Serbaguna,62.71,Asia/Jakarta\n", encoding="utf-8"
    )
    for path in (region, malls):
        apply_import(desk.registry, plan_import(desk.registry, read_table(path)))
    assert Provinces(desk.registry, [("MPP Uji", "Provinsi Contoh")]).of(mall) == province


def test_who_cannot_be_placed_is_told() -> None:
    found = [Standing("Entah", 2022, "ori-2022", Decimal("80.00"), None, official=True)]
    (line,) = ranking_lines(found, by_province=True)
    assert line.startswith("Provinsi tidak diketahui, tidak diperingkatkan: Entah.")


def test_csv_of_excel_and_of_others_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    plain = b'name,note\nA,"two\nlines"\n\nB,\n'
    path.write_bytes(plain)
    expected = read_csv(path)
    assert expected.columns == ("name", "note")
    assert expected.rows == (
        (3, {"name": "A", "note": "two\nlines"}),
        (5, {"name": "B", "note": ""}),
    )
    path.write_bytes(b"\xef\xbb\xbf" + plain.replace(b",", b";").replace(b"\n", b"\r\n"))
    assert [row["name"] for _, row in read_csv(path).rows] == ["A", "B"]
    with pytest.raises(FileProblem, match=r"nothing\.csv"):
        read_csv(tmp_path / "nothing.csv")
    assert read_csv(resources_folder() / "regions" / "kaltim.csv").columns[0] == "kemendagri"
