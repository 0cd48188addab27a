"""One of several answers, in a dialog or on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.theme import Theme


class Choices(QWidget):
    """One of several, below each other: one stop for Tab, arrows move, digits choose.

    Args:
        theme: colours and sizes.
        texts: what can be chosen.
        chosen: the number of the present choice.
        first: the digit of the first choice.
        parent: the owner.
    """

    #: Another one was chosen.
    changed = Signal()
    #: It was chosen by its digit: one may go on to the next field.
    picked = Signal()

    def __init__(
        self,
        theme: Theme,
        texts: Sequence[str],
        chosen: int,
        first: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._first = first
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for number, text in enumerate(texts):
            button = QRadioButton(f"{number + first}   {text}")
            button.setMinimumHeight(theme.target)
            dress(button, "choice")
            self._group.addButton(button, number)
            box.addWidget(button)
        self._group.idToggled.connect(self._toggled)
        self._group.button(chosen).setChecked(True)

    def chosen(self) -> int:
        """Return the number of the choice, from 0."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Make a choice, by its number from 0."""
        self._group.button(number).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose."""
        digit = event.text()
        button = self._group.button(int(digit) - self._first) if digit.isdecimal() else None
        if button is None:
            super().keyPressEvent(event)
            return
        button.setChecked(True)
        button.setFocus()
        self.picked.emit()

    def _toggled(self, number: int, checked: bool) -> None:
        # Tab comes to the choice that is made; arrows go on from there.
        button = self._group.button(number)
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(strong if checked else click)
        if checked:
            for other in self._group.buttons():
                if other is not button:
                    other.setFocusPolicy(click)
            self.setFocusProxy(button)
            self.changed.emit()
