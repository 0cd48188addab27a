"""Strips beneath the head that stay until something is done: not saved, finished and so only to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


class Notice(QFrame):
    """A sign, a sentence and one button; hidden until there is something to say.

    Args:
        theme: sizes and colours.
        sign: an icon; color: ``bad``, ``accent`` …
        button: what can be done, with its key.
        parent: the owner.
    """

    pressed = Signal()

    def __init__(
        self, theme: Theme, sign: str, color: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, f"notice-{color}")
        mark = QLabel()
        mark.setPixmap(icon(sign, theme, color).pixmap(theme.icon, theme.icon))
        self._text = wrapped("strong")
        self.button = QPushButton(button)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is faster, Tab stays short
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        row.setSpacing(theme.space())
        row.addWidget(mark)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Show a sentence; "" hides the strip."""
        self._text.setText(text)
        self.setVisible(bool(text))
