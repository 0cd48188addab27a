"""The way in without the passphrase: the recovery key, and a new passphrase in the place of the forgotten one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.first_run.passphrase_fields import PassphraseFields
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 84
#: Groups of the printed key, and letters in each (``store.recovery``).
_GROUPS, _LETTERS = 14, 4


class RecoverPage(Page):
    """Asks for the recovery key and a new passphrase.

    Args:
        path: the database.
        theme: sizes and colours.
        author: who works here, whose name is no passphrase.
        parent: the owner.
    """

    #: (recovery key, new passphrase): try these, and answer by ``refuse`` when they do not open it.
    given = Signal(str, str)

    def __init__(
        self, path: Path, theme: Theme, author: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._key = QPlainTextEdit()
        self._key.setTabChangesFocus(True)
        self._key.setAccessibleName(self.tr("Recovery key"))
        self._key.setPlaceholderText(self.tr("14 groups of four, from the paper in the safe"))
        lines = self._key.fontMetrics().lineSpacing() * 3
        self._key.setFixedHeight(max(theme.target, lines + theme.space(2)))
        self._key.textChanged.connect(self._count)
        self._counted = QLabel()
        dress(self._counted, "muted")
        self._fields = PassphraseFields(theme, known=(author,))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        dress(self._problem, "bad")
        self._problem.hide()
        self._area = QScrollArea()
        self._busy = Busy(theme, self)
        self._back = QPushButton(self.tr("Back"))
        self._back.setAutoDefault(True)
        self._back.clicked.connect(self.closed)
        self._go = QPushButton(self.tr("Open and set the new passphrase"))
        self._go.setAutoDefault(True)
        dress(self._go, "primary")
        self._go.clicked.connect(self._give)
        self._lay_out(path)
        self._count()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Recovery key")

    def entered(self) -> None:
        """Begin with the key."""
        self._key.setFocus()

    def place(self) -> object:
        """Return what was typed."""
        return self._key.toPlainText(), self._fields.passphrase.text(), self._fields.again.text()

    def go_to(self, place: object) -> None:
        """Have typed the same."""
        if isinstance(place, tuple):
            key, passphrase, again = place
            self._key.setPlainText(key)
            self._fields.passphrase.setText(passphrase)
            self._fields.again.setText(again)

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; what was typed stays."""
        self._busy.end()
        self._go.setEnabled(True)
        self._complain(sentence, self._key)

    def _complain(self, text: str, field: QWidget) -> None:
        self._problem.setText(text)
        self._problem.show()
        field.setFocus()
        self._area.ensureWidgetVisible(field)

    def _give(self) -> None:
        if self._busy.isVisible():
            return
        if not self._letters():
            self._complain(self.tr("Type the recovery key first."), self._key)
            return
        text, field = self._fields.complaint()
        if field is not None:
            self._complain(text, field)
            return
        self._problem.hide()
        self._go.setEnabled(False)
        self._busy.begin(self.tr("Encrypting everything with the new passphrase …"))
        self.given.emit(self._key.toPlainText(), self._fields.passphrase.text())

    def _letters(self) -> int:
        return sum(1 for each in self._key.toPlainText() if each.isalnum())

    def _count(self) -> None:
        groups, rest = divmod(self._letters(), _LETTERS)
        self._counted.setText(
            self.tr("{groups} of {all} groups").format(groups=groups, all=_GROUPS)
            + (" …" if rest else "")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._give()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter in the key goes to the passphrase: the key is one line that is shown in several."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self._fields.passphrase.setFocus()
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _lay_out(self, path: Path) -> None:
        theme = self.theme
        heading = QLabel(self.tr("Forgot the passphrase?"))
        dress(heading, "title")
        why = QLabel(
            self.tr(
                "The recovery key opens {name} once more, and a new passphrase takes the place of the forgotten one. "
                "Nothing is lost; backups made before open with the old passphrase only."
            ).format(name=path.name)
        )
        dress(why, "muted")
        why.setWordWrap(True)
        label = QLabel(self.tr("&Recovery key"))
        label.setBuddy(self._key)
        self._key.installEventFilter(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for widget in (heading, why, label, self._key, self._counted, self._fields, self._problem):
            column.addWidget(widget)
        column.addStretch(1)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setWidget(inside)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._go)
        card = QFrame()
        dress(card, "card")
        card.setMaximumWidth(theme.space(_WIDTH_UNITS))
        box = QVBoxLayout(card)
        box.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        box.addWidget(self._area, 1)
        box.addWidget(self._busy)
        box.addLayout(foot)
        outside = QHBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(card, 100)
        outside.addStretch(1)
