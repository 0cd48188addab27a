"""Instruments: what their file says, what a visit pins, and whether forms and scheme fit."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, FormError, InstrumentError
from fieldsurvey.survey.instrument_check import check
from fieldsurvey.survey.instruments import (
    find_instrument,
    find_manifest,
    list_instruments,
    load_instrument,
    read_instrument,
)
from fieldsurvey.survey.manifest import parse_manifest
from tests.survey.instrument_example import B02, CHOICES, COLUMNS, STAND, TOML, files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def mini_files() -> dict[str, bytes]:
    return files()


def test_the_manifest_is_read_as_written() -> None:
    manifest = parse_manifest(TOML.encode())
    assert (manifest.id, manifest.version, manifest.official) == ("mini", "2024.1", False)
    assert (manifest.title.id, manifest.title.en) == ("Instrumen mini", "Mini instrument")
    assert (manifest.valid_from, manifest.valid_until) == (date(2024, 1, 1), date(2024, 12, 31))
    assert manifest.forms == {"stand": "stand.xlsx", "mall": "mall.xlsx"}
    assert manifest.quota == {"officer": 4}
    assert [band.code for band in manifest.scheme.bands] == ["A", "B"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[quota]", "[quotas]", "unknown key 'quotas'"),
        ('stand = "stand.xlsx"', 'stall = "stand.xlsx"', r"\[forms\] 'stall' is no kind of target"),
        ('"stand.xlsx"', '"../stand.xlsx"', r"\[forms\] 'stand' must name an .xlsx file"),
        ('"stand.xlsx"', '"stand.xml"', r"\[forms\] 'stand' must name an .xlsx file"),
        ("officer = 4", 'officer = "4"', r"\[quota\] 'officer' must be a whole number"),
        ("officer = 4", "officer = -4", r"\[quota\] 'officer' must be a whole number"),
        ("officer = 4", "officers = 4", r"\[quota\] 'officers' is no kind of target"),
        ("2024-01-01", '"2024-01-01"', "'valid_from' must be a date without quotes"),
        ("2024-01-01", "2024-01-01T00:00:00", "'valid_from' must be a date"),
        ("2024-01-01", "2025-01-01", "'valid_from' lies after 'valid_until'"),
        ('en = "Mini instrument"', "", r"\[title\] 'en' is missing"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, message: str) -> None:
    assert old in TOML
    with pytest.raises(InstrumentError, match=message):
        parse_manifest(TOML.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("day", "warned"),
    [
        (date(2023, 12, 31), True),
        (date(2024, 1, 1), False),
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
    ],
)
def test_an_instrument_out_of_its_validity_warns(day: date, warned: bool) -> None:
    warning = parse_manifest(TOML.encode()).out_of_validity(day)
    assert (warning is not None) == warned
    if warning is not None:
        assert "mini berlaku sejak 01-01-2024 sampai 31-12-2024" in warning


def test_a_visit_pins_the_converted_forms_and_needs_no_workbook_again(
    mini_files: dict[str, bytes],
) -> None:
    instrument = load_instrument(mini_files)
    assert sorted(instrument.files) == [
        "instrument.toml",
        "mall.xform.xml",
        "mall.xlsx",
        "stand.xform.xml",
        "stand.xlsx",
    ]
    assert instrument.sha256["stand.xlsx"] == hashlib.sha256(mini_files["stand.xlsx"]).hexdigest()
    without_books = {k: v for k, v in instrument.files.items() if not k.endswith(".xlsx")}
    again = load_instrument(without_books)
    assert again.files["stand.xform.xml"] == instrument.files["stand.xform.xml"]
    assert again.form("stand").id == "mini_stand"


def test_a_form_is_parsed_once(mini_files: dict[str, bytes]) -> None:
    instrument = load_instrument(mini_files)
    assert instrument.form("stand") is instrument.form("stand")
    with pytest.raises(InstrumentError, match="no form 'officer'; its forms: stand, mall"):
        instrument.form("officer")


def test_a_folder_is_read_like_its_files(tmp_path: Path, mini_files: dict[str, bytes]) -> None:
    for name, data in mini_files.items():
        (tmp_path / name).write_bytes(data)
    assert read_instrument(tmp_path).files == load_instrument(mini_files).files
    assert find_instrument(str(tmp_path)).id == "mini"
    assert find_manifest(str(tmp_path)).id == "mini"


def test_missing_files_are_named(tmp_path: Path, mini_files: dict[str, bytes]) -> None:
    with pytest.raises(InstrumentError, match=r"instrument\.toml: missing"):
        load_instrument({})
    with pytest.raises(InstrumentError, match=r"mini: the form stand\.xlsx is missing"):
        load_instrument({"instrument.toml": mini_files["instrument.toml"]})
    with pytest.raises(InstrumentError, match=r"no instrument\.toml in it"):
        read_instrument(tmp_path)
    (tmp_path / "instrument.toml").write_bytes(mini_files["instrument.toml"])
    with pytest.raises(InstrumentError, match=r"expected: stand\.xlsx beside it"):
        read_instrument(tmp_path)
    with pytest.raises(InstrumentError, match="Mini: no instrument of this id"):
        find_instrument("Mini")


def test_a_workbook_that_is_none_is_refused(mini_files: dict[str, bytes]) -> None:
    with pytest.raises((FormError, FileProblem), match=r"stand\.xlsx"):
        load_instrument({**mini_files, "stand.xlsx": b"PK not a workbook"})


def test_a_workbook_that_converts_with_warnings_is_refused() -> None:
    image = ("image", "foto", "Foto", *[None] * 6)
    with pytest.raises(InstrumentError, match=r"stand\.xlsx.*max-pixels"):
        load_instrument(files(stand=(*STAND, image)))


def test_an_instrument_that_fits_has_no_problems(mini_files: dict[str, bytes]) -> None:
    assert check(load_instrument(mini_files)) == []


def item(**changes: str | None) -> tuple[str | None, ...]:
    """Return the row of B02 with cells replaced by column name."""
    cells = dict(zip(COLUMNS, B02, strict=True))
    return tuple({**cells, **changes}.values())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"bind::fs:indicator": "syarat"},
            "feeds the indicator 'syarat', which mini does not have",
        ),
        ({"bind::fs:item": None}, "no item code"),
        (
            {"bind::fs:finding": "tidak|parah|Kalimat."},
            "the class must be one of ringan, sedang, berat",
        ),
        ({"bind::fs:finding": "tidak|ringan"}, "write VALUE"),
        ({"bind::fs:finding": "tidak|ringan|Di {nama}."}, "{gerai} is the only placeholder"),
        (
            {"bind::fs:finding": "tdk|ringan|Kalimat."},
            "the finding names 'tdk', which is no choice",
        ),
        ({"type": "select_multiple k3"}, "only a select_one or a calculate"),
        ({"type": "text"}, "only a select_one or a calculate"),
    ],
)
def test_a_form_that_does_not_fit_is_a_problem_with_its_place(
    changes: dict[str, str | None], message: str
) -> None:
    stand = (COLUMNS, item(**changes), *STAND[2:])
    problems = check(load_instrument(files(stand=stand)))
    column = next(iter(changes))
    assert [str(each) for each in problems if each.ref == "/data/b02"] == [
        f"stand.xlsx, sheet survey, row 2, column {column} (/data/b02): {each.what}"
        for each in problems
        if message in each.what
    ]
    assert any(message in each.what for each in problems)


@pytest.mark.parametrize("score", ["1.5", "-1", "satu", "0,5"])
def test_a_choice_with_an_unfit_score_is_a_problem(score: str) -> None:
    choices = tuple((*row[:3], score) if row[1] == "sebagian" else row for row in CHOICES)
    problems = check(load_instrument(files(choices=choices)))
    assert {each.ref for each in problems} == {"/data/b02", "/data/b03"}
    assert {each.place for each in problems} == {"stand.xlsx, sheet choices, row 3, column score"}
    assert all("choice 'sebagian': the score must be" in each.what for each in problems)


def test_an_indicator_that_nothing_feeds_is_a_problem() -> None:
    problems = check(load_instrument(files(stand=STAND[:3])))
    assert [str(each) for each in problems] == [
        "instrument.toml: no item of any form feeds the indicator 'pengawasan'; "
        "expected: an item with bind::fs:indicator pengawasan in one of the forms"
    ]


def test_a_stand_indicator_fed_by_the_mall_is_a_problem() -> None:
    toml = TOML.replace('level = "mall"', 'level = "stand"')
    problems = check(load_instrument(files(toml)))
    assert [str(each) for each in problems] == [
        "mall.xlsx, sheet survey, row 2, column bind::fs:indicator (/data/d03): feeds 'kursi' of "
        "level stand, but this form is filled for the mall; expected: an indicator of level mall"
    ]


def test_shipped_instruments_are_found_by_exact_id() -> None:
    ids = [each.id for each in list_instruments()]
    assert ids == sorted(ids)
    assert {"mpp-sidak", "ori-2021", "ori-2022"} <= set(ids)
    for wrong in ("ori", "ORI-2022", "ori-2022 ", ""):
        with pytest.raises(InstrumentError):
            find_manifest(wrong)


@pytest.mark.parametrize("name", [each.id for each in list_instruments()])
def test_every_shipped_instrument_is_in_order(name: str) -> None:
    assert check(find_instrument(name)) == []
