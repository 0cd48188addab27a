"""Taking a list into the registry: first what it would change, row by row, then the same thing done."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import FigureError
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.row_list import LARGE_UNIT, RowList
from fieldsurvey.ui.registry.import_rows import lines_to_copy, rows_of_run
from fieldsurvey.ui.registry.words import KIND_WORDS, kinds_word, typed_day
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.survey.registry_import import DryRun, Step
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.rows import Row
    from fieldsurvey.ui.tasks import Cancel

_FOLDER = "registry/folder"


class ImportPage(Screen):
    """A table of a file's rows: new, changed field by field, ended, doubtful, wrong. Nothing is written until asked.

    Args:
        context: the tools.
        parent: the owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._run: DryRun | None = None
        self._running: Cancel | None = None
        self._rows: dict[object, Row] = {}
        self._make_fields()
        self._busy = Busy(self.theme)
        self._stop = QPushButton(self.tr("Cancel"))
        self._stop.clicked.connect(self._cancel)
        self._stop.hide()
        self.list = RowList(
            self.theme, self.tr("What the file would change"),
            columns=(16 if self.theme.unit < LARGE_UNIT else 14,),
        )  # fmt: skip
        self.list.say_when_empty(
            self.tr("Choose a file: an Excel workbook with a sheet a kind, or a CSV of one kind.")
        )
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell_row())
        self.said, self._whole = QLabel(), QLabel()
        for label in (self.said, self._whole):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dress(self._whole, "muted")
        self._copy = QPushButton(self.tr("Copy what is wrong"))
        self._copy.setIcon(icon("copy", self.theme))
        self._copy.clicked.connect(self._copy_faults)
        self.apply = QPushButton(self.tr("Apply"))
        dress(self.apply, "primary")
        self.apply.clicked.connect(self._apply)
        self._lay_out()
        self.on("refresh", self.look)
        self._show_run(None)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Import a list")

    def entered(self) -> None:
        """Stand on the file."""
        if self._run is None:
            self.file.setFocus()

    def can_leave(self, then: Callable[[], None]) -> None:
        """Stop what goes on: nothing is half written."""
        self._cancel()
        then()

    def place(self) -> object:
        """Return the file."""
        return self.file.text()

    def go_to(self, place: object) -> None:
        """Take the file again, and look into it."""
        if isinstance(place, str) and place:
            self.file.setText(place)
            self.look()

    # --- parts

    def _make_fields(self) -> None:
        self.file = QLineEdit()
        self.file.setPlaceholderText(self.tr("Excel or CSV"))
        self.file.textChanged.connect(self._another)
        self.file.returnPressed.connect(self.look)
        self.kind = StillCombo()
        self.kind.addItem(self.tr("by the file's name"), "")
        for kind in KIND_WORDS:
            self.kind.addItem(kinds_word(kind), kind)
        self.kind.currentIndexChanged.connect(lambda _: self._show_run(None))
        self.ends = QLineEdit()
        self.ends.setPlaceholderText(self.tr("no day: they stay"))
        self.ends.textChanged.connect(lambda _: self._show_run(None))
        self._browse = QPushButton(self.tr("Choose …"))
        self._browse.clicked.connect(self._choose)
        self._look = QPushButton(self.tr("Look into it (F5)"))
        self._look.clicked.connect(self.look)

    def _lay_out(self) -> None:
        space = self.theme.space
        fields = QHBoxLayout()
        fields.setSpacing(space(1.5))
        for text, widget, share in (
            (self.tr("&File"), self.file, 3),
            (self.tr("&Kind of a CSV"), self.kind, 1),
            (self.tr("&End the others on"), self.ends, 1),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text.replace("&", ""))
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addStretch(1)
            if (
                self.theme.unit < LARGE_UNIT
            ):  # large text leaves room for what the fields themselves say
                column.addWidget(label)
            column.addWidget(widget)
            fields.addLayout(column, share)
            if widget is self.file:
                fields.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignBottom)
        fields.addWidget(self._look, 0, Qt.AlignmentFlag.AlignBottom)
        self.ends.setToolTip(
            self.tr(
                "Services and schedules of the same malls that the file no longer lists end on this day."
            )
        )
        working = QHBoxLayout()
        working.addWidget(self._busy, 1)
        working.addWidget(self._stop)
        foot = QHBoxLayout()
        foot.setSpacing(space())
        foot.addWidget(self._whole, 1)
        foot.addWidget(self._copy)
        foot.addWidget(self.apply)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(3), space(2), space(3), space(2))
        outer.setSpacing(space(1.5))
        outer.addLayout(fields)
        outer.addLayout(working)
        outer.addWidget(self.said)
        outer.addWidget(self.list, 1)
        outer.addLayout(foot)
        for before, after in (
            (self.file, self._browse), (self._browse, self.kind), (self.kind, self.ends),
            (self.ends, self._look), (self._look, self.list), (self.list, self._copy),
            (self._copy, self.apply),
        ):  # fmt: skip
            QWidget.setTabOrder(before, after)

    # --- looking

    def _choose(self) -> None:
        folder = self.context.preferences.text(_FOLDER)
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a list"), folder, "Excel, CSV (*.xlsx *.csv)"
        )
        if name:
            self.file.setText(name)
            self.look()

    def _another(self, text: str) -> None:
        self._show_run(None)
        self._look.setEnabled(bool(text.strip()))
        self.kind.setEnabled(not text.strip().lower().endswith(".xlsx"))

    def look(self) -> None:
        """Read the file in a process of its own and show what it would change; nothing is written."""
        path = Path(self.file.text().strip())
        if not self.file.text().strip() or self._running is not None:
            return
        try:
            last = typed_day(self.ends.text())
        except FigureError:
            self._say(self.tr("Write a day as 31-12-2026."), "bad")
            self.ends.setFocus()
            return
        self.context.preferences.set_text(_FOLDER, str(path.parent))
        kind = str(self.kind.currentData()) if self.kind.isEnabled() else ""
        ends_on = date.fromisoformat(last) if last else None
        arguments = (self.context.access, path, kind, ends_on)
        self._begin(self.context.jobs.look_into_table, arguments, self._seen)

    def _begin(
        self, job: Callable[..., object], arguments: tuple[object, ...], done: Callable[..., None]
    ) -> None:
        self._busy.begin(self.tr("Opening the file …"))
        self._stop.show()
        for widget in (self._look, self._browse, self.apply, self.file, self.kind, self.ends):
            widget.setEnabled(False)
        running = self.context.tasks.spawn(job, arguments, done, self._failed, told=self._told)
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _told(self, step: Step) -> None:
        words: dict[Step, str] = {
            "reading": self.tr("Reading the file …"),
            "comparing": self.tr("Comparing with the registry …"),
            "writing": self.tr("Writing to the registry …"),
        }
        self._busy.say(words[step])

    def _over(self) -> None:
        self._running = None
        self._busy.end()
        self._stop.hide()
        for widget in (self._look, self._browse, self.file, self.ends):
            widget.setEnabled(True)
        self.kind.setEnabled(not self.file.text().strip().lower().endswith(".xlsx"))

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._over()
            self._say(self.tr("Cancelled: nothing was written."), "warn")
            self.apply.setEnabled(bool(self._run and self._run.writes and not self._run.faults))

    def _failed(self, error: Exception) -> None:
        self._over()
        found = message(error)
        self._say(f"{found.text} {found.detail}", "bad")
        self.file.setFocus()

    def _seen(self, run: DryRun) -> None:
        self._over()
        self.context.tasks.work(lambda: (run, rows_of_run(run)), self._show_rows)

    def _show_rows(self, found: tuple[DryRun, list[Row]]) -> None:
        self._show_run(found[0], found[1])
        (self.list if found[1] else self.file).setFocus()

    def _show_run(self, run: DryRun | None, rows: list[Row] | None = None) -> None:
        """Show what was found; another file, kind or day is another question."""
        self._run = run
        rows = rows or []
        self._rows = {row.key: row for row in rows}
        self.list.set_rows(rows)
        faults = len(run.faults) if run else 0
        self.apply.setEnabled(bool(run and run.writes and not faults))
        self._copy.setVisible(bool(run and (faults or run.plan.suspected)))
        self._tell_row()
        if run is None:
            self._say("", "")
            return
        counted = self.tr("{new} new, {changed} changed, {same} stay as they are.").format(
            new=len(run.plan.new), changed=len(run.plan.changed), same=run.plan.same
        )
        if faults:
            told = self.tr(
                "%n places are wrong: nothing can be written before they are right.", "", faults
            )
            self._say(f"{counted} {told}", "bad")
        elif run.writes:
            self._say(f"{counted} " + self.tr("Nothing is written yet."), "good")
        else:
            self._say(f"{counted} " + self.tr("There is nothing to write."), "good")

    def _tell_row(self) -> None:
        """Show the present row in full: long names are cut in the list."""
        row = self._rows.get(self.list.current_key())
        self._whole.setText(f"{row.title}\n{row.detail}" if row else "")

    # --- writing

    def _apply(self) -> None:
        if self._run is not None and self._running is None:
            arguments = (self.context.access, self._run)
            self._begin(self.context.jobs.apply_table, arguments, self._applied)

    def _applied(self, count: int) -> None:
        self._over()
        told = self.tr("%n records were written.", "", count)
        self.context.show(told)
        self._show_run(None)
        self._say(told, "good")
        self.closed.emit()

    def _copy_faults(self) -> None:
        if self._run is not None:
            QGuiApplication.clipboard().setText(lines_to_copy(self._run))
            self.context.show(self.tr("Copied."))

    def _say(self, text: str, kind: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        dress(self.said, kind)
