"""The head of an official paper: whose it is, what it is called, and its number or room for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from fieldsurvey.report.fonts import ACCENT, RULE
from fieldsurvey.report.logos import logo_of
from fieldsurvey.report.shapes import Decoration
from fieldsurvey.report.tables import WIDTH, grid, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.platypus import Flowable

    from fieldsurvey.survey.model import Institution

BLANK = "…………"
"""Where an office writes by hand what is not known yet."""

NUMBER_BLANK = "…………/…………/…………/…………"
"""A number whose parts the office writes by hand (domain.md §6.1: issued by *tata usaha* later)."""


class DoubleRule(Decoration):
    """The double line under a letterhead: thick above thin."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width and four points of height."""
        del height
        self.width = width
        return width, 4

    def paint(self) -> None:
        """Draw both lines."""
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(1.6)
        self.canv.line(0, 3, self.width, 3)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 0, self.width, 0)


def letterhead(
    institutions: Sequence[Institution], load: Callable[[str], bytes] | None = None
) -> list[Flowable]:
    """Return the heads of all institutions side by side, each with its own logo if it has one.

    Args:
        institutions: whose heads.
        load: returns the bytes of a logo by SHA-256; None for heads of type only.
    """
    if not institutions:
        return []
    columns = [
        [
            *logo_of(institution, load),
            *(
                paragraph(
                    line, "kop" if line == line.upper() and line.lower() != line else "kop-small"
                )
                for line in institution.letterhead or (institution.name.upper(), institution.city)
                if line
            ),
        ]
        for institution in institutions
    ]
    head = grid(
        [columns],
        [WIDTH / len(columns)] * len(columns),
        extra=[
            ("LEFTPADDING", (0, 0), (-1, -1), 7),
            ("RIGHTPADDING", (0, 0), (-1, -1), 7),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LINEAFTER", (0, 0), (-2, -1), 0.5, RULE),
        ],
    )
    return [head, Spacer(0, 6), DoubleRule(), Spacer(0, 5 * mm)]


def titled(
    title: str, subject: str, *, number: str | None = None, blank: str = NUMBER_BLANK
) -> list[Flowable]:
    """Return the title in capitals, what the paper is about, and its number or the dots for one.

    Args:
        title: of the paper.
        subject: the line under it, ``""`` for none.
        number: the number, ``""`` for one that a pen will write, None for a paper without number.
        blank: what stands where a pen will write it.
    """
    lines = [paragraph(title, "title")]
    if subject:
        lines.append(paragraph(subject, "subtitle"))
    lines.append(
        Spacer(0, 3 * mm) if number is None else paragraph(f"Nomor: {number or blank}", "number")
    )
    return lines
