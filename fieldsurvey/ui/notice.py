"""A strip above the page for what went wrong: what happened, what is safe, what to do. Nothing else is in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.messages import message
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


class Notice(QFrame):
    """Stays until it is put away; a newer error takes its place. The focus stays where it was.

    Args:
        theme: sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "notice-bad")
        self._happened, self._rest, self._detail = QLabel(), QLabel(), QLabel()
        dress(self._happened, "bad")
        dress(self._detail, "small")
        close = QPushButton(self.tr("Put away (Esc)"))
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.5))
        for label in (self._happened, self._rest, self._detail):
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.space(1.5)] * 4)
        row.setSpacing(theme.space(2))
        row.addLayout(words, 1)
        row.addWidget(close)
        self.hide()

    def show_error(self, error: Exception) -> None:
        """Say an error, to eyes and to a screen reader."""
        found = message(error)
        self._happened.setText(found.happened)
        self._rest.setText(f"{found.safe} {found.do}")
        self._detail.setText(found.detail)
        self._detail.setVisible(bool(found.detail))
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, found.text))
