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


class UnlockPage(Page):
    """Asks for the surveyor's name and the passphrase; makes neither up.

    Args:
        path: the database file.
        theme: sizes and colours.
        author: the name known from last time.
        parent: the owner.
    """

    #: (name, passphrase): try these.
    given = Signal(str, str)
    #: The passphrase is lost: open by the recovery key.
    forgotten = Signal()

    def __init__(
        self, path: Path, theme: Theme, author: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._name = self._field(self.tr("Your name, as it stands in the minutes"), author)
        self._passphrase = self._field(self.tr("Passphrase of this database"), "")
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        dress(self._problem, "bad")
        self._problem.hide()
        self._open = QPushButton(self.tr("Open"))
        dress(self._open, "primary")
        self._open.clicked.connect(self._give)
        self._open.setDefault(True)
        self._forgotten = QPushButton(self.tr("Forgot the passphrase? Open by the recovery key"))
        self._forgotten.setAutoDefault(True)
        dress(self._forgotten, "quiet")
        self._forgotten.clicked.connect(self.forgotten)
        self._lay_out(path)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Open the database")

    def entered(self) -> None:
        """Put the cursor where the next thing is to be typed."""
        (self._passphrase if self._name.text() else self._name).setFocus()

    @property
    def name(self) -> str:
        """The name that was typed."""
        return self._name.text().strip()

    def place(self) -> object:
        """Return the name that was typed; the passphrase is typed anew."""
        return self._name.text()

    def go_to(self, place: object) -> None:
        """Have typed the same name."""
        self._name.setText(str(place))

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
        card.setFixedWidth(self.theme.space(72))
        heading = QLabel("fieldsurvey")
        dress(heading, "title")
        where = QLabel(self.tr("Database: {name}").format(name=path.name))
        where.setWordWrap(True)
        dress(where, "muted")
        why = QLabel(
            self.tr(
                "Everything here is encrypted with the passphrase. If it is lost, only the recovery key helps."
            )
        )
        why.setWordWrap(True)
        dress(why, "small")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[self.theme.space(each) for each in (4, 2, 4, 2)])
        inside.setSpacing(self.theme.space(1))
        for widget in (heading, where, self._name, self._passphrase, self._problem):
            inside.addWidget(widget)
        for widget in (self._open, self._forgotten, why):
            inside.addWidget(widget)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)

    def _give(self) -> None:
        if not self._open.isEnabled():
            return  # Enter was pressed twice: the first one is at work
        name, passphrase = self._name.text().strip(), self._passphrase.text()
        if not name:
            self._name.setFocus()
            self._problem.setText(self.tr("Please type your name first."))
            self._problem.show()
            return
        self._problem.hide()
        self._open.setEnabled(False)
        self.given.emit(name, passphrase)
