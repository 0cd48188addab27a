"""An order of choices: a digit puts the row at hand on that place, Space holds a row while the arrows carry it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from fieldsurvey.ui.answers.base import QuestionWidget, announce
from fieldsurvey.ui.answers.digits import DIGITS
from fieldsurvey.ui.answers.paper import column, show_if, wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.words import plain
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ORDERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Row(QFrame):
    """A place in the order: its number, the words, a button up and one down for who works by hand."""

    moved = Signal(int)
    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.current = self.held = False
        self._place = QLabel(self)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.setMinimumWidth(theme.space(4))
        dress(self._place, "strong")
        self.words = wrapped("", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(), theme.space(0.5), theme.space(0.5), theme.space(0.5))
        row.setSpacing(theme.space())
        row.addWidget(self._place)
        row.addWidget(self.words, 1)
        self.up, self.down = (self._button(name, step) for name, step in (("up", -1), ("down", 1)))
        row.addWidget(self.up)
        row.addWidget(self.down)

    def say(self, place: str, label: str, *, first: bool, last: bool, readonly: bool) -> None:
        """Show a choice at a place, "" while nobody has put them in order."""
        self._place.setText(place or "–")
        self.words.setText(label)
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)
        self.up.setAccessibleName(self.tr("{choice}: one place up").format(choice=label))
        self.down.setAccessibleName(self.tr("{choice}: one place down").format(choice=label))
        for button in (self.up, self.down):
            show_if(button, not readonly)

    def mark(self, *, current: bool, held: bool) -> None:
        """Show where the keyboard is, and whether it carries the row."""
        if (current, held) != (self.current, self.held):
            self.current, self.held = current, held
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the keyboard here."""
        super().mousePressEvent(event)
        self.touched.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row, its ring when it is at hand."""
        super().paintEvent(event)
        theme = self._theme
        ring = theme.ring if self.current else theme.hairline
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus" if self.current else "line"), ring))
        painter.setBrush(theme.color("accent_soft" if self.held else "surface"))
        half = ring / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.space(0.75), theme.space(0.75))
        painter.end()

    def _button(self, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, self._theme))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setMinimumSize(self._theme.target, self._theme.target)
        button.clicked.connect(lambda: self.moved.emit(step))
        return button


class RankList(QWidget):
    """The rows; a single stop of the keyboard.

    Args:
        theme: sizes and colours.
        parent: the question.

    Attributes:
        rows: from the first place to the last.
    """

    #: The values in their new order.
    ordered = Signal(list)
    passed = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: list[str] = []
        self._labels: dict[str, str] = {}
        self._readonly = False
        self._current, self._held = 0, False
        self.rows: list[_Row] = []
        self._column = column(self, theme, gap=0.5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        """Return at least what a finger hits."""
        return super().minimumSizeHint().expandedTo(QSize(self._theme.target, self._theme.target))

    def show_order(
        self, choices: tuple[tuple[str, str], ...], *, answered: bool, readonly: bool
    ) -> None:
        """Show the choices, (value, words), in this order; unanswered, it is nobody's order yet."""
        self._values, self._labels = [value for value, _ in choices], dict(choices)
        self._readonly = readonly
        while len(self.rows) > len(choices):
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(choices):
            row = _Row(self._theme, self)
            row.moved.connect(partial(self._pushed, row))
            row.touched.connect(partial(self._touched, row))
            self.rows.append(row)
            self._column.addWidget(row)
        last = len(choices) - 1
        for at, (row, (_, label)) in enumerate(zip(self.rows, choices, strict=True)):
            place = str(at + 1) if answered else ""
            row.say(place, label, first=at == 0, last=at == last, readonly=readonly)
        self._current = max(0, min(last, self._current))
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the module."""
        if event.modifiers() & _ORDERS or not self._handled(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go."""
        super().focusOutEvent(event)
        self._held = False
        self._mark()

    def _handled(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if key in _STEPS:
            self._step(_STEPS[key])
        elif event.isAutoRepeat() and text:
            pass  # a key held down must not run through the form
        elif key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.passed.emit()
        elif self._readonly:
            return False
        elif key == Qt.Key.Key_Space:
            self._hold()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit()
        elif text and text in DIGITS:
            self._carry(DIGITS.index(text))
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        if self._held:
            self._carry(self._current + step)
            return
        self._current = max(0, min(len(self.rows) - 1, self._current + step))
        self._mark()
        self._tell()

    def _hold(self) -> None:
        self._held = not self._held
        self._mark()
        if self._held:
            announce(self, self.tr("Held: the arrows carry it, Space puts it down."))
        elif self._values:
            self.ordered.emit(list(self._values))  # put down where it was: this order is meant

    def _carry(self, place: int) -> None:
        if not 0 <= place < len(self._values):
            return
        order = list(self._values)
        order.insert(place, order.pop(self._current))
        self._current = place
        self.ordered.emit(order)
        self._mark()
        self._tell()

    def _pushed(self, row: _Row, step: int) -> None:
        self._touched(row)
        self._carry(self._current + step)

    def _touched(self, row: _Row) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._current = self.rows.index(row)
        self._mark()

    def _tell(self) -> None:
        if self._values:
            label = self._labels[self._values[self._current]]
            announce(self, f"{self._current + 1}: {label}")

    def _mark(self) -> None:
        for at, row in enumerate(self.rows):
            here = self.hasFocus() and at == self._current
            row.mark(current=here, held=here and self._held)


@register("rank")
class RankQuestion(QuestionWidget):
    """Every choice on its place (ODK XForms, "odk:rank"): stored are all values, the first place first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.list = RankList(theme, self)
        self.setFocusProxy(self.list)
        self.list.ordered.connect(self._ordered)
        self.list.cleared.connect(self.clear)
        self.list.passed.connect(self.advance)
        self._keys = wrapped("small", parent=self)
        column(self, theme, self.list, self._keys, gap=0.5)

    def show_node(self, view: NodeView) -> None:
        """Show the choices in their order; new ones come last, one that is no longer a choice stays."""
        super().show_node(view)
        labels = {value: plain(label) or value for value, label in view.choices}
        order = view.value.split()
        order += [value for value in labels if value not in order]
        self.list.show_order(
            tuple((value, labels.get(value, value)) for value in order),
            answered=bool(view.value),
            readonly=view.readonly,
        )
        self._keys.setText(
            self.tr("A digit puts the row on that place · Space holds it, ↑ ↓ carry it")
            if view.value
            else self.tr("Not in order yet: a digit puts the row on that place, Space holds it")
        )
        show_if(self._keys, not view.readonly)

    def describe(self, name: str, description: str) -> None:
        """Name the list, with the order."""
        labels = dict(self.view.choices)
        order = ", ".join(
            f"{at}. {labels.get(value, value)}"
            for at, value in enumerate(self.view.value.split(), 1)
        )
        self.list.setAccessibleName(name)
        self.list.setAccessibleDescription(" ".join(filter(None, (order, description))))

    def _ordered(self, order: list[str]) -> None:
        lexical = " ".join(order)
        if lexical != self.view.value:
            self.answered.emit(self.view.ref, lexical)
