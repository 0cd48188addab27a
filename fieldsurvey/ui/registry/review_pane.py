"""The check of an instrument that was handed in: its findings with their places, or what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.diagnostic_words import worded
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.registry.instrument_shelf import (
    place_text,
    rows_of_differences,
    rows_of_problems,
)
from fieldsurvey.ui.registry.rows_pane import RowsPane
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import Store
    from fieldsurvey.survey.instrument_review import Reviewed
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel


class ReviewPane(QWidget):
    """Looks into an instrument in a process of its own; keeps it when a person says so.

    Args:
        context: the tools.
        parent: the owner.

    Attributes:
        base: ``ID@VERSION`` of the instrument that a workbook alone belongs to.
    """

    #: It was kept: id and version.
    kept = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.base = ""
        self._found: Reviewed | None = None
        self._running: Cancel | None = None
        self.said = QLabel(
            self.tr(
                "Import checks a folder, a zip or a workbook first; nothing is kept before you say so."
            )
        )
        self.said.setWordWrap(True)
        dress(self.said, "muted")
        self._busy = Busy(context.theme)
        self._stop = QPushButton(self.tr("Cancel"))
        self._stop.clicked.connect(self._cancel)
        self._stop.hide()
        columns = (18,) if context.theme.unit < LARGE_UNIT else ()
        self.rows = RowsPane(context.theme, self.tr("What the check found"), columns=columns)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setIcon(icon("copy", context.theme))
        self.copy.clicked.connect(self._copy)
        self.keep = QPushButton(self.tr("Keep this version"))
        dress(self.keep, "primary")
        self.keep.clicked.connect(self._keep)
        working = QHBoxLayout()
        working.addWidget(self._busy, 1)
        working.addWidget(self._stop)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space())
        column.addWidget(self.said)
        column.addLayout(working)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)
        self._allow()

    def look_into(self, source: Path) -> None:
        """Check a folder, a zip, or a workbook of the present instrument."""
        if self._running is not None:
            return
        self._found = None
        self.rows.show_rows([])
        self._allow()
        self._say(source.name, "muted")
        self._busy.begin(self.tr("Checking the forms and rules …"))
        self._stop.show()
        arguments = (self._context.access, source, self.base)
        job = self._context.jobs.review_instrument
        running = self._context.tasks.spawn(job, arguments, self._seen, self._failed)
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _over(self) -> None:
        self._running = None
        self._busy.end()
        self._stop.hide()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._over()
            self._say(self.tr("Cancelled: nothing was kept."), "warn")

    def _failed(self, error: Exception) -> None:
        self._over()
        found = message(error)
        self._say(f"{found.text} {found.detail}", "bad")

    def _seen(self, found: Reviewed) -> None:
        self._over()
        self._found = found
        if found.problems:
            self.rows.show_rows(rows_of_problems(found.problems))
            count = self.tr(
                "%n findings: nothing is kept before they are put right.", "", len(found.problems)
            )
            self._say(" · ".join(part for part in (found.name, count) if part), "bad")
        else:
            self.rows.show_rows(rows_of_differences(found.differences))
            if found.standing == "same":
                told = self.tr("{name} is here already, with the same content.")
                self._say(told.format(name=found.name), "good")
            elif found.against:
                told = self.tr("{name} is in order. It differs from {other} as listed.")
                self._say(told.format(name=found.name, other=found.against), "good")
            else:
                told = self.tr("{name} is in order, and new here.")
                self._say(told.format(name=found.name), "good")
        self._allow()
        (self.keep if found.keeps else self.rows.list).setFocus()

    def _allow(self) -> None:
        found = self._found
        self.keep.setEnabled(found is not None and found.keeps)
        self.copy.setEnabled(bool(found and (found.problems or found.differences)))

    def _copy(self) -> None:
        if self._found is not None:
            told = [f"{place_text(each)}: {worded(each.what)}" for each in self._found.problems]
            told += [each.line for each in self._found.differences]
            QGuiApplication.clipboard().setText("\n".join(told))
            self._context.show(self.tr("Copied."))

    def _keep(self) -> None:
        found, desk = self._found, self._context.desk
        if found is None or found.files is None:
            return
        from fieldsurvey.survey.instrument_review import keep_reviewed

        files, name = found.files, found.name
        self.keep.setEnabled(False)

        def write(store: Store) -> str:
            keep_reviewed(desk(store).catalogue, files)
            return name

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _done(self, name: str) -> None:
        self._found = None
        self.rows.show_rows([])
        self._allow()
        self._say(self.tr("{name} is kept.").format(name=name), "good")
        self.kept.emit(name)

    def _say(self, text: str, kind: str) -> None:
        self.said.setText(text)
        dress(self.said, kind)
