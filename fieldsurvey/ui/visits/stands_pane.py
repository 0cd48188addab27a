"""The building and its stands: the schedule of today, what was found, and each form's state."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.survey.codes import add_next
from fieldsurvey.survey.model import Stand, TargetKind
from fieldsurvey.survey.parties import TEAM_ROLES
from fieldsurvey.survey.stages import assign_stands, keep_stand, note_stand
from fieldsurvey.ui.parts.pane import Pane, Write
from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.parts.words import (
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
from fieldsurvey.ui.visits.response_steps import ResponseSteps
from fieldsurvey.ui.visits.same_stand import StandDoubles
from fieldsurvey.ui.visits.stand_dialog import AssignDialog, StandDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.overview import FormLine, Overview, StandLine
    from fieldsurvey.ui.context import Context


class StandsPane(Pane):
    """Stands with single keys for what was found; Enter opens the form."""

    #: A stand is to be shown in the registry: name of the mall, code of the stand.
    registered = Signal(str, str)

    def __init__(self, context: Context, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(
            context.theme, write, "", columns=(13, 14, 10), code_units=6, parent=parent
        )
        self.list.setAccessibleName(self.tr("Building and stands"))
        self.list.opened.connect(self._open)
        self._team: dict[str, str] = {}
        self.steps = ResponseSteps(context, write, self.hint, self)
        self.tool("1", self.tr("Open"), lambda: self._found("open"))
        self.tool("2", self.tr("Closed"), lambda: self._found("closed"))
        self.tool("3", self.tr("Off schedule"), lambda: self._found("off-schedule"))
        self.list.command("Del", lambda: self._found(""))
        self.tool("P", self.tr("+ Officer"), partial(self._add, TargetKind.OFFICER))
        self.tool("U", self.tr("+ Service user"), partial(self._add, TargetKind.SERVICE_USER))
        self.tool("K", self.tr("Complaints desk"), self._complaints)
        self.tool("N", self.tr("Note"), self._note, self.tr("Note on the stand, and its name"))
        self.tool(
            "I", self.tr("Inspector"), self._assign, self.tr("Give the stand to an inspector")
        )
        self._looks = self.tool(
            "L", self.tr("Earlier findings"), self._mended,
            self.tr("Was what an earlier visit found here mended?"),
        )  # fmt: skip
        self.tool(
            "J", self.tr("Schedule"), self._schedule,
            self.tr("Its schedule and services in the office's registry"),
        )  # fmt: skip
        self.tool("T", self.tr("+ Stand"), self._new, self.tr("Add a stand that was not known"))
        self.tool(
            "M", self.tr("Move"), lambda: self.steps.move(self._form()),
            self.tr("The form was filled for another stand: move it"),
        )  # fmt: skip
        self.tool(
            "R", self.tr("Secret"), lambda: self.steps.keep_secret(self._form()),
            self.tr("Keep it, or statements of it, secret"),
        )  # fmt: skip

        self._doubles = StandDoubles(context, write, self)
        self.tool(
            "S", self.tr("Same stand"), self._same,
            self.tr("Two laptops noted it twice: say which one stays, or part them again"),
        )  # fmt: skip

    def show_overview(self, overview: Overview) -> None:
        """Show building and stands."""
        super().show_overview(overview)
        self.steps.show_overview(overview)
        self._tools.use(self._looks, used=any(line.carried for line in overview.stands))
        self._team = {
            person.id: person.name for person in overview.visit.people if person.role in TEAM_ROLES
        }
        building = [
            self._building(line)
            for kind in (TargetKind.MALL, TargetKind.COMPLAINTS)
            for line in overview.of_kind(kind)
            if not line.stand
        ]
        # Not every instrument has something to fill for the building.
        head = [Row("building", self.tr("Building"), heading=True)] if building else []
        rows = head + building
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
        noted = [f"“{line.stand.status_note}”"] if line.stand.status_note else []
        if line.next_user is not None:
            noted.append(self.tr("next: user no. {n} who leaves").format(n=line.next_user))
        if line.drawn is not None:
            noted.append(self.tr("drawn") if line.drawn else self.tr("not drawn"))
        if line.carried:
            open_ones, all_ones = len(line.unanswered), len(line.carried)
            noted.append(
                self.tr("%n earlier findings to look at (L)", "", open_ones)
                if open_ones
                else self.tr("%n earlier findings looked at", "", all_ones)
            )
        if line.stand.inspector in self._team:
            noted.insert(0, f"{self._team[line.stand.inspector]}")
        return Row(
            line.stand.id,
            line.stand.name,
            " · ".join([*noted, schedule_text(line), *asked, *notes(line.form)]),
            code=line.stand.code,
            icon=drawing,
            color=color,
            cells=(status_cell(line), state_cell(line.form), progress_cell(line.form)),
        )

    def _current(self) -> StandLine | None:
        key = self.list.current_key()
        stands = self.overview.stands if self.overview else ()
        return next((line for line in stands if line.stand.id == key), None)

    def undo(self) -> None:
        """Take the last move back."""
        self.steps.undo()

    def _form(self) -> FormLine | None:
        """Return the form of the present row."""
        key = self.list.current_key()
        if isinstance(key, tuple):
            forms = self.overview.forms if self.overview else ()
            return next((line for line in forms if (line.form, line.target) == key), None)
        line = self._current()
        return line.form if line else None

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
        visit, stand = self.overview.visit.id, line.stand
        again = self.tr("its schedule does not say open now; press 2 once more if it should be")

        def note_status(desk: Desk) -> str:
            noted = note_stand(desk.visits, visit, stand.id, status, desk.calendar)
            said = f"{stand.code} {stand.name}: {say(STAND_STATES[noted][0])}"
            return said if noted == status else f"{said} · {again}"

        self.write(note_status)

    def _note(self) -> None:
        line = self._current()
        if line is None or self.overview is None:
            return
        self._ask(line.stand)

    def _schedule(self) -> None:
        line = self._current()
        if line is not None and self.overview is not None:
            self.registered.emit(self.overview.visit.mall.name, line.stand.code)

    def _same(self) -> None:
        line = self._current()
        if line is not None and self.overview is not None and not self.overview.frozen:
            visit = self.overview.visit
            self._doubles.ask(visit.id, line.stand, visit.stands)

    def _new(self) -> None:
        self._ask(Stand("", "", ""))

    def _ask(self, stand: Stand) -> None:
        if self.overview is None:
            return
        visit = self.overview.visit
        others = {line.stand.code.casefold() for line in self.overview.stands} - {
            stand.code.casefold()
        }
        dialog = StandDialog(self.theme, stand, visit.mall.floors, others, self)
        dialog.kept.connect(lambda kept: self._keep(visit.id, stand, kept))
        dialog.open()

    def _assign(self) -> None:
        line = self._current()
        if line is None or self.overview is None:
            return
        if not self._team:
            self.hint(self.tr("Enter the team first, under Parties (Alt+4)."))
            return
        self.hint("")
        visit = self.overview.visit
        dialog = AssignDialog(self.theme, line.stand, visit.stands, self._team, self)
        dialog.kept.connect(partial(self._give, visit.id))
        dialog.open()

    def _give(self, visit: str, inspector: str, stands: Sequence[str]) -> None:
        said = self.tr("%n stands: {name}", "", len(stands)).format(
            name=self._team.get(inspector, self.tr("nobody"))
        )

        def give(desk: Desk) -> str:
            assign_stands(desk.visits, visit, stands, inspector)
            return said

        self.write(give)

    def _mended(self) -> None:
        """Ask for the first earlier finding of this stand that nobody answered, else for the first."""
        from fieldsurvey.ui.followup.carried_pane import write_answer
        from fieldsurvey.ui.followup.mended_dialog import MendedDialog

        line = self._current()
        if line is None or self.overview is None:
            return
        if not line.carried:
            self.hint(
                self.tr(
                    "No finding of an earlier visit waits here. Ctrl+4 brings them into this visit."
                )
            )
            return
        self.hint("")
        waiting = line.unanswered or line.carried
        dialog = MendedDialog(self.theme, waiting[0], max(0, len(line.unanswered) - 1), self)
        dialog.answered.connect(partial(write_answer, self.write, self.overview.visit.id))
        dialog.open()

    def _keep(self, visit: str, before: Stand, kept: Stand) -> None:
        said = self.tr("{name} is in the records.").format(name=f"{kept.code} {kept.name}")

        def keep(desk: Desk) -> str:
            keep_stand(desk.visits, visit, before, kept)
            return said

        self.write(keep)

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
