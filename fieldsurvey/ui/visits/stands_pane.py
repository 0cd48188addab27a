"""The building and its stands: the schedule of today, what was found, and each form's state."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.survey.codes import add_next
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.openings import found_closed
from fieldsurvey.ui.visits.header import LARGE_UNIT
from fieldsurvey.ui.visits.pane import Pane, Write
from fieldsurvey.ui.visits.rows import Cell, Row
from fieldsurvey.ui.visits.words import (
    STAND_STATES,
    notes,
    progress_cell,
    say,
    schedule_text,
    sign,
    state_cell,
    status_cell,
    target_text,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.overview import FormLine, Overview, StandLine
    from fieldsurvey.ui.theme import Theme


class StandsPane(Pane):
    """Stands with single keys for what was found; Enter opens the form."""

    def __init__(self, theme: Theme, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(theme, write, "", columns=(13, 14, 10), code_units=6, parent=parent)
        self.list.setAccessibleName(self.tr("Building and stands"))
        self.list.opened.connect(self._open)
        self.tool("1", self.tr("Open"), lambda: self._found("open"))
        self.tool("2", self.tr("Closed"), lambda: self._found("closed"))
        self.tool("3", self.tr("Off schedule"), lambda: self._found("off-schedule"))
        self.list.command("Del", lambda: self._found(""))
        self.tool("P", self.tr("+ Officer"), partial(self._add, TargetKind.OFFICER))
        self.tool("U", self.tr("+ Service user"), partial(self._add, TargetKind.SERVICE_USER))
        complaints = self.tool("K", self.tr("Complaints desk"), self._complaints)
        complaints.setVisible(theme.unit < LARGE_UNIT)  # its key works all the same
        self.end_tools()

    def show_overview(self, overview: Overview) -> None:
        """Show building and stands."""
        super().show_overview(overview)
        rows = [Row("building", self.tr("Building"), heading=True)]
        rows += [
            self._building(line)
            for kind in (TargetKind.MALL, TargetKind.COMPLAINTS)
            for line in overview.of_kind(kind)
            if not line.stand
        ]
        seen = sum(1 for line in overview.stands if line.stand.status)
        counted = self.tr("{seen} of {all} have their state noted").format(
            seen=seen, all=len(overview.stands)
        )
        rows.append(Row("stands", self.tr("Stands"), counted, heading=True))
        rows += [self._stand(line) for line in overview.stands]
        self.list.set_rows(rows)

    def _building(self, line: FormLine) -> Row:
        drawing, color = sign(line)
        cells = (Cell(), state_cell(line), progress_cell(line))
        return Row(
            (line.form, line.target), target_text(line), " · ".join(notes(line)), icon=drawing, color=color,
            cells=cells,
        )  # fmt: skip

    def _stand(self, line: StandLine) -> Row:
        drawing, color = sign(line.form)
        asked = [
            text.format(count=count)
            for text, count in (
                (self.tr("{count} officers"), line.officers),
                (self.tr("{count} service users"), line.service_users),
            )
            if count
        ]
        if line.complaints is not None and line.complaints.state is not None:
            asked.append(self.tr("complaints desk"))
        return Row(
            line.stand.id,
            line.stand.name,
            " · ".join([schedule_text(line), *asked, *notes(line.form)]),
            code=line.stand.code,
            icon=drawing,
            color=color,
            cells=(status_cell(line), state_cell(line.form), progress_cell(line.form)),
        )

    def _current(self) -> StandLine | None:
        key = self.list.current_key()
        stands = self.overview.stands if self.overview else ()
        return next((line for line in stands if line.stand.id == key), None)

    def _open(self, key: object) -> None:
        if isinstance(key, tuple):
            self.fill.emit(key[0], key[1], 1)
        else:
            line = self._current()
            self.open_line(line.form if line else None)

    def _complaints(self) -> None:
        line = self._current()
        self.open_line(line.complaints if line else None)

    def _found(self, status: str) -> None:
        line = self._current()
        if line is None or self.overview is None:
            return
        # Nobody there outside the published hours is no finding; the schedule knows better than a hurried key.
        found, overview, stand = status, self.overview, line.stand
        if status == "closed":
            found = found_closed(stand.schedule, overview.now)
        text, _ = STAND_STATES[found]
        said = f"{stand.code} {stand.name}: {say(text)}"
        if found != status:
            said += " · " + self.tr("its schedule does not say open now")
        visit = overview.visit.id

        def note_status(desk: Desk) -> str:
            desk.visits.change(visit, "stand", stand.id, status=found)
            return said

        self.write(note_status)

    def _add(self, kind: TargetKind) -> None:
        line = self._current()
        if self.overview is None:
            return
        visit, stand = self.overview.visit.id, line.stand.id if line else ""
        place = f" · {line.stand.code} {line.stand.name}" if line else ""
        added = self.tr("{code} was added")

        def add(desk: Desk) -> str:
            _, code = add_next(desk.visits, visit, kind, stand=stand)
            return added.format(code=code) + place

        self.write(add)
