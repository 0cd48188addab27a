"""The grid of photos: pictures made as they are seen, headings across, one key for each thing that is done often."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.pills import write_line
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.parts.words import time_text
from fieldsurvey.ui.photos.model import PHOTO_ROLE, PhotosModel
from fieldsurvey.ui.photos.thumbnails import Thumbnails
from fieldsurvey.ui.photos.words import NO_TIME, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme

_WIDE, _HIGH = 21, 15.75  # a picture, in units
_LARGE_SHARE = 0.7  # of it, where text is large and room is little
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TileDelegate(QStyledItemDelegate):
    """Paints a photo with its time and signs, or a heading as wide as the grid.

    Args:
        theme: colours and sizes.
        thumbnails: the pictures.
        grid: the view.
    """

    def __init__(self, theme: Theme, thumbnails: Thumbnails, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._theme, self._thumbnails, self._grid = theme, thumbnails, grid
        self._room = picture_room(theme)
        small = QFontMetrics(theme.font("small")).height()
        self._photo = QSize(
            self._room.width() + theme.space(1.5), self._room.height() + small + theme.space(2)
        )
        self._heading = QFontMetrics(theme.font(strong=True)).height() + theme.space(2)
        self.zone = ""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A heading takes a line of its own; asked of every photo each time that one comes in."""
        del option
        if index.data(PHOTO_ROLE) is None:
            return QSize(self._grid.viewport().width() - 2, self._heading)
        return self._photo

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one tile."""
        row: TrayRow | None = index.data(PHOTO_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row is None:
            painter.setFont(self._theme.font(strong=True))
            painter.setPen(self._theme.color("text"))
            spot = QRect(option.rect).adjusted(self._theme.space(0.75), 0, 0, 0)
            write_line(painter, spot, str(index.data()))
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            present = index == self._grid.currentIndex() and self._grid.hasFocus()
            self._tile(painter, QRect(option.rect), row, chosen=chosen, present=present)
        painter.restore()

    def _tile(
        self, painter: QPainter, rect: QRect, row: TrayRow, *, chosen: bool, present: bool
    ) -> None:
        theme, half = self._theme, self._theme.space(0.5)
        frame = rect.adjusted(half, half, -half, -half)
        if chosen or present:
            color = "focus" if present else "accent"
            painter.setPen(QPen(theme.color(color), theme.ring))
            painter.setBrush(theme.color("accent_soft" if chosen else "surface"))
            painter.drawRoundedRect(frame, half, half)
        place = QRect(
            rect.left() + (rect.width() - self._room.width()) // 2,
            rect.top() + theme.space(0.75),
            self._room.width(),
            self._room.height(),
        )
        painter.fillRect(place, theme.color("sunken"))
        picture = self._thumbnails.picture(row)
        if picture is not None:
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRect(0, 0, size.width(), size.height())
            spot.moveCenter(place.center())
            painter.drawPixmap(spot, picture)
        elif self._thumbnails.failed(row):
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, flags, self.tr("cannot be shown here"))
        self._foot(painter, QRect(place.left(), place.bottom() + half, place.width(), 0), row)

    def _foot(self, painter: QPainter, line: QRect, row: TrayRow) -> None:
        """Draw the signs at the right and, before them, the time or the caption."""
        theme = self._theme
        painter.setFont(theme.font("small"))
        line.setHeight(painter.fontMetrics().height())
        side = theme.space(2)
        signs = []
        if row.recipe is not None and not row.recipe.blank:
            disputed = row.recipe.disputed or bool(row.recipe.refused)
            signs.append(("problem", "bad") if disputed else ("edit", "accent"))
        if row.left_out:
            signs.append(("close", "muted"))
        elif row.placed:
            signs.append(("check", "good"))
        right = line.right() + 1
        for name, color in signs:
            right -= side
            spot = QRect(right, line.center().y() - side // 2, side, side)
            icon(name, theme, color).paint(painter, spot)
        line.setRight(right - theme.space(0.5))
        when = time_text(row.taken_at, self.zone) if row.taken_at else say(NO_TIME)
        painter.setPen(theme.color("muted" if row.taken_at is None else "text"))
        write_line(painter, line, f"{when} · {row.caption}" if row.caption else when)


class PhotoGrid(QListView):
    """The photos of a visit.

    Args:
        tasks: where pictures are made.
        theme: colours and sizes.
        parent: the page.
    """

    #: Another photo is the present one, or others are chosen.
    moved = Signal()
    #: Enter or a double click: the photo's SHA-256.
    opened = Signal(str)

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos = PhotosModel(self)
        self.thumbnails = Thumbnails(tasks, picture_room(theme) * self.devicePixelRatioF(), self)
        self._commands: dict[str, Callable[[], object]] = {}
        self._empty = ""
        self._pad = theme.space(4)
        self.setAccessibleName(self.tr("Photos of the visit"))
        self.setModel(self.photos)
        self._delegate = TileDelegate(theme, self.thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(theme.space(5))
        self.setMinimumSize(theme.space(_WIDE), theme.space(_HIGH))
        self.thumbnails.ready.connect(self._repaint)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self._tell_moved)
        self.selectionModel().currentChanged.connect(self._tell_moved)

    def set_zone(self, zone: str) -> None:
        """Say in which zone times are shown."""
        self._delegate.zone = zone

    def say_when_empty(self, text: str) -> None:
        """Say something where no photo is."""
        self._empty = text
        self.setAccessibleDescription("" if self.photos.rowCount() else text)
        self.viewport().update()

    def command(self, key: str, slot: Callable[[], object]) -> None:
        """Give a single key (a letter or digit, ``Del``) a meaning while the grid has the focus."""
        self._commands[key] = slot

    def present(self) -> TrayRow | None:
        """Return the photo one stands on."""
        return self.photos.photo(self.currentIndex().row())

    def chosen(self) -> list[TrayRow]:
        """Return the photos that are chosen, else the one that one stands on."""
        places = sorted(index.row() for index in self.selectedIndexes())
        found = [photo for place in places if (photo := self.photos.photo(place)) is not None]
        present = self.present()
        return found or ([present] if present is not None else [])

    def stand_on(self, photos: Iterable[str]) -> bool:
        """Make the first of these that is shown the present photo; say whether there was one."""
        for sha256 in photos:
            place = self.photos.place_of(sha256)
            if place >= 0:
                self.setCurrentIndex(self.photos.index(place))
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photos, or what is said in their place."""
        super().paintEvent(event)
        if self._empty and not self.photos.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            spot = self.viewport().rect().adjusted(self._pad, 0, -self._pad, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(spot, flags, self._empty)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Headings are as wide as the grid."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; single keys are commands; the rest moves about."""
        plain = event.modifiers() in _PLAIN
        name = "Del" if event.key() == Qt.Key.Key_Delete else event.text().upper()
        if event.key() in _ENTER and plain:
            self._open(self.currentIndex())
        elif plain and name in self._commands:
            self._commands[name]()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Move by pages and to the ends, which headings would stop."""
        moves = QAbstractItemView.CursorAction
        pages = {moves.MovePageDown: 1, moves.MovePageUp: -1}
        shown = [at for at in range(self.photos.rowCount()) if self.photos.photo(at) is not None]
        if not shown or action not in {*pages, moves.MoveHome, moves.MoveEnd}:
            return super().moveCursor(action, modifiers)
        if action not in pages:
            return self.photos.index(shown[0 if action == moves.MoveHome else -1])
        here = self.visualRect(self.currentIndex()).center()
        wanted = here.y() + pages[action] * self.viewport().height()

        def place(at: int) -> QPoint:
            return self.visualRect(self.photos.index(at)).center()

        # Places only go down: of hundreds of photos a line before and a line after are looked at.
        wide = max(1, self.visualRect(self.photos.index(shown[0])).width())
        line = self.viewport().width() // wide + 2
        below = bisect_left(shown, wanted, key=lambda at: place(at).y())
        places = {at: place(at) for at in shown[max(0, below - line) : below + line]}
        nearest = min(
            places, key=lambda at: (abs(places[at].y() - wanted), abs(places[at].x() - here.x()))
        )
        return self.photos.index(nearest)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def _open(self, index: QModelIndex) -> None:
        photo = self.photos.photo(index.row())
        if photo is not None:
            self.opened.emit(photo.sha256)

    def _tell_moved(self, *_what: object) -> None:
        self.moved.emit()

    def _repaint(self, sha256: str) -> None:
        place = self.photos.place_of(sha256)
        if place >= 0:
            self.update(self.photos.index(place))


def picture_room(theme: Theme) -> QSize:
    """Return the room of a picture in logical pixels."""
    share = _LARGE_SHARE if theme.unit >= LARGE_UNIT else 1
    return QSize(theme.space(_WIDE * share), theme.space(_HIGH * share))
