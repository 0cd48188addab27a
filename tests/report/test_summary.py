"""The summary report as it is read: figures, years, the map of the stands, why, and the surveys."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from fieldsurvey.report import PageSize
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.summary import Summary, make_summary
from fieldsurvey.scoring import Part
from tests.report.papers_example import bare_paper, never_blank, sizes_of, text_of
from tests.report.summary_example import culture, satisfaction, standing, summary


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("summary") / "x.pdf"
    make_summary(summary(), out)
    never_blank(out)
    assert sizes_of(out) == {(210, 297)}
    return text_of(out)


@pytest.mark.parametrize(
    "expected",
    [
        "LAPORAN RINGKAS",
        "CONTOH – BUKAN DOKUMEN RESMI",
        "Nilai kerja, bukan nilai resmi",
        "Gerai diperiksa 11 (sebelas) dari 13 (tiga belas)",
        "Pengguna ditanya 30 orang, tanpa identitas",
        "Temuan 7 (2 berat, 3 sedang, 2 ringan)",
        "disegel pada 25 Juli 2024",
        "A ≥ 88",
        "Kunjungan sebelumnya",
        "79,87",
        "ori-2021",
        "tidak sebanding (+8,72)",
        "+1,51",
        "G01 Kependudukan dan Pencatatan Sipil",
        "Indikator: 1 ",
        "Nilai = (21,85 × ",
        "Yang paling menurunkan nilai",
        "gerai: G",
        "Survei Kepuasan Masyarakat (SKM)",
        "Biaya/tarif 24 2,00 50,00",
        "Persyaratan 24 3,00 75,00",
        "Indeks Kepuasan Masyarakat (IKM) – mutu C (Kurang baik) 24 72,22",
        "margin ±20,00% pada tingkat kepercayaan 95%",
        "Misi 8 2,00",
        "Keterlibatan 8 4,00",
        "Rata-rata sifat yang ditampilkan 3,50 dari 5",
        "Lampiran – Rekapitulasi nilai",
    ],
)
def test_it_says(text: str, expected: str) -> None:
    assert expected in text


def test_nothing_private_is_said(text: str) -> None:
    for secret in ("KUTIPAN-RAHASIA", "WAJAH-PENGGUNA", "R-001"):
        assert secret not in text


def test_few_users_are_hidden_wherever_a_figure_would_tell(tmp_path: Path) -> None:
    few = summary(users=3, stands=2, only="output", surveys=(satisfaction(4), culture(4)))
    text = text_of(make_summary(few, tmp_path / "x.pdf").path)
    assert "Ikhtisar n < 5 Nilai keseluruhan" in text
    assert "kurang dari lima orang, tanpa identitas" in text
    assert "Nilai = (" not in text
    assert text.count("Kurang dari 5 orang menjawab") == 2
    assert "Persyaratan 4" not in text


def test_an_answer_of_one_user_among_many_is_not_counted_out(text: str, tmp_path: Path) -> None:
    """Thirty were asked, but whoever alone gave a low answer must not be told from the count."""
    assert re.search(r"\d dari 30 jawaban di bawah 50", text), "five and more are counted"
    alone = Part("m", "Imbalan", "indicator", Decimal("90.00"), 6, children=tuple(
        Part("m", "", "item", Decimal(0 if n == 1 else 100), 1, response=f"r-u-{n}") for n in range(1, 7)
    ))  # fmt: skip
    given = summary(users=6, stands=1, only="output", surveys=())
    assert given.score is not None
    variable = replace(given.score.dimensions[0].children[0], children=(alone,))
    dimension = replace(given.score.dimensions[0], children=(variable,))
    score = replace(given.score, dimensions=(dimension,))
    told = text_of(make_summary(replace(given, score=score, earlier=None), tmp_path / "x.pdf").path)
    assert "kurang dari lima dari 6 jawaban di bawah 50" in told
    assert "1 dari 6 jawaban" not in told


def test_without_anything_it_says_so(tmp_path: Path) -> None:
    paper = make_summary(Summary(bare_paper(Kind.SUMMARY), None), tmp_path / "x.pdf")
    text = text_of(paper.path)
    assert "Belum ada nilai tahun mana pun" in text
    assert "Tidak ada temuan" in text
    assert "belum disegel: angka masih dapat berubah" in text
    never_blank(paper.path)


def test_an_incomplete_score_is_hatched_and_said(tmp_path: Path) -> None:
    text = text_of(
        make_summary(
            summary(users=0, stands=2, only="pengaduan", surveys=()), tmp_path / "x.pdf"
        ).path
    )
    assert "Belum lengkap – nilai sementara" in text
    assert "Nilai sementara (dimensi tanpa data tidak dihitung) = (" in text


def test_charts_have_words_for_who_cannot_see_them() -> None:
    from fieldsurvey.report.charts import Bar, Series, bar_chart, column_chart, radar_chart

    bars = [
        Bar("Input", standing(2022, "ori-2022", "88.59").score, "88,59"),
        Bar("Output", None, "n < 5"),
    ]
    assert bar_chart("Nilai", bars).alt == "Nilai: Input 88,59; Output n < 5."
    assert (
        column_chart("Tahun", [replace(bars[0], below="ori-2022")]).alt
        == "Tahun: Input ori-2022 88,59."
    )
    value = bars[0].value
    radar = radar_chart("Profil", ["a", "b", "c"], [Series("kini", (value, None, value))])
    assert radar.alt == "Profil: a 88,59; b –; c 88,59."


def test_a_huge_mall_on_f4(tmp_path: Path) -> None:
    """Thirty stands and a year of results each decade long; names without a blank to break at."""
    whole = summary(users=6, stands=2, only="input", size=PageSize.F4, surveys=())
    assert whole.score is not None
    stand = whole.score.stands[0]
    many = tuple(replace(stand, stand=f"s-{n}", name="Gerai" + "panjang" * 12) for n in range(30))
    years = tuple(standing(2005 + n, "ori-2022", "80.00") for n in range(20))
    paper = make_summary(
        replace(whole, score=replace(whole.score, stands=many), years=years), tmp_path / "x.pdf"
    )
    assert sizes_of(paper.path) == {(215, 330)}
    text = text_of(paper.path)
    assert "2005" in text
    assert "2024" in text
