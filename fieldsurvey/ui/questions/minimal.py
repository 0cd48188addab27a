"""One of many choices from a drop-down list: `minimal`, or more choices than can be laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from fieldsurvey.ui.questions.registry import register
from fieldsurvey.ui.questions.widget import ENTER, QuestionWidget
from fieldsurvey.ui.questions.words import plain

if TYPE_CHECKING:
    from fieldsurvey.ui.questions.tools import Tools
    from fieldsurvey.ui.questions.view import NodeView

_OPENERS = (Qt.Key.Key_Down, Qt.Key.Key_Up)


class QuietCombo(QComboBox):
    """A drop-down list that no wheel turns."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


@register("select1", appearance="minimal")
@register("select1", appearance="autocomplete")
@register("select1", appearance="search")
class Minimal(QuestionWidget):
    """One of many choices; the first entry of the list is blank."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.combo = QuietCombo(self)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setMaxVisibleItems(12)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMaximumWidth(self.theme.space(60))
        self.combo.activated.connect(self._activated)
        self.combo.installEventFilter(self)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.combo, 1)
        box.addStretch(0)
        self._choices: tuple[tuple[str, str], ...] | None = None

    def render_node(self, before: NodeView) -> None:
        """See QuestionWidget."""
        del before
        view = self.view
        choices = view.choices
        if view.value and view.value not in dict(choices):
            lost = self.tr("{value} (no longer in the list)").format(value=view.value)
            choices = (*choices, (view.value, lost))
        if choices != self._choices:
            self._choices = choices
            self.combo.clear()
            self.combo.addItem(self.tr("— not answered —"), "")
            for value, label in choices:
                self.combo.addItem(plain(label) or value, value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(view.value)))
        self.combo.setEnabled(not view.readonly)

    def focus_targets(self) -> list[QWidget]:
        """The list."""
        return [self.combo]

    def _activated(self, index: int) -> None:
        value = str(self.combo.itemData(index) or "")
        if value != self.view.value:
            self.answered.emit(self.view.ref, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows open the list instead of changing the answer unseen; Delete clears; Enter goes on."""
        if watched is self.combo and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _OPENERS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.combo.showPopup()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.clear()
                return True
            if event.key() in ENTER:
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
