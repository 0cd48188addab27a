"""F1: all keys, made from the table of actions."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.actions import ACTIONS, ActionSpec, action_text
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


_COLUMNS = 3


class KeysOverlay(QDialog):
    """Shows every action with its keys, in columns by group.

    Args:
        theme: sizes and colours.
        parent: the window.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        columns = QHBoxLayout()
        columns.setSpacing(theme.space(4))
        groups = [(name, list(specs)) for name, specs in groupby(ACTIONS, lambda spec: spec.group)]
        column, used = QVBoxLayout(), 0
        share = len(ACTIONS) / _COLUMNS
        for name, specs in groups:
            if column.count() and used + len(specs) / 2 > share:
                column.addStretch(1)
                columns.addLayout(column, 1)
                column, used = QVBoxLayout(), 0
            heading = QLabel(QCoreApplication.translate("Actions", name))
            dress(heading, "heading")
            column.addWidget(heading)
            column.addLayout(_rows(specs, theme))
            used += len(specs)
        column.addStretch(1)
        columns.addLayout(column, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.space(3)] * 4)
        layout.addWidget(self._scrolled(columns, theme))
        layout.addWidget(buttons)

    def _scrolled(self, columns: QHBoxLayout, theme: Theme) -> QScrollArea:
        """Return the columns in an area that never asks for more than the window behind has."""
        body = QWidget()
        body.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # long meanings go on below
        area.setWidget(body)
        area.setAccessibleName(self.windowTitle())
        need, parent = body.sizeHint(), self.parentWidget()
        room = parent.window().size() if parent is not None else need
        chrome = theme.space(16)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumSize(
            max(1, min(need.width() + bar, room.width() - theme.space(8))),
            max(1, min(need.height(), room.height() - chrome)),
        )
        return area


def _rows(specs: list[ActionSpec], theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.5))
    for row, spec in enumerate(specs):
        native = QKeySequence.SequenceFormat.NativeText
        keys = spec.told or " · ".join(QKeySequence(key).toString(native) for key in spec.keys)
        shown = QLabel(keys)
        dress(shown, "strong")
        grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        meaning = QLabel(action_text(spec.id))
        meaning.setWordWrap(True)
        grid.addWidget(meaning, row, 1)
    grid.setColumnStretch(1, 1)
    return grid
