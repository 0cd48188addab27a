"""A stand's schedule by weekday: versions with their dates, hours and break of each day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import short_date
from fieldsurvey.survey.registry_schedule import (
    Hours,
    Version,
    keep_version,
    read_hours,
    versions_of,
)
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.registry.words import column_word, day_word, say, shown, typed_day
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.context import Context

_HOURS = ("opens", "closes", "break_from", "break_to")
_DAYS = range(1, 8)


class ScheduleDialog(FieldsDialog):
    """Keeps one version: a new one, which ends the one before it, or a correction of one that is there.

    Args:
        context: the tools.
        place: codes of mall and stand.
        name: what the stand is called.
        lines: the lines of its schedule that are held.
        parent: the owner.
    """

    #: It was written.
    kept = Signal()

    def __init__(
        self,
        context: Context,
        place: tuple[str, str],
        name: str,
        lines: Sequence[Line],
        parent: QWidget,
    ) -> None:
        super().__init__(context.theme, parent)
        self._context, self._place = context, place
        self._versions = versions_of(lines, *place)
        self.entitle(
            self.tr("Schedule of {stand}").format(stand=name),
            self.tr("Hours as 08.00; a day without hours is one without service."),
        )
        self._version = StillCombo()
        self._version.addItem(self.tr("a new schedule"), "")
        for version in self._versions:
            self._version.addItem(self._dates(version), version.valid_from)
        self._since, self._until = QLineEdit(), QLineEdit()
        self._until.setPlaceholderText(self.tr("open"))
        self._days: list[tuple[int, list[QLineEdit]]] = []
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(self.theme.space(0.5))
        self._ends = QLabel()
        self._ends.setWordWrap(True)
        dress(self._ends, "muted")
        self._lay_out()
        self._version.currentIndexChanged.connect(self._show_version)
        for edit in (self._since, self._until):
            edit.textChanged.connect(self._judge)
        self._version.setCurrentIndex(1 if self._versions else 0)
        self._show_version(self._version.currentIndex())

    def go_to(self, valid_from: str) -> None:
        """Show the version that begins on a day."""
        self._version.setCurrentIndex(max(0, self._version.findData(valid_from)))

    def _dates(self, version: Version) -> str:
        start, end = (shown("valid_from", day) for day in (version.valid_from, version.valid_until))
        if end:
            return self.tr("{start} to {end}").format(start=start, end=end)
        return self.tr("since {start}").format(start=start)

    def _lay_out(self) -> None:
        dates = QWidget()
        box = QHBoxLayout(dates)
        box.setContentsMargins(0, 0, 0, 0)
        for edit, name in ((self._since, "valid_from"), (self._until, "valid_until")):
            edit.setAccessibleName(column_word(name))
            box.addWidget(edit)
            if edit is self._since:
                box.addWidget(QLabel("–"))
        dates.setFocusProxy(self._since)
        self.field(self.tr("&Version"), self._version)
        self.field(self.tr("Va&lid from – until"), dates)
        self.wide(self._ends)
        self.grid.addWidget(self._table, self.grid.rowCount(), 0, 1, 2)
        again = QPushButton(self.tr("Monday's hours on all weekdays"))
        again.setAutoDefault(False)
        again.clicked.connect(self._repeat)
        self.foot.addWidget(again)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)

    def _show_version(self, number: int) -> None:
        """Fill the days; a new version begins with the hours of the newest one."""
        old = self._versions[number - 1] if number else None
        shown_days = old or (self._versions[0] if self._versions else Version("", "", ()))
        today = short_date(self._context.clock.now().date())
        self._since.setText(shown("valid_from", old.valid_from) if old else today)
        self._until.setText(shown("valid_until", old.valid_until) if old else "")
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for column, name in enumerate(_HOURS, 1):
            head = QLabel(column_word(name))
            dress(head, "small")
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
        self._days = []
        for day in _DAYS:
            several = [hours for each, hours in shown_days.days if each == day]
            for hours in several or [Hours("", "")]:
                self._add_day(day, hours)
        self._ends.setVisible(not number and bool(self._versions))
        self._ends.setText(self.tr("The one before it ends the day before this one begins."))
        self._judge()
        self.fit()

    def _add_day(self, day: int, hours: Hours) -> None:
        row = len(self._days) + 1
        label = QLabel(day_word(day))
        self._grid.addWidget(label, row, 0)
        edits = []
        for column, (name, value) in enumerate(zip(_HOURS, hours, strict=True), 1):
            edit = QLineEdit(shown(name, value))
            edit.setAccessibleName(f"{day_word(day)}: {column_word(name)}")
            edit.textChanged.connect(self._judge)
            self._grid.addWidget(edit, row, column)
            edits.append(edit)
        self._days.append((day, edits))

    def _repeat(self) -> None:
        """Give Monday's hours to Tuesday to Friday, where most schedules are alike."""
        monday = [edit.text() for edit in self._days[0][1]]
        for day, edits in self._days:
            if 1 < day <= 5:
                for edit, text in zip(edits, monday, strict=True):
                    edit.setText(text)

    def _read(self) -> Version:
        """Return what is typed.

        Raises:
            FigureError: it cannot be read; the words are those of the window.
        """
        days = []
        for day, edits in self._days:
            try:
                hours = read_hours(edit.text() for edit in edits)
            except FigureError as error:
                told = f"{day_word(day)}: {say(str(error.params['what']))}"
                raise FigureError(what=told) from error
            if hours is not None:
                days.append((day, hours))
        try:
            since, until = typed_day(self._since.text()), typed_day(self._until.text())
        except FigureError as error:
            raise FigureError(what=self.tr("Write a day as 31-12-2026.")) from error
        if not since:
            raise FigureError(what=self.tr("Write a day as 31-12-2026."))
        if until and until < since:
            raise FigureError(what=say("valid_until lies before valid_from"))
        if not days:
            raise FigureError(what=self.tr("Type the hours of one day at least."))
        taken = {version.valid_from for version in self._versions} - {self._corrects()}
        if since in taken:
            day = short_date(date.fromisoformat(since))
            raise FigureError(
                what=self.tr("Another version begins on {day}: correct that one.").format(day=day)
            )
        return Version(since, until, tuple(sorted(days)))

    def _corrects(self) -> str:
        return str(self._version.currentData() or "")

    def _judge(self) -> None:
        try:
            self._read()
        except FigureError as error:
            self.complain(str(error))
            self.go.setEnabled(False)
        else:
            self.complain("")
            self.go.setEnabled(True)

    def _keep(self) -> None:
        version, corrects = self._read(), self._corrects()
        place, desk = self._place, self._context.desk
        self.go.setEnabled(False)

        def write(store: Store) -> None:
            keep_version(desk(store).registry, place, version, corrects)

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _done(self, _: object) -> None:
        self.kept.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.complain(f"{message(error).text} {message(error).detail}")
        self.go.setEnabled(True)
