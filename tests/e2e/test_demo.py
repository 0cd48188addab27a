"""The sample inspection as a newcomer finds it: results, signatures, and every way of tampering."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.e2e.command import data, fieldsurvey, refused


@pytest.fixture
def opened(demo: Path) -> list[object]:
    return ["--database", demo / "visit.db", "--passphrase-file", demo / "passphrase.txt"]


@pytest.fixture
def visit(demo: Path) -> str:
    return str(json.loads((demo / "visit.json").read_text(encoding="utf-8"))["id"])


def test_everything_promised_lies_there(demo: Path) -> None:
    names = {path.name for path in demo.iterdir()}
    assert names == {
        "berita-acara.pdf", "ca.pem", "visit.json", "visit.db", "visit.bundle", "passphrase.txt",
    }  # fmt: skip


def test_the_minutes_verify_with_trust_and_against_the_database(demo: Path) -> None:
    pdf = demo / "berita-acara.pdf"
    there = ("--trust", demo / "ca.pem", "--database", demo / "visit.db", "--json")
    done = fieldsurvey("verify", pdf, *there)
    assert done.stderr == ""  # the visit knows of its signatures
    whole = json.loads(done.stdout)
    assert whole["ok"]
    assert len(whole["signatures"]) >= 3


def test_pdfsig_calls_every_signature_valid(demo: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("poppler is not installed")
    done = subprocess.run(
        ["pdfsig", demo / "berita-acara.pdf"], capture_output=True, text=True, check=False
    )
    # A spare place is a field that nobody signed.
    signatures = done.stdout.count("Signature #") - done.stdout.count("field is not signed")
    assert signatures >= 3
    assert done.stdout.count("Signature is Valid") == signatures


def test_a_flipped_byte_is_reported_by_verify_and_by_pdfsig(demo: Path, tmp_path: Path) -> None:
    original = (demo / "berita-acara.pdf").read_bytes()
    changed = bytearray(original)
    changed[len(original) // 3] ^= 0x01
    broken = tmp_path / "flipped.pdf"
    broken.write_bytes(changed)
    refused("verify", broken, "--trust", demo / "ca.pem")
    if shutil.which("pdfsig"):
        done = subprocess.run(["pdfsig", broken], capture_output=True, text=True, check=False)
        assert "Digest Mismatch" in done.stdout


def test_a_page_drawn_over_by_an_incremental_update_is_reported(demo: Path, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    drawn = tmp_path / "drawn.pdf"
    with (demo / "berita-acara.pdf").open("rb") as source, drawn.open("wb") as target:
        writer = IncrementalPdfFileWriter(source)
        stream = writer.add_object(StreamObject(stream_data=b"1 0 0 rg 100 500 300 60 re f"))
        writer.add_stream_to_page(0, stream)
        writer.update_root()
        writer.write(target)
    assert refused("verify", drawn, "--trust", demo / "ca.pem")


def test_an_unsigned_and_a_foreign_file_are_problems(demo: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    assert "tidak memuat tanda tangan" in refused("verify", plain)
    text = tmp_path / "text.pdf"
    text.write_text("bukan PDF", encoding="utf-8")
    refused("verify", text)
    cut = tmp_path / "cut.pdf"
    cut.write_bytes((demo / "berita-acara.pdf").read_bytes()[:-4000])
    refused("verify", cut)


def test_the_database_shows_scores_and_refuses_changes(
    demo: Path, tmp_path: Path, opened: list[object], visit: str
) -> None:
    told = json.loads((demo / "visit.json").read_text(encoding="utf-8"))
    score = data("visit", "score", visit[:18], *opened)
    assert score.pop("quota")["service_user"] == {"reached": 30, "wanted": 30}
    assert score == told["score"]
    assert told["score"]["complete"]
    assert told["sample"]
    assert told["seal"]["late_changes"] == 0
    assert len(told["service_users"]) == 30
    answers = tmp_path / "late.json"
    answers.write_text('[{"set": "/data/bagian_a/a06", "value": "9"}]', encoding="utf-8")
    arguments = ["form", "run", "stand", "--answers", answers, "--visit", visit, "--target", "G01"]
    assert "is sealed" in refused(*arguments, *opened)


def test_a_changed_sealed_fact_is_a_seal_mismatch(demo: Path, tmp_path: Path, visit: str) -> None:
    from fieldsurvey.store.driver import open_link

    altered = tmp_path / "visit.db"
    shutil.copy(demo / "visit.db", altered)
    link = open_link(altered, "contoh")
    tables = {name for (name,) in link.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "change" in tables
    link.run(
        "UPDATE change SET body = CAST(REPLACE(CAST(body AS TEXT), 'tidak', 'ya___') AS BLOB) "
        'WHERE rowid = (SELECT MAX(rowid) FROM change WHERE CAST(body AS TEXT) LIKE \'%"value":"tidak"%\')'
    )
    link.close()
    secret = tmp_path / "secret"
    secret.write_text("contoh\n", encoding="utf-8")
    said = refused(
        "verify", demo / "berita-acara.pdf", "--database", altered, "--passphrase-file", secret
    )
    assert "altered" in said
    assert visit


def test_the_bundle_shows_and_scores_the_same_elsewhere(
    demo: Path, tmp_path: Path, opened: list[object], visit: str
) -> None:
    secret = demo / "passphrase.txt"
    there: list[object] = ["--database", tmp_path / "there.db", "--passphrase-file", secret]
    for _ in range(2):
        done = fieldsurvey(
            "bundle", "import", demo / "visit.bundle", "--bundle-passphrase-file", secret, *there
        )
        assert done.returncode == 0, done.stderr
    assert data("visit", "show", visit, *there) == data("visit", "show", visit, *opened)
    assert data("visit", "score", visit, *there) == data("visit", "score", visit, *opened)
    assert fieldsurvey("db", "check", *there).returncode == 0


def test_the_pages_say_what_they_must(demo: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    pdf = demo / "berita-acara.pdf"
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) >= 6
    for number, page in enumerate(pages, 1):
        assert "CONTOH – BUKAN DOKUMEN RESMI" in page
        assert re.search(rf"[Hh]alaman {number} dari {len(pages)}", page)
    words = " ".join(text.split())
    assert "Rabu, tanggal delapan belas bulan November tahun dua ribu dua puluh enam" in words
    assert "menolak menandatangani" in words
    assert "12 (dua belas) dari 43" in words
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert rows
    assert all(row[-5] == "yes" for row in rows)


def test_demo_replaces_its_own_results_only(demo: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "visit.db"
    foreign.write_bytes(b"somebody's data")
    assert "not a sample database" in refused("demo", "--out", tmp_path)
    assert foreign.read_bytes() == b"somebody's data"
    assert Path(demo).is_dir()
