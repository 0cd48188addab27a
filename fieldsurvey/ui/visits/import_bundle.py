"""Taking a bundle in: choose the file, read what it says of itself, then let it in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.words import day_text
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.preview_words import preview_lines, wants_deciding

if TYPE_CHECKING:
    from fieldsurvey.sync import Imported, Preview, Summary
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

_FOLDER = "bundles/folder"


class ImportDialog(FieldsDialog):
    """Takes in a bundle, all or nothing, in a process of its own; once more changes nothing.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: Something was taken in: the streams that it concerns.
    imported = Signal(list)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._running: Cancel | None = None
        self._summary: Summary | None = None
        self._preview: Preview | None = None
        self._over = False
        self.entitle(
            self.tr("Import a bundle"),
            self.tr("You see first what is in it. Importing adds; it never replaces or removes."),
        )
        self._path = self.file_field(self.tr("&File"), self.tr("Choose …"), self._browse)
        self._path.setPlaceholderText(self.tr("A file of the office or of a colleague"))
        self._secret = QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setPlaceholderText(self.tr("Only when the bundle has one"))
        self.field(self.tr("&Passphrase"), self._secret)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.hide()
        self.wide(self._said)
        self._busy = Busy(context.theme)
        self.outer.addWidget(self._busy)
        self.buttons(self.tr("Look into it"))
        self.go.clicked.connect(self._next)
        self._path.textChanged.connect(self._another)
        self._secret.textEdited.connect(self._other_passphrase)
        self._another("")
        self._path.setFocus()

    # --- first look

    def _another(self, text: str) -> None:
        """Another file is another bundle: it must be looked into first."""
        self._summary = self._preview = None
        self._over = False
        self._say("")
        self.complain("")
        self.go.setText(self.tr("Look into it"))
        self.go.setEnabled(bool(text.strip()))

    def _other_passphrase(self) -> None:
        """What was seen by one passphrase is not taken in by another."""
        if self._preview is not None and not self._over:
            self._another(self._path.text())

    def _browse(self) -> None:
        folder = self._context.preferences.text(_FOLDER)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a bundle"), folder)
        if name:
            self._path.setText(name)
            self._look()

    def _next(self) -> None:
        if self._over:
            self.accept()
        elif self._preview is None:
            self._look()
        else:
            self._take_in()

    def _look(self) -> None:
        path, passphrase = Path(self._path.text().strip()), self._secret.text() or None
        self._context.preferences.set_text(_FOLDER, str(path.parent))
        self._begin(self.tr("Looking into it: nothing is taken in yet …"))
        running = self._context.tasks.spawn(
            self._context.jobs.look_into_bundle,
            (self._context.access, path, passphrase),
            self._seen,
            self._failed,
        )
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _seen(self, found: tuple[Summary, Preview | None]) -> None:
        self._running = None
        self._busy.end()
        self._summary, self._preview = found
        lines = [self._made(self._summary)]
        if self._preview is None:
            lines += self._closed(self._summary)
            self.go.setText(self.tr("Open it"))
        else:
            lines += preview_lines(self._preview)
            self.go.setText(self.tr("Import"))
        grave = self._preview is not None and wants_deciding(self._preview)
        self._say("\n".join(lines), "warn" if grave else "")
        self.go.setEnabled(True)
        (self._secret if self._preview is None else self.go).setFocus()

    def _made(self, summary: Summary) -> str:
        made = datetime.fromisoformat(summary.made)
        return self.tr("Made on {day} at {time}, {size}; the file is whole").format(
            day=day_text(made.date()),
            time=made.strftime("%H.%M"),
            size=QLocale().formattedDataSize(summary.size, 1),
        )

    def _closed(self, summary: Summary) -> list[str]:
        """Return what can be said of a bundle that its passphrase has not opened yet."""
        lines = [
            self.tr("A visit with %n changes", "", visit.changes)
            + ", "
            + self.tr("%n photos and files", "", visit.blobs)
            for visit in summary.visits
        ]
        return [*lines, self.tr("Type its passphrase to see what it would bring.")]

    # --- taking it in

    def _take_in(self) -> None:
        path, passphrase = Path(self._path.text().strip()), self._secret.text() or None
        self._begin(self.tr("Checking and importing …"))
        running = self._context.tasks.spawn(
            self._context.jobs.import_bundle,
            (self._context.access, path, passphrase),
            self._done,
            self._failed,
        )
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _done(self, report: Imported) -> None:
        self._running = None
        self._busy.end()
        self._over = True
        self.imported.emit([arrival.visit for arrival in report.arrivals])
        changes = sum(arrival.changes_new for arrival in report.arrivals)
        missing = sum(len(arrival.blobs_missing) for arrival in report.arrivals)
        locked = sum(arrival.locked for arrival in report.arrivals)
        forks = sum(len(arrival.forks) for arrival in report.arrivals)
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
        if forks:
            lines.append(
                self.tr("%n changes of a copied database do not fit; both are kept.", "", forks)
            )
        self._say(" ".join(lines), "good")
        self.go.setText(self.tr("Close"))
        self.go.setEnabled(True)
        self.go.setFocus()

    def _failed(self, error: Exception) -> None:
        self._running = None
        self._busy.end()
        self.complain(sentence(error))
        self.go.setEnabled(True)
        locked = getattr(error, "code", "") == "bundle.locked"
        (self._secret if locked else self._path).setFocus()

    def _begin(self, text: str) -> None:
        self.complain("")
        self.go.setEnabled(False)
        self._busy.begin(text)

    def _say(self, text: str, kind: str = "") -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        dress(self._said, kind)
        self.fit()

    def reject(self) -> None:
        """Stop what is being looked into or taken in; the database is as it was before."""
        if self._running is not None:
            self._running.cancel()
        super().reject()
