"""Preparing an unannounced visit in the office, and setting out with it: letter, team, package, joining."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.cli.command_line import data, ran, refused, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

STANDS = """
[mall]
name = "MPP Contoh"
zone = "Asia/Makassar"
[[stand]]
code = "G01"
name = "Perizinan"
schedule = [{ weekdays = [1, 2, 3], opens = "08:00", closes = "15:00" }]
[[stand]]
code = "G02"
name = "Samsat"
"""
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 40 + b"%%EOF\n"
Opened = list[object]


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, kind)
    return out.getvalue()


def database(folder: Path, name: str = "kantor.db") -> Opened:
    return ["--database", folder / name]


@pytest.fixture
def office(tmp_path: Path) -> Opened:
    """Return the office's database, with two institutions in its registry."""
    opened = database(tmp_path)
    rows = (
        "code,name,letterhead,address\nORI,Perwakilan Ombudsman,OMBUDSMAN;PERWAKILAN,Jalan Satu 1\n"
    )
    (tmp_path / "institution.csv").write_text(rows + "INSP,Inspektorat Kota,,Jalan Dua 2\n")
    ran("registry", "import", tmp_path / "institution.csv", *opened)
    (tmp_path / "logo.png").write_bytes(picture("PNG"))
    ran("registry", "logo", "ori", tmp_path / "logo.png", *opened)
    return opened


def new_visit(folder: Path, opened: Opened, instrument: str = "ori-2025-draft") -> str:
    (folder / "mall.toml").write_text(STANDS, encoding="utf-8")
    mall = ("--mall", folder / "mall.toml")
    return ran("visit", "new", "--instrument", instrument, *mall, *opened).strip()


def test_a_letter_with_numbers_period_scan_and_a_team_of_two_institutions(
    tmp_path: Path, office: Opened
) -> None:
    visit = new_visit(tmp_path, office)
    assert "Surat tugas:    belum ada" in ran("visit", "letter", visit, *office)
    facts = (
        *("--date", "2026-11-16", "--issuer", "Kepala Perwakilan", "--subject", "Sidak MPP"),
        *("--from", "2026-11-18", "--until", "2026-11-20"),
    )
    later = data("visit", "letter", visit, "--later", *facts, *office)
    assert (later["number"], later["dated"]) == ("…/ST/XI/2026", "2026-11-16")

    ran("registry", "numbering", "surat-tugas", "--template", "B/{urut}/{kode}/{tahun}", *office)
    scan = tmp_path / "surat.pdf"
    scan.write_bytes(PDF)
    said = data(*("visit", "letter", visit, "--reserve", "--berita-acara", "--scan", scan, *office))
    assert (said["number"], said["minutes"]) == ("B/001/ST/2026", "001/BA/XI/2026")
    assert (said["issuer"], said["period_until"]) == ("Kepala Perwakilan", "2026-11-20")
    assert (said["scan"]["media_type"], said["scan"]["size"]) == ("application/pdf", len(PDF))
    again = data("visit", "letter", visit, "--reserve", "--berita-acara", *office)
    assert (again["number"], again["minutes"]) == (said["number"], said["minutes"])

    ran("visit", "team", visit, "--add", "Ratna", "--role", "lead", "--institution", "ori", *office)
    ran("visit", "team", visit, "--add", "Siti", "--institution", "Inspektorat Kota", *office)
    ran("visit", "team", visit, "--add", "Bayu", "--institution", "ORI", *office)
    ran("visit", "team", visit, "--remove", "bayu", *office)
    found = data("visit", "team", visit, *office)
    assert [(each["name"], each["institution"]) for each in found["people"]] == [
        ("Ratna", "Perwakilan Ombudsman"),
        ("Siti", "Inspektorat Kota"),
    ]
    ombudsman, inspectorate = found["institutions"]
    assert ombudsman["letterhead"] == ["OMBUDSMAN", "PERWAKILAN", "Jalan Satu 1"]
    assert len(ombudsman["logo"]) == 64
    assert inspectorate["letterhead"] == ["INSPEKTORAT KOTA", "Jalan Dua 2"]
    assert "Ratna (lead); Siti (member)" in ran("visit", "letter", visit, *office)

    other = new_visit(tmp_path, office)
    reserve = ("visit", "letter", other, "--reserve", "--date", "2026-12-01")
    assert data(*reserve, *office)["number"] == "B/002/ST/2026"
    said = refused("visit", "letter", other, "--number", "b/001/ST/2026", *office)
    assert f"is held by visit {visit[:13]} already" in said
    assert "is held by visit" in refused("visit", "letter", other, "--ordinal", "1", *office)
    assert run("visit", "letter", other, "--later", "--reserve", *office).code == 2
    assert "ends on" in refused(
        "visit", "letter", other, "--from", "2026-12-02", "--until", "2026-12-01", *office
    )


