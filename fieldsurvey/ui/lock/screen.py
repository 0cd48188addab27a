"""What stands in the window while it is locked: who works here, and a place for a PIN or a passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers.base import announce
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store.keyholders import Keyholder
    from fieldsurvey.ui.theme import Theme

_CARD_UNITS = 60


class LockScreen(QWidget):
    """Covers the window; shows nothing of what lies under it but a name.

    Args:
        theme: sizes and colours.
        author: who works here.
        parent: the owner.
    """

    #: (keyholder's id, PIN): try these.
    pin_given = Signal(str, str)
    #: Try this passphrase.
    passphrase_given = Signal(str)

    def __init__(self, theme: Theme, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._author = author
        self._by_pin = False
        sign, heading = QLabel(), QLabel(self.tr("Locked"))
        side = theme.space(4)
        sign.setPixmap(icon("lock", theme, "muted").pixmap(QSize(side, side)))
        dress(heading, "title")
        told = QLabel(self.tr("Your work is where you left it; what was running goes on."))
        told.setWordWrap(True)
        dress(told, "muted")
        self.who = StillCombo()
        self.who.setAccessibleName(self.tr("Who unlocks"))
        self.who.hide()
        self.who.currentIndexChanged.connect(lambda _index: self._show_way())
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self._give)
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        dress(self.problem, "bad")
        self.go = QPushButton(self.tr("Unlock"))
        self.go.setDefault(True)
        dress(self.go, "primary")
        self.go.clicked.connect(self._give)
        self.other = QPushButton()
        dress(self.other, "quiet")
        self.other.clicked.connect(self._other_way)
        self._lay_out(sign, heading, told)
        self._show_way()

    def offer(self, keyholders: Sequence[Keyholder]) -> None:
        """Offer the inspectors who have a PIN; the one who works here stands first."""
        having = [each for each in keyholders if each.has_pin]
        having.sort(key=lambda each: (each.name != self._author, each.name))
        for each in having:
            self.who.addItem(each.name, each.id)
        # Not under the fingers of who types a passphrase already.
        self._by_pin = bool(having) and having[0].name == self._author and not self.line.text()
        self._show_way()

    def end_pins(self) -> None:
        """Take passphrases only."""
        self.who.clear()
        self._show_way()

    def refuse(self, sentence: str) -> None:
        """Say why it stays locked."""
        self.busy(busy=False)
        self.problem.setText(sentence)
        self.problem.show()
        announce(self, sentence)
        self.line.clear()
        self.line.setFocus()

    def busy(self, *, busy: bool) -> None:
        """Wait for what was typed to be checked, or take the next."""
        for widget in (self.line, self.go, self.who, self.other):
            widget.setEnabled(not busy)

    def _lay_out(self, sign: QLabel, heading: QLabel, told: QLabel) -> None:
        theme = self.theme
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(theme.space(_CARD_UNITS))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[theme.space(3)] * 4)
        inside.setSpacing(theme.space())
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(sign)
        head.addWidget(heading, 1)
        inside.addLayout(head)
        for widget in (told, self.who, self.line, self.problem, self.go, self.other):
            inside.addWidget(widget)
        middle = QWidget()
        outside = QVBoxLayout(middle)
        outside.addStretch(1)
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)
        # Large text on a low screen: the card may be higher than the window.
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _show_way(self) -> None:
        can = self.who.count() > 0
        self._by_pin = self._by_pin and can
        name = self.tr("PIN") if self._by_pin else self.tr("Passphrase")
        self.line.setPlaceholderText(name)
        self.line.setAccessibleName(name)
        self.line.setMaxLength(8 if self._by_pin else 1024)
        self.who.setVisible(self._by_pin)
        self.other.setVisible(can)
        self.other.setText(
            self.tr("By passphrase instead") if self._by_pin else self.tr("By PIN instead")
        )

    def _other_way(self) -> None:
        self.line.clear()
        self._by_pin = not self._by_pin
        self._show_way()
        self.line.setFocus()

    def _give(self) -> None:
        typed = self.line.text()
        if not typed:
            self.line.setFocus()
            return
        self.busy(busy=True)
        self.problem.hide()
        if self._by_pin:
            self.pin_given.emit(str(self.who.currentData()), typed)
        else:
            self.passphrase_given.emit(typed)
