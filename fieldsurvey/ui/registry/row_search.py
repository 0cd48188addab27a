"""Searching among ten thousand rows: in the pool, for it takes longer than a frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from fieldsurvey.ui.parts.rows import Row, Searched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit

    from fieldsurvey.ui.parts.row_list import RowList
    from fieldsurvey.ui.tasks import TaskRunner


class Found(NamedTuple):
    """Rows made ready to be searched, and what a text finds among them."""

    rows: Searched
    text: str
    found: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], text: str) -> Found:
        """Make rows ready; call it in the pool."""
        searched = Searched(rows)
        return cls(searched, text, searched.found(text))


class RowSearch(QObject):
    """Shows in a list what is typed in a field.

    Args:
        tasks: the door to the pool.
        field: what is typed.
        shown: where it is shown.
    """

    def __init__(self, tasks: TaskRunner, field: QLineEdit, shown: RowList) -> None:
        super().__init__(shown)
        self._tasks, self._field, self._list = tasks, field, shown
        self._rows = Searched(())
        self._turn = 0
        field.textChanged.connect(self._search)

    def show_rows(self, made: Found) -> None:
        """Search among other rows from now on, and show what was found among them."""
        self._rows = made.rows
        self._turn += 1
        self._list.set_rows(made.found)
        if self._field.text() != made.text:
            self._search(self._field.text())

    def _search(self, text: str) -> None:
        self._turn += 1
        self._tasks.work(partial(self._find, self._turn, text, self._rows), self._show)

    def _find(self, turn: int, text: str, rows: Searched) -> tuple[int, tuple[Row, ...]]:
        return turn, rows.found(text) if turn == self._turn else ()

    def _show(self, found: tuple[int, tuple[Row, ...]]) -> None:
        turn, rows = found
        if turn == self._turn:  # else more was typed meanwhile
            self._list.set_rows(rows)
