"""Officers and service users: how many the instrument wants, the next code by one key, each form's state."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.survey.codes import add_next, remove_code
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.ui.parts.pane import Pane, Write
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.parts.words import KINDS, notes, progress_cell, say, sign, state_cell
from fieldsurvey.ui.visits.response_steps import ResponseSteps
from fieldsurvey.ui.visits.stand_dialog import StandOfDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.overview import FormLine, Overview
    from fieldsurvey.ui.context import Context


class PeoplePane(Pane):
    """Those who are asked, by anonymous codes; Enter opens the form."""

    def __init__(self, context: Context, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, write, "", columns=(14, 10), code_units=8, parent=parent)
        self.steps = ResponseSteps(context, write, self._say, self)
        self.list.setAccessibleName(self.tr("Officers and service users"))
        self.list.opened.connect(self._open)
        self._adding = False
        self.tool("P", self.tr("+ Officer"), partial(self._add, TargetKind.OFFICER))
        self.tool("U", self.tr("+ Service user"), partial(self._add, TargetKind.SERVICE_USER))
        self.tool("G", self.tr("Stand"), self._place, self.tr("Choose the stand of this code"))
        self.tool("Del", self.tr("Remove"), self._remove, self.tr("Take the code back"))
        self.tool(
            "M", self.tr("Move"), lambda: self.steps.move(self._current()),
            self.tr("The form was filled for another one: move it"),
        )  # fmt: skip
        self.tool(
            "R", self.tr("Secret"), lambda: self.steps.keep_secret(self._current()),
            self.tr("Keep it, or statements of it, secret"),
        )  # fmt: skip
        self.tool(
            "C", self.tr("Consent taken back"), lambda: self.steps.withdraw(self._current()),
            self.tr("The service user takes the consent back"),
        )  # fmt: skip
        self._say("")

    def show_overview(self, overview: Overview) -> None:
        """Show both kinds with their counters."""
        before = set(self._targets())
        super().show_overview(overview)
        self.steps.show_overview(overview)
        self._say("")
        stands = {line.stand.id: line.stand for line in overview.stands}
        rows = []
        for kind in (TargetKind.OFFICER, TargetKind.SERVICE_USER):
            lines = overview.of_kind(kind)
            counted = self.tr("{done} finished · {all} codes").format(
                done=sum(1 for line in lines if line.finished), all=len(lines)
            )
            wanted = overview.quota.get(kind, 0)
            if wanted:
                counted += " · " + self.tr("{wanted} wanted").format(wanted=wanted)
            rows.append(Row(kind, say(KINDS[kind]), counted, heading=True))
            for line in lines:
                stand = stands.get(line.stand)
                place = f"{stand.code} {stand.name}" if stand else self.tr("no stand")
                drawing, color = sign(line)
                rows.append(
                    Row(
                        line.target,
                        place,
                        " · ".join(notes(line)),
                        code=line.code,
                        icon=drawing,
                        color=color,
                        cells=(state_cell(line), progress_cell(line)),
                    )
                )
        self.list.set_rows(rows)
        fresh = [target for target in self._targets() if target not in before]
        if self._adding and fresh:
            self._adding = False
            self.list.go_to(fresh[-1])

    def undo(self) -> None:
        """Take the last move back."""
        self.steps.undo()

    def _say(self, text: str) -> None:
        """Say something above the list, else what holds here and whom to ask next."""
        lines = self.overview.stands if self.overview else ()
        following = [
            self.tr("{stand}: no. {n}").format(stand=line.stand.code, n=line.next_user)
            for line in lines
            if line.next_user is not None
        ]
        told = self.tr("Next user who leaves to be asked: {places}")
        self.hint(
            text
            or (told.format(places=", ".join(following)) if following else "")
            or self.tr(
                "A new code belongs to the stand of the present row. Names are never asked for."
            )
        )

    def _targets(self) -> list[str]:
        return [line.target for line in self._lines()]

    def _lines(self) -> list[FormLine]:
        return [
            line
            for line in (self.overview.forms if self.overview else ())
            if line.kind in {TargetKind.OFFICER, TargetKind.SERVICE_USER}
        ]

    def _open(self, key: object) -> None:
        self.open_line(next((line for line in self._lines() if line.target == key), None))

    def _current(self) -> FormLine | None:
        key = self.list.current_key()
        return next((line for line in self._lines() if line.target == key), None)

    def _place(self) -> None:
        line = self._current()
        if self.overview is None or line is None:
            return
        visit = self.overview.visit
        dialog = StandOfDialog(self.theme, line.code, visit.stands, line.stand, self)
        dialog.kept.connect(lambda stand: self._move(visit.id, line, stand))
        dialog.open()

    def _move(self, visit: str, line: FormLine, stand: str) -> None:
        said = self.tr("{code} belongs to another stand now.").format(code=line.code)

        def move(desk: Desk) -> str:
            desk.visits.change(visit, line.kind.value, line.target, stand=stand)
            return said

        self.write(move)

    def _remove(self) -> None:
        line = self._current()
        if self.overview is None or line is None:
            return
        visit, said = (
            self.overview.visit.id,
            self.tr("{code} was taken back.").format(code=line.code),
        )

        def remove(desk: Desk) -> str:
            remove_code(desk.visits, visit, line.target)
            return said

        self.write(remove)

    def _add(self, kind: TargetKind) -> None:
        if self.overview is None:
            return
        key = self.list.current_key()
        stand = next((line.stand for line in self._lines() if line.target == key), "")
        visit, added = self.overview.visit.id, self.tr("{code} was added")

        def add(desk: Desk) -> str:
            _, code = add_next(desk.visits, visit, kind, stand=stand)
            return added.format(code=code)

        self._adding = True
        self.write(add)
