"""The *lampiran tertutup*: what was said in confidence, into a file that only a passphrase opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from fieldsurvey.errors import VisitError
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

_LEAST_LETTERS = 8


class AnnexDialog(FieldsDialog):
    """Asks where to, for what passphrase and why; the reason is logged with the visit.

    Args:
        context: the tools.
        visit: which visit.
        parent: the owner.
    """

    #: It was written: the path, and how many entries it has.
    written = Signal(object, int)

    def __init__(self, context: Context, visit: str, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context, self._visit = context, visit
        self.entitle(
            self.tr("Closed annex (lampiran tertutup)"),
            self.tr(
                "It holds what people said in confidence, with who noted it and where: it can put them in danger. "
                "Only the passphrase opens it; say it to the one who may read it, and never send both the same way."
            ),
        )
        name = f"lampiran-tertutup-{visit[-12:]}.bundle"
        self.path = self.file_field(self.tr("&File"), self.tr("Choose …"), self._browse)
        self.path.setText(str(context.access.path.parent / name))
        self.secret, self.again, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.secret, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(self.tr("At least %n characters", "", _LEAST_LETTERS))
        self.reason.setPlaceholderText(self.tr("Who asked for it, and what for"))
        self.field(self.tr("&Passphrase"), self.secret)
        self.field(self.tr("Once &more"), self.again)
        self.field(self.tr("&Reason"), self.reason)
        self._busy = Busy(context.theme)
        self.outer.addWidget(self._busy)
        self.buttons(self.tr("Write the annex"))
        self.go.clicked.connect(self._write)
        for field in (self.path, self.secret, self.again, self.reason):
            field.textChanged.connect(self._judge)
        self._judge()
        self.secret.setFocus()

    def _judge(self) -> None:
        secret, again = self.secret.text(), self.again.text()
        differ = bool(again) and not secret.startswith(again)
        said = self.tr("The two passphrases are not the same.") if differ else ""
        if said != self.problem.text():
            self.complain(said)
        whole = len(secret) >= _LEAST_LETTERS and secret == again
        self.go.setEnabled(
            whole and bool(self.path.text().strip()) and bool(self.reason.text().strip())
        )

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.windowTitle(), self.path.text(), "Bundle (*.bundle)"
        )
        if name:
            self.path.setText(name)

    def _write(self) -> None:
        from fieldsurvey.sync import give_out_annex

        desk, visit, path = self._context.desk, self._visit, Path(self.path.text().strip())
        secret, reason = self.secret.text(), self.reason.text().strip()
        self.go.setEnabled(False)
        self._busy.begin(self.tr("Encrypting …"))

        def write(store: Store) -> int:
            return give_out_annex(desk(store), visit, path, passphrase=secret, reason=reason)

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _done(self, entries: int) -> None:
        self._busy.end()
        self.written.emit(Path(self.path.text().strip()), entries)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._busy.end()
        self._judge()
        nothing = self.tr("Nothing that can be read here was said in confidence.")
        self.complain(nothing if isinstance(error, VisitError) else sentence(error))
