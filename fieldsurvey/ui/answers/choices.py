"""Answers chosen from a list: the whole list is one stop of the keyboard."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.choice_row import ChoiceRow
from fieldsurvey.ui.answers.paper import column
from fieldsurvey.ui.answers.registry import register

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_KEYS = "1234567890"
_LONGEST_PACKED = 30  # characters; longer labels read better beneath each other


class ChoiceList(QWidget):
    """The rows of one question; takes the focus and the keys for all of them.

    Args:
        theme: sizes and colours.
        many: several may be chosen.
        parent: the owner.
    """

    #: A value was picked; by key, so that the question is done.
    picked = Signal(str, bool)
    cleared = Signal()
    #: Enter without a choice to make.
    passed = Signal()

    def __init__(self, theme: Theme, *, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._many = many
        self._values: list[str] = []
        self.rows: list[ChoiceRow] = []
        self._packed = False
        self._current = -1
        self._readonly = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_choices(
        self,
        choices: tuple[tuple[str, str], ...],
        chosen: tuple[str, ...],
        *,
        packed: bool,
        readonly: bool,
    ) -> None:
        """Show the choices, in rows or packed side by side."""
        self._readonly = readonly
        self._packed = packed and all(len(label) <= _LONGEST_PACKED for _, label in choices)
        self._values = [value for value, _ in choices]
        while len(self.rows) > len(choices):
            gone = self.rows.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(choices):
            row = ChoiceRow(self._theme, self)
            row.clicked.connect(partial(self._clicked, row))
            row.show()
            self.rows.append(row)
        for at, (row, (value, label)) in enumerate(zip(self.rows, choices, strict=True)):
            row.setText(label)
            row.setAccessibleName(label)
            row.cap = _KEYS[at] if at < len(_KEYS) else ""
            row.many = self._many
            row.setChecked(value in chosen)
            row.setEnabled(not readonly)
            row.update()
        if self._current >= len(self.rows):
            self._current = -1
        self._arrange()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Labels break their lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at a width."""
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        width = self._theme.space(60)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size; the height follows the width."""
        return QSize(self._theme.space(20), self._theme.target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the rows."""
        super().resizeEvent(event)
        self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is: at the chosen row, else at the first."""
        super().focusInEvent(event)
        chosen = [at for at, row in enumerate(self.rows) if row.isChecked()]
        self._go(chosen[0] if chosen else 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._go(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move, Space chooses, Enter goes on, Delete clears, letters look for a label."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        step = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1,
        }.get(Qt.Key(key))  # fmt: skip
        if not plain:
            super().keyPressEvent(event)
        elif step is not None:
            self._go(max(0, min(len(self.rows) - 1, self._current + step)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            if not self._readonly:
                self.cleared.emit()
        elif key == Qt.Key.Key_Space:
            self._pick(self._current, done=False)
        elif text in tuple(_KEYS) and _KEYS.index(text) < len(self.rows):
            self._go(_KEYS.index(text))
            self._pick(_KEYS.index(text), done=True)
        elif text.isalpha():
            self._look_for(text)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        moved = 0 <= self._current < len(self.rows) and not self.rows[self._current].isChecked()
        none = not any(row.isChecked() for row in self.rows)
        # The ring stands on the first row before anything was said: Enter there is no answer.
        if moved and not self._many and not (none and self._current == 0):
            self._pick(self._current, done=True)
        else:
            self.passed.emit()

    def _look_for(self, letter: str) -> None:
        count = len(self.rows)
        for ahead in range(1, count + 1):
            at = (self._current + ahead) % count
            label = self.rows[at].text().lstrip("0123456789. –-").casefold()
            if label.startswith(letter.casefold()):
                self._go(at)
                return

    def _clicked(self, row: ChoiceRow, _checked: bool = False) -> None:
        at = self.rows.index(row)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(at)
        self._pick(at, done=False)

    def _pick(self, at: int, *, done: bool) -> None:
        if 0 <= at < len(self._values) and not self._readonly:
            self.picked.emit(self._values[at], done)

    def _go(self, at: int) -> None:
        self._current = at
        for number, row in enumerate(self.rows):
            if row.current != (number == at):
                row.current = number == at
                row.update()

    def _arrange(self) -> None:
        for row, box in zip(self.rows, self._places(self.width())[0], strict=True):
            row.setGeometry(box)

    def _places(self, width: int) -> tuple[list[QRect], int]:
        gap = self._theme.space(0.75)
        columns = self._columns(width, gap)
        each = (width - gap * (columns - 1)) // columns
        boxes: list[QRect] = []
        top = 0
        for start in range(0, len(self.rows), columns):
            line = self.rows[start : start + columns]
            height = max(row.height_at(each) for row in line)
            boxes += [QRect(at * (each + gap), top, each, height) for at in range(len(line))]
            top += height + gap
        return boxes, max(self._theme.target, top - gap)

    def _columns(self, width: int, gap: int) -> int:
        if not self._packed or not self.rows:
            return 1
        widest = max(row.width_wanted() for row in self.rows) + gap
        fitting = max(1, min(len(self.rows), (width + gap) // widest))
        # Even lines look calmer: five choices as 3 + 2, four as 2 + 2.
        lines = -(-len(self.rows) // fitting)
        return -(-len(self.rows) // lines)


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
        column(self, theme, self.list)

    def show_node(self, view: NodeView) -> None:
        """Show the choices and what is chosen."""
        super().show_node(view)
        known = {value for value, _ in view.choices}
        # A value that is no longer among the choices stays visible: nothing is dropped in silence.
        strange = tuple((value, value) for value in view.chosen if value not in known)
        packed = any(
            word.startswith(("columns", "likert", "horizontal", "quick"))
            for word in view.appearance.split()
        )
        self.list.show_choices(
            (*view.choices, *strange), view.chosen, packed=packed, readonly=view.readonly
        )

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
