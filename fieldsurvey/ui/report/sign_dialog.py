"""Signing: which place, which certificate file, its passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.messages import message
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.report import Signed
    from fieldsurvey.report.sign import Place
    from fieldsurvey.ui.context import Context


class SignDialog(QDialog):
    """Stays open until the document is signed or the person gives up; a wrong passphrase costs nothing.

    Args:
        context: the tools.
        document: the PDF.
        places: the free places to sign.
        parent: the page.
    """

    def __init__(
        self,
        context: Context,
        document: Path,
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._document = context, document
        self.setWindowTitle(self.tr("Sign"))
        self.setMinimumWidth(context.theme.space(64))
        self.place = QComboBox()
        self.place.setAccessibleName(self.tr("Who signs"))
        for place in places:
            self.place.addItem(place.person or place.name, place.name)
        self.key = QLineEdit(context.preferences.text("sign/key"))
        self.key.setAccessibleName(self.tr("Certificate file (.p12, .pfx)"))
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Its passphrase"))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        dress(self._problem, "bad")
        self._problem.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.sign = self._buttons.addButton(self.tr("Sign"), QDialogButtonBox.ButtonRole.AcceptRole)
        dress(self.sign, "primary")
        self._buttons.accepted.connect(self._sign)
        self._buttons.rejected.connect(self.reject)
        files = QHBoxLayout()
        files.addWidget(self.key, 1)
        files.addWidget(browse)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.place.accessibleName(), self.place)
        form.addRow(self.key.accessibleName(), files)
        form.addRow(self.passphrase.accessibleName(), self.passphrase)
        note = QLabel(
            self.tr(
                "The passphrase is used once and kept nowhere. Without a time-stamp the time is the signer's claim."
            )
        )
        note.setWordWrap(True)
        dress(note, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[context.theme.space(3)] * 4)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        (self.passphrase if self.key.text() else self.key).setFocus(Qt.FocusReason.OtherFocusReason)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.key.accessibleName(), self.key.text(), "PKCS#12 (*.p12 *.pfx)"
        )
        if chosen:
            self.key.setText(chosen)
            self.passphrase.setFocus()

    def _sign(self) -> None:
        path, passphrase = Path(self.key.text().strip()), self.passphrase.text()
        person, field = self.place.currentText(), str(self.place.currentData())
        document = self._document

        def work() -> Signed:
            from fieldsurvey.errors import FileProblem
            from fieldsurvey.report import sign

            try:
                key = path.read_bytes()
            except OSError as error:
                raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
            return sign(document, key, passphrase, person, field=field)

        self._problem.hide()
        self.sign.setEnabled(False)
        self._context.tasks.work(work, self._signed, self._refused)

    def _signed(self, _signed: Signed) -> None:
        self._context.preferences.set_text("sign/key", self.key.text().strip())
        self.passphrase.clear()
        self.accept()

    def _refused(self, error: Exception) -> None:
        found = message(error)
        self._problem.setText(f"{found.text}\n{found.detail}")
        self._problem.show()
        self.sign.setEnabled(True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
