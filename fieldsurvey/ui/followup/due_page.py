"""What is overdue or due soon, of all visits: the reminder of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from fieldsurvey.survey.follow_up_sheet import Due, read_due
from fieldsurvey.ui.followup.page import COMPLAINTS, FINDINGS
from fieldsurvey.ui.followup.words import (
    STANDINGS,
    complaint_cell,
    complaint_due,
    due_text,
    standing_cell,
    status_cell,
)
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


class DuePage(Screen):
    """One list; Enter opens the follow-up of the visit at that line.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: A line is to be opened: the visit, and a place on its page of follow-up.
    opened = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        space = self.theme.space
        self._places: dict[object, tuple[str, tuple[int, str]]] = {}
        self._said = QLabel()
        dress(self._said, "muted")
        self.list = RowList(self.theme, self.tr("Deadlines of all visits"), columns=(18, 17))
        self.list.say_when_empty(self.tr("Nothing is overdue, and nothing is due soon."))
        self.list.opened.connect(self._open)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(4), space(3), space(4), space(3))
        outer.setSpacing(space(2))
        name = QLabel(self.title())
        dress(name, "title")
        outer.addWidget(name)
        outer.addWidget(self._said)
        outer.addWidget(self.list, 1)
        self.on("refresh", self.entered)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Deadlines")

    def breadcrumbs(self) -> list[str]:
        """Return the way here."""
        return [self.tr("Visits"), self.title()]

    def entered(self) -> None:
        """Read what is due anew."""
        self.context.tasks.read(self._read, self._show)

    def place(self) -> object:
        """Return the line one stands on."""
        return self.list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a line."""
        self.list.go_to(place)

    def _read(self, store: Store) -> Due:
        return read_due(self.context.desk(store))

    def _show(self, due: Due) -> None:
        rows = []
        self._places = {}
        for visit, mall, each in due.complaints:
            self._places[each.id] = (visit, (COMPLAINTS, each.id))
            cells = (complaint_due(each, due.today), complaint_cell(each))
            title = f"{each.receipt} {each.about}".strip()
            rows.append(Row(each.id, title, mall, icon="problem", color="bad", cells=cells))
        for reminder in due.findings:
            one = reminder.follow_up
            finding = one.finding
            key = f"{reminder.visit}/{finding.id}"
            self._places[key] = (reminder.visit, (FINDINGS, finding.id))
            detail = (reminder.mall, due_text(one, due.today), finding.owner)
            rows.append(
                Row(
                    key,
                    f"{finding.target_name}: {finding.action or finding.condition}",
                    " · ".join(part for part in detail if part),
                    icon=STANDINGS[one.standing][2],
                    color=STANDINGS[one.standing][1],
                    cells=(standing_cell(one), status_cell(one.status)),
                )
            )
        self._said.setText(
            self.tr("{late} overdue · {near} due soon").format(late=due.overdue, near=due.near)
        )
        self.list.set_rows(rows)
        self.list.setFocus()

    def _open(self, key: object) -> None:
        if key in self._places:
            self.opened.emit(*self._places[key])
