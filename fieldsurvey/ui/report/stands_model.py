"""The share of each inspected stand ("bagian gerai") as a table for a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.report.score_model import FIGURE_ROLE, MUTED_ROLE, NO_FIGURE, STRONG_ROLE

if TYPE_CHECKING:
    from decimal import Decimal

    from fieldsurvey.scoring import MallScore, StandScore

NAME = 0
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class StandsModel(QAbstractTableModel):
    """Read-only: a stand a row; its name, a figure a dimension, how many answers, its share.

    Args:
        score: what is shown.
        parent: the owner.
    """

    def __init__(self, score: MallScore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stands = score.stands
        named = {part.id: part.title for stand in score.stands for part in stand.dimensions}
        self._dimensions = [(part.id, part.title) for part in score.dimensions if part.id in named]

    @property
    def share(self) -> int:
        """The column of the shares: the last."""
        return self.columnCount() - 1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many stands were inspected."""
        return 0 if parent.isValid() else len(self._stands)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._dimensions) + 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            dimensions = [title for _, title in self._dimensions]
            return [self.tr("Stand"), *dimensions, self.tr("n"), self.tr("Share")][section]
        if role == Qt.ItemDataRole.TextAlignmentRole and NAME < section < self.share:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows or says."""
        if not index.isValid():
            return None
        stand, column = self._stands[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(stand, column)
        if role == FIGURE_ROLE:
            return None if stand.score is None else float(stand.score)
        if role == STRONG_ROLE:
            return column == NAME
        if role == MUTED_ROLE:
            return NAME < column < self.share
        if role == Qt.ItemDataRole.TextAlignmentRole and NAME < column < self.share:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self._shown(stand, column)
            return (
                text
                if column == NAME
                else f"{self.headerData(column, Qt.Orientation.Horizontal)} {text}"
            )
        return None

    def _shown(self, stand: StandScore, column: int) -> str:
        if column == NAME:
            return stand.name or stand.stand
        if column == self.share:
            figure = _figure(stand.score)
            return (
                figure
                if stand.band is None
                else f"{figure} · {stand.band.code} · {stand.band.zone}"
            )
        if column == self.share - 1:
            return str(sum(part.n for part in stand.dimensions))
        wanted, _ = self._dimensions[column - 1]
        return next(
            (_figure(part.score) for part in stand.dimensions if part.id == wanted), NO_FIGURE
        )


def _figure(score: Decimal | None) -> str:
    return NO_FIGURE if score is None else format_decimal(score)
