"""Charts for print: told apart by pattern, mark and figure, never by colour alone, each with its words.

Drawn with reportlab.graphics; every value also stands in a table beside the chart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import (
    STATE_DEFAULTS,
    Circle,
    Drawing,
    Line,
    Polygon,
    PolyLine,
    Rect,
    String,
)
from reportlab.lib.colors import white
from reportlab.lib.utils import simpleSplit

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.report.fonts import ACCENT, INK, MUTED, RULE, SANS, SANS_BOLD, TINT
from fieldsurvey.report.glyphs import one_line
from fieldsurvey.report.shapes import Figure
from fieldsurvey.report.tables import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

# A drawing begins with this font: the default, which is never embedded, would be named in the file.
STATE_DEFAULTS["fontName"] = SANS

HATCH_GAP = 4.0  # points between the lines of a hatching
_SMALL = 7.4
_BAR = 13.0  # height of a bar
_ROW = 25.0
_LABELS = 142.0  # width of the labels beside bars
_FIGURE = 46.0  # width of the figure after a bar
_RADAR = 262.0  # height
_COLUMN = 150.0  # height of the tallest column
_RINGS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """A value between 0 and the chart's highest.

    Attributes:
        label: what it is of.
        value: None where nothing is shown.
        shown: the figure as printed, e.g. ``87,12`` or ``n < 5``.
        hatched: of lower standing: a working or provisional value.
        below: a line under a column: the instrument of that year.
    """

    label: str
    value: Decimal | None
    shown: str
    hatched: bool = False
    below: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a radar: a value for each axis, None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


class Chart(Figure):
    """A drawing in the text."""

    def __init__(self, drawing: Drawing, alt: str) -> None:
        super().__init__(alt)
        self.drawing = drawing

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the drawing's size."""
        del width, height
        return self.drawing.width, self.drawing.height

    def paint(self) -> None:
        """Draw it."""
        renderPDF.draw(self.drawing, self.canv, 0, 0)


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    highest: float = 100,
    marks: Sequence[tuple[str, float]] = (),
) -> Chart:
    """Return horizontal bars, the first on top.

    Args:
        title: what the words for it begin with.
        bars: what to show.
        highest: value of a full bar.
        marks: names and lower bounds of categories, dashed across the bars.
    """
    height = len(bars) * _ROW + 16
    drawing = Drawing(WIDTH, height)
    left, width = _LABELS, WIDTH - _LABELS - _FIGURE
    foot, top = 2.0, height - 14
    for number, bar in enumerate(bars):
        base = top - (number + 1) * _ROW + (_ROW - _BAR) / 2
        _label(drawing, bar.label, base + _BAR / 2)
        drawing.add(
            Rect(left, base, width, _BAR, fillColor=TINT, strokeColor=RULE, strokeWidth=0.4)
        )
        if bar.value is not None:
            _filled(
                drawing, left, base, width * float(bar.value) / highest, _BAR, hatched=bar.hatched
            )
        drawing.add(_text(WIDTH, base + _BAR / 2 - 3, bar.shown, size=9, bold=True, anchor="end"))
    for name, bound in marks:
        if bound > 0:
            at = left + width * bound / highest
            drawing.add(
                Line(at, foot, at, top, strokeColor=INK, strokeWidth=0.6, strokeDashArray=[2, 2])
            )
            drawing.add(
                _text(at + 2, top + 4, f"{name} ≥ {bound:g}".replace(".", ","), size=_SMALL)
            )
    return Chart(drawing, _words(title, [(bar.label, bar.shown) for bar in bars]))


def column_chart(title: str, columns: Sequence[Bar], *, breaks: Sequence[int] = ()) -> Chart:
    """Return vertical columns, the oldest first.

    Args:
        title: what the words for it begin with.
        columns: what to show; ``below`` stands under the label.
        breaks: indexes of columns that do not compare with the one before: a dashed line parts them.
    """
    drawing = Drawing(WIDTH, _COLUMN + 48)
    slot = WIDTH / max(len(columns), 1)
    width, base = min(44.0, slot * 0.55), 28.0
    drawing.add(Line(0, base, WIDTH, base, strokeColor=INK, strokeWidth=0.7))
    for number, column in enumerate(columns):
        middle = slot * (number + 0.5)
        high = 0.0 if column.value is None else _COLUMN * float(column.value) / 100
        _filled(drawing, middle - width / 2, base, width, high, hatched=column.hatched)
        drawing.add(
            _text(middle, base + high + 4, column.shown, size=8.6, bold=True, anchor="middle")
        )
        drawing.add(_text(middle, base - 11, column.label, size=8.6, anchor="middle"))
        drawing.add(
            _text(middle, base - 21, column.below, size=_SMALL, anchor="middle", muted=True)
        )
        if number in breaks:
            at = slot * number
            drawing.add(
                Line(
                    at,
                    4,
                    at,
                    base + _COLUMN,
                    strokeColor=INK,
                    strokeWidth=0.7,
                    strokeDashArray=[3, 2],
                )
            )
    said = [(f"{each.label} {each.below}".strip(), each.shown) for each in columns]
    return Chart(drawing, _words(title, said))


