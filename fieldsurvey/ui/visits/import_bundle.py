"""Taking a bundle in: choose the file, give its passphrase if it has one, read what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.sync import Imported, import_bundle
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context


class ImportDialog(QDialog):
    """Takes in a bundle, all or nothing; once more changes nothing.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: Something was taken in.
    imported = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import bundle"))
        self._context = context
        space = context.theme.space
        self.setMinimumWidth(space(70))
        heading = QLabel(self.tr("Import a bundle"))
        dress(heading, "heading")
        self._path = QLineEdit()
        self._path.setPlaceholderText(self.tr("A file of the office or of a colleague"))
        browse = QPushButton(self.tr("Choose …"))
        browse.clicked.connect(self._browse)
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setPlaceholderText(self.tr("Only when the bundle has one"))
        self._result = QLabel()
        self._result.setWordWrap(True)
        self._go = QPushButton(self.tr("Import"))
        dress(self._go, "primary")
        self._go.setDefault(True)
        self._go.setEnabled(False)
        self._go.clicked.connect(self._take_in)
        self._close = QPushButton(self.tr("Close"))
        self._close.setAutoDefault(False)
        browse.setAutoDefault(False)
        self._close.clicked.connect(self.reject)
        self._path.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(3), space(3), space(3), space(3))
        outer.setSpacing(space())
        outer.addWidget(heading)
        for text, field in (
            (self.tr("&File"), self._path),
            (self.tr("&Passphrase"), self._passphrase),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            outer.addWidget(label)
            line = QHBoxLayout()
            line.addWidget(field, 1)
            if field is self._path:
                line.addWidget(browse)
            outer.addLayout(line)
        outer.addWidget(self._result)
        outer.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._go)
        outer.addLayout(buttons)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a bundle"))
        if name:
            self._path.setText(name)
            self._go.setFocus()

    def _take_in(self) -> None:
        path, passphrase = Path(self._path.text().strip()), self._passphrase.text() or None
        self._go.setEnabled(False)
        self._say(self.tr("Checking and importing …"), "muted")
        self._context.tasks.write(
            lambda store: import_bundle(store, path, passphrase=passphrase),
            self._done,
            self._failed,
            urgent=False,
        )

    def _done(self, report: Imported) -> None:
        self.imported.emit()
        changes = sum(arrival.changes_new for arrival in report.arrivals)
        missing = sum(len(arrival.blobs_missing) for arrival in report.arrivals)
        locked = sum(arrival.locked for arrival in report.arrivals)
        lines = [
            self.tr("%n changes and {files} files are new.", "", changes).format(
                files=report.blobs_new
            )
            if changes or report.blobs_new
            else self.tr("Everything in it was here already.")
        ]
        if locked:
            lines.append(self.tr("%n private answers stay locked on this laptop.", "", locked))
        if missing:
            lines.append(self.tr("%n files have not arrived yet.", "", missing))
        self._say(" ".join(lines), "good")
        self._close.setFocus()

    def _failed(self, error: Exception) -> None:
        self._say(sentence(error), "bad")
        self._go.setEnabled(True)
        self._passphrase.setFocus()

    def _say(self, text: str, kind: str) -> None:
        self._result.setText(text)
        dress(self._result, kind)
