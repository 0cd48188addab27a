"""The tree of a score and the table of stands: how they look and what Enter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView, QWidget

from fieldsurvey.ui.report.bars import ScoreDelegate
from fieldsurvey.ui.report.score_model import SCORE

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.theme import Theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ScoreTree(QTreeView):
    """A tree in which Enter opens an answer's question and unfolds what has parts.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    #: Enter or a double click on an answer.
    chosen = Signal(QModelIndex)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformRowHeights(True)
        self.setItemDelegate(ScoreDelegate(theme, frozenset({SCORE}), self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self.chosen)
        header = self.header()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(_LEFT)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(theme.space(4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the question, or unfolds."""
        present = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and present.isValid():
            first = present.siblingAtColumn(0)
            if self.model().hasChildren(first):
                self.setExpanded(first, not self.isExpanded(first))
            else:
                self.chosen.emit(present)
        else:
            super().keyPressEvent(event)


class StandsTable(QTableView):
    """A table of figures, one row a stand.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.space(4.5))
        header = self.horizontalHeader()
        header.setDefaultAlignment(_LEFT)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)

    def show_bars(self, column: int) -> None:
        """Show the figures of one column with a bar."""
        self.setItemDelegate(ScoreDelegate(self._theme, frozenset({column}), self))
