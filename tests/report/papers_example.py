"""What the tests of the papers beside the berita acara share: a paper of the invented visit, and its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2

from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.visit_paper import VisitPaper
from fieldsurvey.survey.model import InstrumentRef, Mall, Visit, VisitState
from tests.report.report_example import example

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.kinds import Kind


def visit_paper(kind: Kind, *, size: PageSize = PageSize.A4, **changes: Any) -> VisitPaper:
    """Return a paper of the invented visit, some of its facts changed."""
    content = example()
    return VisitPaper(kind, replace(content.visit, **changes), content.instrument_title, size=size)


def bare_paper(kind: Kind) -> VisitPaper:
    """Return a paper of a visit of which nothing is known but mall and instrument."""
    visit = Visit(
        "0192f3a4-0000-7000-8000-00000000bare",
        VisitState.PLANNED,
        Mall("m", "Mal Pelayanan Publik Kosong"),
        InstrumentRef("mpp-sidak", "2026.1", {}),
    )
    return VisitPaper(kind, visit, "Sidak MPP 74 butir")


def pages_of(path: Path) -> list[str]:
    """Return the text of each page, runs of blanks as one."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def text_of(path: Path) -> str:
    """Return the text of a document, runs of blanks as one."""
    return " ".join(pages_of(path))


def sizes_of(path: Path) -> set[tuple[int, int]]:
    """Return the sizes of its pages in millimetres."""
    with pypdfium2.PdfDocument(path) as document:
        pages = (page.get_size() for page in document)
        return {(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in pages}


def never_blank(path: Path) -> None:
    """Every page says more than what stands around its text, and which page it is."""
    pages = pages_of(path)
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert len(page) > 200, page
