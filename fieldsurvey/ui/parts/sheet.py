"""A small window over the form: a heading, what it is about, a body, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


class Sheet(QDialog):
    """Opened with ``open()``; Esc closes it without an effect.

    Args:
        theme: sizes and colours.
        heading: what it is.
        about: what it is about, in muted words; "" for nothing.
        parent: the screen.
        units: its least width.
    """

    def __init__(
        self, theme: Theme, heading: str, about: str, parent: QWidget, *, units: float = 80
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.theme = theme
        room = parent.window().width() - theme.space(8)
        self.setMinimumWidth(min(theme.space(units), max(room, theme.space(40))))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*[theme.space(3)] * 4)
        self.body.setSpacing(theme.space(1.5))
        self.body.addWidget(wrapped("heading", heading))
        if about:
            self.body.addWidget(wrapped("muted", about))
        self._foot: QHBoxLayout | None = None

    def add_button(self, text: str, kind: str = "", *, default: bool = False) -> QPushButton:
        """Add a button at the right of the foot."""
        if self._foot is None:
            self._foot = QHBoxLayout()
            self._foot.setSpacing(self.theme.space())
            self._foot.addStretch(1)
            self.body.addLayout(self._foot)
        button = QPushButton(text)
        button.setMinimumHeight(self.theme.target)
        button.setAutoDefault(default)
        button.setDefault(default)
        if kind:
            dress(button, kind)
        self._foot.addWidget(button)
        return button

    def add_cancel(self, text: str = "") -> QPushButton:
        """Add the button that closes it without an effect."""
        button = self.add_button(text or self.tr("Cancel"))
        button.clicked.connect(self.reject)
        return button
