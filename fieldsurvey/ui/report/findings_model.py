"""Findings as a table for a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.model import Finding

NUMBER, WHERE, WHAT, CLASS, ACTION = range(5)
Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractTableModel):
    """Read-only rows over the findings of a visit.

    Args:
        parent: the owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        self.beginResetModel()
        self._findings = tuple(findings)
        self.endResetModel()

    def replace_finding(self, finding: Finding) -> None:
        """Show other words in the row of a finding."""
        row = self.row_of(finding.id)
        if row >= 0:
            found = list(self._findings)
            found[row] = finding
            self._findings = tuple(found)
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def finding(self, row: int) -> Finding | None:
        """Return the finding of a row, None when there is no such row."""
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def row_of(self, identity: str) -> int:
        """Return the row of a finding by id, -1 when it is not shown."""
        return next((n for n, found in enumerate(self._findings) if found.id == identity), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many findings there are."""
        return 0 if parent.isValid() else len(self._findings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("No."),
            self.tr("Where"),
            self.tr("What was found"),
            self.tr("Class"),
            self.tr("Action"),
        )
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows or says."""
        found = self.finding(index.row()) if index.isValid() else None
        if found is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            action = "✓" if found.action else "! " + self.tr("missing")
            cells = (
                str(found.number or "–"),
                found.target_name,
                found.condition,
                found.classification,
                action,
            )
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return found.condition
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{found.number}, {found.target_name}: {found.condition}"
        return None
