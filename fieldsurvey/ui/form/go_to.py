"""Ctrl+G: to a question by its number, its code, or words of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldsurvey.ui.form.rows import Row, RowList
from fieldsurvey.ui.parts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.theme import Theme

_ROWS_SEEN = 8
_LIST_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


def matches(rows: Sequence[Row], text: str) -> list[Row]:
    """Return the rows that fit a typed text, the best first.

    A figure is the number of a question first; then come those whose words begin with the text (a code), then those
    that hold all its words.
    """
    wanted = text.casefold().split()
    if not wanted:
        return list(rows)

    def rank(at: int, row: Row) -> int:
        title = row.title.casefold()
        if text.strip() == str(at):
            return 0
        if title.startswith(" ".join(wanted)):
            return 1
        return 2 if all(word in f"{title} {row.aside.casefold()}" for word in wanted) else 3

    ranked = [(rank(at, row), at, row) for at, row in enumerate(rows, 1)]
    return [row for place, _, row in sorted(ranked, key=lambda r: r[:2]) if place < 3]


class GoToSheet(Sheet):
    """Finds a question.

    Args:
        theme: sizes and colours.
        rows: the questions that apply, in order: ref, label, section aside.
        parent: the screen.
    """

    #: The question to go to.
    chosen = Signal(str)

    def __init__(self, theme: Theme, rows: Sequence[Row], parent: QWidget) -> None:
        super().__init__(theme, self.tr("Go to a question"), "", parent, units=90)
        self._rows = rows
        self.line = QLineEdit()
        self.line.setMinimumHeight(theme.target)
        self.line.setPlaceholderText(self.tr("Number, code such as B05, or words"))
        self.line.setAccessibleName(self.tr("Number, code such as B05, or words"))
        self.list = RowList(theme, self.tr("Questions"))
        self.list.setFixedHeight(self.list.height_of(_ROWS_SEEN))
        self.list.chosen.connect(self._choose)
        self.line.textChanged.connect(self._filter)
        self.line.returnPressed.connect(lambda: self._choose(self.list.current_ref()))
        self.line.installEventFilter(self)
        self.body.addWidget(self.line)
        self.body.addWidget(self.list)
        self._filter("")
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move the list while the line has the keyboard."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and Qt.Key(event.key()) in _LIST_KEYS
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        self.list.show_rows(matches(self._rows, text))
        self.list.take(0 if self.list.rows else -1)

    def _choose(self, ref: str) -> None:
        if ref:
            self.chosen.emit(ref)
            self.accept()
