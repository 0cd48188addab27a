"""What is done to one record: each step opens its dialog, and says when something was written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.survey.registry_edit import Step, decide, history_of
from fieldsurvey.ui.parts.dialogs import DecideDialog, Option
from fieldsurvey.ui.registry.record_dialog import RecordDialog
from fieldsurvey.ui.registry.schedule_dialog import ScheduleDialog
from fieldsurvey.ui.registry.settle_dialog import SettleDialog
from fieldsurvey.ui.registry.small_dialogs import EndDialog, HistoryDialog
from fieldsurvey.ui.registry.words import called, column_word, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDialog, QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.ports import Conflict
    from fieldsurvey.survey.registry_doubts import Doubt
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.registry.shelf import Shelf


class RecordSteps(QObject):
    """Opens dialogs over a widget.

    Args:
        context: the tools.
        over: the widget they belong to, which owns this.
    """

    #: Something was written: the record to stand on, ``""`` for none.
    changed = Signal(str)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    def add(self, kind: str, preset: Mapping[str, str], shelf: Shelf) -> None:
        """Ask for a new record."""
        dialog = RecordDialog(self._context, kind, shelf, None, preset, self._over)
        dialog.kept.connect(self.changed)
        dialog.open()

    def edit(self, line: Line, shelf: Shelf) -> None:
        """Ask for another content of a record; a line of a schedule opens with its whole version."""
        if line.kind.name == "schedule":
            self.schedule_of(line, shelf)
            return
        dialog = RecordDialog(self._context, line.kind.name, shelf, line, {}, self._over)
        dialog.kept.connect(self.changed)
        dialog.open()

    def end(self, line: Line) -> None:
        """Ask for the last day of a record."""
        dialog = EndDialog(self._context, line, self._over)
        dialog.ended.connect(partial(self.changed.emit, line.entity))
        dialog.open()

    def history(self, line: Line) -> None:
        """Show who changed what of a record."""
        desk, entity = self._context.desk, line.entity

        def read(store: Store) -> tuple[Line, list[Step]]:
            return line, history_of(desk(store).registry, entity)

        self._context.tasks.read(read, self._show_history)

    def _show_history(self, found: tuple[Line, list[Step]]) -> None:
        HistoryDialog(self._context.theme, *found, self._over).open()

    def schedule_of(self, line: Line, shelf: Shelf) -> None:
        """Edit the schedule of a stand, or of the stand that a line of it is of."""
        code = line.values.get("stand") or line.values.get("code", "")
        begin = line.values.get("valid_from", "") if line.kind.name == "schedule" else ""
        self.schedule(line.values.get("mall", ""), code, shelf, begin)

    def schedule(self, mall: str, stand: str, shelf: Shelf, version: str = "") -> None:
        """Edit the schedule of a stand by weekday, beginning with the version of a day."""
        found = shelf.stand(mall, stand)
        name = called(found) if found else stand
        if found is not None:
            mall, stand = found.values["mall"], found.values["code"]
        lines = shelf.of_stand("schedule", mall, stand)
        dialog = ScheduleDialog(self._context, (mall, stand), name, lines, self._over)
        if version:
            dialog.go_to(version)
        dialog.kept.connect(partial(self.changed.emit, ""))
        dialog.open()

    def settle(self, doubt: Doubt, shelf: Shelf) -> None:
        """Show two records side by side, for a person to settle; of overlapping schedules, the schedule itself."""
        if doubt.reason == "overlap":
            self.schedule_of(doubt.line, shelf)
            return
        dialog: QDialog = SettleDialog(self._context, doubt, self._over)
        dialog.settled.connect(partial(self.changed.emit, ""))
        dialog.open()

    def decide(self, conflict: Conflict, shelf: Shelf) -> None:
        """Let one of the values stand that two laptops gave."""
        line = shelf.by_entity.get(conflict.entity)
        options = [
            Option(
                shown(conflict.field, str(each.value or "–")),
                f"{each.author} · {each.at.astimezone():%d-%m-%Y %H.%M}",
            )
            for each in conflict.alternatives
        ]
        name = called(line) if line else ""
        dialog = DecideDialog(
            self._context.theme,
            f"{name}: {column_word(conflict.field)}",
            self.tr("Two laptops wrote this differently. Both stay in the history."),
            options,
            self._over,
        )
        dialog.decided.connect(partial(self._let_stand, conflict))
        dialog.open()

    def _let_stand(self, conflict: Conflict, number: int) -> None:
        desk, value = self._context.desk, conflict.alternatives[number].value
        self._context.tasks.write(
            lambda store: decide(desk(store).registry, conflict, value),
            partial(self._told, conflict.entity),
            urgent=False,
        )

    def _told(self, entity: str, _: object) -> None:
        self.changed.emit(entity)
