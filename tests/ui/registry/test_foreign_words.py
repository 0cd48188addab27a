"""What pyxform, a TOML file or a rule says, in the window's language first and as it was said after that."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FormError, InstrumentError, Sentence, XPathError
from fieldsurvey.scoring import read_toml
from fieldsurvey.survey.instrument_check import problems_of
from fieldsurvey.ui.diagnostic_words import worded
from fieldsurvey.ui.messages import message
from fieldsurvey.xlsform import convert
from fieldsurvey.xlsform.pyxform_words import told
from fieldsurvey.xpath import evaluate
from tests.xlsform.test_convert import workbook

if TYPE_CHECKING:
    from pathlib import Path

GROUP = [["begin_group", "g", "G"], ["text", "q", "Q"]]
HEAD = ["type", "name", "label", "relevant", "parameters"]


def read_weight(text: str) -> None:
    """Read a file that holds a weight and nothing else."""
    table = read_toml(text.encode(), "instrument.toml")
    table.whole("weight")
    table.done()


@pytest.mark.parametrize(
    ("rows", "ours", "theirs"),
    [
        ([["txt", "q", "Q"]], "Jenis pertanyaan 'txt' tidak dikenal.", "Unknown question type"),
        (GROUP, "begin_group 'g' tidak pernah ditutup", "Unmatched 'begin_group'"),
        ([GROUP[1], ["end_group"]], "end_group ada di sini tanpa", "Unmatched 'end_group'"),
        ([GROUP[1], GROUP[1]], "Nama 'q' sudah dipakai", "must be unique"),
        ([["text", "a b", "Q"]], "Nama (name) hanya boleh berisi", "Names must begin"),
        ([["text", "q", "Q", "${zz}=1"]], "${zz} merujuk ke pertanyaan", "name 'zz'"),
        ([["text", "q", "Q", "${q = 1"]], "tidak ditulis sebagai ${name}", "must start with '${'"),
        ([["text", "q", None]], "tidak memiliki label", "has no label"),
        ([["range", "q", "Q", None, "start=a"]], "Isi kolom parameters salah", "must be a number"),
    ],
)
def test_ours_comes_first_and_the_command_line_keeps_theirs(
    tmp_path: Path, rows: list[list[str | None]], ours: str, theirs: str
) -> None:
    with pytest.raises(FormError) as caught:
        convert(workbook(tmp_path / "f.xlsx", [HEAD, *rows]))
    assert theirs in str(caught.value)
    assert "pyxform" not in str(caught.value)
    # As it comes out of the process that converted it.
    error = pickle.loads(pickle.dumps(caught.value))
    (problem,) = problems_of(error, "", "f.xlsx")
    for said in (worded(problem.what), message(error).detail):
        assert ours in said
        assert said.index(ours) < said.index("Kata pyxform: ") < said.index(theirs)
        assert said.endswith("Perbaiki di buku kerja.")


def test_a_workbook_without_the_sheet_and_what_no_pattern_fits() -> None:
    assert "lembar bernama survey" in worded(told("You must have a sheet named 'survey'.", "error"))
    assert worded(told("Something new.", "error")) == "Buku kerja belum dapat dijadikan formulir."
    assert worded(told("Something new.", "warning")) == "Pengubah buku kerja memberi catatan."
    assert worded(told("Use the max-pixels parameter to", "warning")).startswith("Pertanyaan foto")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = ", "tidak terbaca sebagai TOML. Kata pembacanya: "),
        ("weigth = 1", "'weight' tidak ada (apakah tertulis 'weigth'?): seharusnya bilangan bulat"),
        ("weight = '1'", "'weight' harus bilangan bulat tanpa tanda kutip"),
        ("weight = 1\nextra = 2", "kunci 'extra' tidak dikenal"),
    ],
)
def test_faults_of_a_toml_file_are_told_in_indonesian(text: str, said: str) -> None:
    with pytest.raises(InstrumentError) as caught:
        read_weight(text)
    assert said in message(pickle.loads(pickle.dumps(caught.value))).detail
    assert said not in str(caught.value)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("digest('a', 'MD9')", "digest() mengenal MD5"),
        ("format-date('2026-01-01', '%Q')", "format-date() tidak mengenal “%Q”"),
        ("regex('a', '(')", "pola ( tidak terbaca"),
        ("uuid(-1)", "uuid() menerima panjang"),
    ],
)
def test_what_a_function_refuses_at_run_time_is_told_in_indonesian(
    expression: str, said: str
) -> None:
    from lxml import etree

    with pytest.raises(XPathError) as caught:
        evaluate(expression, etree.Element("data"))
    detail = message(caught.value).detail
    assert said in detail
    assert detail.endswith(f"dalam ekspresi: {expression}")
    assert isinstance(caught.value.params["what"], Sentence)
