"""Workbooks in all four formats; every fault in one clear line with its place."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldsurvey.errors import FileProblem, FormError
from fieldsurvey.xlsform import Diagnostic, convert
from tests.xlsform.xls import write_xls

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[list[str | None]]

SURVEY: Rows = [
    ["type", "name", "label", "relevant"],
    ["text", "a", "A", None],
    ["select_one yn", "b", "B", "${a} = 'x'"],
]
CHOICES: Rows = [["list_name", "name", "label"], ["yn", "y", "Yes"], ["yn", "n", "No"]]


def workbook(path: Path, survey: Rows, choices: Rows | None = None) -> Path:
    """Write an .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("survey", survey), ("choices", choices or [])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def table(path: Path, text: str) -> Path:
    """Write a form as text."""
    path.write_text(text, encoding="utf-8")
    return path


def fault(path: Path) -> Diagnostic:
    """Return the one error that converting gives; its message is one line."""
    with pytest.raises(FormError) as caught:
        convert(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(path.name)
    errors = [
        d for d in caught.value.diagnostics if isinstance(d, Diagnostic) and d.severity == "error"
    ]
    assert errors
    assert errors[0].todo
    return errors[0]


def test_all_four_formats_give_the_same_form(tmp_path: Path) -> None:
    xlsx = workbook(tmp_path / "form.xlsx", SURVEY, CHOICES)
    xls = write_xls(tmp_path / "form.xls", {"survey": SURVEY, "choices": CHOICES})
    lines = [("survey", SURVEY), ("choices", CHOICES)]
    csv = "".join(
        f"{name}\n" + "".join("," + ",".join(cell or "" for cell in row) + "\n" for row in rows)
        for name, rows in lines
    )
    md = "".join(
        f"| {name} |\n"
        + "".join("|  | " + " | ".join(cell or "" for cell in row) + " |\n" for row in rows)
        for name, rows in lines
    )
    forms = {
        convert(path).xform
        for path in (xlsx, xls, table(tmp_path / "form.csv", csv), table(tmp_path / "form.md", md))
    }
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("row", "place", "what"),
    [
        (["select_one nolist", "q", "Q"], ("survey", 2, "type", "select_one nolist"), "nolist"),
        (
            ["select_multiple nolist", "q", "Q"],
            ("survey", 2, "type", "select_multiple nolist"),
            "nolist",
        ),
        (["txt", "q", "Q"], ("survey", 2, "type", "txt"), "Unknown question type"),
        (["text", "q", "Q", "${zz} = 1"], ("survey", 2, "relevant", "${zz} = 1"), "zz"),
        (
            ["text", "q", "Q", "${q = 1"],
            ("survey", 2, "relevant", "${q = 1"),
            "Reference variables",
        ),
        (["text", "a b", "Q"], ("survey", 2, "name", "a b"), "Names must begin"),
        (["text", "q", None], ("survey", 2, "name", "q"), "no label"),
        (["begin_group", "q", "Q"], ("survey", 2, None, ""), "begin_group"),
    ],
)
def test_a_fault_is_placed(
    tmp_path: Path, row: list[str | None], place: tuple[object, ...], what: str
) -> None:
    found = fault(workbook(tmp_path / "f.xlsx", [SURVEY[0], row], CHOICES))
    assert (found.sheet, found.row, found.column, found.cell) == place
    assert what in found.what


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".md"])
def test_a_fault_is_placed_in_every_format(tmp_path: Path, suffix: str) -> None:
    rows: Rows = [
        ["type", "name", "label", "relevant"],
        ["text", "a", "A", None],
        ["text", "q", "Q", "${zz} = 1"],
    ]
    path = tmp_path / f"form{suffix}"
    if suffix == ".xlsx":
        workbook(path, rows)
    elif suffix == ".xls":
        write_xls(path, {"survey": rows})
    else:
        left, sign = ("| | ", " | ") if suffix == ".md" else (",", ",")
        first = "| survey |" if suffix == ".md" else "survey"
        end = sign.rstrip() if suffix == ".md" else ""
        lines = (left + sign.join(cell or "" for cell in row) + end for row in rows)
        table(path, "\n".join([first, *lines]) + "\n")
    found = fault(path)
    assert (found.file, found.sheet, found.row, found.column, found.cell) == (
        path.name,
        "survey",
        3,
        "relevant",
        "${zz} = 1",
    )


def test_a_doubled_choice_is_placed_on_its_sheet(tmp_path: Path) -> None:
    found = fault(workbook(tmp_path / "f.xlsx", SURVEY, [*CHOICES, ["yn", "y", "Again"]]))
    assert (found.sheet, found.row, found.column) == ("choices", 4, "name")


def test_warnings_are_placed_too(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx", [["type", "name", "label"], ["text", "a", "A"], ["image", "p", "P"]]
    )
    (found,) = convert(path).diagnostics
    assert (found.severity, found.sheet, found.row) == ("warning", "survey", 3)
    assert "max-pixels" in found.what


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("text.xlsx", b"this is text", "not an Excel workbook"),
        ("text.xls", b"this is text", "not an Excel workbook"),
        ("cut.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        ("empty.md", b"", "empty"),
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)), ""),
        ("prose.md", b"# Not a form\n\nhello", ""),
        ("picture.png", b"\x89PNG", "not forms"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert what in fault(path).what


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zip.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    fault(path)


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/big.xml", "w") as member,
    ):
        for _ in range(300):
            member.write(b"0" * 2**20)
    assert "unpacks" in fault(path).what


def test_a_damaged_workbook_never_ends_in_a_traceback(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", SURVEY, CHOICES).read_bytes()
    chance = random.Random(7)
    for number in range(25):
        data = bytearray(good)
        for _ in range(1 + number):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        path = tmp_path / "bad.xlsx"
        path.write_bytes(data)
        message = ""
        try:
            convert(path)
        except FormError as error:
            message = str(error)
        assert "\n" not in message


def test_a_damaged_sheet_inside_a_sound_archive(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", SURVEY, CHOICES)
    bad = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for member in source.namelist():
            data = source.read(member)
            target.writestr(member, data[: len(data) // 2] if "sheet1" in member else data)
    path = tmp_path / "bad.xlsx"
    path.write_bytes(bad.getvalue())
    fault(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"none\.xlsx"):
        convert(tmp_path / "none.xlsx")


def test_odk_validate_is_asked_when_java_is_there(tmp_path: Path) -> None:
    path = table(
        tmp_path / "f.md",
        "| survey |\n|  | type | name | label | calculation |\n"
        "|  | calculate | a |  | ${a} + 1 |\n|  | text | t | T | |\n",
    )
    assert convert(path).xform
    if shutil.which("java"):
        with pytest.raises(FormError):
            convert(path, validate=True)