def test_one_letter_for_two_malls_and_one_number_typed_twice(
    tmp_path: Path, office: Opened
) -> None:
    first, second, third = (new_visit(tmp_path, office) for _ in range(3))
    scan = tmp_path / "surat.jpg"
    scan.write_bytes(picture("JPEG"))
    facts = ("--date", "2026-11-16", "--issuer", "Kepala", "--scan", scan)
    letter = data("visit", "letter", first, "--reserve", *facts, *office)
    assert "has no letter" in refused("visit", "letter", second, "--same-as", third, *office)
    shared = data("visit", "letter", second, "--same-as", first[:18], *office)
    assert {**shared, "minutes": ""} == {**letter, "minutes": ""}
    assert "juga tertulis" not in ran("visit", "letter", second, *office)

    typed = ("visit", "new", "--instrument", "ori-2025-draft", "--assignment", "001/st/XI/2026")
    slip = ran(*typed, *office).strip()
    said = ran("visit", "letter", slip, *office)
    assert f"! nomor ini juga tertulis pada kunjungan {first[:13]}" in said
    assert f"kunjungan {slip[:13]}" in ran("visit", "letter", first, *office)


def test_what_is_no_scan_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    opened = database(tmp_path)
    visit = new_visit(tmp_path, opened)
    for name, content, said in (
        ("surat.pdf", b"MZ\x90 program", "neither a PDF nor a JPEG by its content"),
        ("surat.jpg", picture("PNG"), "neither a PDF nor a JPEG by its content"),
        ("surat.pdf", PDF[:-20], "the PDF is cut off"),
        ("surat.jpg", picture("JPEG")[:-200], "surat.jpg"),
        ("tidak-ada.pdf", b"", "No such file"),
    ):
        if content:
            (tmp_path / name).write_bytes(content)
        words = ("visit", "letter", visit, "--subject", "Sidak", "--scan", tmp_path / name)
        assert said in refused(*words, *opened)
    assert data("visit", "letter", visit, *opened)["subject"] == ""


def test_two_laptops_that_reserve_one_number_are_shown_and_neither_sets_out(
    tmp_path: Path, office: Opened
) -> None:
    other = database(tmp_path, "lain.db")
    ran("bundle", "export", tmp_path / "r", "--registry", *office)
    ran("bundle", "import", tmp_path / "r", *other)
    mine, theirs = new_visit(tmp_path, office), new_visit(tmp_path, other)
    for visit, opened in ((mine, office), (theirs, other)):
        ran("visit", "letter", visit, "--reserve", "--date", "2026-11-16", *opened)
    ran("bundle", "export", tmp_path / "back", "--registry", *other)
    ran("bundle", "import", tmp_path / "back", *office)
    assert ran("registry", "numbers", *office).count("! juga dipegang kunjungan") == 2
    assert f"juga dipegang kunjungan {theirs[:13]}" in ran("visit", "letter", mine, *office)
    (tmp_path / "sandi").write_text("sandi paket")
    package = ("visit", "package", mine, "--out", tmp_path / "p")
    said = refused(*package, "--bundle-passphrase-file", tmp_path / "sandi", *office)
    assert "001/ST/XI/2026 juga dipegang kunjungan" in said
    assert not (tmp_path / "p").exists()
    taken = data("visit", "letter", mine, "--reserve", *office)
    assert (taken["number"], taken["disputed"]) == ("002/ST/XI/2026", {})
    assert "! juga" not in ran("registry", "numbers", *office)


