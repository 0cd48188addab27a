"""The page of follow-up: what became of the findings, what earlier visits left open, complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldsurvey.survey.follow_up_sheet import read_follow_up
from fieldsurvey.ui.followup.carried_pane import CarriedPane
from fieldsurvey.ui.followup.complaints_pane import ComplaintsPane
from fieldsurvey.ui.followup.findings_pane import FindingsPane
from fieldsurvey.ui.parts.asking import write_asked
from fieldsurvey.ui.parts.pills import Pill
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.parts.words import visit_pill
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.followup.pane import FollowUpPane

#: The parts of the page.
FINDINGS, CARRIED, COMPLAINTS = range(3)


class FollowUpPage(Screen):
    """Follow-up of one visit.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._sheet: FollowUpSheet | None = None
        self._wanted: object = None
        space = self.theme.space
        self.findings = FindingsPane(context, self._write)
        self.carried = CarriedPane(context, self._write)
        self.complaints = ComplaintsPane(context, self._write)
        self.complaints.received.connect(self.entered)
        self.panes: tuple[FollowUpPane, ...] = (self.findings, self.carried, self.complaints)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of the follow-up"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._stack = QStackedWidget()
        for number, pane in enumerate(self.panes):
            self._stack.addWidget(pane)
            self.tabs.addTab("")
            self._tab_key(number)
        self.tabs.currentChanged.connect(self._change_pane)
        self._state, self._counts = Pill(self.theme), QLabel()
        self._counts.setWordWrap(True)
        dress(self._counts, "muted")
        # Large text leaves no room for what the filters count anyway.
        self._counts.setVisible(self.theme.unit < LARGE_UNIT)
        head = QHBoxLayout()
        head.setSpacing(space(1.5))
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(2), space(1.5), space(2), space(2))
        outer.setSpacing(space())
        outer.addLayout(head)
        outer.addWidget(self._counts)
        outer.addWidget(self._stack, 1)
        self._name_tabs()
        self.on("refresh", self.entered)
        self.on("new", self._new_complaint)
        self.on("panes", self._next_part)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Follow-up")

    def breadcrumbs(self) -> list[str]:
        """Return the way here."""
        mall = self._sheet.mall if self._sheet else self.tr("Visit")
        return [self.tr("Visits"), mall, self.title()]

    def entered(self) -> None:
        """Read the follow-up anew."""
        desk, visit = self.context.desk, self._visit
        self.context.tasks.read(lambda store: read_follow_up(desk(store), visit), self._show)

    def place(self) -> object:
        """Return the part and the row one stands on."""
        return self.tabs.currentIndex(), self._pane.list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a row of a part."""
        self._wanted = place
        if self._sheet is not None:
            self._go()

    @property
    def _pane(self) -> FollowUpPane:
        return self.panes[self.tabs.currentIndex()]

    # --- what is shown

    def _show(self, sheet: FollowUpSheet) -> None:
        first, self._sheet = self._sheet is None, sheet
        for pane in self.panes:
            pane.show_sheet(sheet)
        self._state.show_cell(visit_pill(sheet.state))
        self._name_tabs()
        late = sum(1 for each in sheet.complaints if each.overdue(sheet.today))
        facts = (
            self.tr("{n} overdue").format(n=sheet.count("overdue")),
            self.tr("{n} due soon").format(n=sheet.count("near")),
            self.tr("{n} settled").format(n=sheet.count("done")),
            self.tr("{n} complaints overdue").format(n=late) if late else "",
        )
        self._counts.setText(" · ".join(fact for fact in (sheet.mall, *facts) if fact))
        if first:
            self.renamed.emit()
            if not sheet.findings and sheet.carried:
                self.tabs.setCurrentIndex(CARRIED)
            self._pane.setFocus()
        self._go()

    def _go(self) -> None:
        place, self._wanted = self._wanted, None
        if isinstance(place, tuple):
            self.tabs.setCurrentIndex(place[0])
            if place[0] == FINDINGS:
                self.findings.go_to(str(place[1]))
            else:
                self._pane.list.go_to(place[1])

    def _name_tabs(self) -> None:
        sheet = self._sheet
        waiting = sum(1 for each in sheet.carried if not each.mended) if sheet else 0
        texts = (
            (self.tr("Findings and deadlines"), len(sheet.findings) if sheet else 0),
            (self.tr("Of earlier visits"), waiting),
            (self.tr("Complaints"), len(sheet.complaints) if sheet else 0),
        )
        for number, (text, count) in enumerate(texts):
            self.tabs.setTabText(number, f"{text} ({count})" if count else text)

    # --- moving about

    def _tab_key(self, number: int) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(f"Alt+{number + 1}"))
        action.triggered.connect(lambda: self._to_pane(number))
        self.addAction(action)
        self.tabs.setTabToolTip(number, f"Alt+{number + 1}")

    def _to_pane(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
        self._pane.setFocus()

    def _change_pane(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if not self.tabs.hasFocus():
            self._pane.setFocus()

    def _next_part(self) -> None:
        ring: list[QWidget] = [self._pane.list, self.tabs]
        here = next((n for n, widget in enumerate(ring) if widget.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    def _new_complaint(self) -> None:
        self.tabs.setCurrentIndex(COMPLAINTS)
        self.complaints.take()

    # --- what is done

    def _write(
        self,
        change: Callable[[Desk], str],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        desk = self.context.desk
        if failed is None:
            write_asked(self.context, self, lambda store: change(desk(store)), self._written)
        else:
            self.context.tasks.write(lambda store: change(desk(store)), self._written, failed)

    def _written(self, said: str) -> None:
        self.context.show(said)
        self.entered()
