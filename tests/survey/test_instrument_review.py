"""What an office hands in is looked at before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.survey.instrument_changes import instrument_changes, instrument_differences
from fieldsurvey.survey.instrument_review import keep_reviewed, review, write_to_edit
from fieldsurvey.survey.instruments import load_instrument

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """The instrument sop, written out to be edited."""
    write_to_edit(desk.catalogue.files("sop"), tmp_path / "sop-baru")
    return tmp_path / "sop-baru"


def change(path: Path, row: int, column: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["survey"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(row, heads.index(column) + 1, text)
    book.save(path)


def raise_version(folder: Path) -> None:
    toml = folder / "instrument.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"2026.1"', '"2026.2"'), "utf-8")


def question_row(path: Path) -> int:
    sheet = openpyxl.load_workbook(path)["survey"]
    heads = [cell.value for cell in sheet[1]]
    kinds = [row[heads.index("type")].value or "" for row in sheet.iter_rows(min_row=2)]
    return next(n for n, kind in enumerate(kinds, 2) if kind.startswith("select_one"))


def label_column(path: Path) -> str:
    heads = [cell.value for cell in openpyxl.load_workbook(path)["survey"][1]]
    return next(str(head) for head in heads if str(head).startswith("label"))


def test_what_is_here_already_is_the_same(desk: Desk, folder: Path) -> None:
    found = review(desk.catalogue, folder)
    assert (found.name, found.standing, found.problems, found.keeps) == (
        "sop 2026.1",
        "same",
        (),
        False,
    )


def test_an_edited_question_needs_a_version_and_is_shown_as_a_difference(
    desk: Desk, folder: Path
) -> None:
    book = folder / "stand.xlsx"
    row = question_row(book)
    change(book, row, label_column(book), "Apakah ada SOP tertulis di gerai ini?")
    taken = review(desk.catalogue, folder)
    assert taken.standing == "taken"
    assert "version 2026.2" in taken.problems[0].what
    raise_version(folder)
    found = review(desk.catalogue, folder)
    assert found.keeps
    assert found.against == "sop 2026.1"
    (difference,) = [each for each in found.differences if each.section == "questions"]
    assert (difference.sign, difference.what, difference.new) == (
        "~",
        "label",
        "Apakah ada SOP tertulis di gerai ini?",
    )
    assert "tertulis di gerai" in difference.name
    assert found.files is not None
    assert keep_reviewed(desk.catalogue, found.files)
    assert [each.version for each in desk.catalogue.all() if each.id == "sop"] == [
        "2026.1",
        "2026.2",
    ]
    old, new = (desk.catalogue.instrument(f"sop@2026.{n}") for n in (1, 2))
    assert instrument_changes(old, new) == [each.line for each in instrument_differences(old, new)]


def test_a_workbook_alone_takes_the_place_of_its_form_under_the_next_version(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    book = folder / "stand.xlsx"
    change(book, question_row(book), label_column(book), "Apakah SOP ditetapkan?")
    found = review(desk.catalogue, book, "sop@2026.1")
    assert (found.name, found.keeps) == ("sop 2026.2", True)
    assert found.files is not None
    assert load_instrument(found.files).version == "2026.2"
    other = tmp_path / "lain.xlsx"
    other.write_bytes(book.read_bytes())
    (problem,) = review(desk.catalogue, other, "sop@2026.1").problems
    assert (problem.place, problem.what) == (
        "lain.xlsx",
        "is no form of sop 2026.1; its workbooks: stand.xlsx",
    )


def test_a_fault_names_file_sheet_row_and_column(desk: Desk, folder: Path) -> None:
    book = folder / "stand.xlsx"
    row = question_row(book)
    change(book, row, "bind::fs:indicator", "tidak-ada")
    raise_version(folder)
    found = review(desk.catalogue, folder)
    assert not found.keeps
    places = [problem.place for problem in found.problems]
    assert f"stand.xlsx, sheet survey, row {row}, column bind::fs:indicator" in places
    change(book, row, "type", "select_one daftar_yang_tidak_ada")
    broken = review(desk.catalogue, folder)
    assert broken.problems
    assert "stand.xlsx" in broken.problems[0].place
    (folder / "instrument.toml").write_text("id = ", encoding="utf-8")
    assert len(review(desk.catalogue, folder).problems) == 1


def test_nothing_is_written_over(desk: Desk, folder: Path) -> None:
    with pytest.raises(FileProblem, match="choose another name"):
        write_to_edit(desk.catalogue.files("sop"), folder)
