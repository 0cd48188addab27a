"""Complaints received at a visit: taken, followed step by step, never with names in the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.complaints import Complaints, receipt_lines
from fieldsurvey.survey.exports import log_export
from fieldsurvey.ui.followup.complaint_dialogs import (
    ComplaintDialog,
    LookDialog,
    NewComplaint,
    NewStep,
    ReceiptDialog,
    StepDialog,
    WordsDialog,
)
from fieldsurvey.ui.followup.evidence_field import read_all
from fieldsurvey.ui.followup.pane import FollowUpPane
from fieldsurvey.ui.followup.words import complaint_cell, complaint_due, short_day
from fieldsurvey.ui.parts.rows import Row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.complaints import Complaint
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.followup.pane import Write


class ComplaintsPane(FollowUpPane):
    """Complaints with receipt number and deadlines, never with names; Enter writes down a step."""

    #: A complaint was taken: the sheet is to be read anew.
    received = Signal()

    def __init__(self, context: Context, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(context, write, columns=(22, 14), code_units=18, parent=parent)
        self.list.setAccessibleName(self.tr("Complaints"))
        self.list.say_when_empty(self.tr("No complaint was received. A takes one."))
        self._new: NewStep | None = None
        self._looked_at: Complaint | None = None
        self.tool("A", self.tr("+ Complaint"), self.take)
        self.tool("S", self.tr("Step"), self.open_current, self.tr("Write down how far it is"))
        self.tool("R", self.tr("Receipt"), self._receipt)
        self.tool("L", self.tr("Look"), self._look, self.tr("Look at the complainant's words"))

    def show_sheet(self, sheet: FollowUpSheet) -> None:
        """Show the complaints, the overdue first."""
        super().show_sheet(sheet)
        ordered = sorted(
            sheet.complaints, key=lambda each: (not each.overdue(sheet.today), each.received_at)
        )
        self.list.set_rows([self._row(each, sheet) for each in ordered])

    def take(self) -> None:
        """Take a complaint."""
        if self.sheet is None:
            return
        dialog = ComplaintDialog(self.theme, self.sheet.places, self)
        dialog.taken.connect(self._keep)
        self.ask(dialog)

    def open_current(self) -> None:
        """Ask how far the present one is."""
        each = self._current()
        if self.sheet is not None and each is not None:
            dialog = StepDialog(self.context, each, self.sheet.today, self)
            dialog.written.connect(self._step)
            self.ask(dialog)

    def _row(self, each: Complaint, sheet: FollowUpSheet) -> Row:
        received = short_day(local_date(each.received_at, sheet.zone))
        late = bool(each.overdue(sheet.today))
        kept = self.tr("identity secret") if each.secret else self.tr("identity open")
        return Row(
            each.id,
            each.about or self.tr("about nothing in particular"),
            " · ".join((self.tr("received {day}").format(day=received), kept)),
            code=each.receipt,
            icon="problem" if late else "comment",
            color="bad" if late else "muted",
            cells=(complaint_due(each, sheet.today), complaint_cell(each)),
        )

    def _current(self) -> Complaint | None:
        key = self.list.current_key()
        found = self.sheet.complaints if self.sheet else ()
        return next((one for one in found if one.id == key), None)

    def _keep(self, new: NewComplaint) -> None:
        if self.sheet is None:
            return
        visit, mall, zone = self.sheet.visit, self.sheet.mall, self.sheet.zone
        said = self.tr("Receipt {number}")

        def keep(desk: Desk) -> tuple[str, str, list[str]]:
            complaints = Complaints(desk.visits, visit, desk.calendar)
            taken = complaints.receive(
                new.text,
                about=new.about,
                complainant=new.complainant,
                contact=new.contact,
                secret=new.secret,
            )
            return (
                said.format(number=taken.receipt),
                taken.receipt,
                receipt_lines(taken, mall, zone),
            )

        desk = self.context.desk
        self.context.tasks.write(lambda store: keep(desk(store)), self._taken, self.ask_again)

    def _taken(self, taken: tuple[str, str, list[str]]) -> None:
        said, receipt, lines = taken
        self.context.show(said)
        self.received.emit()
        self._show_receipt(receipt, lines)

    def _receipt(self) -> None:
        each = self._current()
        if self.sheet is not None and each is not None:
            self._show_receipt(each.receipt, receipt_lines(each, self.sheet.mall, self.sheet.zone))

    def _show_receipt(self, receipt: str, lines: list[str]) -> None:
        ReceiptDialog(self.theme, receipt, lines, self).open()

    def _step(self, new: NewStep) -> None:
        self._new = new
        self.context.tasks.work(partial(read_all, new.evidence), self._write_step, self.ask_again)

    def _write_step(self, evidence: tuple[bytes, ...]) -> None:
        new = self._new
        if self.sheet is None or new is None:
            return
        visit, said = self.sheet.visit, self.tr("Written down.")

        def write(desk: Desk) -> str:
            complaints = Complaints(desk.visits, visit, desk.calendar)
            present = next(each for each in complaints.all() if each.id == new.complaint)
            complaints.step(
                present,
                new.status,
                day=new.day,
                note=new.note,
                evidence=evidence,
                incomplete=new.incomplete,
                completed=new.completed,
            )
            return said

        self.write(write, self.ask_again)

    def _look(self) -> None:
        each = self._current()
        if each is not None:
            dialog = LookDialog(self.theme, each.receipt, self)
            dialog.given.connect(partial(self._log_look, each))
            dialog.open()

    def _log_look(self, each: Complaint, reason: str) -> None:
        """Log first, then show: a look that is not in the log does not happen."""
        if self.sheet is None:
            return
        self._looked_at = each
        visit, desk, what = self.sheet.visit, self.context.desk, f"pengaduan {each.receipt}"
        self.context.tasks.write(
            lambda store: log_export(
                desk(store).visits, visit, what, {}, private=True, reason=reason
            ),
            self._show_words,
        )

    def _show_words(self, _logged: None) -> None:
        if self._looked_at is not None:
            WordsDialog(self.theme, self._looked_at, self).open()
