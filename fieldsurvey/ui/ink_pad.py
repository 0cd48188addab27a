"""A pad to write on with pen, finger or mouse: strokes, not pixels, so that they print sharp and weigh little."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from fieldsurvey.ui.theme import Theme

#: A point: from the left edge and from the upper one, both in widths of the pad, and the pressure, 0 to 1.
Point = tuple[float, float, float]
Stroke = tuple[Point, ...]

_PEN = 0.006  # width of a line at full pressure, in widths of the pad
_LEAST_PRESSURE = 0.35
_NEAR = 0.0015  # points nearer than this to the last one say nothing new
_INK = QColor("#10224A")


class InkPad(QWidget):
    """What is written on it.

    Keyboard: Delete clears, Backspace takes the last stroke back. Writing itself needs a hand.

    Args:
        theme: sizes and colours.
        ratio: height to width.
        parent: the owner.
    """

    #: A stroke was written, taken back, or all were cleared.
    changed = Signal()
    #: Enter.
    passed = Signal()

    def __init__(self, theme: Theme, ratio: float = 0.4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ratio = ratio
        self._strokes: list[Stroke] = []
        self._begun: list[Point] = []
        self._under: QImage | None = None
        self._readonly = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(theme.space(90))
        self.setAccessibleName(self.tr("Write here with a pen, a finger or the mouse"))

    # -- what is written -------------------------------------------------------------------------

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is written, each stroke from pen down to pen up."""
        return tuple(self._strokes)

    @property
    def blank(self) -> bool:
        """Whether nothing is written."""
        return not self._strokes

    def show_under(self, picture: QImage | None) -> None:
        """Lay a picture under the strokes, which takes its shape; None takes it away."""
        self._under = picture
        if picture is not None and not picture.isNull():
            self._ratio = picture.height() / picture.width()
        self.updateGeometry()
        self.update()

    def set_readonly(self, readonly: bool) -> None:
        """Let it be written on, or only be looked at."""
        self._readonly = readonly
        self.setCursor(Qt.CursorShape.ArrowCursor if readonly else Qt.CursorShape.CrossCursor)

    def clear(self) -> None:
        """Take everything back."""
        if self._strokes and not self._readonly:
            self._strokes.clear()
            self.update()
            self.changed.emit()

    def take_back(self) -> None:
        """Take the last stroke back."""
        if self._strokes and not self._readonly:
            self._strokes.pop()
            self.update()
            self.changed.emit()

    def image(self, width: int = 1200) -> QImage:
        """Return what is written as a picture: on its own on white, or over the picture beneath it, in its size.

        Args:
            width: of the picture in pixels, where none lies beneath.
        """
        if self._under is not None and not self._under.isNull():
            made = self._under.convertToFormat(QImage.Format.Format_RGB32)
        else:
            made = QImage(width, round(width * self._ratio), QImage.Format.Format_RGB32)
            made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        self._draw(painter, made.width())
        painter.end()
        return made

    # -- sizes -----------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Keep the shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return max(self._theme.target * 2, round(min(width, self.maximumWidth()) * self._ratio))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        width = self._theme.space(60)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size to write a name in."""
        return QSize(self._theme.space(24), self._theme.target * 2)

    # -- writing ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._down(event.position(), 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._on(event.position(), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._up()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Write with a pen, which presses more or less."""
        if event.type() == QEvent.Type.TabletPress:
            self._down(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._on(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletRelease:
            self._up()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete clears, Backspace takes the last stroke back, Enter goes on."""
        if event.key() == Qt.Key.Key_Delete:
            self.clear()
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.passed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()

    def _down(self, position: QPointF, pressure: float) -> None:
        if not self._readonly:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._begun = [self._point(position, pressure)]
            self.update()

    def _on(self, position: QPointF, pressure: float) -> None:
        if self._begun:
            point, last = self._point(position, pressure), self._begun[-1]
            if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
                self._begun.append(point)
                self.update()

    def _up(self) -> None:
        if self._begun:
            self._strokes.append(tuple(self._begun))
            self._begun = []
            self.update()
            self.changed.emit()

    def _point(self, position: QPointF, pressure: float) -> Point:
        paper = self._paper
        x = min(max(position.x() / paper.width(), 0), 1)
        y = min(max(position.y() / paper.width(), 0), self._ratio)
        return round(x, 4), round(y, 4), round(max(_LEAST_PRESSURE, min(1.0, pressure)), 2)

    @property
    def _paper(self) -> QRectF:
        """Where it is written: as large as the shape fits."""
        width = max(1.0, min(self.width(), self.height() / self._ratio))
        return QRectF(0, 0, width, width * self._ratio)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper, what lies on it, and the strokes."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ring = theme.ring if self.hasFocus() else theme.hairline
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "edge"), ring))
        painter.setBrush(Qt.GlobalColor.white)  # paper, in every palette: ink is dark
        half, paper, round_ = ring / 2, self._paper, theme.space(0.75)
        painter.drawRoundedRect(paper.adjusted(half, half, -half, -half), round_, round_)
        if self._under is not None:
            painter.drawImage(paper.adjusted(ring, ring, -ring, -ring), self._under)
        elif not self._readonly:
            painter.setPen(QPen(QColor("#9AA3B2"), 1, Qt.PenStyle.DashLine))
            line = paper.height() * 0.78
            painter.drawLine(
                QPointF(paper.width() * 0.08, line), QPointF(paper.width() * 0.92, line)
            )
        self._draw(painter, paper.width())
        painter.end()

    def _draw(self, painter: QPainter, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in (*self._strokes, tuple(self._begun)):
            _draw_stroke(painter, stroke, width)


def _draw_stroke(painter: QPainter, stroke: Stroke, width: float) -> None:
    """Draw one stroke as smooth pieces, each as wide as it was pressed."""
    pen = QPen(_INK)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if len(stroke) == 1:
        x, y, pressure = stroke[0]
        pen.setWidthF(_PEN * width * pressure * 1.5)
        painter.setPen(pen)
        painter.drawPoint(QPointF(x * width, y * width))
        return
    places = [QPointF(x * width, y * width) for x, y, _ in stroke]
    middles = [(a + b) / 2 for a, b in itertools.pairwise(places)]
    for at in range(1, len(places)):
        begin = places[0] if at == 1 else middles[at - 2]
        path = QPainterPath(begin)
        end = places[-1] if at == len(places) - 1 else middles[at - 1]
        path.quadTo(places[at - 1], end)
        pen.setWidthF(_PEN * width * stroke[at][2])
        painter.setPen(pen)
        painter.drawPath(path)
