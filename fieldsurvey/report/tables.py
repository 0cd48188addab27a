"""Paragraphs and tables on one grid: headers repeat, figures align right, nothing is clipped."""

from __future__ import annotations

import html
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, TableStyle

from fieldsurvey.report.flowables import Text, item, lettered
from fieldsurvey.report.fonts import ACCENT, RULE, SANS, TINT, styles
from fieldsurvey.report.glyphs import fits, printable, stray_runs
from fieldsurvey.report.row_table import Grid, LayoutTags, RowTable, TableTags
from fieldsurvey.report.tagging import PARAGRAPH, Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

WIDTH = 165 * mm
"""Width of the text, in points: A4 less 25 mm on the left and 20 mm on the right."""

_ROOM_ENOUGH = 22 * mm
PAGE = 242 * mm
"""Height of the text, in points."""
# reportlab names a cell's font even where paragraphs bring their own: it must be an embedded one.
_CELL_FONT = ("FONT", (0, 0), (-1, -1), SANS, 8.8)
_HEADINGS = MappingProxyType(
    {"title": "H1", "heading": "H2", "heading-annex": "H2", "subheading": "H3"}
)
_MARKUP = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t]+")  # no-break spaces stay


def plain(text: str) -> str:
    """Return text fit for a paragraph's markup: what no typeface has by its code, markup escaped."""
    return stray_runs(escape(printable(text))).replace("\n", "<br/>")


def paragraph(text: str, style: str = "body", *, bullet: str | None = None) -> Text:
    """Return a paragraph of plain text, exactly as given; its role follows from its style."""
    shown = printable(text)
    if "\n" in shown or not fits(shown, styles()[style].fontName):
        return marked(plain(text), style, bullet=bullet)
    words = _BLANKS.sub(" ", shown).strip(" ")
    # What has no markup need not be parsed: that is most of the time a long table takes.
    made = Text(None, styles()[style], frags=[_fragment(style).clone(text=words)])
    made.said = words
    return _with_role(made, style, bullet)


def marked(markup: str, style: str = "body", *, bullet: str | None = None) -> Text:
    """Return a paragraph of markup whose variable parts went through `plain`."""
    made = Text(markup, styles()[style])
    made.said = html.unescape(_MARKUP.sub("", markup.replace("<br/>", "\n")))
    return _with_role(made, style, bullet)


@cache
def _fragment(style: str) -> Any:
    """Return what reportlab's parser makes of a word in a style."""
    return Text("x", styles()[style]).frags[0]


def _with_role(made: Text, style: str, bullet: str | None) -> Text:
    heading = _HEADINGS.get(style)
    if bullet and heading is None:
        return item(made, bullet)
    made.element = Element(heading or PARAGRAPH)
    return lettered(made, bullet) if bullet else made


def section(letter: str, title: str, body: Sequence[Flowable]) -> list[Flowable]:
    """Return a section whose heading stays with its first lines or its table's first row."""
    head = paragraph(title, "heading", bullet=letter)
    return [CondPageBreak(_room([head, *body])), head, *body]


def subsection(title: str, body: Sequence[Flowable]) -> list[Flowable]:
    """Return a part of a section, as `section`, without a letter."""
    head = paragraph(title, "subheading")
    return [CondPageBreak(_room([head, *body])), head, *body]


def unbroken(flowables: Sequence[Flowable]) -> list[Flowable]:
    """Return a part without its own break, to stand under a heading whose room is reckoned over all of it."""
    return [each for each in flowables if not isinstance(each, CondPageBreak)]


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    right: Sequence[int] = (),
    total: bool = False,
    extra: Sequence[tuple[object, ...]] = (),
) -> RowTable:
    """Return a table with a repeated head, hairlines between rows and no vertical lines.

    Args:
        head: titles of the columns.
        rows: text (set plain) or flowables.
        widths: of the columns, as shares of the text's width.
        right: columns that align right: figures.
        total: the last row is a sum, set bold under a stronger line.
        extra: further reportlab style commands.
    """
    lines = [[_cell(text, column, right, "head") for column, text in enumerate(head)]]
    for number, row in enumerate(rows):
        style = "cell-bold" if total and number == len(rows) - 1 else "cell"
        lines.append([_cell(value, column, right, style) for column, value in enumerate(row)])
    unit = WIDTH / sum(widths)
    commands: list[tuple[object, ...]] = [
        _CELL_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, ACCENT),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, ACCENT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.35, RULE),
        ("LINEBELOW", (0, -1), (-1, -1), 0.7, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if total:
        commands += [("LINEABOVE", (0, -1), (-1, -1), 0.7, ACCENT), ("NOSPLIT", (0, -3), (-1, -1))]
    return RowTable(
        lines,
        colWidths=[width * unit for width in widths],
        repeatRows=1,
        style=TableStyle([*commands, *extra]),
        renderCB=TableTags(),
        spaceBefore=2,
        spaceAfter=7,
    )


def grid(
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    above: float = 0,
    below: float = 0,
    extra: Sequence[tuple[object, ...]] = (),
) -> Grid:
    """Return an arrangement without lines or padding; a row is parted by a page's end only if no page holds it.

    Args:
        rows: lists of flowables.
        widths: of the columns, in points.
        above: space above each row.
        below: space below each row.
        extra: further reportlab style commands.
    """
    commands = [
        _CELL_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), above),
        ("BOTTOMPADDING", (0, 0), (-1, -1), below),
    ]
    return Grid(
        # An empty text would be drawn as one, and belong to nothing.
        [[[] if cell == "" else cell for cell in row] for row in rows],
        colWidths=widths,
        style=TableStyle([*commands, *extra]),
        renderCB=LayoutTags(),
    )


def height_of(flowable: Flowable) -> float:
    """Return the height that a flowable takes with the space around it, in points."""
    height: float = flowable.wrap(WIDTH, PAGE)[1]
    return height + float(flowable.getSpaceBefore() + flowable.getSpaceAfter())


def _room(flowables: Sequence[Flowable]) -> float:
    """Return the height that must be free for a heading and what must not be parted from it."""
    room = 0.0
    for flowable in flowables:
        height = height_of(flowable)
        if isinstance(flowable, RowTable):
            return room + flowable.lead_height
        room += height
        if room > _ROOM_ENOUGH:
            return room
    return room


def _cell(value: object, column: int, right: Sequence[int], style: str) -> object:
    if isinstance(value, Text):
        return _bare(value)
    if not isinstance(value, str):
        return value
    if column not in right:
        return _bare(paragraph(value, style))
    kinds = {"head": "head-right", "cell": "cell-right", "cell-bold": "cell-right-bold"}
    return _bare(paragraph(value, kinds[style]))


def _bare(text: Text) -> Text:
    """Let a paragraph that is all of its cell be the cell's own content."""
    text.element = None
    return text
