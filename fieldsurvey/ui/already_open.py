"""The page instead of the first one when another window holds the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.messages import message
from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.errors import AlreadyOpen
    from fieldsurvey.ui.theme import Theme


class AlreadyOpenPage(Page):
    """Says that the database is open elsewhere, and tries again.

    Args:
        error: who holds it.
        theme: sizes and colours.
        parent: the owner.
    """

    #: Try once more.
    again = Signal()
    #: Close this window.
    left = Signal()

    def __init__(self, error: AlreadyOpen, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        found = message(error)
        self._again = QPushButton(self.tr("Try again"))
        dress(self._again, "primary")
        self._again.setAutoDefault(True)
        self._again.clicked.connect(self.again)
        leave = QPushButton(self.tr("Close this window"))
        leave.setAutoDefault(True)
        leave.clicked.connect(self.left)
        heading = QLabel(found.happened)
        dress(heading, "heading")
        explained = QLabel(f"{found.safe} {found.do}")
        for label in (heading, explained):
            label.setWordWrap(True)
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(theme.space(60))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addWidget(self._again, 1)
        buttons.addWidget(leave, 1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[theme.space(4)] * 4)
        inside.setSpacing(theme.space(2))
        inside.addWidget(heading)
        inside.addWidget(explained)
        inside.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        row = (
            QHBoxLayout()
        )  # not aligned in the column: that would ask the card for a height without its width
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outside.addLayout(row)
        outside.addStretch(2)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Open elsewhere")

    def entered(self) -> None:
        """Enter tries again."""
        self._again.setFocus()
