"""The berita acara as a PDF: pages, places to sign, and the seal it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import AlreadySigned
from fieldsurvey.indonesia import local_date, short_date
from fieldsurvey.report.annexes import annexes
from fieldsurvey.report.assemble import assemble
from fieldsurvey.report.document import carries_signature
from fieldsurvey.report.layout import Sheet, render
from fieldsurvey.report.score_pages import provisional_score
from fieldsurvey.report.sections import (
    chronology,
    corrective_actions,
    findings,
    legal_basis,
    opening,
    reactions,
    scope,
)
from fieldsurvey.report.signature_page import SignatureField, signature_page
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.content import BeritaAcara


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was made.

    Attributes:
        path: where it lies.
        pages: how many pages it has.
        fields: the places to sign.
    """

    path: Path
    pages: int
    fields: tuple[SignatureField, ...]


def make_berita_acara(content: BeritaAcara, out: Path) -> Paper:
    """Write a berita acara, ready to be signed; the same content gives the same bytes.

    Args:
        content: what it says.
        out: the PDF to write; an existing file is replaced whole or not at all, and never a signed one.

    Raises:
        AlreadySigned: ``out`` carries a signature (domain.md §6.1: corrections are an addendum).
        ReportError: something does not fit on a page.
        FileProblem: the file cannot be written, or a font is missing.
    """
    require_unsigned(out)
    visit = content.visit
    found: list[SignatureField] = []
    story = [
        *opening(content),
        *legal_basis(content),
        *scope(content),
        *chronology(content),
        *findings(content),
        *provisional_score(content),
        *corrective_actions(content),
        *reactions(content),
        *signature_page(content, found),
        *annexes(content),
    ]
    sheet = _sheet(content)
    pdf, pages = render(story, sheet)
    moment = visit.seal.sealed_at if visit.seal is not None else visit.started_at
    data = assemble(pdf, title=sheet.title, moment=moment, fields=found, seal=content.attachment())
    require_unsigned(out)  # it may have been signed while the pages were made
    write_whole(out, data)
    return Paper(out, pages, tuple(found))


def require_unsigned(out: Path) -> None:
    """Refuse to write over a signed document.

    Raises:
        AlreadySigned: it carries a signature.
        FileProblem: it cannot be read.
    """
    if carries_signature(out):
        raise AlreadySigned(path=out)


def _sheet(content: BeritaAcara) -> Sheet:
    visit = content.visit
    title = f"Berita Acara Pemeriksaan Lapangan – {visit.mall.name}"
    if visit.started_at is not None:
        title += f", {short_date(local_date(visit.started_at, visit.mall.zone))}"
    return Sheet(
        title=title,
        running=f"Berita Acara Pemeriksaan Lapangan · {visit.mall.name}",
        number=f"Nomor {visit.number}" if visit.number else "",
        code=content.document_code,
        seal=content.seal_short,
        qr=f"{content.document_code}\n{content.seal or 'tanpa segel'}\nfieldsurvey verify FILE.pdf",
        sample=visit.sample,
        working=not content.official,
    )
