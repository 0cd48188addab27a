"""A list of short rows: sign, words, more words; for problems, questions to go to, history, answers to take over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_TEXTS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        ref: what it stands for; given back when it is chosen.
        title: in bold.
        detail: beside it or beneath it.
        sign: an icon, "" for none; color: of sign and detail.
        aside: small words at the right end.
        checked: ticked or not; None where there is nothing to tick.
    """

    ref: str
    title: str
    detail: str = ""
    sign: str = ""
    color: str = "muted"
    aside: str = ""
    checked: bool | None = None

    @property
    def words(self) -> str:
        """Everything it says, in one line."""
        return " – ".join(filter(None, (self.title, self.detail, self.aside)))


class RowModel(QAbstractListModel):
    """Rows in order."""

    #: A row was ticked or not any more.
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the same ones leave everything as it is."""
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def row_of(self, ref: str) -> int:
        """Return the row that stands for something, -1 when none does."""
        return next((at for at, row in enumerate(self.rows) if row.ref == ref), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, in words where words are asked for."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.CheckStateRole and row.checked is not None:
            return Qt.CheckState.Checked if row.checked else Qt.CheckState.Unchecked
        return row.words if role in _TEXTS else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen, and ticked where there is something to tick."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.rows[index.row()].checked is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        rows = list(self.rows)
        checked = Qt.CheckState(value) == Qt.CheckState.Checked
        rows[index.row()] = replace(rows[index.row()], checked=checked)
        self.rows = tuple(rows)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()
        return True


class RowDelegate(QStyledItemDelegate):
    """Draws a row on one line, or its detail on a second.

    Args:
        theme: sizes and colours.
        parent: the view.
        lines: 1 or 2.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, lines: int) -> None:
        super().__init__(parent)
        self._theme, self._lines = theme, lines

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a height that a finger hits."""
        theme = self._theme
        words = self._height(strong=True) + (self._height("small") if self._lines > 1 else 0)
        return QSize(theme.space(30), max(theme.target, words + theme.space(1.5)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme, unit, box = self._theme, self._theme.space(), option.rect
        row: Row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
            bar = QRect(box.left(), box.top(), unit // 2, box.height())
            painter.fillRect(bar, theme.color("accent"))
            if theme.name == "sunlight":
                painter.setPen(QPen(theme.color("focus"), theme.ring))
                painter.drawRect(box.adjusted(2, 2, -2, -2))
        left = box.left() + unit * 2
        if row.checked is not None:
            self._draw_tick(painter, left, box, ticked=row.checked)
            left += theme.icon + unit
        if row.sign:
            side = theme.icon
            pixmap = icon(row.sign, theme, row.color).pixmap(side, side)
            painter.drawPixmap(left, box.top() + (box.height() - side) // 2, side, side, pixmap)
            left += side + unit
        right = box.right() - unit
        if row.aside:
            small = theme.font("small")
            metrics = QFontMetrics(small)
            # At most so much: the row's own words stand beside it.
            width = min(metrics.horizontalAdvance(row.aside) + unit, (right - left) * 2 // 5)
            place = QRect(right - width, box.top(), width, box.height())
            aside = metrics.elidedText(row.aside, Qt.TextElideMode.ElideMiddle, width)
            self._words(painter, place, aside, small, "muted", Qt.AlignmentFlag.AlignRight)
            right -= width + unit
        self._draw_words(painter, row, QRect(left, box.top(), right - left, box.height()))
        painter.restore()

    def _draw_words(self, painter: QPainter, row: Row, room: QRect) -> None:
        theme, bold = self._theme, self._theme.font(strong=True)
        if self._lines > 1:
            first, second = self._height(strong=True), self._height("small")
            top = room.top() + (room.height() - first - (second if row.detail else 0)) // 2
            line = QRect(room.left(), top, room.width(), first)
            self._words(painter, line, row.title, bold, "text")
            line = QRect(room.left(), top + first, room.width(), second)
            self._words(painter, line, row.detail, theme.font("small"), row.color)
            return
        unit = theme.space()
        wanted = QFontMetrics(bold).horizontalAdvance(row.title) + unit
        width = min(wanted, room.width() * 11 // 20) if row.detail else room.width()
        line = QRect(room.left(), room.top(), width, room.height())
        self._words(painter, line, row.title, bold, "text")
        rest = room.adjusted(width + unit, 0, 0, 0)
        self._words(painter, rest, row.detail, theme.font(), row.color)

    def _draw_tick(self, painter: QPainter, left: int, box: QRect, *, ticked: bool) -> None:
        theme, side = self._theme, self._theme.space(2.25)
        top = box.top() + (box.height() - side) // 2
        painter.setPen(QPen(theme.color("accent" if ticked else "edge"), max(2, theme.hairline)))
        painter.setBrush(theme.color("accent" if ticked else "surface"))
        painter.drawRoundedRect(left, top, side, side, 3, 3)
        if ticked:
            painter.setPen(QPen(theme.color("on_accent"), 2.5))
            points = ((0.24, 0.54), (0.44, 0.74), (0.78, 0.30))
            painter.drawPolyline(
                [QPoint(left + round(side * x), top + round(side * y)) for x, y in points]
            )

    def _words(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        font: QFont,
        color: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def _height(self, kind: str = "body", *, strong: bool = False) -> int:
        return QFontMetrics(self._theme.font(kind, strong=strong)).height()


class RowList(QListView):
    """The list; Enter or a click chooses, Space ticks where there is something to tick.

    Args:
        theme: sizes and colours.
        name: what assistive technology calls it.
        lines: 1 or 2, of each row.
        parent: the owner.
    """

    #: What the chosen row stands for.
    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, *, lines: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model_of_rows = RowModel(self)
        self.setModel(self.model_of_rows)
        self.setItemDelegate(RowDelegate(theme, self, lines=lines))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.clicked.connect(self._clicked)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self.model_of_rows.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the one at hand stays when it is still there."""
        here = self.current_ref()
        self.model_of_rows.show_rows(rows)
        self.take(max(0, self.model_of_rows.row_of(here)) if rows else -1)

    def take(self, row: int) -> None:
        """Put the list on a row."""
        index = self.model_of_rows.index(row) if row >= 0 else QModelIndex()
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def take_ref(self, ref: str) -> None:
        """Put the list on the row that stands for something."""
        self.take(self.model_of_rows.row_of(ref))

    def current_ref(self) -> str:
        """Return what the row at hand stands for, "" when there is none."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.ref if isinstance(row, Row) else ""

    def height_of(self, rows: int) -> int:
        """Return the height in pixels that shows so many rows."""
        one = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        return one * rows + 2 * self._theme.ring

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter, tick with Space."""
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.chosen.emit(self.current_ref())
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            self._tick(index)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: Index) -> None:
        if not self._tick(index):
            self.chosen.emit(index.data(ROW_ROLE).ref)

    def _tick(self, index: Index) -> bool:
        row: Row = index.data(ROW_ROLE)
        if row.checked is None:
            return False
        state = Qt.CheckState.Unchecked if row.checked else Qt.CheckState.Checked
        return self.model_of_rows.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def event(self, event: QEvent) -> bool:
        """Keep Enter for the list where a dialog would press its button."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                event.accept()
                return True
        return super().event(event)
