"""The instances of a repeat as a table: a row each, its first answers as columns, how it stands at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent

    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
#: A column of answers that is narrower cannot be read.
_LEAST_UNITS = 18
REF_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Instance:
    """One row.

    Attributes:
        ref: the instance.
        cells: its first answers, as people read them.
        words: how it stands; sign, color: the same as an icon.
    """

    ref: str
    cells: tuple[str, ...]
    words: str
    sign: str
    color: str

    @property
    def number(self) -> str:
        """Its place among the instances, from 1."""
        return self.ref.rsplit("[", 1)[-1].rstrip("]")


class InstanceModel(QAbstractTableModel):
    """The instances of one repeat; a row is made when it is looked at.

    Args:
        theme: colours of the signs.
        parent: the view.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.heads: tuple[str, ...] = ()
        self.refs: tuple[str, ...] = ()
        self._rows: dict[str, Instance] = {}
        self._make: Callable[[str], Instance] | None = None

    def show_instances(
        self, heads: Sequence[str], refs: Sequence[str], make: Callable[[str], Instance]
    ) -> None:
        """Show other instances, or the same ones as they are now.

        Args:
            heads: of the columns of answers.
            refs: the instances.
            make: gives the row of one.
        """
        same = (tuple(heads), tuple(refs)) == (self.heads, self.refs)
        if not same:
            self.beginResetModel()
        self.heads, self.refs = tuple(heads), tuple(refs)
        self._rows, self._make = {}, make
        if not same:
            self.endResetModel()
        elif refs:
            last = self.index(len(refs) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, at: int) -> Instance:
        """Return a row."""
        ref = self.refs[at]
        if ref not in self._rows and self._make is not None:
            self._rows[ref] = self._make(ref)
        return self._rows[ref]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many instances there are."""
        return 0 if parent is not None and parent.isValid() else len(self.refs)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number, the answers and how it stands."""
        return 0 if parent is not None and parent.isValid() else len(self.heads) + 2

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a column holds."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("No."), *self.heads, self.tr("State"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell; assistive technology hears the whole row."""
        if not index.isValid():
            return None
        if role == REF_ROLE:
            return self.refs[index.row()]
        row = self.row(index.row())
        cells = (row.number, *row.cells, row.words)
        last = index.column() == len(cells) - 1
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, cells))
        if role == Qt.ItemDataRole.DecorationRole and last:
            sign = (row.sign, row.color)
            if sign not in self._icons:
                self._icons[sign] = icon(row.sign, self._theme, row.color)
            return self._icons[sign]
        if role == Qt.ItemDataRole.ForegroundRole and last:
            return self._theme.color(row.color)
        return None


class RepeatTable(QTableView):
    """The table; Enter opens a row, Insert adds one, Delete asks for one to be removed.

    Args:
        theme: sizes and colours.
        name: what assistive technology calls it.
        parent: the owner.
    """

    opened = Signal(str)
    added = Signal()
    removed = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.instances = InstanceModel(theme, self)
        self.setModel(self.instances)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(
            self.iconSize().scaled(theme.icon, theme.icon, Qt.AspectRatioMode.KeepAspectRatio)
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.target)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setResizeContentsPrecision(0)  # the rows in sight say how wide a column is
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(REF_ROLE)))

    def show_instances(
        self, heads: Sequence[str], refs: Sequence[str], make: Callable[[str], Instance]
    ) -> None:
        """Show the instances as they are now, as the model does; the one at hand stays when it is still there."""
        here, at = self.current_ref(), self.currentIndex().row()
        self.instances.show_instances(heads, refs, make)
        head = self.horizontalHeader()
        for column in range(self.instances.columnCount()):
            inner = 0 < column <= len(heads)
            mode = (
                QHeaderView.ResizeMode.Stretch if inner else QHeaderView.ResizeMode.ResizeToContents
            )
            head.setSectionResizeMode(column, mode)
        if refs:
            self.selectRow(refs.index(here) if here in refs else min(max(at, 0), len(refs) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many answers as can be read."""
        super().resizeEvent(event)
        last = self.instances.columnCount() - 1
        if last > 0:
            ends = self.sizeHintForColumn(0) + self.sizeHintForColumn(last)
            fit = (self.viewport().width() - ends) // self._theme.space(_LEAST_UNITS)
            for column in range(1, last):
                self.setColumnHidden(column, column > max(1, fit))

    def height_of(self, rows: int) -> int:
        """Return the height in pixels that shows the heads and so many rows."""
        return (
            self.horizontalHeader().sizeHint().height()
            + self._theme.target * rows
            + 2 * self._theme.ring
        )

    def current_ref(self) -> str:
        """Return the instance at hand, "" when there is none."""
        return str(self.currentIndex().data(REF_ROLE) or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, add with Insert, remove with Delete."""
        here = self.current_ref()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if here:
                self.opened.emit(here)
            case Qt.Key.Key_Insert | Qt.Key.Key_Plus:
                self.added.emit()
            case Qt.Key.Key_Delete if here:
                self.removed.emit(here)
            case _:
                super().keyPressEvent(event)
