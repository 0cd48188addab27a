"""Drop-down lists: with an arrow that every palette shows, and deaf to a wheel that only passes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

_TIPS = ((-0.6, -0.14), (-0.3, 0.17), (0.0, -0.14))  # of the height of a line, from the right end


class ArrowCombo(QComboBox):
    """A drop-down list that paints its own arrow: the style file takes the platform's away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow over the rest, in the colour of the text."""
        super().paintEvent(event)
        line, middle = self.fontMetrics().height(), self.height() / 2
        right = self.width() - 0.7 * line
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(group, QPalette.ColorRole.Text), 2))
        painter.drawPolyline([QPointF(right + x * line, middle + y * line) for x, y in _TIPS])
        painter.end()


class StillCombo(ArrowCombo):
    """A combo that the wheel changes only when it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel pass by."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
