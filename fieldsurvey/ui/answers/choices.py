"""Answers chosen from a list: one of several, any of several, a point of a scale, a drop-down list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.choice_list import ChoiceList
from fieldsurvey.ui.answers.layout import layout_of
from fieldsurvey.ui.answers.paper import column, wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.words import plain
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoiceQuestion(QuestionWidget):
    """A list of choices."""

    many = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.list = ChoiceList(theme, many=self.many)
        self.setFocusProxy(self.list)
        self.list.picked.connect(self._picked)
        self.list.cleared.connect(self.clear)
        self.list.passed.connect(self.advance)
        self._none = wrapped(
            "muted", self.tr("No choices yet: answer the question that decides this list first.")
        )
        column(self, theme, self.list, self._none)

    def show_node(self, view: NodeView) -> None:
        """Show the choices and what is chosen."""
        super().show_node(view)
        known = {value for value, _ in view.choices}
        # A value that is no longer among the choices stays visible: nothing is dropped in silence.
        strange = tuple((value, value) for value in view.chosen if value not in known)
        choices = tuple((value, plain(label) or value) for value, label in view.choices)
        self.list.show_choices(
            (*choices, *strange), view.chosen, layout=layout_of(view), readonly=view.readonly
        )
        self._none.setVisible(not choices and not strange)

    def focus_answer(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self, name: str, description: str) -> None:
        """Name the list, with what is chosen."""
        labels = dict(self.view.choices)
        chosen = ", ".join(labels.get(value, value) for value in self.view.chosen)
        self.list.setAccessibleName(name)
        self.list.setAccessibleDescription(" ".join(filter(None, (chosen, description))))

    def _picked(self, value: str, done: bool) -> None:
        raise NotImplementedError


@register("select1")
class SelectOneQuestion(ChoiceQuestion):
    """One of several; a digit chooses and goes on."""

    def _picked(self, value: str, done: bool) -> None:
        if value != self.view.value:
            self.answered.emit(self.view.ref, value)
        if done:
            self.advance.emit()


@register("select")
class SelectManyQuestion(ChoiceQuestion):
    """Several of several, kept in the order of the list."""

    many = True

    def _picked(self, value: str, done: bool) -> None:
        del done
        chosen = set(self.view.chosen) ^ {value}
        known = [known for known, _ in self.view.choices]
        order = [*known, *(strange for strange in self.view.chosen if strange not in known)]
        self.answered.emit(self.view.ref, " ".join(v for v in order if v in chosen))


@register("trigger")
class AcknowledgeQuestion(SelectManyQuestion):
    """Something to be confirmed: one row, stored as ``OK``."""

    def show_node(self, view: NodeView) -> None:
        """Show the one row."""
        super().show_node(replace(view, control="select", choices=(("OK", self.tr("Confirmed")),)))


class _QuietCombo(QComboBox):
    """A drop-down list that neither wheel nor arrows change unseen."""

    def __init__(self, owner: DropDownQuestion) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self._owner.theme
        unit, middle = theme.unit, self.height() / 2
        right = self.width() - theme.space(1.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("text" if self.isEnabled() else "disabled"), 2))
        tips = ((-1.25, -0.3), (-0.625, 0.35), (0.0, -0.3))
        painter.drawPolyline([QPointF(right + x * unit, middle + y * unit) for x, y in tips])
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._owner.advance.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self._owner.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4}:
            self.showPopup()
        else:
            super().keyPressEvent(event)


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
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumHeight(theme.target)
        self.combo.activated.connect(self._activated)
        self.setFocusProxy(self.combo)
        self._choices: tuple[tuple[str, str], ...] | None = None
        column(self, theme, self.combo)

    def show_node(self, view: NodeView) -> None:
        """Show the list and what is chosen."""
        super().show_node(view)
        choices = view.choices
        if view.value and view.value not in dict(choices):
            choices = (*choices, (view.value, view.value))
        if choices != self._choices:
            self._choices = choices
            self.combo.clear()
            self.combo.addItem(self.tr("— not answered —"), "")
            for value, label in choices:
                self.combo.addItem(plain(label) or value, value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(view.value)))
        self.combo.setEnabled(not view.readonly)

    def focus_answer(self) -> None:
        """Put the keyboard on the list."""
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self, name: str, description: str) -> None:
        """Name the list."""
        self.combo.setAccessibleName(name)
        self.combo.setAccessibleDescription(description)

    def _activated(self, index: int) -> None:
        value = str(self.combo.itemData(index) or "")
        if value != self.view.value:
            self.answered.emit(self.view.ref, value)
