"""The certificate (*piagam*) that is handed over for the result of an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from fieldsurvey.errors import ReportError
from fieldsurvey.indonesia import (
    decimal_in_words,
    format_decimal,
    full_date,
    local_date,
    long_date,
)
from fieldsurvey.report.content import COUNTERPART, TEAM_ROLES
from fieldsurvey.report.fonts import ACCENT
from fieldsurvey.report.layout import WORKING_VALUE
from fieldsurvey.report.letterhead import NUMBER_BLANK, letterhead
from fieldsurvey.report.sections import unnumbered
from fieldsurvey.report.shapes import Decoration
from fieldsurvey.report.signature_page import BOX_WIDTH, signature_block
from fieldsurvey.report.tables import WIDTH, grid, height_of, paragraph
from fieldsurvey.report.writing import write_document
from fieldsurvey.survey.disclosure import asked_users, hidden_figures

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fieldsurvey.report.signature_page import SignatureField
    from fieldsurvey.report.visit_paper import VisitPaper
    from fieldsurvey.report.writing import Paper
    from fieldsurvey.scoring import MallScore

_BORDER = 5 * mm
_INSET = 10 * mm  # of the place to sign from the frame
_FOOT, _MOST = 14 * mm, 8 * mm  # room left below the last line; most that a gap grows by


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says.

    Attributes:
        paper: whose it is.
        score: the complete score of its visit.
        made_on: day of the handing over.
    """

    paper: VisitPaper
    score: MallScore
    made_on: date

    def __post_init__(self) -> None:
        """Refuse what no certificate can be given for.

        Raises:
            ReportError: the visit is not sealed, its score is incomplete or must stay hidden, or nobody leads it.
        """
        visit = self.paper.visit
        if visit.seal is None:
            raise ReportError(what="the visit is not sealed: its score may still change")
        if not self.score.complete or self.score.score is None:
            raise ReportError(what="the score is not complete: there is nothing to certify")
        if () in hidden_figures(self.score, asked_users(visit)):
            raise ReportError(
                what="fewer than five service users stand behind the score: it is not shown"
            )
        if not any(person.role == TEAM_ROLES[0] for person in visit.people):
            raise ReportError(
                what="the visit names nobody who leads the team and signs the certificate"
            )


class _Border(Decoration):
    """A double frame around the text of the page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._height = height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room: it lies around what follows."""
        del width, height
        return 0, 0

    def paint(self) -> None:
        """Draw both frames down from here."""
        canvas = self.canv
        canvas.setStrokeColor(ACCENT)
        for inset, line in ((0.0, 2.2), (2 * mm, 0.6)):
            canvas.setLineWidth(line)
            canvas.rect(
                inset - _BORDER,
                inset - self._height,
                WIDTH + 2 * _BORDER - 2 * inset,
                self._height + _BORDER - 2 * inset,
            )


def make_certificate(certificate: Certificate, out: Path) -> Paper:
    """Write a certificate of one page, ready to be signed by who led the inspection.

    Raises:
        AlreadySigned, ReportError, FileProblem: as `write_document`.
    """
    paper, score, found = certificate.paper, certificate.score, list["SignatureField"]()
    visit = paper.visit
    assert score.score is not None  # noqa: S101  Certificate refuses a score without
    day = (
        "" if visit.started_at is None else full_date(local_date(visit.started_at, visit.mall.zone))
    )
    band = score.band
    story: list[Flowable] = [
        _Border(paper.size.text_height - 2 * mm),
        Spacer(0, 4 * mm),
        *letterhead(visit.institutions, paper.load),
        Spacer(0, 8 * mm),
        paragraph("PIAGAM", "title-large"),
        paragraph("HASIL PEMERIKSAAN PELAYANAN PUBLIK", "subtitle"),
        paragraph(f"Nomor: {paper.number or NUMBER_BLANK}", "number"),
        Spacer(0, 6 * mm),
        paragraph("diberikan kepada", "centred"),
        Spacer(0, 3 * mm),
        paragraph(visit.mall.name, "title"),
        *([paragraph(_host(certificate), "subtitle")] if _host(certificate) else []),
        Spacer(0, 6 * mm),
        paragraph(
            f"atas hasil pemeriksaan lapangan tanpa pemberitahuan pada {day}, dengan nilai",
            "centred",
        ),
        Spacer(0, 3 * mm),
        paragraph(format_decimal(score.score), "figure-large"),
        paragraph(f"({decimal_in_words(score.score)})", "centred"),
    ]
    if band is not None:
        zone = f" · Zona {band.zone}" if band.zone else ""
        story.append(paragraph(f"Kategori {band.code} – {band.label}{zone}", "subtitle"))
    story += [
        Spacer(0, 5 * mm),
        paragraph(
            f"menurut {paper.instrument_title}, kode {score.instrument} versi {score.version}.",
            "centred",
        ),
    ]
    if not score.official:
        story.append(paragraph(f"{WORKING_VALUE} Ombudsman Republik Indonesia.", "centred"))
    story += [Spacer(0, 10 * mm), _signing(certificate, found)]
    if not paper.number:
        story += [Spacer(0, 4 * mm), paragraph(unnumbered(paper.document_code), "note")]
    _spread(story, paper.size.text_height)
    return write_document(
        story,
        paper.sheet(),
        out,
        attachment=paper.attachment(
            score=str(score.score), instrument=score.instrument, version=score.version
        ),
        moment=paper.moment,
        found=found,
    )


def _spread(story: list[Flowable], height: float) -> None:
    """Let what is left of the page go between its parts."""
    gaps = [each for each in story if isinstance(each, Spacer)]
    room = height - _FOOT - sum(height_of(each) for each in story)
    for gap in gaps:
        gap.height += min(_MOST, max(0.0, room / len(gaps)))


def _host(certificate: Certificate) -> str:
    """Return the institution that runs the mall: that of the first of the inspected party."""
    people = certificate.paper.visit.people
    return next((person.institution for person in people if person.role == COUNTERPART), "")


def _signing(certificate: Certificate, found: list[SignatureField]) -> Flowable:
    visit = certificate.paper.visit
    lead = next(person for person in visit.people if person.role == TEAM_ROLES[0])
    place = f"{visit.mall.city or visit.mall.name}, {long_date(certificate.made_on)}"
    block = [
        paragraph(place, "party"),
        *signature_block(lead, "Ketua Tim Pemeriksa,", "TTD_1", found),
    ]
    return grid([["", block, ""]], [WIDTH - BOX_WIDTH - _INSET, BOX_WIDTH, _INSET])
