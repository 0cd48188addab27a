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
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

SECTION_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STANDING_ROLE = SECTION_ROLE + 1
WORDS_ROLE = SECTION_ROLE + 2
_TEXTS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class SectionModel(QAbstractListModel):
    """The sections with their standing, and the end of the form as the last row (section None)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: FormState | None = None
        self._sections: list[Section] = []
        self._end: tuple[State, int] | None = None

    def show_state(self, state: FormState) -> None:
        """Show how a form stands; rows stay where they are when some changed, or came in between."""
        was, now = [s.ref for s in self._sections], [s.ref for s in state.sections]
        more = len(now) - len(was)
        at = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), len(was))
        if self._state is not state or more < 0 or was[at:] != now[at + more :]:
            self.beginResetModel()
            self._state, self._sections = state, list(state.sections)
            self.endResetModel()
        elif more:
            self.beginInsertRows(QModelIndex(), at, at + more - 1)
            self._sections = list(state.sections)
            self.endInsertRows()
        else:
            self._sections = list(state.sections)
        rows = {state.row_of(ref) for ref in state.news}
        total = state.total()
        end = (total.state, total.missing + total.invalid)
        if self._end != end:  # told in vain, the list would paint all rows down to the last one
            self._end = end
            rows.add(len(now))
        for row in rows - {-1}:
            self.dataChanged.emit(self.index(row), self.index(row))
        state.news.clear()

    def _at(self, row: int) -> tuple[Section | None, Standing]:
        assert self._state is not None
        if row < len(self._sections):
            section = self._sections[row]
            if self._state.row_of(section.ref) < 0:  # it went, and the view is about to hear of it
                return section, Standing(State.HIDDEN)
            return section, self._state.standing(section)
        return None, self._state.total()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many sections there are."""
        if self._state is None or (parent is not None and parent.isValid()):
            return 0
        return len(self._sections) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, also in words for assistive technology."""
        if not index.isValid():
            return None
        section, standing = self._at(index.row())
        if role == SECTION_ROLE:
            return section
        if role == STANDING_ROLE:
            return standing
        if role == WORDS_ROLE:
            return self._words(section, standing)
        if role not in _TEXTS:
            return None
        label = section.label if section is not None else self.tr("Finish the form")
        if role == Qt.ItemDataRole.DisplayRole:
            return label
        joint = " – " if role == Qt.ItemDataRole.ToolTipRole else ", "
        return f"{label}{joint}{self._words(section, standing)}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections that do not apply cannot be opened."""
        if index.isValid() and self._at(index.row())[1].state is State.HIDDEN:
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


def shortened(metrics: QFontMetrics, label: str, room: int) -> str:
    """Return the label of a section or entry as it fits: its number stays in front, its end and its page behind.

    Entries are often named alike (*Dinas …*), and pages of one differ in their last letters only (*· 2/3*).
    """
    return metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, room)


class _SectionDelegate(QStyledItemDelegate):
    """Two lines a row: the label, and how it stands."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts = {strong: theme.font(strong=strong) for strong in (False, True)}
        self._small = theme.font("small")
        self._first = QFontMetrics(self._fonts[True]).height()
        self._second = QFontMetrics(self._small).height()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a height that a finger hits."""
        lines = self._first + self._second
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
        top = box.top() + (box.height() - self._first - self._second) // 2
        side = theme.icon
        pixmap = icon(sign, theme, color).pixmap(side, side)
        painter.drawPixmap(left, top + (self._first - side) // 2 + 1, side, side, pixmap)
        left += side + unit
        room = box.right() - left - unit
        painter.setFont(self._fonts[selected or section is None])
        hidden = standing.state is State.HIDDEN
        painter.setPen(theme.color("muted" if hidden else "text"))
        line = QRect(left, top, room, self._first)
        text = shortened(painter.fontMetrics(), str(index.data()), room)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self._small)
        painter.setPen(theme.color(color))
        line = QRect(left, top + line.height(), room, self._second)
        words = painter.fontMetrics().elidedText(
            str(index.data(WORDS_ROLE)), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


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
