"""Results of past years through the real command: imported, compared, contradicted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.e2e.command import ROOT, data, fieldsurvey, refused

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = ROOT / "resources" / "sample" / "results.csv"


def test_the_seeds_are_imported_and_compared(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("kata sandi uji\n", encoding="utf-8")
    opened = ["--database", tmp_path / "v.db", "--passphrase-file", tmp_path / "p"]
    assert fieldsurvey("visit", "import-results", SEEDS, *opened).returncode == 0
    again = data("visit", "import-results", SEEDS, *opened)
    assert (len(again["new"]), len(again["same"])) == (0, 4)

    shown = fieldsurvey("visit", "compare", *opened).stdout
    assert "Samarinda 2021 79,87 kuning → 2022 88,59 hijau (A)" in shown
    assert "Balikpapan 2021 99,25 hijau → 2022 87,12 hijau (B)" in shown
    assert shown.count("instrumen berubah") == 2

    (mall,) = data("visit", "compare", *opened, "--mall", "balik", "--years", "2021-2023")["malls"]
    assert [each["score"] for each in mall["standings"]] == ["99.25", "87.12"]
    assert fieldsurvey("visit", "compare", *opened, "--years", "dulu").returncode == 2

    ranked = fieldsurvey("visit", "compare", "--rank", "province", *opened).stdout.splitlines()
    assert ranked[3:] == [
        "Peringkat Provinsi Kalimantan Timur 2022 (ori-2022; hasil resmi; n = 2)",
        "  1. Samarinda 88,59 hijau (A)",
        "  2. Balikpapan 87,12 hijau (B)",
    ]
    nation = data("visit", "compare", "--rank", "nation", "--years", "2021", *opened)["rankings"]
    assert [(each["instrument"], each["n"]) for each in nation] == [("ori-2021", 2)]
    assert [each["mall"] for each in nation[0]["places"]] == ["Balikpapan", "Samarinda"]

    other = tmp_path / "lain.csv"
    other.write_text(
        "mall,year,instrument,score,source\nSamarinda,2022,ori-2022,80,x\n", encoding="utf-8"
    )
    contradicted = fieldsurvey("visit", "import-results", other, *opened)
    assert contradicted.returncode == 1
    assert "tersimpan 88.59, dalam berkas 80.00" in contradicted.stdout
    other.write_text("Samarinda 2022 80\n", encoding="utf-8")
    assert "line 1" in refused("visit", "import-results", other, *opened)


def test_two_visits_are_explained_by_what_moved(demo: Path) -> None:
    opened = ["--database", demo / "visit.db"]
    (visit,) = [each["id"] for each in data("visit", "list", *opened)]
    found = data("visit", "compare", visit, visit, *opened)
    assert found["movements"] == found["units"] == []
    assert found["common"]["old"] == found["common"]["new"] == found["scores"][0]
    assert "nilai kerja" in fieldsurvey("visit", "compare", *opened).stdout


def test_one_visit_is_explained_by_what_holds_it_down(demo: Path) -> None:
    opened = ["--database", demo / "visit.db"]
    (visit,) = [each["id"] for each in data("visit", "list", *opened)]
    found = data("visit", "compare", visit, *opened)
    left = sum(Decimal(each["points"]) for each in found["losses"])
    given = sum(Decimal(each["points"]) for each in found["units"])
    assert abs(100 - left - Decimal(found["score"])) <= Decimal("0.3")
    assert abs(given - Decimal(found["score"])) <= Decimal("0.3")
    assert fieldsurvey("visit", "compare", visit, "--units", *opened).returncode == 2


def test_a_table_of_visits_says_what_the_score_says(demo: Path) -> None:
    opened = ["--database", demo / "visit.db"]
    (visit,) = [each["id"] for each in data("visit", "list", *opened)]
    score = data("visit", "score", visit, *opened)
    for scope in ("mall", "nation"):
        (section,) = data("visit", "table", "--by", scope, *opened)
        (row,) = section["rows"]
        assert (row["score"], row["sample"], row["malls"]) == (score["score"], True, 1)
        assert row["dimensions"] == {d["id"]: d["score"] for d in score["dimensions"]}
    assert data("visit", "table", "--instrument", "skm", *opened) == []
