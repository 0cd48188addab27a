"""Two short dialogs about a record: the day it ends, and what became of it until now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import short_date
from fieldsurvey.survey.registry_edit import end
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.registry.words import called, column_word, kind_word, shown, typed_day
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.registry_edit import Step
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme


class EndDialog(FieldsDialog):
    """Asks for the last day of a record.

    Args:
        context: the tools.
        line: the record.
        parent: the owner.
    """

    #: It was written.
    ended = Signal()

    def __init__(self, context: Context, line: Line, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context, self._line = context, line
        self.entitle(
            self.tr("End {name}?").format(name=called(line)),
            self.tr(
                "{kind}: it stays in the registry with its history; new visits from the next day on do without it. "
                "Changing the last day, or emptying it, takes this back."
            ).format(kind=kind_word(line.kind.name)),
        )
        self._day = QLineEdit(short_date(context.clock.now().date()))
        self._day.selectAll()
        self.field(self.tr("&Last day"), self._day)
        self.buttons(self.tr("End it"))
        dress(self.go, "danger")
        self.go.clicked.connect(self._end)
        self._day.textChanged.connect(self._judge)
        self._judge()
        self._day.setFocus()

    def _read(self) -> date | None:
        try:
            text = typed_day(self._day.text())
        except FigureError:
            return None
        return date.fromisoformat(text) if text else None

    def _judge(self) -> None:
        day, start = self._read(), self._line.values.get("valid_from", "")
        if day is None:
            self.complain(self.tr("Write a day as 31-12-2026."))
        elif start and day.isoformat() < start:
            self.complain(
                self.tr("It holds only from {day} on.").format(day=shown("valid_from", start))
            )
            day = None
        else:
            self.complain("")
        self.go.setEnabled(day is not None)

    def _end(self) -> None:
        day = self._read()
        if day is None:
            return
        kind, entity, desk = self._line.kind.name, self._line.entity, self._context.desk
        self.go.setEnabled(False)

        def write(store: Store) -> None:
            end(desk(store).registry, kind, entity, day)

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _done(self, _: object) -> None:
        self.ended.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.complain(f"{message(error).text} {message(error).detail}")
        self.go.setEnabled(True)


class HistoryDialog(FieldsDialog):
    """Who changed what of a record, and when; the newest first.

    Args:
        theme: colours and sizes.
        line: the record.
        steps: its changes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, line: Line, steps: Sequence[Step], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(self.tr("History of {name}").format(name=called(line)))
        self._steps = steps
        self._list = RowList(theme, self.tr("Changes"), columns=(26,))
        self._list.setMinimumHeight(theme.space(34))
        self._list.set_rows([self._row(number, step) for number, step in enumerate(steps)])
        self._list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._whole = QLabel()
        self._whole.setWordWrap(True)
        self.grid.addWidget(self._list, 0, 0, 1, 2)
        self.grid.addWidget(self._whole, 1, 0, 1, 2)
        self.go.setText(self.tr("Close"))
        self.go.clicked.connect(self.accept)
        self.foot.addStretch(1)
        self.foot.addWidget(self.go)
        self.outer.addLayout(self.foot)
        self._list.opened.connect(lambda _: self.accept())
        self._list.setFocus()
        self._tell()

    def _row(self, number: int, step: Step) -> Row:
        when = QLocale().toString(step.at.astimezone(), "d MMMM yyyy HH.mm")
        return Row(number, self._what(step), when, cells=(Cell(step.author, "muted"),))

    def _what(self, step: Step) -> str:
        old, new = (shown(step.field, value) or "–" for value in (step.old, step.new))
        return f"{column_word(step.field)}: {old} → {new}" if step.old else (
            f"{column_word(step.field)}: {new}"
        )  # fmt: skip

    def _tell(self) -> None:
        """Show the present change in full: a row has one line."""
        number = self._list.current_key()
        self._whole.setText(self._what(self._steps[number]) if isinstance(number, int) else "")
