"""Blank paper forms: every question, its choices, hints and rules in words, and the code to type it in by."""

from pathlib import Path

import pytest

from fieldsurvey.cli import main
from fieldsurvey.errors import ReportError
from fieldsurvey.paths import forms_folder
from fieldsurvey.report import PageSize, seal_of
from fieldsurvey.report.conditions import condition_in_words
from fieldsurvey.report.paper_form import PaperForm, make_paper_form
from fieldsurvey.survey.instruments import Instrument, find_instrument, load_instrument
from fieldsurvey.survey.model import Institution
from tests.report.papers_example import never_blank, pages_of, sizes_of, text_of
from tests.report.test_archivable import failures
from tests.scenario import form_of

ROWS: list[tuple[str, str, str, dict[str, str]]] = [
    ("note", "baca", "Bacakan **ini**", {}),
    ("select_one ya", "buka", "Buka?", {"hint": "Lihat jadwal", "guidance_hint": "Jadwal di pintu", "required": "yes"}),
    ("text", "sebab", "Mengapa ${buka}?", {"relevant": "${buka} = 'tidak'", "appearance": "multiline"}),
    ("integer", "jumlah", "Berapa petugas?",
     {"relevant": "${buka} != '' and ${buka} != 'tidak'", "constraint": ". >= 0 and . <= 9"}),
    ("select_multiple hari", "hari", "Hari apa?", {}),
    ("rank hari", "urut", "Urutkan", {"relevant": "selected(${hari}, 's') and not(selected(${hari}, 'r'))"}),
    ("range", "nilai", "Nilai", {"relevant": "${jumlah} > 2"}),
    ("date", "tgl", "Tanggal", {"relevant": "${jumlah} * 2 <= 8"}),
    ("time", "jam", "Jam", {"relevant": "count-selected(${hari}) >= 2 or ${buka} = 'ya'"}),
    ("geopoint", "titik", "Titik", {"relevant": "string-length(${sebab}) > 3"}),
    ("image", "foto", "Foto", {"relevant": "regex(${sebab}, 'x')"}),
    ("image", "ttd", "Tanda tangan", {"appearance": "signature"}),
    ("acknowledge", "paham", "Sudah paham", {}),
    ("select_one banyak", "pilih", "Dari daftar panjang", {}),
    ("calculate", "lanjut", "", {"calculation": "if(${buka} = 'ya', 1, 0)"}),
    ("begin_repeat", "produk", "Produk", {"relevant": "${lanjut} = 1"}),
    ("text", "nama", "Nama produk", {}),
    ("select_one ya", "ada", "Standar ada?", {}),
    ("end_repeat", "", "", {}),
]  # fmt: skip
COLUMNS = (
    "hint",
    "guidance_hint",
    "relevant",
    "constraint",
    "required",
    "appearance",
    "calculation",
)
CHOICES = [
    ("ya", "ya", "Ya"),
    ("ya", "tidak", "Tidak"),
    ("hari", "s", "Senin"),
    ("hari", "r", "Rabu"),
]
MANIFEST = b"""
id = "uji"
version = "1"
official = false
[title]
id = "Instrumen uji"
en = "Test"
[forms]
stand = "stand.xlsx"
"""


def _table() -> str:
    """Return the form as the table that `form_of` reads."""
    blanks = "| " * len(COLUMNS)
    lines = ["| survey |", f"| | type | name | label | {' | '.join(COLUMNS)} |"]
    for kind, name, label, more in ROWS:
        cells = (more.get(column, "") for column in COLUMNS)
        lines.append(f"| | {kind} | {name} | {label} | {' | '.join(cells)} |")
    many = [("banyak", f"b{n}", f"Pilihan nomor {n}") for n in range(45)]
    lines += ["| choices |", f"| | list_name | name | label {blanks}|"]
    return "\n".join([*lines, *(f"| | {' | '.join(row)} {blanks}|" for row in CHOICES + many)])


def _instrument() -> Instrument:
    form = form_of(_table())
    return load_instrument({"instrument.toml": MANIFEST, "stand.xform.xml": form.xform})


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("paper") / "form.pdf"
    make_paper_form(PaperForm(_instrument()), out)
    never_blank(out)
    assert seal_of(out)["instrument"]["id"] == "uji"
    return text_of(out)


