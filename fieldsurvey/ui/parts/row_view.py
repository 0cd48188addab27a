"""A list whose rows have one height (headings another): whatever is asked of a hundred thousand rows is arithmetic.

``QListView`` lays every row out by itself, again for each change, and asks the model for each: 2 µs a row, a fifth of a
second for a hundred thousand. Here nothing is laid out; only what is seen is painted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_Cursor = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class RowView(QListView):
    """Geometry, keys and painting of rows; the delegate paints one.

    Args:
        row_height, heading_height: in pixels.
        parent: the owner.
    """

    def __init__(self, row_height: int, heading_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height, self._heading_height = row_height, heading_height
        self._headings: Sequence[int] | None = None
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def heading_places(self) -> Sequence[int]:
        """Return where the headings are among the rows, rising."""
        return ()

    def seen(self) -> range:
        """Return the places of the rows that are seen, in part at least."""
        count, top = self._count(), self.verticalOffset()
        first = self._place_at(top)
        if first < 0:
            return range(0)
        last = self._place_at(top + max(0, self.viewport().height() - 1))
        return range(first, (count if last < 0 else last + 1))

    # --- where a row is

    def _count(self) -> int:
        model = self.model()
        return 0 if model is None else model.rowCount()

    def top_of(self, place: int) -> int:
        """Return where a row begins, in pixels from the first row's top."""
        if self._headings is None:
            self._headings = self.heading_places()
        above = bisect_left(self._headings, place)
        return place * self._height - above * (self._height - self._heading_height)

    def _place_at(self, y: int) -> int:
        """Return the row at so many pixels from the first row's top, -1 where none is."""
        count = self._count()
        if y < 0 or y >= self.top_of(count):
            return -1
        return bisect_right(range(count), y, key=self.top_of) - 1

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return where a row is painted."""
        if not index.isValid():
            return QRect()
        top, bottom = self.top_of(index.row()), self.top_of(index.row() + 1)
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), bottom - top)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a point of the viewport."""
        place = self._place_at(point.y() + self.verticalOffset())
        return self.model().index(place, 0) if place >= 0 else QModelIndex()

    def verticalOffset(self) -> int:
        """Return how far the rows are scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Rows are as wide as the view."""
        return 0

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return where chosen rows are painted."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # --- what moves

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible,
    ) -> None:
        """Scroll as little as shows a row, and the headings right above it."""
        if not index.isValid():
            return
        above = index.row()
        while above > 0 and self._is_heading(above - 1):
            above -= 1
        top, bottom = self.top_of(above), self.top_of(index.row() + 1)
        room, bar = self.viewport().height(), self.verticalScrollBar()
        if hint == _Hint.PositionAtCenter:
            bar.setValue((top + bottom - room) // 2)
        elif hint == _Hint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif hint == _Hint.PositionAtBottom or bottom > bar.value() + room:
            bar.setValue(min(self.top_of(index.row()), bottom - room))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return the row that a key leads to; headings are passed over."""
        del modifiers
        count, here = self._count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(self._height, self.viewport().height() - self._height)
        down, up = _Cursor.MovePageDown, _Cursor.MovePageUp
        wanted, step = {
            _Cursor.MoveHome: (0, 1),
            _Cursor.MoveEnd: (count - 1, -1),
            _Cursor.MoveDown: (here + 1, 1),
            _Cursor.MoveNext: (here + 1, 1),
            _Cursor.MoveUp: (here - 1, -1),
            _Cursor.MovePrevious: (here - 1, -1),
            down: (self._place_at(self.top_of(max(here, 0)) + page), 1),
            up: (max(0, self._place_at(self.top_of(max(here, 0)) - page)), -1),
        }.get(action, (here, 1))
        if action == down and wanted < 0:
            wanted = count - 1
        wanted = max(0, min(count - 1, wanted if here >= 0 else 0))
        found = self.free_place(wanted, step)
        if found < 0:
            found = self.free_place(wanted, -step)
        return self.model().index(found, 0) if found >= 0 else QModelIndex()

    def _is_heading(self, place: int) -> bool:
        self.top_of(place)
        assert self._headings is not None
        at = bisect_left(self._headings, place)
        return at < len(self._headings) and self._headings[at] == place

    def free_place(self, place: int, step: int) -> int:
        """Return the first row from a place on that is no heading, -1 when there is none."""
        count = self._count()
        while 0 <= place < count:
            if not self._is_heading(place):
                return place
            place += step
        return -1

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the row under a press."""
        self.selectionModel().select(self.indexAt(rect.center()), command)

    # --- what changes

    def reset(self) -> None:
        """Other rows are shown."""
        self._headings = None
        super().reset()

    def doItemsLayout(self) -> None:
        """Nothing is laid out; only the scroll bar learns how much there is."""
        self._headings = None
        QAbstractItemView.doItemsLayout(self)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint again what is seen; heights stay."""
        del first, last, roles
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self.top_of(self._count()) - room))
        bar.setPageStep(room)
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar right."""
        QAbstractItemView.resizeEvent(self, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted."""
        self.viewport().scroll(dx, dy)

    # --- what is seen and said

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen."""
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, model, chosen = option.state, self.model(), self.selectionModel()
        for place in self.seen():
            index = model.index(place, 0)
            rect = self.visualRect(index)
            if not rect.intersects(event.rect()):
                continue
            option.rect = rect
            option.state = plain
            if chosen.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Show the row, and tell a screen reader which it is."""
        self._tell(QAccessible.Event.Focus, current)
        QAbstractItemView.currentChanged(self, current, previous)

    def selectionChanged(self, chosen: QItemSelection, left: QItemSelection) -> None:
        """Paint it, and tell a screen reader."""
        indexes = chosen.indexes()
        if indexes:
            self._tell(QAccessible.Event.Selection, indexes[0])
        QAbstractItemView.selectionChanged(self, chosen, left)

    def _tell(self, what: QAccessible.Event, index: QModelIndex) -> None:
        if QAccessible.isActive() and index.isValid() and self.hasFocus():
            event = QAccessibleEvent(self, what)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)
