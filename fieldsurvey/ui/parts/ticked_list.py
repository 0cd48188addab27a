"""A list of lines with a tick each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class TickedList(QListWidget):
    """Space and a tap anywhere on a line change its tick; Enter goes on to the dialog's button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.itemClicked.connect(_turn)

    def add(self, row: QListWidgetItem, *, ticked: bool = False) -> None:
        """Add a line."""
        row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        row.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.addItem(row)

    def ticked(self) -> list[QListWidgetItem]:
        """Return the ticked lines."""
        rows = [self.item(place) for place in range(self.count())]
        return [row for row in rows if row.checkState() is Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space changes the tick; Enter is the dialog's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            _turn(self.currentItem())
        else:
            super().keyPressEvent(event)


def _turn(row: QListWidgetItem) -> None:
    on = row.checkState() is Qt.CheckState.Checked
    row.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
