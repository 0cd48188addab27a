"""The certificate: one page, the score in figures and words, and when there is none to give."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.errors import ReportError
from fieldsurvey.indonesia import decimal_in_words
from fieldsurvey.report import PageSize, seal_of
from fieldsurvey.report.certificate import Certificate, make_certificate
from fieldsurvey.report.kinds import Kind
from tests.report.papers_example import sizes_of, text_of, visit_paper
from tests.report.report_example import LEAD, NAMES, example

DAY = date(2024, 8, 1)


def certificate(*, number: str = "7/PG/2024", users: int = 30, **changes: Any) -> Certificate:
    content = example(users=users)
    assert content.score is not None
    paper = visit_paper(Kind.CERTIFICATE)
    paper = replace(paper, visit=content.visit, number=number, working=True, **changes)
    return Certificate(paper, content.score, DAY)


def test_it_certifies_the_score_in_figures_and_words(tmp_path: Path) -> None:
    given = certificate(size=PageSize.F4)
    paper = make_certificate(given, tmp_path / "x.pdf")
    text = text_of(paper.path)
    for expected in (
        "PIAGAM",
        "Nomor: 7/PG/2024",
        "Mal Pelayanan Publik Kota Samarinda DPMPTSP Kota Samarinda",
        "pada Kamis, 25 Juli 2024",
        f"({decimal_in_words(given.score.score or Decimal(0))})",
        "Zona hijau",
        "kode mpp-sidak versi 2026.1",
        "Nilai kerja, bukan nilai resmi Ombudsman Republik Indonesia.",
        "Samarinda, 1 Agustus 2024",
        "CONTOH – BUKAN DOKUMEN RESMI",
    ):
        assert expected in text, expected
    assert paper.pages == 1
    assert [field.person for field in paper.fields] == [NAMES[LEAD]]
    assert sizes_of(paper.path) == {(215, 330)}
    assert seal_of(paper.path)["score"] == str(given.score.score)


def test_without_a_number_it_is_dotted_and_says_so(tmp_path: Path) -> None:
    official = certificate(number="")
    official = replace(official, score=replace(official.score, official=True))
    text = text_of(make_certificate(official, tmp_path / "x.pdf").path)
    assert "Nomor: …………/…………" in text
    assert "mengikat naskah dengan kode dokumen PG-" in text
    assert "bukan nilai resmi Ombudsman" not in text


def test_there_is_none_for_what_is_open_incomplete_hidden_or_led_by_nobody() -> None:
    given = certificate()
    visit = given.paper.visit
    with pytest.raises(ReportError, match="not sealed"):
        replace(given, paper=replace(given.paper, visit=replace(visit, seal=None)))
    with pytest.raises(ReportError, match="not complete"):
        replace(given, score=replace(given.score, complete=False))
    with pytest.raises(ReportError, match="fewer than five"):
        certificate(users=3)
    with pytest.raises(ReportError, match="nobody who leads"):
        replace(given, paper=replace(given.paper, visit=replace(visit, people=())))


def test_decimals_in_words() -> None:
    assert decimal_in_words(Decimal("88.59")) == "delapan puluh delapan koma lima sembilan"
    assert decimal_in_words(Decimal("100.00")) == "seratus koma nol nol"
    assert decimal_in_words(Decimal(7)) == "tujuh"
