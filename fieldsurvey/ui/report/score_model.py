"""The explained score as a tree for a view: dimension → variable → indicator → answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import ASSUMED

if TYPE_CHECKING:
    from fieldsurvey.scoring import MallScore, Part

NAME, WEIGHT, COUNT, SCORE = range(4)
NODE_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_FIGURE = "–"

Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False)
class _Row:
    part: Part
    parent: _Row | None
    place: int
    children: list[_Row] = field(default_factory=list)


class ScoreModel(QAbstractItemModel):
    """Read-only tree over the parts of a score.

    Args:
        score: what is shown.
        parent: the owner.
    """

    def __init__(self, score: MallScore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots = [_grow(part, None, place) for place, part in enumerate(score.dimensions)]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """Return the index of a child."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._below(parent)[row])

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """Return the index of the part that a part belongs to."""
        row = child.internalPointer() if child.isValid() else None
        if row is None or row.parent is None:
            return QModelIndex()
        return self.createIndex(row.parent.place, 0, row.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many parts a part has."""
        return 0 if parent.column() > 0 else len(self._below(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of columns."""
        del parent
        return 4

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Name a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (self.tr("Part"), self.tr("Weight"), self.tr("n"), self.tr("Score"))
            return names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section != NAME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows or says."""
        if not index.isValid():
            return None
        part: Part = index.internalPointer().part
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(part, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != NAME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._shown(part, NAME)}: {self._shown(part, SCORE)}"
        if role == Qt.ItemDataRole.ToolTipRole and part.weight_source == ASSUMED:
            return self.tr("No source gives this weight: it is assumed to be equal.")
        if role == NODE_ROLE:
            return part
        return None

    def _shown(self, part: Part, column: int) -> str:
        if column == NAME:
            return f"{part.id} = {part.answer}" if part.level == "item" else part.title
        if column == SCORE:
            if part.score is None:
                return self.tr("n/a") if part.level == "item" else _NO_FIGURE
            return format_decimal(part.score)
        if part.level == "item":
            return ""
        if column == COUNT:
            return str(part.n)
        if part.weight is None:
            return ""
        return format_decimal(part.weight, None) + ("*" if part.weight_source == ASSUMED else "")

    def _below(self, parent: Index) -> list[_Row]:
        return parent.internalPointer().children if parent.isValid() else self._roots


def _grow(part: Part, parent: _Row | None, place: int) -> _Row:
    row = _Row(part, parent, place)
    row.children = [_grow(child, row, number) for number, child in enumerate(part.children)]
    return row
