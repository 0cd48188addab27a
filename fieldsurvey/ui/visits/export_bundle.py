"""Writing a bundle: where to, and who may open it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

_PASSPHRASE, _TEAM, _ANYONE = range(3)
_LEAST_LETTERS = 8
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_FOLDER = "bundles/folder"
_LONGEST_NAME = 100
#: Names that Windows keeps for itself, whatever stands behind their point.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def proposed_name(name: str) -> str:
    """Return a file name after a mall and a day: letters and digits that every system and stick takes."""
    short = _NOT_IN_NAMES.sub("-", name.casefold()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{f'kunjungan-{short}' if short in _DEVICES else short or 'kunjungan'}.bundle"


class ExportDialog(FieldsDialog):
    """Writes one visit to a bundle, in a process of its own.

    Args:
        context: the tools.
        visit: which visit.
        name: what the file is called after: the mall and the day.
        contents: what goes into it, in words.
        parent: the owner.
    """

    #: The bundle was written: its path and its bytes.
    written = Signal(object, object)

    def __init__(
        self, context: Context, visit: str, name: str, contents: str, parent: QWidget
    ) -> None:
        super().__init__(context.theme, parent)
        self._context, self._visit = context, visit
        self._running: Cancel | None = None
        self.entitle(
            self.tr("Export a bundle"),
            self.tr("One file with answers, photos and forms, for another laptop or as a backup."),
        )
        folder = context.preferences.text(_FOLDER) or str(Path.home())
        self._path = self.file_field(self.tr("&File"), self.tr("Choose …"), self._browse)
        self._path.setText(str(Path(folder) / proposed_name(name)))
        self._to = Choices(
            context.theme,
            (
                self.tr("Whoever knows the passphrase (opens everything)"),
                self.tr("Laptops of this team (that took part in the visit before)"),
                self.tr("Anyone (private answers stay locked)"),
            ),
            _PASSPHRASE,
        )
        self.field(self.tr("For &whom"), self._to)
        self._secret = QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setPlaceholderText(
            self.tr(
                "At least %n characters; say it, do not write it on the stick", "", _LEAST_LETTERS
            )
        )
        self.field(self.tr("&Passphrase"), self._secret)
        told = QLabel(contents)
        told.setWordWrap(True)
        dress(told, "small")
        self.wide(told)
        self._busy = Busy(context.theme)
        self.outer.addWidget(self._busy)
        self.buttons(self.tr("Export"))
        self.go.clicked.connect(self._export)
        for changed in (self._to.changed, self._path.textChanged, self._secret.textChanged):
            changed.connect(lambda *_: self._judge())
        self._judge()
        self._secret.setFocus()

    def _judge(self) -> None:
        wanted = self._to.chosen() == _PASSPHRASE
        self._secret.setEnabled(wanted)
        known = not wanted or len(self._secret.text()) >= _LEAST_LETTERS
        self.go.setEnabled(known and bool(self._path.text().strip()) and self._running is None)

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Write a bundle"), self._path.text(), "Bundle (*.bundle)"
        )
        if name:
            self._path.setText(name)

    def _export(self) -> None:
        path, to = Path(self._path.text().strip()), self._to.chosen()
        passphrase = self._secret.text() if to == _PASSPHRASE else None
        self.complain("")
        self._busy.begin(self.tr("Writing the bundle …"))
        context = self._context
        context.preferences.set_text(_FOLDER, str(path.parent))
        self.go.setEnabled(False)
        running = context.tasks.spawn(
            context.jobs.export_bundle,
            (context.access, [self._visit], path, passphrase, to == _TEAM),
            self._done,
            self._failed,
        )
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _done(self, size: int) -> None:
        self._running = None
        self._busy.end()
        self.written.emit(Path(self._path.text().strip()), size)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._running = None
        self._busy.end()
        self.complain(sentence(error))
        self._judge()

    def reject(self) -> None:
        """Stop what is being written; a half bundle never lies there."""
        if self._running is not None:
            self._running.cancel()
        super().reject()
