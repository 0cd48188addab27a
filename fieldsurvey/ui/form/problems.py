"""What is missing or not accepted, in a list from which Enter jumps there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PROBLEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROWS_SEEN = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right.

    Attributes:
        ref: the question.
        label: what it asks.
        sentence: what is wrong.
        missing: there is no answer yet, rather than one that is not accepted.
    """

    ref: str
    label: str
    sentence: str
    missing: bool


class ProblemModel(QAbstractListModel):
    """The problems in the order of the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems."""
        if tuple(problems) != self.problems:
            self.beginResetModel()
            self.problems = tuple(problems)
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row in words."""
        if not index.isValid():
            return None
        problem = self.problems[index.row()]
        if role == PROBLEM_ROLE:
            return problem
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return f"{problem.label} – {problem.sentence}"
        return None


class _ProblemDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.space(30), self._theme.target)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, unit, box = self._theme, self._theme.space(), option.rect
        problem: Problem = index.data(PROBLEM_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
            painter.fillRect(
                QRect(box.left(), box.top(), unit // 2, box.height()), theme.color("accent")
            )
        side = theme.icon
        sign, color = ("empty", "muted") if problem.missing else ("problem", "bad")
        left = box.left() + unit * 2
        pixmap = icon(sign, theme, color).pixmap(side, side)
        painter.drawPixmap(left, box.top() + (box.height() - side) // 2, side, side, pixmap)
        left += side + unit
        room = box.right() - left - unit
        bold = theme.font(strong=True)
        width = min(QFontMetrics(bold).horizontalAdvance(problem.label) + unit, room * 11 // 20)
        self._words(
            painter, QRect(left, box.top(), width, box.height()), problem.label, bold, "text"
        )
        rest = QRect(left + width + unit, box.top(), room - width - unit, box.height())
        self._words(painter, rest, problem.sentence, theme.font(), color)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class ProblemList(QListView):
    """The list; Enter or a click jumps."""

    #: Ref of the question to go to.
    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems = ProblemModel(self)
        self.setModel(self.problems)
        self.setItemDelegate(_ProblemDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Problems"))
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Jump with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(index.data(PROBLEM_ROLE).ref)


class ProblemPanel(QFrame):
    """The list beneath the page, with its count and a way to close it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "band")
        self.list = ProblemList(theme)
        self.list.setFixedHeight(theme.target * _ROWS_SEEN + 2 * theme.ring)
        self._count = QLabel()
        dress(self._count, "strong")
        close = QPushButton(self.tr("Close"))
        dress(close, "quiet")
        close.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space())
        layout.setSpacing(theme.space(0.5))
        layout.addLayout(top)
        layout.addWidget(self.list)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems."""
        self.list.problems.show_problems(problems)
        missing = sum(problem.missing for problem in problems)
        self._count.setText(problem_count(len(problems) - missing, missing))


def problem_count(invalid: int, missing: int) -> str:
    """Return ``2 not accepted · 11 not answered``."""
    parts = []
    if invalid:
        parts.append(
            QCoreApplication.translate("Problems", "{count} not accepted").format(count=invalid)
        )
    if missing:
        parts.append(
            QCoreApplication.translate("Problems", "{count} required not answered").format(
                count=missing
            )
        )
    return " · ".join(parts) or QCoreApplication.translate("Problems", "No problems")
