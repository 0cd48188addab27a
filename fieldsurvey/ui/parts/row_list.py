"""A list of rows: its delegate, and the view with one-key commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.pills import draw_pill, write_line
from fieldsurvey.ui.parts.row_view import RowView
from fieldsurvey.ui.parts.rows import ROW_ROLE, Cell, Row, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from fieldsurvey.ui.theme import Theme

#: From this unit on text is large, and rows take as little height as they can do with.
LARGE_UNIT = 10
_AIR_UNITS, _DENSE_UNITS = 3.0, 1.0  # above and below the two lines of a row, together
_LEAST = 44  # a row is pressed by fingers too
_PICTURES = 40


class RowDelegate(QStyledItemDelegate):
    """Paints a row: sign, code, title over detail, cells in columns at the right.

    Args:
        theme: colours and sizes.
        columns: widths of the cells in units.
        code_units: width of the codes' column in units, 0 for none.
    """

    def __init__(self, theme: Theme, columns: Sequence[float], code_units: float) -> None:
        super().__init__()
        self._theme = theme
        self._columns = [theme.space(width) for width in columns]
        self._code = theme.space(code_units)
        self._pictures: dict[object, QPixmap] = {}
        self._dense = theme.unit >= LARGE_UNIT
        # Measured once: a list of thousands asks for the height of every row.
        lines = sum(QFontMetrics(theme.font(kind)).height() for kind in ("body", "small"))
        air = theme.space(_DENSE_UNITS if self._dense else _AIR_UNITS)
        self.height = max(_LEAST, lines + air)
        self.heading_height = theme.space(3.75 if self._dense else 4.5)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines need more than a target's height."""
        row: Row = index.data(ROW_ROLE)
        return QSize(option.rect.width(), self.heading_height if row.heading else self.height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row; of those drawn last a picture is kept, for most of them only move when a list scrolls."""
        row: Row = index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        size, ratio = option.rect.size(), painter.device().devicePixelRatioF()
        key = (row, size.width(), size.height(), chosen, ratio)
        picture = self._pictures.pop(key, None)
        if picture is None:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._theme.color("surface"))
            self._draw(picture, QRect(QPoint(0, 0), size), row, chosen=chosen)
        self._pictures[key] = picture  # at the end: the first one is the one not needed for longest
        if len(self._pictures) > _PICTURES:
            del self._pictures[next(iter(self._pictures))]
        painter.drawPixmap(option.rect.topLeft(), picture)

    def _draw(self, picture: QPixmap, rect: QRect, row: Row, *, chosen: bool) -> None:
        theme, painter = self._theme, QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, rect, row)
            painter.end()
            return
        if chosen:
            painter.fillRect(rect, theme.color("accent_soft"))
            painter.fillRect(
                QRect(rect.left(), rect.top(), theme.space(0.5), rect.height()),
                theme.color("accent"),
            )
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), theme.hairline), theme.color("line")
        )
        # Elsewhere the soft ground and the ring around the list say it; in the sun both are too faint.
        if chosen and theme.name == "sunlight":
            painter.setPen(QPen(theme.color("focus"), theme.ring))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        inner = rect.adjusted(theme.space(2), 0, -theme.space(2), 0)
        right = self._cells(painter, inner, row)
        left = inner.left()
        if row.icon:
            side = theme.icon
            spot = QRect(left, inner.center().y() - side // 2, side, side)
            icon(row.icon, theme, row.color).paint(painter, spot)
            left += side + theme.space(1.5)
        if self._code:
            spot = QRect(left, inner.top(), self._code, inner.height())
            painter.setFont(theme.font(strong=True))
            painter.setPen(theme.color("muted"))
            write_line(painter, spot, row.code)
            left += self._code + theme.space()
        self._lines(painter, QRect(left, inner.top(), right - left, inner.height()), row)
        painter.end()

    def _heading(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self._theme
        painter.fillRect(rect, theme.color("window"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), theme.hairline), theme.color("line")
        )
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.color("text"))
        spot = rect.adjusted(theme.space(2), 0, -theme.space(2), 0)
        write_line(painter, spot, row.title)
        if row.detail:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.detail
            )

    def _lines(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self._theme
        painter.setFont(theme.font(strong=bool(row.detail)))
        painter.setPen(theme.color("text"))
        if not row.detail:
            write_line(painter, rect, row.title)
            return
        line = painter.fontMetrics().height()
        painter.setFont(theme.font("small"))
        below = painter.fontMetrics().height()
        top = rect.center().y() - (line + below) // 2
        painter.setPen(theme.color("muted"))
        write_line(painter, QRect(rect.left(), top + line, rect.width(), below), row.detail)
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.color("text"))
        write_line(painter, QRect(rect.left(), top, rect.width(), line), row.title)

    def _cells(self, painter: QPainter, inner: QRect, row: Row) -> int:
        """Draw the cells; return where the room for the text ends."""
        left = inner.right() + 1 - sum(self._columns)
        start = left
        for cell, width in zip(row.cells, self._columns, strict=False):
            spot = QRect(left, inner.top(), width - self._theme.space(), inner.height())
            if cell.text and cell.share is not None:
                self._bar(painter, spot, cell)
            elif cell.text:
                draw_pill(painter, self._theme, spot, cell)
            left += width
        return start - self._theme.space()

    def _bar(self, painter: QPainter, spot: QRect, cell: Cell) -> None:
        theme = self._theme
        painter.setFont(theme.font("small"))
        line, thick = painter.fontMetrics().height(), theme.space(0.75)
        top = spot.center().y() - (line + thick + theme.space(0.5)) // 2
        painter.setPen(theme.color("muted"))
        write_line(painter, QRect(spot.left(), top, spot.width(), line), cell.text)
        track = QRect(spot.left(), top + line + theme.space(0.5), spot.width(), thick)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        filled = round(track.width() * min(1.0, max(0.0, cell.share or 0.0)))
        if filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("good" if cell.kind == "good" else "accent"))
            painter.drawRoundedRect(
                QRect(track.left(), track.top(), max(filled, thick), thick), thick / 2, thick / 2
            )


class RowList(RowView):
    """A list of rows that is worked by keys.

    Args:
        theme: colours and sizes.
        name: what a screen reader calls the list.
        columns: widths of the cells in units.
        code_units: width of the codes' column in units.
        model: what holds the rows, where it is not a list of all of them.
        parent: the owner.
    """

    #: Enter or a double click: the row's key.
    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        columns: Sequence[float] = (),
        code_units: float = 0,
        model: RowsModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._rows = model or RowsModel()
        self._delegate = RowDelegate(theme, columns, code_units)
        super().__init__(self._delegate.height, self._delegate.heading_height, parent)
        for owned in (self._delegate, self._rows):
            owned.setParent(self)
        self._empty = ""
        self._pad = theme.space(4)
        self._commands: dict[str, Callable[[], object]] = {}
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(theme.space(7))
        self.verticalScrollBar().setSingleStep(theme.space(3))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE).key))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows and stay on the present one, or near it."""
        self._keep_place(lambda: self._rows.set_rows(rows))

    def search(self, text: str) -> None:
        """Show the rows that a text finds."""
        self._keep_place(lambda: self._rows.search(text))

    def change(self, change: Callable[[], None], *, stay: bool) -> None:
        """Let the model show other rows, and stay on the present one, or near it.

        Args:
            change: does it.
            stay: keep what is seen where it is seen too, whatever came above it.
        """
        seen, bar = self.seen(), self.verticalScrollBar()
        first = self._rows.row(seen.start).key if stay and bar.value() and seen else None
        shift = bar.value() - self.top_of(seen.start) if first is not None else 0
        self._keep_place(change)
        if first is not None and (place := self._rows.place_of(first)) >= 0:
            self.executeDelayedItemsLayout()
            bar.setValue(self.top_of(place) + shift)

    def say_when_empty(self, text: str) -> None:
        """Say something where no row is."""
        self._empty = text
        self.setAccessibleDescription("" if self._rows.rowCount() else text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or what is said in their place."""
        super().paintEvent(event)
        if self._empty and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            spot = self.viewport().rect().adjusted(self._pad, 0, -self._pad, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(spot, flags, self._empty)
            painter.end()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows that are shown."""
        return self._rows.rows

    def command(self, key: str, slot: Callable[[], object]) -> None:
        """Give a single key (a letter or digit, ``Del``) a meaning while the list has the focus."""
        self._commands[key] = slot

    def current_key(self) -> Hashable | None:
        """Return the key of the present row."""
        row = self.currentIndex().data(ROW_ROLE)
        return None if row is None else row.key

    def rows_seen(self) -> list[Row]:
        """Return the rows that are seen."""
        return [self._rows.row(place) for place in self.seen()]

    def heading_places(self) -> Sequence[int]:
        """Return where the headings are."""
        return self._rows.heading_places

    def go_to(self, key: Hashable) -> bool:
        """Make a row the present one; say whether it is shown."""
        place = self._rows.place_of(key)
        if place >= 0:
            self.setCurrentIndex(self._rows.index(place))
        return place >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; single keys are commands; the rest moves about."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        name = "Del" if event.key() == Qt.Key.Key_Delete else event.text().upper()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            key = self.current_key()
            if key is not None:
                self.opened.emit(key)
        elif plain and name in self._commands:
            self._commands[name]()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; searching has a field of its own."""

    def _keep_place(self, change: Callable[[], None]) -> None:
        key, place = self.current_key(), max(0, self.currentIndex().row())
        change()
        count = self._rows.rowCount()
        if (key is None or not self.go_to(key)) and count:
            near = min(place, count - 1)
            free = self.free_place(near, 1)
            self.setCurrentIndex(self._rows.index(free if free >= 0 else self.free_place(near, -1)))
