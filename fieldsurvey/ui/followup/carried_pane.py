"""Findings of earlier visits, and whether they were mended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldsurvey.survey.followup import FollowUps, Mended
from fieldsurvey.ui.followup.mended_dialog import MendedDialog
from fieldsurvey.ui.followup.pane import FollowUpPane
from fieldsurvey.ui.followup.words import mended_cell, short_day
from fieldsurvey.ui.parts.rows import Row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.followup.pane import Write
    from fieldsurvey.ui.parts import pane


class CarriedPane(FollowUpPane):
    """Findings of earlier visits, to be looked at again; Enter answers whether one was mended."""

    def __init__(self, context: Context, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(context, write, columns=(17,), code_units=0, parent=parent)
        self.list.setAccessibleName(self.tr("Findings of earlier visits"))
        self.list.say_when_empty(self.tr("Nothing was brought from an earlier visit."))
        self.tool("L", self.tr("Was it mended?"), self.open_current)
        told = self.tr("Bring in what earlier visits left open")
        self.bring = self.tool("B", self.tr("Bring in"), self._bring, told)

    def show_sheet(self, sheet: FollowUpSheet) -> None:
        """Show what was brought in, and say what could be."""
        super().show_sheet(sheet)
        waiting = sum(each.open for each in sheet.earlier)
        days = [short_day(each.day) for each in sheet.earlier if each.day]
        offer = self.tr("%n findings of earlier visits are open; B brings them in", "", waiting)
        self.hint(f"{offer} ({', '.join(days)})" if waiting and days else offer if waiting else "")
        self.bring.setEnabled(bool(waiting))
        self.list.set_rows(
            [
                Row(
                    each.id,
                    f"{each.target_name}: {each.condition}",
                    " · ".join(part for part in (each.action, each.note) if part),
                    icon="history",
                    cells=(mended_cell(each),),
                )
                for each in sheet.carried
            ]
        )

    def open_current(self) -> None:
        """Ask whether the present one was mended."""
        key = self.list.current_key()
        found = self.sheet.carried if self.sheet else ()
        each = next((one for one in found if one.id == key), None)
        if self.sheet is None or each is None:
            return
        if self.sheet.frozen:
            self.hint(self.tr("The visit is sealed: the answers stay as they are."))
            return
        dialog = MendedDialog(self.theme, each, 0, self)
        dialog.answered.connect(partial(write_answer, self.write, self.sheet.visit))
        dialog.open()

    def _bring(self) -> None:
        if self.sheet is None:
            return
        visit, earlier = self.sheet.visit, [each.visit for each in self.sheet.earlier]
        said = QCoreApplication.translate("CarriedPane", "{n} findings were brought in.")

        def bring(desk: Desk) -> str:
            followups = FollowUps(desk.visits, visit, desk.calendar)
            return said.format(n=sum(followups.carry_from(other) for other in earlier))

        self.write(bring)


def write_answer(write: pane.Write, visit: str, carried: str, mended: object, note: str) -> None:
    """Write down whether a finding of an earlier visit was mended."""
    said = QCoreApplication.translate("CarriedPane", "Noted.")

    def answer(desk: Desk) -> str:
        followups = FollowUps(desk.visits, visit, desk.calendar)
        followups.answer(carried, Mended(str(mended)), note)
        return said

    write(answer)
