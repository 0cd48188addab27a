"""Figures from 0 to 100 as pictures: a bar in a cell, and the scale of categories with a mark on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.report.score_model import FIGURE_ROLE, MUTED_ROLE, STRONG_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.scoring import Band
    from fieldsurvey.ui.theme import Theme

#: zone → (colour of the theme, sign): a zone is never told by colour alone.
ZONES = {"hijau": ("good", "✓"), "kuning": ("warn", "◆"), "merah": ("bad", "✗")}
_FULL = 100.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_bar(painter: QPainter, rect: QRectF, figure: float | None, theme: Theme) -> None:
    """Paint a track and its filled part; None leaves the track empty."""
    radius = rect.height() / 2
    painter.setPen(QPen(theme.color("line"), theme.hairline))
    painter.setBrush(theme.color("sunken"))
    painter.drawRoundedRect(rect, radius, radius)
    if not figure:
        return
    filled = QRectF(rect)
    filled.setWidth(max(rect.width() * min(figure, _FULL) / _FULL, rect.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(filled, radius, radius)


class ScoreDelegate(QStyledItemDelegate):
    """Rows of one height, told apart by a soft ground and a bar at the left; figures with their bar.

    Args:
        theme: colours and sizes.
        bars: columns that show a bar beside their figure.
        parent: the view.
    """

    def __init__(self, theme: Theme, bars: frozenset[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._bars = theme, bars

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A row is easily hit; text decides the width."""
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width() + self._theme.space(2), self._theme.space(4.5))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            # In the sun the soft ground is white: lines above and below say it.
            edge = "focus" if theme.name == "sunlight" else "accent_soft"
            painter.fillRect(
                QRect(rect.left(), rect.top(), rect.width(), theme.ring), theme.color(edge)
            )
            painter.fillRect(
                QRect(rect.left(), rect.bottom() - theme.ring + 1, rect.width(), theme.ring),
                theme.color(edge),
            )
        else:
            line = QRect(rect.left(), rect.bottom(), rect.width(), theme.hairline)
            painter.fillRect(line, theme.color("line"))
        spot = rect.adjusted(theme.space(1), 0, -theme.space(1), 0)
        text = str(index.data() or "")
        painter.setFont(theme.font(strong=bool(index.data(STRONG_ROLE))))
        painter.setPen(theme.color("muted" if index.data(MUTED_ROLE) else "text"))
        if index.column() in self._bars and text:
            self._figure(painter, spot, text, index.data(FIGURE_ROLE))
        else:
            side = _RIGHT if index.data(Qt.ItemDataRole.TextAlignmentRole) else _LEFT
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, spot.width()
            )
            painter.drawText(spot, side, shown)
        painter.restore()

    def _figure(self, painter: QPainter, spot: QRect, text: str, figure: float | None) -> None:
        theme = self._theme
        room = painter.fontMetrics().horizontalAdvance("100,00")
        painter.drawText(spot, _RIGHT, text)
        track = QRectF(spot)
        track.setRight(spot.right() - room - theme.space(1.5))
        thick = theme.space(1)
        track.setTop(spot.center().y() - thick / 2 + 0.5)
        track.setHeight(thick)
        if track.width() > 2 * thick:
            paint_bar(painter, track, figure, theme)


class ScaleBar(QWidget):
    """The scale of categories from 0 to 100, with a mark at the score.

    Args:
        score: where the mark stands.
        bands: the categories.
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(
        self, score: Decimal, bands: Sequence[Band], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._score, self._theme = score, theme
        self._bands = sorted(bands, key=lambda band: band.lower)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = "; ".join(
            f"{band.code} {format_decimal(band.lower)}" for band in reversed(self._bands)
        )
        self.setAccessibleName(f"{format_decimal(score)} / 100")
        self.setAccessibleDescription(said)
        self.setToolTip("\n".join(_line(band) for band in reversed(self._bands)))

    def sizeHint(self) -> QSize:
        """Mark, scale and codes above one another."""
        return QSize(self._theme.space(30), self._theme.space(5.5))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the codes stand apart."""
        return QSize(self._theme.space(14), self._theme.space(5.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the categories and the mark."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small", strong=True))
        margin, thick = theme.space(0.75), theme.space(1.25)
        track = QRectF(margin, theme.space(1.5), self.width() - 2 * margin, thick)
        for place, band in enumerate(self._bands):
            above = self._bands[place + 1].lower if place + 1 < len(self._bands) else 100
            left = track.left() + track.width() * float(band.lower) / _FULL
            right = track.left() + track.width() * float(above) / _FULL
            color, _ = ZONES.get(band.zone, ("muted", ""))
            piece = QRectF(left, track.top(), right - left, thick)
            here = band.lower <= self._score and (
                place + 1 == len(self._bands) or self._score < above
            )
            painter.setPen(QPen(theme.color(color), theme.hairline))
            painter.setBrush(theme.color(color if here else f"{color}_soft"))
            painter.drawRect(piece.adjusted(1, 0, -1, 0))
            painter.setPen(theme.color("text" if here else "muted"))
            below = QRectF(left, track.bottom(), right - left, theme.space(2.75))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, band.code)
        at = track.left() + track.width() * float(self._score) / _FULL
        half = theme.space(0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        top = track.top() - 1
        painter.drawPolygon(
            QPolygonF([QPointF(at - half, 0.5), QPointF(at + half, 0.5), QPointF(at, top)])
        )
        painter.fillRect(QRectF(at - 1, top - 1, 2, thick + 2), theme.color("text"))
        painter.end()


def _line(band: Band) -> str:
    _, sign = ZONES.get(band.zone, ("", "•"))
    return " · ".join(
        filter(
            None, (f"≥ {format_decimal(band.lower)}", band.code, band.label, f"{sign} {band.zone}")
        )
    )
