"""The sections beside the page: sign, colour and word for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldsurvey.ui.form.outline import Section, Standing, State
from fieldsurvey.ui.form.words import SIGNS, standing_words
from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

SECTION_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STANDING_ROLE = SECTION_ROLE + 1
WORDS_ROLE = SECTION_ROLE + 2


class SectionModel(QAbstractListModel):
    """The sections with their standing, and the end of the form as the last row (section None)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Section | None, Standing]] = []
        # What each row said last: labels change in place, and only rows that say something else are drawn again.
        self._shown: list[tuple[str, str, State]] = []

    def show_sections(self, rows: Sequence[tuple[Section | None, Standing]]) -> None:
        """Show sections; rows stay where they are when only their standing changed."""
        old, new = self._rows, list(rows)
        same = [_identity(s) for s, _ in old] == [_identity(s) for s, _ in new]
        if not same:
            self.beginResetModel()
        self._rows = new
        if not same:
            self.endResetModel()
            self._shown = [self._said(row) for row in new]
            return
        for at, row in enumerate(new):
            said = self._said(row)
            if said != self._shown[at]:
                self._shown[at] = said
                self.dataChanged.emit(self.index(at), self.index(at))

    def _said(self, row: tuple[Section | None, Standing]) -> tuple[str, str, State]:
        section, standing = row
        return (section.label if section else "", self._words(section, standing), standing.state)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many sections there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, also in words for assistive technology."""
        if not index.isValid():
            return None
        section, standing = self._rows[index.row()]
        label = section.label if section is not None else self.tr("Finish the form")
        words = self._words(section, standing)
        texts: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: label,
            Qt.ItemDataRole.ToolTipRole: f"{label} – {words}",
            Qt.ItemDataRole.AccessibleTextRole: f"{label}, {words}",
            SECTION_ROLE: section,
            STANDING_ROLE: standing,
            WORDS_ROLE: words,
        }
        return texts.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections that do not apply cannot be opened."""
        if index.isValid() and self._rows[index.row()][1].state is State.HIDDEN:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _words(self, section: Section | None, standing: Standing) -> str:
        if section is None:
            faults = standing.missing + standing.invalid
            if faults:
                return self.tr("{count} still missing").format(count=faults)
            return self.tr("nothing missing")
        if section.repeat and standing.state is not State.HIDDEN:
            return self.tr("{count} entries").format(count=len(section.instances))
        return standing_words(standing)


def _identity(section: Section | None) -> str:
    return section.ref if section is not None else ""


class _SectionDelegate(QStyledItemDelegate):
    """Two lines a row: the label, and how it stands."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a height that a finger hits."""
        lines = self._line(strong=True) + self._line("small")
        return QSize(self._theme.space(20), max(self._theme.target, lines + self._theme.space(2)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme, unit = self._theme, self._theme.space()
        section: Section | None = index.data(SECTION_ROLE)
        standing: Standing = index.data(STANDING_ROLE)
        sign, color = SIGNS[standing.state]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect
        if selected:
            painter.fillRect(box, theme.color("accent_soft"))
            bar = QRect(box.left(), box.top(), unit // 2, box.height())
            painter.fillRect(bar, theme.color("accent"))
        if focus or (selected and theme.name == "sunlight"):
            pen = painter.pen()
            pen.setColor(theme.color("focus"))
            pen.setWidth(theme.ring)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = theme.ring // 2 + 1
            painter.drawRect(box.adjusted(half, half, -half, -half))
        left = box.left() + unit * 2 + (section.depth if section else 0) * unit * 2
        top = box.top() + (box.height() - self._line(strong=True) - self._line("small")) // 2
        side = theme.icon
        pixmap = icon(sign, theme, color).pixmap(side, side)
        painter.drawPixmap(
            left, top + (self._line(strong=True) - side) // 2 + 1, side, side, pixmap
        )
        left += side + unit
        room = box.right() - left - unit
        font = theme.font(strong=selected or section is None)
        painter.setFont(font)
        hidden = standing.state is State.HIDDEN
        painter.setPen(theme.color("muted" if hidden else "text"))
        line = QRect(left, top, room, self._line(strong=True))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color(color))
        line = QRect(left, top + line.height(), room, self._line("small"))
        words = painter.fontMetrics().elidedText(
            str(index.data(WORDS_ROLE)), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _line(self, kind: str = "body", *, strong: bool = False) -> int:
        return QFontMetrics(self._theme.font(kind, strong=strong)).height()


class SectionTree(QListView):
    """The list of sections; arrows look, Enter opens."""

    #: Row to be opened.
    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sections = SectionModel(self)
        self.setModel(self.sections)
        self.setItemDelegate(_SectionDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Sections of the form"))
        self.clicked.connect(lambda index: self.opened.emit(index.row()))

    def show_current(self, row: int) -> None:
        """Mark the section that is open."""
        index = self.sections.index(row)
        if self.currentIndex() != index:
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space opens the section at hand."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
