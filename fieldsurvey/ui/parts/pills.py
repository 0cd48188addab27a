"""Pills: a word in a colour with a sign beside it, drawn the same in rows and in the head of a page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.ui.parts.rows import Cell
    from fieldsurvey.ui.theme import Theme

#: kind → ink, ground, edge.
_COLORS = {
    "plain": ("text", "sunken", "line"),
    "good": ("good", "good_soft", "good"),
    "warn": ("warn", "warn_soft", "warn"),
    "bad": ("bad", "bad_soft", "bad"),
    "accent": ("accent", "accent_soft", "accent"),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RATIO = 2  # key caps are drawn at twice their size, for fine screens


def write_line(painter: QPainter, spot: QRect, text: str) -> None:
    """Write a line, cut with an ellipsis where there is no room."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
    painter.drawText(spot, _LEFT, shown)


def pill_size(theme: Theme, cell: Cell) -> QSize:
    """Return the room that a pill wants."""
    metrics = QFontMetrics(theme.font("small"))
    sign = _sign_side(theme) + theme.space(0.5) if cell.icon else 0
    width = metrics.horizontalAdvance(cell.text) + sign + 2 * theme.space() + 2
    return QSize(width, metrics.height() + theme.space(0.75))


def draw_pill(painter: QPainter, theme: Theme, spot: QRect, cell: Cell) -> None:
    """Draw a pill at the left of a spot, in the middle of its height."""
    painter.setFont(theme.font("small"))
    if cell.kind == "muted":
        painter.setPen(theme.color("muted"))
        write_line(painter, spot, cell.text)
        return
    ink, ground, edge = _COLORS[cell.kind]
    size = pill_size(theme, cell).boundedTo(spot.size())
    pill = QRect(spot.left(), spot.center().y() - size.height() // 2, size.width(), size.height())
    painter.setPen(QPen(theme.color(edge), theme.hairline))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(pill, theme.space(0.75), theme.space(0.75))
    inner = pill.adjusted(theme.space(), 0, -theme.space() + 1, 0)
    if cell.icon:
        side = _sign_side(theme)
        place = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        icon(cell.icon, theme, ink).paint(painter, place)
        inner.setLeft(place.right() + 1 + theme.space(0.5))
    painter.setPen(theme.color(ink))
    write_line(painter, inner, cell.text)


@lru_cache(maxsize=512)
def key_cap(key: str, theme: Theme) -> tuple[QIcon, QSize]:
    """Return the picture of a key with its letter, and the size to show it at."""
    side, made = theme.space(2.5), QIcon()
    letters = QFontMetrics(theme.font("small", strong=True)).horizontalAdvance(key)
    size = QSize(max(side, letters + theme.space(0.75)), side)
    for mode, shade in ((QIcon.Mode.Normal, "text"), (QIcon.Mode.Disabled, "disabled")):
        pixmap = QPixmap(size * _RATIO)
        pixmap.setDevicePixelRatio(_RATIO)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("edge"), theme.hairline))
        painter.setBrush(theme.color("sunken"))
        cap = QRect(QPoint(0, 0), size).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(cap, theme.space(0.5), theme.space(0.5))
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.color(shade))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        painter.end()
        made.addPixmap(pixmap, mode)
    return made, size


class Pill(QWidget):
    """A pill of its own.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell: Cell | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_cell(self, cell: Cell) -> None:
        """Show another word."""
        self._cell = cell
        self.setAccessibleName(cell.spoken or cell.text)
        self.setToolTip(cell.spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the word wants."""
        edge = QSize(0, 2)
        return pill_size(self._theme, self._cell) + edge if self._cell else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        if self._cell is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_pill(painter, self._theme, self.rect().adjusted(0, 1, 0, -1), self._cell)
            painter.end()


def _sign_side(theme: Theme) -> int:
    return theme.space(1.75)
