"""Taking a bundle in: choose the file, read what it says of itself, then let it in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.busy import Busy
from fieldsurvey.ui.visits.fields_dialog import FieldsDialog
from fieldsurvey.ui.visits.words import day_text

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.sync import Imported
    from fieldsurvey.sync.bundle import Summary
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
        self._known: dict[str, str] = {}
        self._over = False
        self.entitle(
            self.tr("Import a bundle"),
            self.tr("You see first what is in it. Importing adds; it never replaces or removes."),
        )
        self._path = QLineEdit()
        self._path.setPlaceholderText(self.tr("A file of the office or of a colleague"))
        browse = QPushButton(self.tr("Choose …"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._path, 1)
        box.addWidget(browse)
        self.field(self.tr("&File"), line)
        self._path.setAccessibleName(self.tr("File"))
        line.setFocusProxy(self._path)
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
        self._another("")
        self._path.setFocus()

    # --- first look

    def _another(self, text: str) -> None:
        """Another file is another bundle: it must be looked into first."""
        self._summary = None
        self._over = False
        self._say("")
        self.complain("")
        self.go.setText(self.tr("Look into it"))
        self.go.setEnabled(bool(text.strip()))

    def _browse(self) -> None:
        folder = self._context.preferences.text(_FOLDER)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a bundle"), folder)
        if name:
            self._path.setText(name)
            self._look()

    def _next(self) -> None:
        if self._over:
            self.accept()
        elif self._summary is None:
            self._look()
        else:
            self._take_in()

    def _look(self) -> None:
        from fieldsurvey.sync import show_bundle

        path = Path(self._path.text().strip())
        self._context.preferences.set_text(_FOLDER, str(path.parent))
        self._begin(self.tr("Checking that the file is whole …"))
        self._context.tasks.read(self._names, self._learn)
        self._context.tasks.work(lambda: show_bundle(path), self._seen, self._failed)

    def _names(self, store: Store) -> dict[str, str]:
        """Return the malls of the visits held here, by the visit; in the reader's thread."""
        desk, found = self._context.desk(store), {}
        for visit in desk.visits.ids():
            try:
                found[visit] = str(desk.summary(visit)["mall"])
            except (
                FieldSurveyError
            ):  # it has not wholly arrived: that it is here is all one can say
                found[visit] = ""
        return found

    def _learn(self, known: dict[str, str]) -> None:
        self._known = known
        if self._summary is not None:
            self._tell_summary(self._summary)

    def _seen(self, summary: Summary) -> None:
        self._busy.end()
        self._summary = summary
        self._tell_summary(summary)
        locked = "passphrase" in summary.addressees
        self.go.setText(self.tr("Import"))
        self.go.setEnabled(True)
        (self._secret if locked and not self._secret.text() else self.go).setFocus()

    def _tell_summary(self, summary: Summary) -> None:
        made = datetime.fromisoformat(summary.made)
        lines = [
            self.tr("Made on {day} at {time}, {size}").format(
                day=day_text(made.date()),
                time=made.strftime("%H.%M"),
                size=QLocale().formattedDataSize(summary.size, 1),
            )
        ]
        for visit in summary.visits:
            name = self._known.get(visit.id)
            lines.append(
                self.tr("New here: a visit with %n changes", "", visit.changes)
                if name is None
                else self.tr("{mall}: here already; the bundle knows %n changes", "", visit.changes)
                .format(mall=name or visit.id[:13])
            )  # fmt: skip
            lines[-1] += ", " + self.tr("%n photos and files", "", visit.blobs)
            if visit.blobs_missing:
                lines.append(self.tr("%n photos or files are not in it", "", visit.blobs_missing))
        if not summary.addressees:
            lines.append(self.tr("For anyone: private answers in it stay locked"))
        elif "passphrase" in summary.addressees:
            lines.append(self.tr("Opens with its passphrase"))
        elif "team" in summary.addressees:
            lines.append(self.tr("Opens on laptops of the team"))
        else:
            lines.append(self.tr("Opens on the laptops it is addressed to"))
        self._say("\n".join(f"•  {line}" for line in lines))

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
        (self._secret if self._summary is not None else self._path).setFocus()

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
        """Stop what is being taken in; the database is as it was before."""
        if self._running is not None:
            self._running.cancel()
        super().reject()
