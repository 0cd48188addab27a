"""Findings in a table: one row each, worked by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fieldsurvey.ui.report.findings_model import ACTION, CLASS, NUMBER, WHAT, WHERE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.report.findings_model import FindingsModel
    from fieldsurvey.ui.theme import Theme

_TWO_LINES = 6.5  # units: of a place and of what was found, which is what one looks for
_PLACE_UNITS = 17


class FindingsTable(QTableView):
    """Shows the findings of a model.

    Args:
        model: its rows.
        theme: sizes.
        parent: the owner.
    """

    def __init__(self, model: FindingsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("Findings"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(theme.target, theme.space(_TWO_LINES)))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for column in (NUMBER, CLASS, ACTION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHERE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(WHERE, theme.space(_PLACE_UNITS))
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)

    def make_room(self, *, narrow: bool) -> None:
        """Leave out what the fields beside say anyway."""
        for column in (CLASS, ACTION):
            self.setColumnHidden(column, narrow)
