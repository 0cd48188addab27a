"""Findings with their deadlines, and what became of them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QTabBar

from fieldsurvey.survey.followup import FollowUps
from fieldsurvey.ui.followup.evidence_field import read_all
from fieldsurvey.ui.followup.pane import FollowUpPane
from fieldsurvey.ui.followup.report_dialog import NewReport, ReportDialog
from fieldsurvey.ui.followup.words import STANDINGS, due_text, standing_cell, status_cell
from fieldsurvey.ui.parts.rows import Row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.survey.followup import FollowUp
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.followup.pane import Write

#: The filters, by what they let through.
_ALL, _OPEN, _OVERDUE, _SETTLED = range(4)
_FIRST = {"overdue": 0, "near": 1, "open": 2, "": 3, "done": 4}


class FindingsPane(FollowUpPane):
    """Findings with deadline, status and who answers for them; Enter writes down what became of one."""

    def __init__(self, context: Context, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(context, write, columns=(15, 17), code_units=4, parent=parent)
        self.list.setAccessibleName(self.tr("Findings and their deadlines"))
        self._new: NewReport | None = None
        self.filter = QTabBar()
        self.filter.setAccessibleName(self.tr("Which findings"))
        self.filter.setExpanding(False)
        self.filter.setDrawBase(False)
        self.filter.setUsesScrollButtons(False)
        for _ in range(4):
            self.filter.addTab("")
        self.filter.currentChanged.connect(lambda _tab: self._list())
        self.outer.removeWidget(self._tools)
        bar = QHBoxLayout()
        bar.setSpacing(self.theme.space(2))
        bar.addWidget(self.filter)
        bar.addWidget(self._tools, 1)
        self.outer.insertLayout(0, bar)
        self.tool(
            "S", self.tr("Status"), self.open_current, self.tr("Write down what became of it")
        )
        self.tool("F", self.tr("Next filter"), self._next_filter)

    def show_sheet(self, sheet: FollowUpSheet) -> None:
        """Show findings and counts."""
        super().show_sheet(sheet)
        findings = sheet.findings
        open_ones = sum(1 for each in findings if each.standing != "done")
        for tab, text in (
            (_ALL, self.tr("All ({n})").format(n=len(findings))),
            (_OPEN, self.tr("Open ({n})").format(n=open_ones)),
            (_OVERDUE, self.tr("Overdue ({n})").format(n=sheet.count("overdue"))),
            (_SETTLED, self.tr("Settled ({n})").format(n=len(findings) - open_ones)),
        ):
            self.filter.setTabText(tab, text)
        self.hint(
            ""
            if sheet.sealed
            else self.tr("Deadlines count and statuses begin when the visit is sealed.")
        )
        self._list()

    def go_to(self, finding: str) -> None:
        """Stand on a finding."""
        self.filter.setCurrentIndex(_ALL)
        self.list.go_to(finding)

    def open_current(self) -> None:
        """Ask how far the present finding is."""
        key = self.list.current_key()
        found = self.sheet.findings if self.sheet else ()
        each = next((one for one in found if one.finding.id == key), None)
        if self.sheet is None or each is None:
            return
        dialog = ReportDialog(self.context, self.sheet, each, self)
        dialog.written.connect(self._report)
        self.ask(dialog)

    def _list(self) -> None:
        if self.sheet is None:
            return
        wanted = self.filter.currentIndex()
        passing = {
            _ALL: lambda _one: True,
            _OPEN: lambda one: one.standing != "done",
            _OVERDUE: lambda one: one.standing == "overdue",
            _SETTLED: lambda one: one.standing == "done",
        }[wanted]
        found = sorted(
            filter(passing, self.sheet.findings),
            key=lambda one: (_FIRST[one.standing], one.due or date.max, one.finding.number),
        )
        self.list.set_rows([self._row(one, self.sheet.today) for one in found])
        self.list.say_when_empty(
            self.tr("Nothing was found at this visit.")
            if wanted == _ALL
            else self.tr("No finding stands so.")
        )

    def _row(self, one: FollowUp, today: date) -> Row:
        finding = one.finding
        _, color, sign = STANDINGS[one.standing]
        detail = (
            due_text(one, today),
            finding.owner or self.tr("nobody answers for it"),
            finding.action,
        )
        return Row(
            finding.id,
            f"{finding.target_name}: {finding.condition}",
            " · ".join(part for part in detail if part),
            code=f"{finding.number}.",
            icon=sign or "finding",
            color=color if color in {"bad", "warn", "good"} else "muted",
            cells=(standing_cell(one), status_cell(one.status)),
        )

    def _next_filter(self) -> None:
        self.filter.setCurrentIndex((self.filter.currentIndex() + 1) % self.filter.count())
        self.list.setFocus()

    def _report(self, new: NewReport) -> None:
        """Read the evidence where nobody waits, then write."""
        self._new = new
        self.context.tasks.work(partial(read_all, new.evidence), self._write_report, self.ask_again)

    def _write_report(self, evidence: tuple[bytes, ...]) -> None:
        new = self._new
        if self.sheet is None or new is None:
            return
        visit, said = self.sheet.visit, self.tr("Written down.")

        def write(desk: Desk) -> str:
            FollowUps(desk.visits, visit, desk.calendar).report(
                new.finding,
                new.status,
                note=new.note,
                evidence=evidence,
                verifier=new.verifier,
            )
            return said

        self.write(write, self.ask_again)
