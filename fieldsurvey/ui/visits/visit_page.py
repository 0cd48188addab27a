"""The page of one visit: where the team looks between two stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldsurvey.survey.gaps import Gap, GapKind, Weight
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.overview import Overview, Overviews
from fieldsurvey.survey.stages import begin, complete
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.visits.chronology_pane import ChronologyPane
from fieldsurvey.ui.visits.decisions_pane import DecisionsPane
from fieldsurvey.ui.visits.dialogs import ConfirmDialog, gap_rows
from fieldsurvey.ui.visits.header import VisitHeader
from fieldsurvey.ui.visits.pane import Pane
from fieldsurvey.ui.visits.people_pane import PeoplePane
from fieldsurvey.ui.visits.stands_pane import StandsPane
from fieldsurvey.ui.visits.summary import SummaryPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context

_STANDS, _PEOPLE, _CHRONOLOGY, _DECISIONS, _GAPS = range(5)
_PANE_OF = {
    GapKind.STAND_STATUS: _STANDS,
    GapKind.QUOTA: _PEOPLE,
    GapKind.CHRONOLOGY: _CHRONOLOGY,
    GapKind.CONFLICT: _DECISIONS,
    GapKind.DOUBLE: _DECISIONS,
    GapKind.REVIVAL: _DECISIONS,
    GapKind.CODE: _DECISIONS,
}
#: Below this many units of width the summary makes room for the list.
_WIDE_UNITS = 128


class VisitPage(Screen):
    """One visit.

    Args:
        context: the tools.
        visit_id: which visit.
        parent: the owner.
    """

    #: A form is to be opened: form, target, ordinal.
    fill = Signal(str, str, int)
    #: The score is to be shown.
    score = Signal()
    #: The documents are to be shown.
    documents = Signal()
    #: The findings are to be shown.
    findings = Signal()

    def __init__(self, context: Context, visit_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit_id
        self._overviews = Overviews()
        self._overview: Overview | None = None
        self._wanted: object = None
        theme = self.theme
        self.header = VisitHeader(theme)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of the visit"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        self._search.setAccessibleName(self.tr("Search in the list"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(theme.space(14))
        self._search.setMaximumWidth(theme.space(32))
        self._gaps = Pane(theme, self._write, self.tr("What is missing"))
        self._gaps.list.say_when_empty(self.tr("Nothing is missing."))
        self._gaps.list.opened.connect(self._go_to_gap)
        self.panes: tuple[Pane, ...] = (
            StandsPane(theme, self._write),
            PeoplePane(theme, self._write),
            ChronologyPane(theme, self._write, context.clock),
            DecisionsPane(theme, self._write),
            self._gaps,
        )
        self._stack = QStackedWidget()
        for pane in self.panes:
            pane.fill.connect(self._fill)
            self._stack.addWidget(pane)
            self.tabs.addTab("")
        self._summary = SummaryPanel(theme)
        self._summary.hide()
        self._lay_out()
        self._name_tabs()
        self.tabs.currentChanged.connect(self._change_pane)
        self._search.textChanged.connect(self._look_for)
        self._search.returnPressed.connect(self._to_list)
        self.header.step.connect(self._step)
        self.header.back.connect(self._step_back)
        self.header.door.connect(lambda door: getattr(self, door).emit())
        for action in ("score", "findings", "documents"):
            self.on(action, getattr(self, action).emit)
        self.on("refresh", self.entered)
        self.on("find", self._find)
        self.on("new", self._new_note)
        self.on("seal", self._seal)
        self.on("panes", self._next_part)
        for number in range(len(self.panes)):
            self._tab_key(number)
        self.setEnabled(False)

    def title(self) -> str:
        """Return the mall's name."""
        return self._overview.visit.mall.name if self._overview else self.tr("Visit")

    def breadcrumbs(self) -> list[str]:
        """Return the way here."""
        return [self.tr("Visits"), self.title()]

    def entered(self) -> None:
        """Read the visit anew."""
        self.context.tasks.read(
            lambda store: self._overviews.of(self.context.desk(store), self._visit), self._show
        )

    def place(self) -> object:
        """Return the part and the row one stands on."""
        return self.tabs.currentIndex(), self._pane.list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a row of a part."""
        if isinstance(place, tuple):
            self.tabs.setCurrentIndex(place[0])
            if not self._pane.list.go_to(place[1]):
                self._wanted = place

    # --- what is shown

    @property
    def _pane(self) -> Pane:
        return self.panes[self.tabs.currentIndex()]

    def _lay_out(self) -> None:
        space = self.theme.space
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(2), space(1.5), space(2), space(2))
        outer.setSpacing(space())
        outer.addWidget(self.header)
        bar = QHBoxLayout()
        bar.setSpacing(space(2))
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self._search)
        body = QHBoxLayout()
        body.setSpacing(space(2))
        main = QVBoxLayout()
        main.setSpacing(space())
        main.addLayout(bar)
        main.addWidget(self._stack, 1)
        body.addLayout(main, 1)
        body.addWidget(self._summary)
        outer.addLayout(body, 1)
        for first, second in (
            (self.tabs, self._search),
            (self._search, self._stack),
        ):
            QWidget.setTabOrder(first, second)

    def _show(self, overview: Overview) -> None:
        first = self._overview is None
        self._overview = overview
        self.setEnabled(True)
        self.header.show_overview(overview)
        for pane in self.panes:
            pane.show_overview(overview)
        self._gaps.list.set_rows(gap_rows(overview.gaps))
        self._summary.show_overview(overview)
        self._name_tabs()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.go_to(wanted)
        if first:
            self._pane.setFocus()
            self.renamed.emit()

    def _name_tabs(self) -> None:
        found = self._overview
        texts = (
            self.tr("Stands"),
            self.tr("People asked"),
            self.tr("Chronology"),
            self.tr("To decide") + (f" ({found.to_decide})" if found and found.to_decide else ""),
            self.tr("Missing") + (f" ({len(found.gaps)})" if found and found.gaps else ""),
        )
        for number, text in enumerate(texts):
            self.tabs.setTabText(number, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The summary makes room where there is little."""
        super().resizeEvent(event)
        self._summary.setVisible(self.width() >= self.theme.space(_WIDE_UNITS))

    # --- moving about

    def _change_pane(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._search.clear()
        if not self.tabs.hasFocus():
            self._pane.setFocus()

    def _tab_key(self, number: int) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(f"Alt+{number + 1}"))
        action.triggered.connect(lambda: self._to_pane(number))
        self.addAction(action)
        self.tabs.setTabToolTip(number, f"Alt+{number + 1}")

    def _to_pane(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
        self._pane.setFocus()

    def _look_for(self, text: str) -> None:
        self._pane.list.search(text)

    def _to_list(self) -> None:
        self._pane.setFocus()

    def _find(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _new_note(self) -> None:
        chronology = self.panes[_CHRONOLOGY]
        self._to_pane(_CHRONOLOGY)
        if isinstance(chronology, ChronologyPane):
            chronology.field.setFocus()

    def _next_part(self) -> None:
        ring: list[QWidget] = [self._pane.list, self.header.next, self.tabs]
        here = next((n for n, widget in enumerate(ring) if widget.hasFocus()), -1)
        for step in range(1, len(ring) + 1):
            widget = ring[(here + step) % len(ring)]
            if widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                return

    def _go_to_gap(self, gap: object) -> None:
        if not isinstance(gap, Gap):
            return
        if gap.kind in _PANE_OF:
            self._to_pane(_PANE_OF[gap.kind])
        elif gap.line is not None:
            self._fill(gap.line.form, gap.line.target, gap.line.ordinal)
        elif gap.kind in {GapKind.LEAD, GapKind.COUNTERPART}:
            self.documents.emit()

    def _fill(self, form: str, target: str, ordinal: int) -> None:
        if self._overview is not None and self._overview.sealed:
            self.context.show(self.tr("The visit is sealed: its answers stay as they are."))
            return
        self.fill.emit(form, target, ordinal)

    # --- what is done

    def _write(self, change: Callable[[Desk], str]) -> None:
        desk = self.context.desk
        self.context.tasks.write(lambda store: change(desk(store)), self._written)

    def _written(self, said: str) -> None:
        self.context.show(said)
        self.entered()

    def _step(self) -> None:
        if self._overview is None:
            return
        steps: dict[VisitState, Callable[[], None]] = {
            VisitState.PLANNED: lambda: self._move(begin, self.tr("The visit has begun.")),
            VisitState.ON_SITE: self._complete,
            VisitState.COMPLETED: self._seal,
            VisitState.SEALED: self.documents.emit,
        }
        steps.get(self._overview.visit.state, lambda: None)()

    def _step_back(self) -> None:
        if self._overview is None:
            return
        if self._overview.visit.state is VisitState.COMPLETED:
            self._move(begin, self.tr("Filling goes on."))
        elif self._overview.visit.state is VisitState.SEALED:
            dialog = ConfirmDialog(
                self.theme,
                self.tr("Lift the seal"),
                self.tr(
                    "Answers can be changed again. Documents made so far become void. "
                    "This is possible only before the first signature."
                ),
                (),
                self.tr("Lift the seal"),
                self,
            )
            dialog.confirmed.connect(lambda _reason: self._unseal())
            dialog.open()

    def _move(self, step: Callable[..., None], said: str) -> None:
        visit = self._visit

        def move(desk: Desk) -> str:
            step(desk.visits, visit)
            return said

        self._write(move)

    def _complete(self) -> None:
        assert self._overview is not None
        dialog = ConfirmDialog(
            self.theme,
            self.tr("Complete the visit"),
            self.tr(
                "The work on site ends now. You can go on filling afterwards, until the visit is sealed."
            ),
            self._overview.gaps,
            self.tr("Complete the visit"),
            self,
        )
        dialog.confirmed.connect(
            lambda _reason: self._move(complete, self.tr("The visit is completed."))
        )
        dialog.open()

    def _seal(self) -> None:
        if self._overview is None or self._overview.visit.state is not VisitState.COMPLETED:
            self.context.show(self.tr("Only a completed visit can be sealed."))
            return
        dialog = ConfirmDialog(
            self.theme,
            self.tr("Seal the visit"),
            self.tr(
                "Answers, photos and findings are frozen; the berita acara prints their digest."
            ),
            [gap for gap in self._overview.gaps if gap.weight is not Weight.ADVICE],
            self.tr("Seal the visit"),
            self,
            sealing=True,
        )
        dialog.confirmed.connect(self._do_seal)
        dialog.open()

    def _do_seal(self, reason: str) -> None:
        visit, said = self._visit, self.tr("The visit is sealed.")

        def seal(desk: Desk) -> str:
            desk.seal(visit, override=reason)
            return said

        self._write(seal)

    def _unseal(self) -> None:
        visit, said = self._visit, self.tr("The seal was lifted.")

        def lift(desk: Desk) -> str:
            desk.unseal(visit)
            return said

        self._write(lift)
