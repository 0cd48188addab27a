"""The attendance list (*daftar hadir*): who is named already, and lines for everybody else, all signed with a pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from fieldsurvey.indonesia import local_date, long_date
from fieldsurvey.report.content import COUNTERPART, PARTY, TEAM_ROLES, WITNESS
from fieldsurvey.report.letterhead import BLANK
from fieldsurvey.report.pen import PenFrame
from fieldsurvey.report.tables import WIDTH, grid, paragraph, table
from fieldsurvey.report.visit_paper import fact_list
from fieldsurvey.report.writing import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report.visit_paper import VisitPaper
    from fieldsurvey.report.writing import Paper
    from fieldsurvey.survey.model import Person

_LINE = 11 * mm  # room for a signature
_FEWEST_EMPTY = 8
_FEWEST_LINES = 16


def make_attendance(paper: VisitPaper, out: Path) -> Paper:
    """Write the attendance list of a visit.

    Args:
        paper: whose people are listed; none at all leaves lines only.
        out: the PDF to write.

    Raises:
        ReportError, FileProblem: as `write_document`.
    """
    people = [
        person
        for role in (*TEAM_ROLES, COUNTERPART, WITNESS)
        for person in paper.visit.people
        if person.role == role
    ]
    story = [
        *paper.opening("Pemeriksaan lapangan"),
        fact_list([*paper.facts(), ("Acara", BLANK * 4)]),
        Spacer(0, 3 * mm),
        _lines(people),
        *_closing(paper),
    ]
    names = [person.name for person in people]
    return write_document(
        story,
        paper.sheet(),
        out,
        attachment=paper.attachment(people=names),
        moment=paper.moment,
    )


def _lines(people: list[Person]) -> Flowable:
    empty = max(_FEWEST_EMPTY, _FEWEST_LINES - len(people))
    rows: list[list[object]] = [
        [
            str(number),
            [paragraph(person.name, "cell-bold"), paragraph(person.staff_number, "cell-muted")],
            person.position or "–",
            person.institution or "–",
            PARTY.get(person.role, ""),
            _place(number),
        ]
        for number, person in enumerate(people, 1)
    ]
    first = len(people) + 1
    rows += [
        [str(number), "", "", "", "", _place(number)] for number in range(first, first + empty)
    ]
    head = ["No.", "Nama, NIP/NIK", "Jabatan", "Instansi", "Sebagai", "Tanda tangan"]
    return table(head, rows, [9, 41, 31, 33, 21, 30], right=[0])


def _place(number: int) -> list[Flowable]:
    """Return a line's number where its signature goes, left and right in turn, so that ink does not meet."""
    style = "cell-muted" if number % 2 else "cell-muted-in"
    return [paragraph(f"{number}.", style), Spacer(0, _LINE - 10)]


def _closing(paper: VisitPaper) -> list[Flowable]:
    visit = paper.visit
    day = (
        BLANK
        if visit.started_at is None
        else long_date(local_date(visit.started_at, visit.mall.zone))
    )
    lead = next((person for person in visit.people if person.role == TEAM_ROLES[0]), None)
    beside = [
        paragraph(f"{visit.mall.city or visit.mall.name}, {day}", "party"),
        paragraph("Mengetahui, Ketua Tim Pemeriksa", "party"),
        PenFrame(),
        paragraph(BLANK * 2 if lead is None else lead.name, "signer"),
        paragraph(f"NIP/NIK {(lead and lead.staff_number) or BLANK}", "cell-muted"),
    ]
    left = WIDTH - PenFrame().wrap(0, 0)[0]
    return [CondPageBreak(52 * mm), Spacer(0, 4 * mm), grid([["", beside]], [left, WIDTH - left])]
