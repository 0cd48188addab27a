"""The berita acara as a PDF: pages, places to sign, and the seal it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.indonesia import local_date, short_date
from fieldsurvey.report.annexes import annexes
from fieldsurvey.report.layout import Sheet
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
from fieldsurvey.report.signature_page import signature_page
from fieldsurvey.report.writing import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.report.signature_page import SignatureField
    from fieldsurvey.report.writing import Paper


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
    moment = visit.seal.sealed_at if visit.seal is not None else visit.started_at
    return write_document(
        story,
        _sheet(content),
        out,
        attachment=content.attachment(),
        moment=moment,
        found=found,
    )


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
        training=visit.training,
        working=not content.official,
        size=content.size,
        initials=("paraf PIHAK II", "paraf PIHAK I"),
    )
