"""A new passphrase, typed twice: how strong it is in words, and seen when one wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.ui.first_run.strength import Strength, strength
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 54
_WORDS = {
    Strength.SHORT: QT_TRANSLATE_NOOP("PassphraseFields", "Too short: at least 8 characters."),
    Strength.GUESSED: QT_TRANSLATE_NOOP(
        "PassphraseFields", "Too easy to guess: it is a usual word, your name, or a row of keys."
    ),
    Strength.WEAK: QT_TRANSLATE_NOOP(
        "PassphraseFields", "Weak: a longer one keeps a thief out for longer."
    ),
    Strength.FAIR: QT_TRANSLATE_NOOP("PassphraseFields", "Good."),
    Strength.STRONG: QT_TRANSLATE_NOOP("PassphraseFields", "Strong."),
}


def refusal(passphrase: str, known: Sequence[str] = ()) -> str:
    """Return why a new passphrase is not taken, ``""`` when it is.

    Args:
        passphrase: as typed.
        known: words that anyone in the office could guess.
    """
    judged = strength(passphrase, known)
    return "" if judged.taken else _words(judged)


def _words(judged: Strength) -> str:
    return QCoreApplication.translate("PassphraseFields", _WORDS[judged])


class PassphraseFields(QWidget):
    """Two fields that must agree.

    Args:
        theme: sizes and colours.
        passphrase: what was typed before.
        again: the same once more.
        known: words that anyone in the office could guess.
        parent: the owner.
    """

    #: One of the two is another now.
    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        passphrase: str = "",
        again: str = "",
        known: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._known = theme, tuple(known)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(1))
        self.passphrase, self._said = self._field(self.tr("&New passphrase"), passphrase)
        self.again, self._agree = self._field(self.tr("The passphrase &once more"), again)
        self._shown = QCheckBox(self.tr("&Show what is typed"))
        dress(self._shown, "choice")
        self._shown.setMinimumHeight(theme.target)
        self._shown.toggled.connect(self._show)
        self._box.addWidget(self._shown)
        for field in (self.passphrase, self.again):
            field.textChanged.connect(self._typed)
        self.setFocusProxy(self.passphrase)
        self._judge()

    def complaint(self) -> tuple[str, QLineEdit | None]:
        """Return what is wrong with the two and where; an empty text when they can be used."""
        refused = refusal(self.passphrase.text(), self._known)
        if refused:
            return refused, self.passphrase
        if self.passphrase.text() != self.again.text():
            return self.tr("The two passphrases differ."), self.again
        return "", None

    def _field(self, name: str, text: str) -> tuple[QLineEdit, QLabel]:
        """Add a field under its name, and beside it a place for what is to be said of it."""
        field = QLineEdit(text)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaximumWidth(self._theme.space(_WIDTH_UNITS))
        field.setAccessibleName(name.replace("&", ""))
        label, said = QLabel(name), QLabel()
        label.setBuddy(field)
        said.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space(2))
        row.addWidget(field, 3)
        row.addWidget(said, 2)
        self._box.addWidget(label)
        self._box.addLayout(row)
        return field, said

    def _typed(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        typed, again = self.passphrase.text(), self.again.text()
        judged = strength(typed, self._known)
        self._said.setText(
            _words(judged)
            if typed
            else self.tr("Four words that do not belong together are easy to keep in mind.")
        )
        good = judged in {Strength.FAIR, Strength.STRONG}
        dress(self._said, "muted" if not typed else "good" if good else "warn")
        same = bool(again) and typed == again
        open_end = typed.startswith(again)  # still being typed
        self._agree.setText(
            self.tr("✓ The same") if same else "" if open_end else self.tr("Not the same yet")
        )
        dress(self._agree, "good" if same else "warn")

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.passphrase, self.again):
            field.setEchoMode(mode)
