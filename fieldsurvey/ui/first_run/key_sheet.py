"""The recovery key on paper: a page that is printed or kept as a PDF, and the same as a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from fieldsurvey.ui.theme import FAMILY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice

_COLUMNS = 4
_MARGIN_MM = 20.0
_DOTS_PER_INCH = 600


class KeySheet(QObject):
    """What stands on the paper.

    Args:
        groups: the groups of the key.
        database: where the database lies.
        owner: name and office of whom it belongs to.
        day: when it was made, as it is written.
    """

    def __init__(self, groups: Sequence[str], database: Path, owner: str, day: str) -> None:
        super().__init__()
        self._groups = list(groups)
        self._heading = self.tr("Recovery key of fieldsurvey")
        self._facts = [
            self.tr("Belongs to: {owner}").format(owner=owner),
            self.tr("Database: {path}").format(path=database),
            self.tr("Made on: {day}").format(day=day),
        ]
        self._advice = self.tr(
            "Whoever holds this key can open the database and set a new passphrase. Keep it in the safe of the office, "
            "apart from the laptop. To use it: open fieldsurvey, choose “Forgot the passphrase?”, type the groups."
        )

    def text(self) -> str:
        """Return the sheet as plain text."""
        rows = [
            "   ".join(
                f"{number + 1:2d} {group}"
                for number, group in list(enumerate(self._groups))[start : start + _COLUMNS]
            )
            for start in range(0, len(self._groups), _COLUMNS)
        ]
        return "\n".join([self._heading, "", *self._facts, "", *rows, "", self._advice, ""])

    def pdf(self) -> bytes:
        """Return the sheet as a PDF of one page."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(_DOTS_PER_INCH)
        writer.setTitle(self._heading)
        writer.setCreator("fieldsurvey")
        self.draw(writer)
        buffer.close()
        return bytes(data.data())

    def draw(self, device: QPagedPaintDevice) -> None:
        """Draw the sheet on paper: a printer's as it was set up, or a PDF's."""
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        painter = QPainter(device)
        paper = painter.viewport()
        unit = paper.width() / 170  # a millimetre on A4 less its margins
        place = QRectF(0, 0, paper.width(), paper.height())
        place.setTop(_written(painter, place, self._heading, 20, strong=True) + 4 * unit)
        for fact in self._facts:
            place.setTop(_written(painter, place, fact, 11) + unit)
        place.setTop(self._draw_groups(painter, place.top() + 6 * unit, unit) + 8 * unit)
        _written(painter, place, self._advice, 11)
        painter.end()

    def _draw_groups(self, painter: QPainter, top: float, unit: float) -> float:
        wide, high = painter.viewport().width() / _COLUMNS, 22 * unit
        for number, group in enumerate(self._groups):
            row, column = divmod(number, _COLUMNS)
            cell = QRectF(column * wide, top + row * high, wide, high)
            painter.setPen(QPen(Qt.GlobalColor.gray, unit / 5))
            painter.drawRect(cell)
            painter.setPen(Qt.GlobalColor.black)
            painter.setFont(_font(9))
            inner = cell.adjusted(2 * unit, unit, 0, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, str(number + 1))
            painter.setFont(_font(22, strong=True))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, group)
        rows = -(-len(self._groups) // _COLUMNS)
        return top + rows * high


def _written(
    painter: QPainter, place: QRectF, text: str, points: int, *, strong: bool = False
) -> float:
    """Write a text at the top of a place, and return where it ends."""
    painter.setFont(_font(points, strong=strong))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
    return painter.drawText(place, flags, text).bottom()


def _font(points: int, *, strong: bool = False) -> QFont:
    font = QFont(FAMILY, points)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
