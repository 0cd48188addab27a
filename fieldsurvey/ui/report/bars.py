"""A score as a bar: 0 to 100, with the figure as text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.ui.theme import Theme


class ScoreBar(QWidget):
    """Paints one bar; the figure itself stands in a label, so the bar never carries meaning alone.

    Args:
        value: 0–100, None when there is no figure.
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, value: float | None, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value, self._theme = value, theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a line's height."""
        return QSize(self._theme.space(24), self._theme.space(1.5))

    def minimumSizeHint(self) -> QSize:
        """Return the least that still reads as a bar."""
        return QSize(self._theme.space(8), self._theme.space(1.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track and the filled part."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._theme.hairline / 2
        track = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        radius = track.height() / 3
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("sunken"))
        painter.drawRoundedRect(track, radius, radius)
        if self._value is not None:
            filled = QRectF(track)
            filled.setWidth(track.width() * min(max(self._value, 0), 100) / 100)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(filled, radius, radius)
        painter.end()
