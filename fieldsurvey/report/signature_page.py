"""The closing formula and a place to sign for everyone who signs (domain.md §6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from fieldsurvey.indonesia import long_date, terbilang
from fieldsurvey.report.content import COUNTERPART, TEAM_ROLES, WITNESS
from fieldsurvey.report.document import SPARE
from fieldsurvey.report.fonts import MUTED, RULE, SANS, SANS_ITALIC
from fieldsurvey.report.originals_text import WHICH_IS_ORIGINAL
from fieldsurvey.report.shapes import Decoration
from fieldsurvey.report.tables import WIDTH, grid, height_of, paragraph
from fieldsurvey.report.tagging import PARAGRAPH, Element
from fieldsurvey.survey.wordings import COPIES, DOCUMENT

if TYPE_CHECKING:
    from fieldsurvey.report.content import BeritaAcara
    from fieldsurvey.survey.model import Person

BOX_WIDTH, BOX_HEIGHT = 72 * mm, 18 * mm
_INSET = 1.5  # points between the printed frame and the field
_ROW = 40 * mm
REFUSED = "menolak menandatangani"


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A place for one signature.

    Attributes:
        name: the field's name in the PDF.
        person: who signs there.
        page: page, from 0.
        box: left, bottom, right, top in points.
    """

    name: str
    person: str
    page: int
    box: tuple[float, float, float, float]

    @property
    def spare(self) -> bool:
        """Whether it waits for whoever else comes to sign."""
        return self.name.startswith(SPARE)


class _Place(Decoration):
    """The frame of a signature; notes where it came to lie. Without a field, who refused."""

    def __init__(self, person: str, field: str, found: list[SignatureField]) -> None:
        super().__init__()
        self._person, self._field, self._found = person, field, found

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del width, height
        return BOX_WIDTH, BOX_HEIGHT

    def draw(self) -> None:
        """Draw the frame; in the order of reading stands the field, or the word that it was refused."""
        if self._field:
            self.canv.place_field(self._field)
            super().draw()
            return
        canvas = self.canv
        with canvas.content(Element(PARAGRAPH), REFUSED):
            canvas.setFillColor(MUTED)
            canvas.setFont(SANS_ITALIC, 10)
            canvas.drawString(0, BOX_HEIGHT / 2 + 1, REFUSED)
        with canvas.artifact():
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.5)
            canvas.line(0, BOX_HEIGHT / 2 - 3, BOX_WIDTH, BOX_HEIGHT / 2 - 3)

    def paint(self) -> None:
        """Draw the frame and note where it lies."""
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.roundRect(0, 0, BOX_WIDTH, BOX_HEIGHT, 1.5 * mm)
        canvas.setFillColor(RULE)
        canvas.setFont(SANS, 7)
        canvas.drawCentredString(BOX_WIDTH / 2, 1.6 * mm, "ruang tanda tangan dan cap")
        left, bottom = canvas.absolutePosition(0, 0)
        box = (
            left + _INSET,
            bottom + _INSET,
            left + BOX_WIDTH - _INSET,
            bottom + BOX_HEIGHT - _INSET,
        )
        self._found.append(
            SignatureField(self._field, self._person, canvas.getPageNumber() - 1, box)
        )


def signature_page(content: BeritaAcara, found: list[SignatureField]) -> list[Flowable]:
    """Return the closing formula and the places to sign.

    Args:
        content: whose people sign.
        found: receives each field with its page and box when the pages are drawn.
    """
    numbers = iter(range(1, 1 + len(content.visit.people)))

    def block(person: Person, party: str) -> list[Flowable]:
        field = f"TTD_{next(numbers)}" if content.signs(person) else ""
        return signature_block(person, party, field, found)

    second = [block(p, "PIHAK KEDUA,") for p in _signing(content, COUNTERPART)]
    first = [block(p, "PIHAK PERTAMA,") for p in _signing(content, *TEAM_ROLES)]
    witnesses = [
        block(person, f"Saksi {number},")
        for number, person in enumerate(_signing(content, WITNESS), 1)
    ]
    rows = max(len(first), len(second))
    parties: list[Flowable] = [
        paragraph(
            content.closing.replace(DOCUMENT, content.called).replace(
                COPIES, f"{content.copies} ({terbilang(content.copies)})"
            ),
            "closing",
        ),
        paragraph(f"{content.place}, {long_date(content.signed_on)}", "place"),
        *([_grid([(_at(second, row), _at(first, row)) for row in range(rows)])] if rows else []),
    ]
    pairs = [(_at(witnesses, at), _at(witnesses, at + 1)) for at in range(0, len(witnesses), 2)]
    beside = [paragraph("Saksi-saksi", "subheading"), _grid(pairs)] if pairs else []
    # Signatures stay together, on a page of their own if need be, unless no page holds them.
    spare = [_grid([(_spare(1, found), _spare(2, found))]), paragraph(WHICH_IS_ORIGINAL, "note")]
    last = sum(height_of(flowable) for flowable in (*beside, *spare))
    whole = sum(height_of(flowable) for flowable in parties) + last
    listed = "; ".join(f"{label} {title}" for label, title in content.annexes)
    return [
        *(
            [paragraph(f"Bagian yang tidak terpisahkan dari {content.called} ini: {listed}.")]
            if listed
            else []
        ),
        CondPageBreak(whole if whole <= content.size.text_height else 3 * _ROW),
        *parties,
        CondPageBreak(last),
        *beside,
        *spare,
    ]


def _spare(number: int, found: list[SignatureField]) -> list[Flowable]:
    """Return a place for somebody who was not expected: fields cannot be added once one has signed."""
    return [
        paragraph(f"Tempat cadangan {number},", "party"),
        _Place(f"Tempat cadangan {number}", f"{SPARE}{number}", found),
        Spacer(0, 1.5 * mm),
        paragraph("Nama: ………………………………………", "cell-muted"),
    ]


def signature_block(
    person: Person, party: str, field: str, found: list[SignatureField]
) -> list[Flowable]:
    """Return the place for one signature, with who signs there.

    Args:
        person: who signs.
        party: the line above the place.
        field: name of the field, ``""`` for who refused.
        found: receives the field with its page and box when the pages are drawn.
    """
    lines = (person.position, f"NIP/NIK {person.staff_number}" if person.staff_number else "")
    return [
        paragraph(party, "party"),
        _Place(person.name, field, found),
        paragraph(person.name, "signer"),
        *(paragraph(line, "cell-muted") for line in lines if line),
    ]


def _signing(content: BeritaAcara, *roles: str) -> list[Person]:
    """Return who signs or refused; whoever else took part stands in the attendance list only."""
    return [p for p in content.people(*roles) if content.signs(p) or content.refusal(p) is not None]


def _at(blocks: list[list[Flowable]], index: int) -> list[Flowable]:
    return blocks[index] if index < len(blocks) else []


def _grid(rows: list[tuple[list[Flowable], list[Flowable]]]) -> Flowable:
    gap = WIDTH - 2 * BOX_WIDTH
    cells = [[left, "", right] for left, right in rows]
    return grid(cells, [BOX_WIDTH, gap, BOX_WIDTH], above=2, below=8)
