"""Exchanging visits with a meeting point: one click, progress, and what is held only here afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.jobs import SyncWish
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.sync.exchange import Exchange, Exchanged, Progress
    from fieldsurvey.sync.whereabouts import Whereabouts
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

_ADDRESS = "sync/address"


class SyncDialog(FieldsDialog):
    """Brings visits and a meeting point to the same state, in a process of its own.

    Args:
        context: the tools.
        visits: which ones; all that are here, and those that are only there, when empty.
        parent: the owner.
    """

    #: Something may have come: the visits that are new here.
    exchanged = Signal(list)
    #: This laptop is to be the meeting point itself.
    serve = Signal()

    def __init__(self, context: Context, visits: Sequence[str], parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context, self._visits = context, tuple(visits)
        self._running: Cancel | None = None
        self._over = False
        self._names: dict[str, str] = {}
        self.entitle(
            self.tr("Synchronise"),
            self.tr(
                "Exchanges answers and photos with the meeting point of the team, both ways. "
                "Stopped at any moment, it goes on from there next time."
            ),
        )
        self._address = QLineEdit(context.preferences.text(_ADDRESS))
        self._address.setPlaceholderText(self.tr("As the meeting point shows it"))
        self.field(self.tr("&Address"), self._address)
        self._code = QLineEdit()
        self._code.setPlaceholderText(self.tr("Only the first time"))
        self.field(self.tr("Pairing &code"), self._code)
        self._everything = QCheckBox(self.tr("Take &visits that are only there, too"))
        self._everything.setChecked(not self._visits)
        self._everything.setVisible(not self._visits)
        self._keys = QCheckBox(self.tr("Give it the &keys of private answers"))
        for box in (self._everything, self._keys):
            box.setMinimumHeight(self.theme.target)
            dress(box, "choice")
            self.wide(box)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.hide()
        self.wide(self._said)
        self._busy = Busy(context.theme)
        self.outer.addWidget(self._busy)
        self._serve = QPushButton(self.tr("Be the &meeting point …"))
        self._serve.setAutoDefault(False)
        self._serve.clicked.connect(self._be_it)
        self.foot.addWidget(self._serve)
        self.buttons(self.tr("Synchronise"))
        self.go.clicked.connect(self._next)
        self._address.textChanged.connect(self._judge)
        self._judge()
        context.tasks.read(self._read_names, self._learn)
        (self.go if self._address.text() else self._address).setFocus()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self._address.text().strip()) and self._running is None)

    def _be_it(self) -> None:
        self.reject()
        self.serve.emit()

    def _read_names(self, store: Store) -> dict[str, str]:
        """Return the malls of the visits held here; in the reader's thread."""
        desk, found = self._context.desk(store), {}
        for visit in desk.visits.ids():
            try:
                found[visit] = str(desk.summary(visit)["mall"])
            except FieldSurveyError:  # it has not wholly arrived
                continue
        return found

    def _learn(self, names: dict[str, str]) -> None:
        self._names = names

    # --- the exchange

    def _next(self) -> None:
        if self._over:
            self.accept()
            return
        context = self._context
        address = self._address.text().strip()
        context.preferences.set_text(_ADDRESS, address)
        wish = SyncWish(
            address,
            self._code.text().strip(),
            self._visits,
            everything=self._everything.isChecked(),
            give_keys=self._keys.isChecked(),
        )
        self.complain("")
        self._say("")
        self._busy.begin(self.tr("Calling the meeting point …"))
        self.go.setEnabled(False)
        self._serve.setEnabled(False)
        running = context.tasks.spawn(
            context.jobs.sync,
            (context.access, wish),
            self._done,
            self._failed,
            told=self._hear,
        )
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _hear(self, progress: Progress) -> None:
        steps = {
            "changes-out": self.tr("Sending changes"),
            "files-out": self.tr("Sending photos and files"),
            "changes-in": self.tr("Fetching changes"),
            "files-in": self.tr("Fetching photos and files"),
            "receipts": self.tr("Exchanging receipts"),
        }
        counted = f" {progress.done}/{progress.total}" if progress.total else ""
        name = self._names.get(progress.visit, "")
        text = f"{steps[progress.step]}{counted}"
        self._busy.say(f"{name}: {text}" if name else text)

    def _done(self, result: tuple[Exchanged, list[Whereabouts]]) -> None:
        done, held = result
        self._end()
        self._over = True
        self.exchanged.emit([v.visit for v in done.visits if v.visit not in self._names])
        lines = [self._line(visit) for visit in done.visits]
        only_here = [one for one in held if one.only_here]
        lines += [self._lacking(one) for one in only_here]
        for visit in done.visits:
            if visit.files_nowhere:
                told = self.tr("%n files are neither here nor there yet", "", visit.files_nowhere)
                lines.append(f"{self._name(visit.visit)}: {told}")
            if visit.forks:
                told = self.tr(
                    "%n changes of a copied database; both are kept", "", len(visit.forks)
                )
                lines.append(f"{self._name(visit.visit)}: {told}")
        if done.visits and not only_here:
            lines.append(
                self.tr("Everything is held by {name} too; its receipt is kept.").format(
                    name=done.name
                )
            )
        if done.hub_only:
            lines.append(self.tr("%n visits are only at the meeting point", "", len(done.hub_only)))
        if not lines:
            lines.append(self.tr("There is no visit here or there."))
        self._say("\n".join(f"•  {line}" for line in lines), "warn" if only_here else "good")
        self.go.setText(self.tr("Close"))
        self.go.setEnabled(True)
        self.go.setFocus()

    def _lacking(self, one: Whereabouts) -> str:
        return self.tr(
            "{mall}: only on this laptop still: {changes} changes, {files} files"
        ).format(
            mall=self._name(one.visit), changes=one.only_here_changes, files=one.only_here_files
        )

    def _line(self, visit: Exchange) -> str:
        name = self._name(visit.visit)
        moved = (visit.changes_out, visit.files_out, visit.changes_in, visit.files_in)
        if not any(moved):
            return self.tr("{mall}: nothing new on either side").format(mall=name)
        return self.tr(
            "{mall}: sent {changes_out} changes and {files_out} files, "
            "received {changes_in} changes and {files_in} files"
        ).format(
            mall=name,
            changes_out=visit.changes_out,
            files_out=visit.files_out,
            changes_in=visit.changes_in,
            files_in=visit.files_in,
        )

    def _name(self, visit: str) -> str:
        return self._names.get(visit) or self.tr("New here")

    def _failed(self, error: Exception) -> None:
        self._end()
        self.exchanged.emit([])
        self.complain(sentence(error))
        self._judge()
        wanted = getattr(error, "code", "") in {"hub.pairing", "hub.not-paired", "hub.untrusted"}
        field = self._code if wanted else self._address
        field.setFocus()
        field.selectAll()

    def _end(self) -> None:
        self._running = None
        self._busy.end()
        self._serve.setEnabled(True)

    def _say(self, text: str, kind: str = "") -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        dress(self._said, kind)
        self.fit()
        if text:
            QTimer.singleShot(0, self, self._show_said)

    def _show_said(self) -> None:
        """Large text on a low screen: what came of it must not lie below the edge."""
        self.area.ensureWidgetVisible(self._said)

    def reject(self) -> None:
        """Stop; what came and went until now is kept on both sides."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
            self.exchanged.emit([])
        super().reject()
