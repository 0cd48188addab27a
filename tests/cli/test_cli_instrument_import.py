"""An office edits an instrument with a spreadsheet and a text editor, imports it, and inspects by it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instrument_files import is_name
from tests.cli.command_line import data, ran, refused
from tests.survey.instrument_example import files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the small instrument ``mini`` of two forms."""
    place = tmp_path / "mini"
    place.mkdir()
    for name, content in files().items():
        (place / name).write_bytes(content)
    return place


def database(tmp_path: Path, name: str = "v.db") -> list[object]:
    return ["--database", tmp_path / name]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_from_export_by_excel_and_editor_to_a_visit(tmp_path: Path, folder: Path) -> None:
    opened = database(tmp_path)
    assert "in order, nothing stored" in ran("instrument", "import", folder, "--dry-run")
    said = ran("instrument", "import", folder, *opened)
    assert said.startswith("mini 2024.1: imported (2 forms)")
    assert "stand.xform.xml · SHA-256 " in said
    assert "here already, unchanged" in ran("instrument", "import", folder, *opened)

    copy = tmp_path / "salinan"
    ran("instrument", "export", "mini", copy, *opened)
    assert sorted(path.name for path in copy.iterdir()) == [
        "instrument.toml",
        "mall.xlsx",
        "stand.xlsx",
    ]
    book = openpyxl.load_workbook(copy / "stand.xlsx")
    book["survey"]["C2"] = "Persyaratan dipublikasikan"
    book.save(copy / "stand.xlsx")
    edit(copy / "instrument.toml", 'lower = "50"', 'lower = "60"')
    said = refused("instrument", "import", copy, *opened)
    assert "is here already with another content (instrument.toml, stand.xlsx)" in said
    assert 'version = "2024.2"' in said

    edit(copy / "instrument.toml", 'version = "2024.1"', 'version = "2024.2"')
    ran("instrument", "import", copy, *opened)
    lines = ran("instrument", "diff", "mini@2024.1", "mini", *opened)
    assert "~ band A: from 50 · Baik · hijau → from 60 · Baik · hijau" in lines
    assert "~ form stand: harmless: /data/b02: label" in lines
    assert "Persyaratan → Persyaratan dipublikasikan" in lines

    listed = {
        (row["id"], row["version"]): row["imported"]
        for row in data("instrument", "list", *opened)
        if row["id"] in {"mini", "sop"}
    }
    assert listed == {("mini", "2024.1"): True, ("mini", "2024.2"): True, ("sop", "2026.1"): False}
    assert data("instrument", "show", "mini", *opened)["bands"][0]["lower"] == "60"
    assert "in order (2 forms)" in ran("instrument", "check", "mini@2024.1", *opened)
    assert ran("instrument", "band", "mini", "55", *opened).startswith("55,00 · B")
    assert ran("instrument", "band", "mini@2024.1", "55", *opened).startswith("55,00 · A")

    results = tmp_path / "hasil.csv"
    results.write_text(
        "mall,year,instrument,score,source\nMPP Mini,2024,mini,55,\n", encoding="utf-8"
    )
    assert "baru 1" in ran("visit", "import-results", results, *opened)
    assert "kuning" not in ran("visit", "compare", *opened)
    assert "55,00" in ran("visit", "compare", *opened)

    visit = ran("visit", "new", "--instrument", "mini", *opened).strip()
    assert data("visit", "show", visit, *opened)["instrument"]["version"] == "2024.2"


def test_a_shipped_instrument_is_edited_under_its_own_id(tmp_path: Path) -> None:
    opened = database(tmp_path)
    copy = tmp_path / "sop"
    ran("instrument", "export", "sop", copy)
    assert "choose another name" in refused("instrument", "export", "sop", copy)
    assert "here already, unchanged" in ran("instrument", "import", copy, *opened)
    edit(copy / "instrument.toml", 'version = "2026.1"', 'version = "2026.10"')
    with zipfile.ZipFile(tmp_path / "sop.zip", "w") as archive:
        for path in copy.iterdir():
            archive.write(path, f"sop/{path.name}")
    ran("instrument", "import", tmp_path / "sop.zip", *opened)
    assert data("instrument", "show", "sop", *opened)["version"] == "2026.10"
    assert data("instrument", "show", "sop@2026.1", *opened)["version"] == "2026.1"
    assert "no instrument of this id" in refused("instrument", "show", "sop@2026.2", *opened)


def test_each_fault_says_file_and_place_and_stores_nothing(tmp_path: Path, folder: Path) -> None:
    opened = database(tmp_path)
    book = openpyxl.load_workbook(folder / "stand.xlsx")
    book["survey"]["G2"] = "persyaratn"
    book.save(folder / "stand.xlsx")
    said = refused("instrument", "import", folder, *opened)
    assert "stand.xlsx, sheet survey, row 2, column bind::fs:indicator (/data/b02)" in said
    assert "is 'persyaratan' meant?" in said
    edit(folder / "instrument.toml", "official = false", 'official = "tidak"')
    said = refused("instrument", "import", folder, *opened)
    assert f"{folder / 'instrument.toml'}: 'official' must be true or false, not 'tidak'" in said
    (folder / "mall.xlsx").unlink()
    edit(folder / "instrument.toml", 'official = "tidak"', "official = false")
    assert "names mall.xlsx, which is not there" in refused("instrument", "import", folder, *opened)
    assert not (tmp_path / "v.db").exists()


