"""Whatever a visit holds, its berita acara is a valid, archivable and accessible PDF."""

from pathlib import Path

import page
import pikepdf
import pytest

from fieldsurvey.report import BeritaAcara, make_berita_acara
from tests.report.chance import visit_by_chance


def check(content: BeritaAcara, out: Path) -> int:
    """Make a document and let two programs judge it; return its pages."""
    paper = make_berita_acara(content, out)
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == paper.pages
    for profile in ("3a", "ua1"):
        report = page.validate_pdf(out, profile=profile, limits=page.SafetyLimits.unlimited())
        assert report.is_compliant, (profile, [failure.rule_id for failure in report.failures])
    return paper.pages


@pytest.mark.parametrize("tens", range(3))
def test_visits_by_chance_make_valid_documents(tens: int, tmp_path: Path) -> None:
    for seed in range(tens * 10, tens * 10 + 10):
        check(visit_by_chance(seed), tmp_path / f"{seed}.pdf")


@pytest.mark.full
@pytest.mark.parametrize("fifty", range(10))
def test_five_hundred_visits_by_chance(fifty: int, tmp_path: Path) -> None:
    for seed in range(fifty * 50, fifty * 50 + 50):
        check(visit_by_chance(seed), tmp_path / f"{seed}.pdf")


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nine_hundred_photos(seed: int, tmp_path: Path) -> None:
    assert check(visit_by_chance(seed, photos=900), tmp_path / "photos.pdf") > 200
