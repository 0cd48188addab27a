"""One choice as a big row: key cap, mark, label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.ui.theme import Theme

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class ChoiceRow(QAbstractButton):
    """One choice of a ``ChoiceList``, which takes the focus and the keys for it.

    Args:
        theme: sizes and colours.
        parent: the list.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cap = ""
        self.current = False
        self.many = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def nextCheckState(self) -> None:
        """The form says what is chosen, not the click."""

    def width_wanted(self) -> int:
        """Return the width of the row on one line, in pixels."""
        return self._indent + self.fontMetrics().horizontalAdvance(self.text()) + self._pad * 2

    def height_at(self, width: int) -> int:
        """Return the height that the label needs at a width."""
        room = max(1, width - self._indent - self._pad)
        text = self.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), _WRAP, self.text())
        return max(self._theme.target, text.height() + self._theme.space(2))

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        return QSize(self.width_wanted(), self._theme.target)

    @property
    def _pad(self) -> int:
        return self._theme.space(1.5)

    @property
    def _indent(self) -> int:
        return self._pad + self._theme.space(3) + self._theme.space() + self._mark + self._pad

    @property
    def _mark(self) -> int:
        return self._theme.space(2.25)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme, unit = self._theme, self._theme.space()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, enabled = self.isChecked(), self.isEnabled()
        ring = theme.ring if self.current else theme.hairline
        if theme.name == "sunlight" and chosen:
            ring = max(ring, theme.ring)
        edge = "focus" if self.current else "accent" if chosen else "line"
        hover = self.underMouse() and enabled
        painter.setPen(QPen(theme.color(edge), ring))
        painter.setBrush(theme.color("accent_soft" if chosen or hover else "surface"))
        half = ring / 2
        box = self.rect().toRectF().adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, unit * 0.75, unit * 0.75)
        middle, x, side = self.height() / 2, self._pad, theme.space(3)
        if self.cap:
            cap = QRect(x, round(middle - side / 2), side, side)
            painter.setPen(QPen(theme.color("edge"), theme.hairline))
            painter.setBrush(theme.color("window"))
            painter.drawRoundedRect(cap, unit * 0.5, unit * 0.5)
            painter.setFont(theme.font("small", strong=True))
            painter.setPen(theme.color("text" if enabled else "disabled"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.cap)
        x += side + unit
        self._draw_mark(painter, QRect(x, round(middle - self._mark / 2), self._mark, self._mark))
        painter.setFont(theme.font("body", strong=chosen))
        painter.setPen(theme.color("text" if enabled or chosen else "disabled"))
        room = QRect(self._indent, 0, self.width() - self._indent - unit, self.height())
        painter.drawText(room, _WRAP, self.text())
        painter.end()

    def _draw_mark(self, painter: QPainter, box: QRect) -> None:
        theme, chosen = self._theme, self.isChecked()
        painter.setPen(QPen(theme.color("accent" if chosen else "edge"), max(2, theme.hairline)))
        painter.setBrush(theme.color("accent" if chosen and self.many else "surface"))
        if self.many:
            painter.drawRoundedRect(box, 3, 3)
            if chosen:
                painter.setPen(QPen(theme.color("on_accent"), 2.5))
                tick = ((0.24, 0.54), (0.44, 0.74), (0.78, 0.30))
                painter.drawPolyline([box.topLeft() + _at(box, x, y) for x, y in tick])
            return
        painter.drawEllipse(box)
        if chosen:
            inner = round(box.width() * 0.27)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(box.adjusted(inner, inner, -inner, -inner))


def _at(box: QRect, x: float, y: float) -> QPoint:
    return QPoint(round(box.width() * x), round(box.height() * y))