def prepared(tmp_path: Path, office: Opened, instrument: str = "ori-2025-draft") -> str:
    visit = new_visit(tmp_path, office, instrument)
    ran("visit", "letter", visit, "--reserve", "--date", "2026-11-16", *office)
    ran("visit", "team", visit, "--add", "Ratna", "--role", "lead", "--institution", "ORI", *office)
    ran("visit", "team", visit, "--add", "Siti", "--institution", "INSP", *office)
    ran("visit", "draw", visit, "stand", "--size", "1", *office)
    return visit


def test_a_package_opens_ready_to_go_and_joining_twice_changes_nothing(
    tmp_path: Path, office: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIELDSURVEY_AUTHOR", raising=False)
    visit = prepared(tmp_path, office, "sop")
    laptop, package = database(tmp_path, "laptop.db"), tmp_path / "paket"
    assert run("visit", "package", visit, "--out", package, *office).code == 2
    ran("bundle", "key", tmp_path / "siti.pub", *laptop)
    said = ran("visit", "package", visit, "--out", package, "--to", tmp_path / "siti.pub", *office)
    assert "tim 2 orang dari 2 instansi" in said
    assert "2 gerai, 1 dengan jadwal" in said
    assert "1 pengambilan sampel" in said
    assert "! pindaian surat tugas belum dilampirkan" in said
    assert "! 1 gerai tanpa jadwal layanan (G02)" in said

    assert "fits 'Budi'" in refused("visit", "join", package, "--as", "Budi", *laptop)
    assert data("visit", "list", *laptop) == []
    assert "! siapa Anda?" in ran("visit", "join", package, *laptop)
    first = data("visit", "join", package, "--as", "siti", *laptop)
    assert (first["id"], first["state"], first["instrument"]) == (visit, "planned", "sop 2026.1")
    assert (first["inspector"], first["problem"]) == ("Siti", "")
    before = data("visit", "show", visit, *laptop)
    again = data("visit", "join", package, "--as", "Siti", *laptop)
    assert again["imported"]["arrivals"][0]["changes_new"] == 0
    assert data("visit", "show", visit, *laptop) == before
    # Who one is was written here, after the package came.
    assert "! hanya di laptop ini: 2 perubahan, 0 berkas" in ran("visit", "show", visit, *laptop)
    assert [stand["schedule"] != [] for stand in before["stands"]] == [True, False]
    assert before["institutions"][0]["logo"]
    assert "001/ST/XI/2026" in ran("visit", "protocol", visit, *laptop)

    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([]))
    words = ("form", "run", "stand", "--answers", steps, "--visit", visit, "--target", "G01")
    ran(*words, *laptop)
    assert data("visit", "show", visit, *laptop)["responses"][0]["author"] == "Siti"
    # The package brought the team's key: what the laptop sends back to the team opens in the office.
    back = tmp_path / "kembali"
    ran("bundle", "export", back, "--visit", visit, "--to", "team", *laptop)
    assert "opened by team" in ran("bundle", "import", back, *office)
    assert data("visit", "show", visit, *office)["responses"][0]["author"] == "Siti"


def test_a_running_visit_is_joined_from_a_bundle_of_its_lead(
    tmp_path: Path, office: Opened
) -> None:
    visit = prepared(tmp_path, office)
    ran("visit", "move", visit, "on-site", *office)
    secret = ("--bundle-passphrase-file", tmp_path / "sandi")
    (tmp_path / "sandi").write_text("sandi tim\n")
    (tmp_path / "salah").write_text("lain\n")
    ran("bundle", "export", tmp_path / "b", "--visit", visit, *secret, *office)
    laptop = database(tmp_path, "laptop.db")
    wrong = refused(
        *("visit", "join", tmp_path / "b", "--bundle-passphrase-file", tmp_path / "salah", *laptop)
    )
    assert "the passphrase does not open this bundle (nothing was taken in)" in wrong
    (tmp_path / "putus").write_bytes((tmp_path / "b").read_bytes()[:-1000])
    fresh = database(tmp_path, "baru.db")
    assert "putus" in refused("visit", "join", tmp_path / "putus", *secret, *fresh)
    assert not (tmp_path / "baru.db").exists()
    joined = data("visit", "join", tmp_path / "b", "--as", "Siti", *secret, *laptop)
    assert (joined["state"], joined["inspector"]) == ("on-site", "Siti")
    ran("bundle", "export", tmp_path / "r", "--registry", *office)
    assert "holds 0 visits" in refused("visit", "join", tmp_path / "r", *laptop)
