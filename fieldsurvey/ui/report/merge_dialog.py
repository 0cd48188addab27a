"""Which findings say the same as one, and go into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem

from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.ticked_list import TickedList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.theme import Theme

_ROWS_SEEN = 6


class MergeDialog(FieldsDialog):
    """Asks for the others; Space or a tap ticks one, those of the same criterion come first.

    Args:
        theme: colours and sizes.
        stays: the finding that stays.
        others: the others that stand in the minutes.
        parent: the page.
    """

    #: Ids of those that go into it.
    chosen = Signal(object)

    def __init__(
        self, theme: Theme, stays: Finding, others: Sequence[Finding], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Merge into no. {number}").format(number=stays.number),
            self.tr(
                "{place}: {condition} Its words stay; photos of the others stand with it."
            ).format(place=stays.target_name, condition=stays.condition),
        )
        self._list = TickedList()
        self._list.setMinimumHeight(theme.target * _ROWS_SEEN)
        like = (stays.criterion, stays.item)
        for other in sorted(
            others, key=lambda one: ((one.criterion, one.item) != like, one.number)
        ):
            row = QListWidgetItem(f"{other.number}. {other.target_name}: {other.condition}")
            row.setData(Qt.ItemDataRole.UserRole, other.id)
            row.setToolTip(row.text())
            row.setSizeHint(QSize(0, theme.target))
            self._list.add(row)
        self._list.setCurrentRow(0)
        self.field(self.tr("&They say the same"), self._list)
        self._list.setAccessibleName(self.tr("Findings; Space marks one"))
        self.buttons(self.tr("Merge"))
        self._list.itemChanged.connect(lambda _row: self._judge())
        self.go.clicked.connect(self._merge)
        self._judge()
        self._list.setFocus()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self._list.ticked()))

    def _merge(self) -> None:
        self.chosen.emit([str(row.data(Qt.ItemDataRole.UserRole)) for row in self._list.ticked()])
        self.accept()
