"""Bad input: one clear line, exit 1, nothing lost."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldsurvey.app.sample_keys import make_ca, make_signer
from tests.e2e.command import data, fieldsurvey, new_visit, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def workbook(path: Path, survey: list[list[str]], choices: list[list[str]] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in [["type", "name", "label", "calculation"], *survey]:
        sheet.append(row)
    if choices:
        sheet = book.create_sheet("choices")
        for row in [["list_name", "name", "label"], *choices]:
            sheet.append(row)
    book.save(path)
    return path


def test_a_cycle_is_named(tmp_path: Path) -> None:
    form = workbook(
        tmp_path / "cycle.xlsx",
        [["calculate", "satu", "", "${dua} + 1"], ["calculate", "dua", "", "${satu} + 1"]],
    )
    said = refused("form", "check", form)
    assert "satu" in said
    assert "dua" in said


def test_an_unknown_function_is_named_with_its_place(tmp_path: Path) -> None:
    form = workbook(tmp_path / "f.xlsx", [["calculate", "satu", "", "hitungkan(1)"]])
    said = refused("form", "check", form)
    assert "hitungkan" in said
    assert "survey" in said
    assert "2" in said


def test_a_missing_choice_list_is_named_with_its_place(tmp_path: Path) -> None:
    form = workbook(tmp_path / "f.xlsx", [["select_one warna", "q", "Warna?", ""]])
    said = refused("form", "check", form)
    assert "warna" in said
    assert "survey" in said


def test_a_text_file_named_xlsx_is_called_what_it_is(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_text("type,name,label\n", encoding="utf-8")
    assert "form.xlsx" in refused("form", "check", form)


def test_a_truncated_bundle_leaves_the_database_as_it_was(demo: Path, tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path)
    before = data("visit", "list", *opened)
    whole = (demo / "visit.bundle").read_bytes()
    cut = tmp_path / "cut.bundle"
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        secret = demo / "passphrase.txt"
        refused("bundle", "import", cut, "--bundle-passphrase-file", secret, *opened)
    assert data("visit", "list", *opened) == before
    assert visit


@pytest.fixture
def read_only(demo: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a folder nobody can write to, with the sample's database and minutes in it."""
    folder = tmp_path / "locked"
    folder.mkdir()
    if os.geteuid() != 0:
        copy_into(demo, folder)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)
        return
    # Root may write where chmod forbids it, but not to a read-only mount.
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        copy_into(demo, folder)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def copy_into(demo: Path, folder: Path) -> None:
    for name in ("visit.db", "passphrase.txt", "berita-acara.pdf"):
        shutil.copy(demo / name, folder / name)


def test_a_read_only_folder_is_said_so_and_nothing_is_left_behind(
    demo: Path, tmp_path: Path, read_only: Path
) -> None:
    before = {path.name: path.read_bytes() for path in read_only.iterdir()}
    opened: list[object] = ["--database", demo / "visit.db"]
    visit = data("visit", "list", *opened)[0]["id"]
    key, secret = tmp_path / "key.p12", tmp_path / "secret"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), "Ratna", passphrase="benar"))
    secret.write_text("benar\n", encoding="utf-8")
    refused("demo", "--out", read_only / "out")
    refused("demo", "--out", read_only)
    refused("report", visit, "--kind", "berita-acara", "--out", read_only / "new.pdf", *opened)
    refused("bundle", "export", read_only / "new.bundle", "--visit", visit, *opened)
    refused("visit", "new", "--database", read_only / "new.db", "--passphrase-file", secret)
    refused(
        "sign",
        read_only / "berita-acara.pdf",
        "--pkcs12",
        key,
        "--pkcs12-passphrase-file",
        secret,
        "--as",
        "R",
    )
    said = refused("visit", "list", "--database", read_only / "visit.db")
    assert "cannot be written" in said
    assert {path.name: path.read_bytes() for path in read_only.iterdir()} == before


def test_a_key_that_cannot_sign_leaves_the_document_alone(demo: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "ba.pdf"
    shutil.copy(demo / "berita-acara.pdf", pdf)
    before = pdf.read_bytes()
    authority = make_ca("Otoritas Uji")
    now = dt.datetime.now(dt.UTC)
    good, late = tmp_path / "good.p12", tmp_path / "late.p12"
    good.write_bytes(make_signer(authority, "Ratna", passphrase="benar"))
    start, end = now - dt.timedelta(days=90), now - dt.timedelta(days=1)
    late.write_bytes(make_signer(authority, "Ratna", start, end, passphrase="benar"))
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("benar\n", encoding="utf-8")
    wrong.write_text("salah\n", encoding="utf-8")
    base: list[object] = ["sign", pdf, "--as", "Ratna"]
    said = refused(*base, "--pkcs12", good, "--pkcs12-passphrase-file", wrong)
    assert "passphrase" in said
    assert "salah" not in said
    assert "expired" in refused(*base, "--pkcs12", late, "--pkcs12-passphrase-file", right)
    assert pdf.read_bytes() == before


def test_a_wrong_passphrase_and_a_missing_database_are_said_so(tmp_path: Path) -> None:
    opened, _ = new_visit(tmp_path)
    wrong = tmp_path / "wrong"
    wrong.write_text("salah\n", encoding="utf-8")
    said = refused("visit", "list", *opened[:2], "--passphrase-file", wrong)
    assert "passphrase" in said
    assert "salah" not in said
    refused("visit", "list", "--database", tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_an_answer_that_is_no_node_stops_with_what_was_saved_kept(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path)
    answers = tmp_path / "a.json"
    answers.write_text(
        '[{"set": "/data/bagian_a/a06", "value": "3"}, {"set": "/data/tidak_ada", "value": "1"}]',
        encoding="utf-8",
    )
    said = refused(
        "form", "run", "stand", "--answers", answers, "--visit", visit, "--target", "G01", *opened
    )
    assert "tidak_ada" in said
    responses = data("visit", "show", visit, *opened)["responses"]
    assert responses[0]["values"]["/data/bagian_a/a06"] == "3"


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    assert fieldsurvey("visit", "nonsense").returncode == 2
    assert fieldsurvey("form", "run", tmp_path / "f.xlsx").returncode == 2


@pytest.mark.parametrize(
    ("instrument", "score", "said"),
    [
        ("ori-2021", "79,87", ("Sedang", "kuning")),
        ("ori-2021", "99,25", ("Tinggi", "hijau")),
        ("ori-2022", "88,59", ("A", "hijau")),
        ("ori-2022", "87.12", ("B", "hijau")),
    ],
)
def test_the_figures_of_the_seeds(instrument: str, score: str, said: tuple[str, ...]) -> None:
    done = fieldsurvey("instrument", "band", instrument, score)
    assert done.returncode == 0, done.stderr
    assert all(word in done.stdout for word in said)