@pytest.mark.parametrize(
    "expected",
    [
        "FORMULIR KERTAS Instrumen uji",
        "Formulir Gerai",
        "Bacakan ini",
        "buka* Buka? Lihat jadwal Jadwal di pintu",
        "○ Ya",
        "sebab Mengapa …………? Isi bila buka dijawab “Tidak”.",
        "Isi bila buka diisi dan buka bukan “Tidak”.",
        "Syarat: jawaban ini paling sedikit 0 dan jawaban ini paling banyak 9.",
        "☐ Senin",
        "Isi bila hari memuat “Senin” dan hari tidak memuat “Rabu”.",
        "beri nomor urut",
        "○ 1",
        "○ 10",
        "Isi bila jumlah lebih dari 2.",
        "__ __ / __ __ / __ __ __ __",
        "Isi bila jumlah × 2 paling banyak 8.",
        "Isi bila jumlah pilihan pada hari paling sedikit 2 atau buka dijawab “Ya”.",
        "Lintang",
        "Isi bila panjang sebab lebih dari 3.",
        "☐ foto, nomor",
        "ruang tanda tangan",
        "☐ sudah dibaca",
        "tulis menurut daftar pilihan di akhir",
        "Pilihan untuk pilih",
        "b44 Pilihan nomor 44",
        "Isi bila buka dijawab “Ya”. Diulang: baris 1, 2, 3 pada setiap butir ialah Produk ke-1",
        "3. ○ Ya",
    ],
)
def test_it_says(text: str, expected: str) -> None:
    assert expected in text


def test_what_cannot_be_said_is_shown_as_written(text: str) -> None:
    assert "Isi bila regex( /data/sebab , 'x')." in text
    form = form_of(_table())
    assert condition_in_words(form, form.definition("/data/jam"), "true()", None) == ""
    assert condition_in_words(form, form.definition("/data/jam"), "not a(", None) == "not a("


def test_a_shipped_instrument_on_f4_with_the_head_of_a_visit(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    with pytest.raises(SystemExit) as left:
        main(
            [
                "report",
                "--instrument",
                "skm",
                "--kind",
                "paper-form",
                "--paper",
                "F4",
                "--out",
                str(out),
            ]
        )
    assert left.value.code == 0
    pages = pages_of(out)
    assert sizes_of(out) == {(215, 330)}
    assert "persyaratan*" in " ".join(pages)
    assert "Isi bila setuju dijawab “Ya” dan usia diisi dan (usia bukan" in " ".join(pages)
    assert all("FK-SKM-2026.1" in page for page in pages)
    kop = Institution("i", "Kantor", ("KANTOR CONTOH", "Jalan Satu"))
    wanted = PaperForm(_instrument(), (kop,), "Mal Satu", "ST/9", sample=True, size=PageSize.F4)
    make_paper_form(wanted, out)
    first = pages_of(out)[0]
    for expected in ("KANTOR CONTOH", "Tempat Mal Satu", "Nomor ST/9", "BUKAN DOKUMEN RESMI"):
        assert expected in first


def test_an_instrument_without_forms_is_told(tmp_path: Path) -> None:
    bare = load_instrument({"instrument.toml": MANIFEST.split(b"[forms]")[0]})
    with pytest.raises(ReportError, match="has no forms"):
        make_paper_form(PaperForm(bare), tmp_path / "x.pdf")


def printed_of_shipped(folder: Path) -> dict[str, tuple[Instrument, Path]]:
    """Print the blank forms of every shipped instrument that has forms of its own."""
    names = sorted(each.name for each in forms_folder().iterdir())
    found = {name: find_instrument(name) for name in names}
    return {
        name: (each, make_paper_form(PaperForm(each), folder / f"{name}.pdf").path)
        for name, each in found.items()
        if each.forms
    }


def test_every_shipped_instrument_asks_everything_on_paper(tmp_path: Path) -> None:
    printed = printed_of_shipped(tmp_path)
    assert set(printed) == {"culture", "mpp-sidak", "skm", "sop"}
    for name, (instrument, out) in printed.items():
        never_blank(out)
        text = "".join(text_of(out).split())
        for form in map(instrument.form, instrument.forms):
            asked = [
                each for each in form.root.walk() if each.is_leaf and each.control == "select1"
            ]
            assert asked
            assert not [each.name for each in asked if each.name not in text], name


@pytest.mark.full
def test_every_shipped_instrument_is_archivable_on_paper(tmp_path: Path) -> None:
    for _, out in printed_of_shipped(tmp_path).values():
        assert not failures(out)
