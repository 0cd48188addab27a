"""Figures from 0 to 100 with the time before beside them: bars, and a radar; told apart by pattern and words too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.report.bars import paint_bar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.survey.closing_talk import Figure
    from fieldsurvey.ui.theme import Theme

NO_FIGURE = "–"
HIDDEN = "n < 5"
_FULL = 100.0
_RINGS = 5
_ROW_UNITS, _LEAST_ROW = 5.2, 4.4
_LABEL_SHARE, _FIGURE_UNITS = 0.4, 15
_RADAR_WIDE, _RADAR_HIGH, _LEAST_RADAR = 48, 27, 20
_NAME_UNITS = 17  # width of an axis' name
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


def shown_figure(figure: Figure) -> str:
    """Return a score as it is printed: with a comma, a dash without data, ``n < 5`` where it is held back."""
    if figure.hidden:
        return HIDDEN
    return NO_FIGURE if figure.score is None else format_decimal(figure.score)


def difference(figure: Figure) -> str:
    """Return how a score moved since the time before, with its sign; ``""`` where nothing is to be compared."""
    if figure.score is None or figure.earlier is None:
        return ""
    moved = figure.score - figure.earlier
    sign = "+" if moved > 0 else "−" if moved < 0 else "±"
    return f"{sign}{format_decimal(abs(moved))}"


class Compared(QWidget):
    """A picture of figures that also says them.

    Args:
        theme: colours and sizes.
        title: what it is of.
        figures: what is drawn.
        parent: the owner.
    """

    def __init__(
        self, theme: Theme, title: str, figures: Sequence[Figure], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self.figures = theme, tuple(figures)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(map(self._words, self.figures)))

    def _words(self, figure: Figure) -> str:
        said = f"{figure.title} {shown_figure(figure)}"
        if figure.earlier is not None:
            said += self.tr(" (before: {figure})").format(figure=format_decimal(figure.earlier))
        return said


class ComparedBars(Compared):
    """Bars below each other, each with its figure; the time before as a thin dashed bar under it."""

    def sizeHint(self) -> QSize:
        """Want a row of two lines for each."""
        return QSize(self.theme.space(70), self._height(_ROW_UNITS))

    def minimumSizeHint(self) -> QSize:
        """Want at least so much that no row touches the next."""
        return QSize(self.theme.space(44), self._height(_LEAST_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = min(self.height() / max(len(self.figures), 1), self.theme.space(_ROW_UNITS * 1.4))
        for number, figure in enumerate(self.figures):
            self._paint_row(painter, figure, QRectF(0, number * high, self.width(), high))
        painter.end()

    def _height(self, units: float) -> int:
        return self.theme.space(units * max(len(self.figures), 1))

    def _paint_row(self, painter: QPainter, figure: Figure, row: QRectF) -> None:
        theme, space = self.theme, self.theme.space
        room = QRectF(row).adjusted(0, 0, -row.width() * (1 - _LABEL_SHARE) - space(1), 0)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font())
        title = _lines(painter, room, figure.title)
        if figure.above:
            above = QRectF(room.left(), room.center().y(), room.width(), room.height() / 2)
            room.setBottom(above.top())
            painter.drawText(room, _FLAGS, _lines(painter, room, figure.title))
            painter.setPen(theme.color("muted"))
            painter.setFont(theme.font("small"))
            painter.drawText(above, _FLAGS, _lines(painter, above, figure.above))
        else:
            painter.drawText(room, _FLAGS, title)
        figures = QRectF(row)
        figures.setLeft(row.right() - space(_FIGURE_UNITS))
        self._paint_figures(painter, figure, figures)
        track = QRectF(row.width() * _LABEL_SHARE, 0, 0, space(2))
        track.setRight(figures.left() - space(1.5))
        track.moveTop(row.center().y() - track.height() * (0.9 if figure.earlier else 0.5))
        paint_bar(painter, track, None if figure.score is None else float(figure.score), theme)
        if figure.earlier is not None:
            self._paint_earlier(painter, figure.earlier, track)

    def _paint_earlier(self, painter: QPainter, earlier: Decimal, track: QRectF) -> None:
        """Paint the time before: dashed and empty, so that it is another also without its colour."""
        below = QRectF(
            track.left(),
            track.bottom() + self.theme.space(0.4),
            track.width() * float(earlier) / _FULL,
            self.theme.space(1),
        )
        pen = QPen(self.theme.color("text"), self.theme.hairline, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(below)

    def _paint_figures(self, painter: QPainter, figure: Figure, room: QRectF) -> None:
        theme, right = self.theme, Qt.AlignmentFlag.AlignRight
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("heading", strong=True))
        if figure.earlier is None:
            painter.drawText(room, right | Qt.AlignmentFlag.AlignVCenter, shown_figure(figure))
            return
        upper, lower = QRectF(room), QRectF(room)
        upper.setBottom(room.center().y() + theme.space(0.5))
        lower.setTop(upper.bottom())
        painter.drawText(upper, right | Qt.AlignmentFlag.AlignBottom, shown_figure(figure))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        said = f"{format_decimal(figure.earlier)} · {difference(figure)}".rstrip(" ·")
        painter.drawText(lower, right | Qt.AlignmentFlag.AlignTop, said)


class Radar(Compared):
    """A radar of at least three axes: this time solid with dots, the time before dashed with squares."""

    def sizeHint(self) -> QSize:
        """Want a square and room for the names of the axes."""
        return QSize(self.theme.space(_RADAR_WIDE), self.theme.space(_RADAR_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Want at least so much that names and rings stand apart."""
        return QSize(self.theme.space(_RADAR_WIDE), self.theme.space(_LEAST_RADAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rings, axes, and one outline for each time."""
        del event
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        painter.setPen(QPen(theme.color("line"), theme.hairline))
        for ring in range(1, _RINGS + 1):
            share = ring / _RINGS
            corners = [self._at(axis, share) for axis in range(len(self.figures))]
            painter.drawPolygon(QPolygonF(corners))
        for axis in range(len(self.figures)):
            painter.drawLine(self._at(axis, 0), self._at(axis, 1))
        self._outline(painter, [each.earlier for each in self.figures], before=True)
        self._outline(painter, [each.score for each in self.figures], before=False)
        for axis, figure in enumerate(self.figures):
            self._name(painter, axis, f"{figure.title} {shown_figure(figure)}")
        painter.end()

    def _radius(self) -> float:
        wide = self.width() / 2 - self.theme.space(_NAME_UNITS) - self.theme.space(1)
        return max(self.theme.space(4), min(wide, self.height() / 2 - self.theme.space(3)))

    def _at(self, axis: int, share: float) -> QPointF:
        """Return a place on an axis; the first one points up, the others follow clockwise."""
        angle = 2 * math.pi * axis / len(self.figures)
        reach = self._radius() * share
        middle = QPointF(self.width() / 2, self.height() / 2)
        return middle + QPointF(reach * math.sin(angle), -reach * math.cos(angle))

    def _outline(
        self, painter: QPainter, values: Sequence[Decimal | None], *, before: bool
    ) -> None:
        theme = self.theme
        points = [
            self._at(axis, float(value) / _FULL)
            for axis, value in enumerate(values)
            if value is not None
        ]
        if not points:
            return
        style = Qt.PenStyle.DashLine if before else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.color("text" if before else "accent"), theme.ring, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outline = QPolygonF(points)
        if len(points) == len(values):
            painter.drawPolygon(outline)
        else:
            painter.drawPolyline(outline)
        half = theme.space(0.5)
        painter.setPen(QPen(theme.color("text" if before else "accent"), theme.hairline))
        painter.setBrush(theme.color("surface" if before else "accent"))
        for point in points:
            spot = QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half)
            if before:
                painter.drawRect(spot)
            else:
                painter.drawEllipse(spot)

    def _name(self, painter: QPainter, axis: int, text: str) -> None:
        """Write the name of an axis outside its end, inside the widget."""
        theme, end, middle = self.theme, self._at(axis, 1.06), self.width() / 2
        width, height = theme.space(_NAME_UNITS), theme.space(5.5)
        room = QRectF(end.x(), end.y() - height / 2, width, height)
        side, lines = Qt.AlignmentFlag.AlignLeft, _FLAGS
        if abs(end.x() - middle) < theme.space(1):
            side = Qt.AlignmentFlag.AlignHCenter
            room.setWidth(2 * width)
            room.moveCenter(QPointF(middle, end.y()))
            upper = end.y() < self.height() / 2
            room.moveTop(end.y() - height if upper else end.y())
            near = Qt.AlignmentFlag.AlignBottom if upper else Qt.AlignmentFlag.AlignTop
            lines = near | Qt.TextFlag.TextWordWrap
        elif end.x() < middle:
            side = Qt.AlignmentFlag.AlignRight
            room.moveRight(end.x())
        painter.setPen(theme.color("text"))
        painter.drawText(room, side | lines, _lines(painter, room, text))


def _lines(painter: QPainter, room: QRectF, text: str) -> str:
    """Return a text, cut with an ellipsis where even broken into lines it would leave its room."""
    metrics = painter.fontMetrics()
    while len(text) > 1:
        needed = metrics.boundingRect(room.toRect(), int(_FLAGS), text)
        if needed.height() <= room.height() + 1:
            return text
        text = text[:-2].rstrip(" …") + "…"
    return text
