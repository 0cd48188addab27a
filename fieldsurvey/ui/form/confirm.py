"""A question within the page: yes or no, without a window in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.theme import Theme


class Confirm(QFrame):
    """Asks before something is done; hidden until then.

    Args:
        theme: sizes and colours.
        yes: what the button says that does it; no: the one that does not.
        kind: how the first button looks.
        parent: the owner.
    """

    accepted = Signal()
    refused = Signal()

    def __init__(
        self, theme: Theme, yes: str, no: str, kind: str = "primary", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, "notice-warn")
        self._question = wrapped("strong")
        self.yes, self.no = QPushButton(yes), QPushButton(no)
        dress(self.yes, kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.space(1.5)] * 4)
        row.setSpacing(theme.space())
        row.addWidget(self._question, 1)
        for button in (self.yes, self.no):
            button.setMinimumHeight(theme.target)
            button.setAutoDefault(True)
            row.addWidget(button)
        self.yes.clicked.connect(self._accept)
        self.no.clicked.connect(self._refuse)
        self.hide()

    def ask(self, question: str) -> None:
        """Show a question, with the keyboard on yes."""
        self._question.setText(question)
        self.show()
        self.yes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows move between the buttons, Enter press the one at hand."""
        match event.key():
            case Qt.Key.Key_Left:
                self.yes.setFocus()
            case Qt.Key.Key_Right:
                self.no.setFocus()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                (self.no if self.no.hasFocus() else self.yes).click()
            case _:
                super().keyPressEvent(event)

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit()

    def _refuse(self) -> None:
        self.hide()
        self.refused.emit()
