"""Rows of a list: what one row shows, and the model that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

_NOWHERE = QModelIndex()
#: Gives the ``Row`` itself.
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell at the right of a row: a pill, or with a share a bar above its text.

    Attributes:
        text: what it says; ``""`` leaves the column free.
        kind: ``plain``, ``good``, ``warn``, ``bad``, ``accent`` or ``muted`` (no pill around it).
        share: filled part of the bar in [0, 1]; None draws no bar.
        spoken: what a screen reader says in place of the text.
        icon: a sign inside the pill: colour alone says nothing to some.
    """

    text: str = ""
    kind: str = "plain"
    share: float | None = None
    spoken: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        key: what it stands for; the current row is found again by it when rows change.
        title, detail: the first and the second line.
        code: a short word in a column of its own before them.
        icon, color: a drawing of ``resources/icons`` in a colour of the theme.
        cells: one for each column of the list.
        heading: it names the rows below it and cannot be chosen.
    """

    key: Hashable
    title: str
    detail: str = ""
    code: str = ""
    icon: str = ""
    color: str = "muted"
    cells: tuple[Cell, ...] = ()
    heading: bool = False

    @property
    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        words = [self.code, self.title, self.detail, *(c.spoken or c.text for c in self.cells)]
        return ", ".join(word for word in words if word)


class Searched:
    """Rows with the texts that a search looks through.

    Args:
        rows: all of them, headings among them; ``count`` is without those.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self.count = sum(not row.heading for row in rows)
        self._texts = [row.spoken.casefold() for row in rows]

    def found(self, text: str) -> tuple[Row, ...]:
        """Return the rows in which every word of a text stands, and their headings."""
        words = text.casefold().split()
        return _found(self.rows, self._texts, words) if words else self.rows


class RowsModel(QAbstractListModel):
    """The rows that are shown: all of them, or those that a search finds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Row, ...] = ()
        self._searched: Searched | None = None  # made with the first search
        self._shown: tuple[Row, ...] = ()
        self._search = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._shown

    @property
    def heading_places(self) -> Sequence[int]:
        """Where the headings are among the rows that are shown, rising."""
        return [place for place, row in enumerate(self._shown) if row.heading]

    def row(self, place: int) -> Row:
        """Return the row at a place."""
        return self._shown[place]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; when only their content changed, the view keeps its place."""
        self._all, self._searched = tuple(rows), None
        self._refilter()

    def search(self, text: str) -> None:
        """Show the rows in which every word of a text stands, and their headings."""
        self._search = text
        self._refilter()

    def place_of(self, key: Hashable) -> int:
        """Return where a row stands, -1 when it is not shown."""
        return next((n for n, row in enumerate(self._shown) if row.key == key), -1)

    def _refilter(self) -> None:
        found = self._all
        if self._search:
            self._searched = self._searched or Searched(self._all)
            found = self._searched.found(self._search)
        if [row.key for row in found] == [row.key for row in self._shown]:
            self._shown = found
            if found:
                self.dataChanged.emit(self.index(0), self.index(len(found) - 1))
            return
        self.beginResetModel()
        self._shown = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a row, its title, or its spoken text."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if not index.isValid() or self.row(index.row()).heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _found(rows: Sequence[Row], texts: Sequence[str], words: Sequence[str]) -> tuple[Row, ...]:
    found: list[Row] = []
    heading: Row | None = None
    for row, text in zip(rows, texts, strict=True):
        if row.heading:
            heading = row
        elif all(word in text for word in words):
            if heading is not None:
                found.append(heading)
                heading = None
            found.append(row)
    return tuple(found)
