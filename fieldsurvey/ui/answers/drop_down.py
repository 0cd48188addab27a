"""One answer from a list that drops down: for lists too long to stand on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.paper import column
from fieldsurvey.ui.answers.registry import LONG, register
from fieldsurvey.ui.answers.words import plain
from fieldsurvey.ui.combo import ArrowCombo
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OPENERS = (
    Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_F4,
)  # fmt: skip
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_MOST_SEEN = 8


class _QuietCombo(ArrowCombo):
    """A drop-down list that neither wheel nor keys change unseen: what chooses opens the list first."""

    def __init__(self, owner: DropDownQuestion) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setView(QListView(self))
        self.setItemDelegate(QStyledItemDelegate(self))  # knows the heights of the style file
        self.setMaxVisibleItems(_MOST_SEEN)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._owner.advance.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._owner.clear()
        elif event.key() in _OPENERS:
            self.showPopup()
        elif text and text.isprintable():
            # Letters look for a choice in the open list; Enter takes it there.
            self.showPopup()
            QApplication.sendEvent(self.view(), event)
        elif event.key() in _PAGES:
            event.ignore()
        else:
            super().keyPressEvent(event)


@register("select1", appearance=LONG)
@register("select1", appearance="minimal")
@register("select1", appearance="autocomplete")
@register("select1", appearance="search")
class DropDownQuestion(QuestionWidget):
    """One of many from a drop-down list; its first entry is blank."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.combo = _QuietCombo(self)
        dress(self.combo, "answer")  # it draws its own arrow
        self.combo.setMaximumWidth(theme.space(60))
        self.combo.setMinimumContentsLength(12)
        self.combo.setSizeAdjustPolicy(
            ArrowCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumHeight(theme.target)
        self.combo.activated.connect(self._activated)
        self.setFocusProxy(self.combo)
        self._choices: tuple[tuple[str, str], ...] | None = None
        self._rows: dict[str, int] = {}
        column(self, theme, self.combo)

    def show_node(self, view: NodeView) -> None:
        """Show the list and what is chosen."""
        super().show_node(view)
        choices = view.choices
        if view.value and all(value != view.value for value, _ in choices):
            choices = (*choices, (view.value, view.value))
        if choices != self._choices:
            self._choices = choices
            self._rows = {value: row for row, (value, _) in enumerate(choices, 1)}
            labels = [plain(label) or value for value, label in choices]
            self.combo.setModel(
                QStringListModel([self.tr("— not answered —"), *labels], self.combo)
            )
        self.combo.setCurrentIndex(self._rows.get(view.value, 0))
        self.combo.setEnabled(not view.readonly)

    def focus_answer(self) -> None:
        """Put the keyboard on the list."""
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self, name: str, description: str) -> None:
        """Name the list."""
        self.combo.setAccessibleName(name)
        self.combo.setAccessibleDescription(description)
        self.combo.view().setAccessibleName(name)

    def _activated(self, index: int) -> None:
        value = self._choices[index - 1][0] if index and self._choices else ""
        if value != self.view.value:
            self.answered.emit(self.view.ref, value)
