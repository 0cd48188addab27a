"""The first page: who works here, and the passphrase that opens the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.theme import Theme

_SHORTEST = 8


class UnlockPage(Page):
    """Asks for the surveyor's name and the passphrase; makes neither up.

    Args:
        path: the database file.
        theme: sizes and colours.
        author: the name known from last time.
        new: the database does not exist yet, so the passphrase is chosen here.
        parent: the owner.
    """

    #: (name, passphrase): try these.
    given = Signal(str, str)

    def __init__(
        self, path: Path, theme: Theme, author: str, *, new: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._new = new
        self._name = self._field(self.tr("Your name, as it stands in the minutes"), author)
        self._passphrase = self._field(self.tr("Passphrase of this database"), "")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._again = self._field(self.tr("The passphrase once more"), "")
        self._again.setEchoMode(QLineEdit.EchoMode.Password)
        self._again.setVisible(new)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        dress(self._problem, "bad")
        self._problem.hide()
        self._open = QPushButton(self.tr("Make the database") if new else self.tr("Open"))
        dress(self._open, "primary")
        self._open.clicked.connect(self._give)
        self._open.setDefault(True)
        self._lay_out(path)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("New database") if self._new else self.tr("Open the database")

    def entered(self) -> None:
        """Put the cursor where the next thing is to be typed."""
        (self._passphrase if self._name.text() else self._name).setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; what was typed stays, but for the passphrase."""
        self._problem.setText(sentence)
        self._problem.show()
        self._open.setEnabled(True)
        self._passphrase.selectAll()
        self._passphrase.setFocus()

    def _field(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.returnPressed.connect(self._give)
        return field

    def _lay_out(self, path: Path) -> None:
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(self.theme.space(60))
        heading = QLabel("fieldsurvey")
        dress(heading, "title")
        where = QLabel(self.tr("Database: {name}").format(name=path.name))
        where.setWordWrap(True)
        dress(where, "muted")
        why = QLabel(
            self.tr(
                "Everything on this laptop is encrypted with the passphrase. Nobody can bring it back if it is lost."
            )
        )
        why.setWordWrap(True)
        dress(why, "small")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[self.theme.space(4)] * 4)
        inside.setSpacing(self.theme.space(2))
        for widget in (heading, where, self._name, self._passphrase, self._again, self._problem):
            inside.addWidget(widget)
        inside.addWidget(self._open)
        inside.addWidget(why)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)

    def _give(self) -> None:
        name, passphrase = self._name.text().strip(), self._passphrase.text()
        if not name:
            self._name.setFocus()
            self._problem.setText(self.tr("Please type your name first."))
            self._problem.show()
            return
        if self._new and len(passphrase) < _SHORTEST:
            self.refuse(self.tr("Choose a passphrase of at least 8 characters."))
            return
        if self._new and passphrase != self._again.text():
            self.refuse(self.tr("The two passphrases differ."))
            return
        self._problem.hide()
        self._open.setEnabled(False)
        self.given.emit(name, passphrase)
