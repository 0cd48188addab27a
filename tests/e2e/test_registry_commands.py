"""The registry through the real command: a dry run, an import, a visit made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.command import ROOT, data, fieldsurvey, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_from_an_empty_workbook_to_a_visit(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("kata sandi uji\n", encoding="utf-8")
    opened: list[object] = ["--database", tmp_path / "v.db", "--passphrase-file", tmp_path / "p"]
    regions = ROOT / "resources" / "regions" / "kaltim.csv"
    assert fieldsurvey("registry", "import", regions, "--kind", "region", *opened).returncode == 0
    mall = tmp_path / "mall.csv"
    mall.write_text(
        "code,name,region,zone\nMPP-SMD,MPP Samarinda,64.72,Asia/Makassar\n", encoding="utf-8"
    )
    dry = fieldsurvey("registry", "import", mall, "--dry-run", *opened)
    assert "baru 1, berubah 0, tetap 0" in dry.stdout
    assert data("registry", "list", "mall", *opened) == []
    assert fieldsurvey("registry", "import", mall, *opened).returncode == 0
    stand = tmp_path / "stand.csv"
    stand.write_text("mall,code,name\nMPP-SMD,G01,Perizinan\n", encoding="utf-8")
    assert fieldsurvey("registry", "import", stand, *opened).returncode == 0

    made = fieldsurvey("visit", "new", "--instrument", "sop", "--registry-mall", "MPP-SMD", *opened)
    shown = data("visit", "show", made.stdout.strip(), *opened)
    assert shown["mall"]["city"] == "Samarinda"
    assert [each["code"] for each in shown["stands"]] == ["G01"]

    told = fieldsurvey("registry", "propose", made.stdout.strip(), "--dry-run", *opened)
    assert told.stdout == "baru 0, berubah 0, tetap 0\n"

    assert "tidak ada yang perlu diperiksa" in fieldsurvey("registry", "check", *opened).stdout
    assert "Samarinda (kota, Kalimantan Timur)" in fieldsurvey("registry", "region", "6472").stdout
    assert fieldsurvey("registry", "export", tmp_path / "semua.xlsx", *opened).returncode == 0
    assert "semua.xlsx" in refused("registry", "export", tmp_path / "semua.xlsx", *opened)