def test_an_imported_instrument_travels_in_a_bundle(tmp_path: Path, folder: Path) -> None:
    office, laptop = database(tmp_path), database(tmp_path, "lain.db")
    assert "registry of this database is empty" in _empty_registry(tmp_path, office)
    ran("instrument", "import", folder, *office)
    ran("bundle", "export", tmp_path / "r.bundle", "--registry", *office)
    assert "  registry " in ran("bundle", "import", tmp_path / "r.bundle", *laptop)
    assert "in order (2 forms)" in ran("instrument", "check", "mini", *laptop)


def _empty_registry(tmp_path: Path, opened: list[object]) -> str:
    ran("visit", "new", "--instrument", "ori-2021", *opened)
    return refused("bundle", "export", tmp_path / "r.bundle", "--registry", *opened)


def test_two_laptops_with_two_contents_of_one_version_must_agree(
    tmp_path: Path, folder: Path
) -> None:
    here, there = database(tmp_path), database(tmp_path, "lain.db")
    ran("instrument", "import", folder, *here)
    ran("bundle", "export", tmp_path / "r.bundle", "--registry", *here)
    edit(folder / "instrument.toml", 'lower = "50"', 'lower = "40"')
    ran("instrument", "import", folder, *there)
    ran("bundle", "import", tmp_path / "r.bundle", *there)
    assert "tidak dapat dipakai: two laptops imported version 2024.1" in ran(
        "instrument", "list", *there
    )
    assert "two laptops imported" in refused("visit", "new", "--instrument", "mini", *there)
    ran("instrument", "import", folder, *there)
    assert ran("instrument", "band", "mini", "45", *there).startswith("45,00 · A")


def test_lists_and_pictures_of_a_form_travel_with_its_visits(tmp_path: Path, folder: Path) -> None:
    here, there = database(tmp_path), database(tmp_path, "lain.db")
    book = openpyxl.load_workbook(folder / "stand.xlsx")
    survey = book["survey"]
    survey.append(["select_one_from_file desa.csv", "asal", "Asal pemohon"])
    head = [cell.value for cell in survey[1]]
    survey.cell(1, len(head) + 1, "media::image")
    survey.cell(survey.max_row, len(head) + 1, "denah.png")
    book.save(folder / "stand.xlsx")
    said = refused("instrument", "import", folder, *here)
    assert "stand.xlsx: desa.csv is not there; expected: media/desa.csv beside it" in said
    assert "media/denah.png" in refused("instrument", "check", folder)
    media = folder / "media"
    media.mkdir()
    (media / "desa.csv").write_text("name,label\nsd,Sidodadi\nsg,Sungai Pinang\n")
    (media / "denah.png").write_bytes(b"a picture")
    (media / "Thumbs.db").write_bytes(b"of Windows")
    ran("instrument", "import", folder, *here)
    ran("instrument", "export", "mini", tmp_path / "salinan", *here)
    exported = sorted(each.name for each in (tmp_path / "salinan" / "media").iterdir())
    assert exported == ["denah.png", "desa.csv"]
    with zipfile.ZipFile(tmp_path / "mini.zip", "w") as archive:
        for path in folder.rglob("*.*"):
            archive.write(path, path.relative_to(folder))
    assert "here already, unchanged" in ran("instrument", "import", tmp_path / "mini.zip", *here)

    visit = ran("visit", "new", "--instrument", "mini", *here).strip()
    ran("bundle", "export", tmp_path / "v.bundle", "--visit", visit, *here)
    ran("bundle", "import", tmp_path / "v.bundle", *there)
    with Store.open(tmp_path / "lain.db", None) as store:
        desk = Desk(store, author="x")
        instrument = desk.instrument(desk.visits.find(visit))
    form = instrument.form("stand")
    assert form.diagnostics == ()
    session = form.start()
    assert session.choices("/data/asal") == [("sd", "Sidodadi"), ("sg", "Sungai Pinang")]
    assert session.media("/data/asal") == {"image": "jr://images/denah.png"}
    assert instrument.media["denah.png"] == b"a picture"


@pytest.mark.parametrize(
    "name", ["../jauh.toml", "media/../../x", "media/", "a/b", "/etc/x", "C:\\x"]
)
def test_a_name_that_came_in_a_bundle_never_leads_out_of_the_folder(name: str) -> None:
    assert not is_name(name)
    assert is_name("media/desa 2024.csv")
    assert is_name("stand.xlsx")