def radar_chart(
    title: str, axes: Sequence[str], series: Sequence[Series], *, highest: float = 100
) -> Chart:
    """Return a radar: the first series solid with dots, the second dashed with squares.

    Args:
        title: what the words for it begin with.
        axes: names of at least three axes, clockwise from the top.
        series: one or two.
        highest: value of the outer ring.
    """
    drawing = Drawing(WIDTH, _RADAR)
    middle_x, middle_y, radius = WIDTH / 2, _RADAR / 2, _RADAR / 2 - 34

    def at(axis: int, share: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * axis / len(axes)
        return middle_x + radius * share * math.cos(angle), middle_y + radius * share * math.sin(
            angle
        )

    for ring in range(1, _RINGS + 1):
        share = ring / _RINGS
        corners = [edge for axis in range(len(axes)) for edge in at(axis, share)]
        drawing.add(Polygon(corners, fillColor=None, strokeColor=RULE, strokeWidth=0.5))
        drawing.add(
            _text(
                middle_x + 3,
                middle_y + radius * share - 3,
                f"{highest * share:g}",
                size=6.4,
                muted=True,
            )
        )
    for axis, name in enumerate(axes):
        x, y = at(axis, 1)
        drawing.add(Line(middle_x, middle_y, x, y, strokeColor=RULE, strokeWidth=0.5))
        _around(drawing, name, *at(axis, 1.07), middle_x)
    for number, each in enumerate(series):
        points = [
            at(axis, float(value) / highest)
            for axis, value in enumerate(each.values)
            if value is not None
        ]
        _outline(drawing, points, dashed=number > 0, closed=len(points) == len(axes))
        _legend(drawing, number, each.name)
    said = [
        (
            f"{name} ({each.name})" if len(series) > 1 else name,
            "–" if value is None else format_decimal(value),
        )
        for each in series
        for name, value in zip(axes, each.values, strict=True)
    ]
    return Chart(drawing, _words(title, said))


def shade(value: Decimal) -> float:
    """Return how dark a cell of a heat table is, 0 for the best to 1: grey alone tells it."""
    return 1 - max(0.0, min(100.0, float(value))) / 100


def _outline(
    drawing: Drawing, points: list[tuple[float, float]], *, dashed: bool, closed: bool
) -> None:
    flat = [edge for point in points for edge in point]
    look = {"strokeColor": INK if dashed else ACCENT, "strokeWidth": 1.0 if dashed else 1.6}
    if dashed:
        look["strokeDashArray"] = [4, 2]
    if len(points) > 1:
        drawing.add(
            Polygon(flat, fillColor=None, **look)
            if closed and len(points) > 2
            else PolyLine(flat, **look)
        )
    for x, y in points:
        _mark(drawing, x, y, square=dashed)


def _mark(drawing: Drawing, x: float, y: float, *, square: bool) -> None:
    drawing.add(
        Rect(x - 2.2, y - 2.2, 4.4, 4.4, fillColor=white, strokeColor=INK, strokeWidth=0.9)
        if square
        else Circle(x, y, 2.4, fillColor=ACCENT, strokeColor=ACCENT)
    )


def _legend(drawing: Drawing, number: int, name: str) -> None:
    base = 4 + number * 12.0
    look = {"strokeDashArray": [4, 2]} if number else {}
    drawing.add(
        Line(
            0,
            base + 3,
            22,
            base + 3,
            strokeColor=INK if number else ACCENT,
            strokeWidth=1.2,
            **look,
        )
    )
    _mark(drawing, 11, base + 3, square=number > 0)
    drawing.add(_text(27, base, name, size=_SMALL))


def _filled(
    drawing: Drawing, left: float, base: float, width: float, height: float, *, hatched: bool
) -> None:
    """Add a bar: solid, or white with a hatching that survives a photocopier."""
    if width <= 0 or height <= 0:
        return
    drawing.add(
        Rect(
            left,
            base,
            width,
            height,
            fillColor=white if hatched else ACCENT,
            strokeColor=ACCENT,
            strokeWidth=0.8,
        )
    )
    if hatched:
        for line in _hatching(left, base, width, height):
            drawing.add(Line(*line, strokeColor=ACCENT, strokeWidth=0.7))


def _hatching(
    left: float, base: float, width: float, height: float
) -> list[tuple[float, float, float, float]]:
    """Return lines rising to the right, cut at the edges of a rectangle."""
    lines = []
    offset = -height + HATCH_GAP
    while offset < width:
        start, end = max(offset, 0.0), min(offset + height, width)
        lines.append((left + start, base + start - offset, left + end, base + end - offset))
        offset += HATCH_GAP
    return lines


def _label(drawing: Drawing, text: str, middle: float) -> None:
    """Add a label in at most two lines at the left of its bar."""
    lines = simpleSplit(text, SANS, 8.8, _LABELS - 8)
    if len(lines) > 2:
        lines = [lines[0], lines[1].rstrip() + "…"]
    top = middle + (len(lines) - 1) * 5 - 3
    for number, line in enumerate(lines):
        drawing.add(_text(0, top - number * 10, line, size=8.8))


def _around(drawing: Drawing, text: str, x: float, y: float, middle: float) -> None:
    """Add the name of an axis outside its end."""
    anchor = "middle" if abs(x - middle) < 12 else "start" if x > middle else "end"
    room = WIDTH / 2 if anchor == "middle" else (WIDTH - x if x > middle else x)
    lines = simpleSplit(text, SANS, 8, max(room, 40))[:3]
    top = y - 3 + (len(lines) - 1) * (9 if y > _RADAR / 2 + 20 else 4.5)
    for number, line in enumerate(lines):
        drawing.add(_text(x, top - number * 9, line, size=8, anchor=anchor))


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    bold: bool = False,
    anchor: str = "start",
    muted: bool = False,
) -> String:
    return String(
        x,
        y,
        one_line(text),
        fontName=SANS_BOLD if bold else SANS,
        fontSize=size,
        fillColor=MUTED if muted else INK,
        textAnchor=anchor,
    )


def _words(title: str, said: Sequence[tuple[str, str]]) -> str:
    return f"{title}: {'; '.join(f'{name} {figure}' for name, figure in said)}."
