"""The recovery key later on: proving that the paper opens this database, and making a new key in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

_LINE_GROUPS = 5


class ProveKeyDialog(FieldsDialog):
    """Asks for the key from the paper; nothing is changed.

    Args:
        context: the tools.
        parent: the panel.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self.entitle(
            self.tr("Try the recovery key"),
            self.tr("Type it from the paper: this says whether it opens this database."),
        )
        self.key = Lines(context.theme, 3)
        self.field(self.tr("Recovery &key"), self.key)
        self.told = QLabel()
        self.told.setWordWrap(True)
        dress(self.told, "good")
        self.wide(self.told)
        self.buttons(self.tr("Try it"))
        self.go.clicked.connect(self._try)
        self.key.setFocus()

    def _try(self) -> None:
        self.go.setEnabled(False)
        path, text = self._context.access.path, self.key.toPlainText()
        self._context.tasks.work(partial(_opens, path, text), self._opened, self._failed)

    def _opened(self, _nothing: None) -> None:
        self.go.setEnabled(True)
        self.complain("")
        self.told.setText(self.tr("This key opens this database."))

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.told.setText("")
        self.complain(sentence(error))


class NewKeyDialog(FieldsDialog):
    """Makes another key for who knows a passphrase, and shows it once; the older one opens nothing from then on.

    Args:
        context: the tools.
        parent: the panel.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self.entitle(
            self.tr("A new recovery key"),
            self.tr(
                "For when the paper was lost or seen by others. The older key then opens nothing more. "
                "Have pen and paper ready: the new one is shown once."
            ),
        )
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.field(self.tr("&Passphrase"), self.secret)
        self.key = QLabel()
        self.key.setWordWrap(True)
        dress(self.key, "heading")
        self.wide(self.key)
        self.buttons(self.tr("Make the key"))
        self.go.clicked.connect(self._next)
        self.secret.setFocus()

    def _next(self) -> None:
        if self.key.text():
            self.accept()
            return
        self.go.setEnabled(False)
        self._context.tasks.work(
            partial(self._context.keeper.whose, self.secret.text()), self._known, self._failed
        )

    def _known(self, keyholder: str | None) -> None:
        if keyholder is None:
            self.go.setEnabled(True)
            self.complain(self.tr("That is not a passphrase of this database."))
            self.secret.selectAll()
            self.secret.setFocus()
        else:
            self._context.tasks.write(_make, self._made, self._failed)

    def _made(self, key: str) -> None:
        groups = key.split("-")
        lines = (
            "  ".join(groups[at : at + _LINE_GROUPS]) for at in range(0, len(groups), _LINE_GROUPS)
        )
        self.complain("")
        self.show_field(self.secret, shown=False)
        self.cancel.hide()
        self.key.setText("\n".join(lines))
        self.key.setAccessibleName(self.tr("The recovery key"))
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.go.setText(self.tr("It is written down"))
        self.go.setEnabled(True)
        self.go.setFocus()
        self.fit()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.complain(sentence(error))


def _opens(path: Path, text: str) -> None:
    from fieldsurvey.store.recovery import open_envelope

    open_envelope(path, text)


def _make(store: Store) -> str:
    return store.make_recovery_key()
