"""The rows of one question: a single stop of the keyboard; digits choose, arrows look, letters filter."""

from __future__ import annotations

import unicodedata
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fieldsurvey.ui.answers.base import announce
from fieldsurvey.ui.answers.choice_row import CheckRow, ChoiceRow, RadioRow
from fieldsurvey.ui.answers.digits import DIGITS, filled, said_by
from fieldsurvey.ui.answers.layout import ROWS, ChoiceLayout, columns_of
from fieldsurvey.ui.answers.paper import show_if
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QResizeEvent

    from fieldsurvey.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ORDERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def folded(text: str) -> str:
    """Return a text as letters are compared when they filter: without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


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
        self._told: tuple[object, ...] | None = None
        self._values: list[str] = []
        self.rows: list[ChoiceRow] = []
        self._shown: list[ChoiceRow] = []
        self._said: dict[ChoiceRow, str] = {}
        self._placed: dict[int, tuple[list[QRect], int, int]] = {}
        self._layout = ROWS
        self._current = -1
        self._moved = False
        self._readonly = False
        self._filter = ""
        self._head = QLabel(self)
        dress(self._head, "small")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def filter(self) -> str:
        """The letters that filter, "" when all choices show."""
        return self._filter

    def show_choices(
        self,
        choices: tuple[tuple[str, str], ...],
        chosen: tuple[str, ...],
        *,
        layout: ChoiceLayout = ROWS,
        readonly: bool,
        pictures: Mapping[str, QImage] = MappingProxyType({}),
    ) -> None:
        """Show the choices: (value, words) in order, and the pictures of those that have one."""
        told = (choices, layout, readonly, dict(pictures))
        if (
            told == self._told
        ):  # what was chosen is all that can be another: nothing has to be laid out again
            self._choose(chosen)
            self._say_filter()
            return
        self._told = told
        self._readonly, self._layout = readonly, layout
        values = [value for value, _ in choices]
        if values != self._values:
            self._values, self._filter, self._current, self._moved = values, "", -1, False
        while len(self.rows) > len(choices):
            gone = self.rows.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < len(choices):
            made: ChoiceRow = (CheckRow if self._many else RadioRow)(self._theme, self)
            made.clicked.connect(partial(self._clicked, made))
            self.rows.append(made)
        said = said_by([label for _, label in choices])
        self._said = dict(zip(self.rows, said, strict=True))
        for row, (value, label) in zip(self.rows, choices, strict=True):
            row.say(label)
            row.show_picture(pictures.get(value))
            row.setEnabled(not readonly)
        self._choose(chosen)
        self._sift()
        if self.hasFocus() and self._current < 0:
            self._stand()

    def _choose(self, chosen: tuple[str, ...]) -> None:
        for row, value in zip(self.rows, self._values, strict=True):
            if row.isChecked() != (value in chosen):
                row.mark(chosen=value in chosen)
                self._tell(row)

    # -- sizes -----------------------------------------------------------------------------------

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

    def _arrange(self) -> None:
        boxes, _, columns = self._places(self.width())
        for place, (row, box) in enumerate(zip(self._shown, boxes, strict=True)):
            # One below the other, the points of a scale are plain rows.
            row.scale = self._layout.scale and columns > 1
            row.setGeometry(box)
            row.first, row.last = place == 0, place == len(self._shown) - 1
            row.update()
        if self._filters:
            self._head.setGeometry(0, 0, self.width(), self._head_height())

    def _places(self, width: int) -> tuple[list[QRect], int, int]:
        """Return where the rows stand at a width, the height of all, and how many stand side by side."""
        known = self._placed.get(width)
        if known is not None:
            return known
        theme, shown = self._theme, self._shown
        columns = columns_of(shown, self._layout, width, theme)
        scale = self._layout.scale and columns > 1
        gap = 0 if scale else theme.space(0.75)
        each = (width - gap * (columns - 1)) // columns
        boxes: list[QRect] = []
        head = self._head_height()
        top = head + theme.space(0.5) if head else 0
        for start in range(0, len(shown), columns):
            line = shown[start : start + columns]
            height = max(row.height_at(each, scale=scale) for row in line)
            boxes += [QRect(at * (each + gap), top, each, height) for at in range(len(line))]
            top += height + gap
        found = self._placed[width] = (boxes, max(theme.target, top - gap), columns)
        return found

    def _head_height(self) -> int:
        return self._head.sizeHint().height() if self._filters else 0

    # -- filtering -------------------------------------------------------------------------------

    @property
    def _filters(self) -> bool:
        return len(self.rows) > len(DIGITS)

    def _set_filter(self, letters: str) -> None:
        self._filter = letters
        self._sift()
        if letters and self._shown:
            self._go(0, by_hand=True)
        self.updateGeometry()

    def _sift(self) -> None:
        wanted = folded(self._filter).split()
        self._shown = [r for r in self.rows if all(part in folded(r.label) for part in wanted)]
        self._placed.clear()
        for row, digit in zip(
            self._shown, filled([self._said[r] for r in self._shown]), strict=True
        ):
            row.cap = digit
        for row in self.rows:
            show_if(row, row in self._shown)
        if self._current >= len(self._shown):
            self._current = len(self._shown) - 1
        self._mark_current()
        self._say_filter()
        self._arrange()
        self.updateGeometry()

    def _say_filter(self) -> None:
        show_if(self._head, self._filters)
        if not self._filters:
            return
        count, chosen = len(self.rows), sum(row.isChecked() for row in self.rows)
        if self._filter:
            text = self.tr("Filter “{letters}”: {shown} of {count} · Esc shows all").format(
                letters=self._filter, shown=len(self._shown), count=count
            )
        elif self._many:
            text = self.tr("{chosen} of {count} chosen · letters filter").format(
                chosen=chosen, count=count
            )
        else:
            text = self.tr("{count} choices · letters filter").format(count=count)
        self._head.setText(text)

    # -- keys ------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is: at the chosen row, else at the first."""
        super().focusInEvent(event)
        self._stand()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._current = -1
        self._mark_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows look, Space chooses, Enter goes on, Delete clears, letters look or filter."""
        if event.modifiers() & _ORDERS or not self._handled(event):
            super().keyPressEvent(event)

    def _handled(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        step = self._step(event)
        if step is not None:
            self._go(self._current + step, by_hand=True)
        elif event.isAutoRepeat() and text:
            pass  # a key held down must not run through the form
        elif key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._enter()
        elif key == Qt.Key.Key_Escape and self._filter:
            self._set_filter("")
            self._stand()
        elif key == Qt.Key.Key_Backspace and self._filter:
            self._set_filter(self._filter[:-1])
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            if not self._readonly:
                self.cleared.emit()
        elif key == Qt.Key.Key_Space:
            self._pick(self._current, done=False)
        elif text and text in DIGITS:
            at = next((at for at, row in enumerate(self._shown) if row.cap == text), -1)
            if at >= 0:
                self._go(at)
                self._pick(at, done=True)
        elif text.isalpha() or (text and text in "/-.&" and self._filter):
            self._letter(text)
        else:
            return False
        return True

    def _step(self, event: QKeyEvent) -> int | None:
        """Return how far a key moves the ring, None for another key."""
        columns = self._places(self.width())[2]
        key = event.key()
        if key == Qt.Key.Key_Left:
            return -1
        if key == Qt.Key.Key_Right:
            return 1
        if key == Qt.Key.Key_Up:
            return -columns if self._current >= columns else 0
        if key == Qt.Key.Key_Down:
            return columns if self._current + columns < len(self._shown) else 0
        if key == Qt.Key.Key_Home:
            return -self._current
        if key == Qt.Key.Key_End:
            return len(self._shown) - 1 - self._current
        return None

    def _enter(self) -> None:
        # Only a ring that was moved by hand stands on what somebody wants.
        here = self._shown[self._current] if 0 <= self._current < len(self._shown) else None
        if self._moved and here is not None and not self._many and not here.isChecked():
            self._pick(self._current, done=True)
        else:
            self.passed.emit()

    def _letter(self, letter: str) -> None:
        if self._filters:
            self._set_filter(self._filter + letter)
            return
        count = len(self._shown)
        for ahead in range(1, count + 1):
            at = (self._current + ahead) % count
            label = folded(self._shown[at].label).lstrip("0123456789. –-")
            if label.startswith(folded(letter)):
                self._go(at, by_hand=True)
                return

    def _clicked(self, row: ChoiceRow, _checked: bool = False) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = self._shown.index(row)
        self._go(at)
        self._pick(at, done=False)

    def _pick(self, at: int, *, done: bool) -> None:
        if 0 <= at < len(self._shown) and not self._readonly:
            self.picked.emit(self._values[self.rows.index(self._shown[at])], done)

    def _stand(self) -> None:
        chosen = [at for at, row in enumerate(self._shown) if row.isChecked()]
        self._current = chosen[0] if chosen and not self._many else 0
        self._moved = False
        self._mark_current()

    def _go(self, at: int, *, by_hand: bool = False) -> None:
        self._current = max(0, min(len(self._shown) - 1, at))
        self._moved = by_hand
        self._mark_current()
        if by_hand and self._shown:
            self._tell(self._shown[self._current])

    def _tell(self, row: ChoiceRow) -> None:
        """Let a screen reader say a row: the focus stays on the list."""
        if self.hasFocus():
            state = self.tr("chosen") if row.isChecked() else self.tr("not chosen")
            announce(self, f"{row.label}, {state}")

    def _mark_current(self) -> None:
        for row in self.rows:
            current = self._current >= 0 and row in self._shown[self._current : self._current + 1]
            if row.current != current:
                row.current = current
                row.update()
