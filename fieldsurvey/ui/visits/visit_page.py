"""The page of one visit: where the team looks between two stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QVBoxLayout, QWidget

from fieldsurvey.survey.draws import DrawSheet, read_draws
from fieldsurvey.survey.gaps import Gap, GapKind
from fieldsurvey.survey.overview import Overview, Overviews
from fieldsurvey.ui.parts.asking import write_asked
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.visits.carrying import Carrying
from fieldsurvey.ui.visits.chronology_pane import ChronologyPane
from fieldsurvey.ui.visits.decisions_pane import DecisionsPane
from fieldsurvey.ui.visits.header import VisitHeader
from fieldsurvey.ui.visits.parties_pane import PartiesPane
from fieldsurvey.ui.visits.people_pane import PeoplePane
from fieldsurvey.ui.visits.stands_pane import StandsPane
from fieldsurvey.ui.visits.summary import SummaryDialog, SummaryPanel
from fieldsurvey.ui.visits.visit_panes import GapsPane, VisitPanes
from fieldsurvey.ui.visits.visit_steps import VisitSteps

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.pane import Pane

_STANDS, _PEOPLE, _CHRONOLOGY, _PARTIES, _DECISIONS, _GAPS = range(6)
_PANE_OF = {
    GapKind.STAND_STATUS: _STANDS,
    GapKind.QUOTA: _PEOPLE,
    GapKind.CHRONOLOGY: _CHRONOLOGY,
    GapKind.LEAD: _PARTIES,
    GapKind.WITNESSES: _PARTIES,
    GapKind.COUNTERPART: _PARTIES,
    GapKind.CONFLICT: _DECISIONS,
    GapKind.DOUBLE: _DECISIONS,
    GapKind.REVIVAL: _DECISIONS,
    GapKind.CODE: _DECISIONS,
}
#: Below this many units of width the summary makes room for the list.
_WIDE_UNITS = 128


class SearchField(QLineEdit):
    """A field to search the list beneath it."""

    #: The focus goes elsewhere and nothing is searched for.
    left_empty = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that it is not needed."""
        super().focusOutEvent(event)
        if not self.text() and event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.left_empty.emit()


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
    #: What became of the findings is to be shown, and the complaints.
    follow_up = Signal()
    #: The photos are to be shown.
    photos = Signal()
    #: A stand is to be shown in the registry: name of the mall, code of the stand.
    registered = Signal(str, str)

    def __init__(self, context: Context, visit_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit_id
        self._overviews = Overviews()
        self._overview: Overview | None = None
        self._wanted: object = None
        theme = self.theme
        self.header = VisitHeader(theme, context.clock, self)
        self.steps = VisitSteps(context, self._write, self)
        self.carrying = Carrying(context, visit_id, self)
        self.carrying.arrived.connect(self.entered)
        self.carrying.arrived.connect(self.arrived)
        self.carrying.arrived.connect(self.carrying.tell_where)
        self.carrying.held.connect(self.header.show_held)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Parts of the visit"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._search = self._make_search()
        self.panes = VisitPanes(
            (
                self._make_stands,
                lambda: PeoplePane(context, self._write, self.panes),
                lambda: ChronologyPane(theme, self._write, context.clock, self.panes),
                lambda: PartiesPane(theme, self._write, self.panes),
                lambda: DecisionsPane(theme, self._write, self.panes),
                self._make_gaps,
            ),
            self,
        )
        self.panes.fill.connect(self._fill)
        for _ in range(len(self.panes)):
            self.tabs.addTab("")
        self.panes.open(_STANDS)
        self._summary = SummaryPanel(theme, self)
        self._summary.hide()
        self._lay_out()
        self._name_tabs()
        self.tabs.currentChanged.connect(self._change_pane)
        self._search.textChanged.connect(self._look_for)
        self._search.returnPressed.connect(self._to_list)
        self.header.step.connect(self.steps.forward)
        self.header.back.connect(self.steps.back)
        self.header.time.clicked.connect(self.steps.confirm_time)
        self.header.chosen.connect(self._chosen)
        self.header.minute.connect(self.entered)
        self.steps.documents.connect(self.documents)
        self.steps.said.connect(context.show)
        self.header.door.connect(lambda door: getattr(self, door.replace("-", "_")).emit())
        self._set_up_keys()
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
        return self.panes.pane(self.tabs.currentIndex())

    def _make_stands(self) -> Pane:
        stands = StandsPane(self.context, self._write, self.panes)
        stands.registered.connect(self.registered)
        return stands

    def _make_gaps(self) -> Pane:
        gaps = GapsPane(self.theme, self._write, self.panes)
        gaps.list.opened.connect(self.go_to_gap)
        return gaps

    def _make_search(self) -> SearchField:
        field, space = SearchField(), self.theme.space
        field.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        field.setAccessibleName(self.tr("Search in the list"))
        field.setMinimumWidth(space(14))
        field.setMaximumWidth(space(32))
        field.left_empty.connect(self._put_search_away)
        # Large text has room for one of the two: Ctrl+F puts the field in the tabs' place.
        self._in_turn = self.theme.unit >= LARGE_UNIT
        if self._in_turn:
            field.hide()
        return field

    def _set_up_keys(self) -> None:
        for action in ("score", "findings", "documents", "follow-up", "photos"):
            self.on(action, getattr(self, action.replace("-", "_")).emit)
        self.on("sync", self.carrying.synchronise)
        self.on("refresh", self.entered)
        self.on("find", self._find)
        self.on("new", self._new_note)
        self.on("seal", self.steps.seal)
        self.on("more", self.header.show_menu)
        self.on("undo", self._undo)
        self.on("panes", self._next_part)
        for number in range(len(self.panes)):
            self._tab_key(number)

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
        main.addWidget(self.panes, 1)
        body.addLayout(main, 1)
        body.addWidget(self._summary)
        outer.addLayout(body, 1)
        QWidget.setTabOrder(self.tabs, self._search)
        QWidget.setTabOrder(self._search, self.panes)

    def _show(self, overview: Overview) -> None:
        first = self._overview is None
        self._overview = overview
        self.setEnabled(True)
        self.header.show_overview(overview)
        self.steps.show_overview(overview)
        self.carrying.show_overview(overview)
        self.panes.show_overview(overview)
        self._summary.show_overview(overview)
        self._name_tabs()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.go_to(wanted)
        if first:
            self._pane.setFocus()
            self.renamed.emit()
            self.carrying.tell_where()

    def _name_tabs(self) -> None:
        found = self._overview
        texts = (
            self.tr("Stands"),
            self.tr("People asked"),
            self.tr("Chronology"),
            self.tr("Parties"),
            self.tr("To decide") + (f" ({found.to_decide})" if found and found.to_decide else ""),
            self.tr("Missing") + (f" ({len(found.gaps)})" if found and found.gaps else ""),
        )
        for number, text in enumerate(texts):
            self.tabs.setTabText(number, text)

    def minimumSizeHint(self) -> QSize:
        """The summary goes where there is little room, so it does not hold the window open."""
        least = super().minimumSizeHint()
        if not self._summary.isHidden():
            spared = self._summary.minimumSizeHint().width() + self.theme.space(2)
            room = self.header.minimumSizeHint().width() + 2 * self.theme.space(2)
            least.setWidth(max(room, least.width() - max(spared, self._summary.minimumWidth())))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The summary makes room where there is little."""
        super().resizeEvent(event)
        self._summary.setVisible(self.width() >= self.theme.space(_WIDE_UNITS))

    # --- moving about

    def _change_pane(self, number: int) -> None:
        self.panes.open(number)
        self._search.clear()
        self._put_search_away()
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
        if self._in_turn:
            self.tabs.hide()
            self._search.show()
        self._search.setFocus()
        self._search.selectAll()

    def _undo(self) -> None:
        self._pane.undo()

    def _put_search_away(self) -> None:
        if self._in_turn:
            self._search.hide()
            self.tabs.show()

    def _new_note(self) -> None:
        chronology = self.panes.pane(_CHRONOLOGY)
        self._to_pane(_CHRONOLOGY)
        if isinstance(chronology, ChronologyPane):
            chronology.field.setFocus()

    def _next_part(self) -> None:
        ring: list[QWidget] = [self._pane.list, self.header.next, self.header.more, self.tabs]
        here = next((n for n, widget in enumerate(ring) if widget.hasFocus()), -1)
        for step in range(1, len(ring) + 1):
            widget = ring[(here + step) % len(ring)]
            if widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                return

    def go_to_gap(self, gap: object) -> None:
        """Go where something that is missing can be added."""
        if not isinstance(gap, Gap):
            return
        if gap.kind in _PANE_OF:
            self._to_pane(_PANE_OF[gap.kind])
        elif gap.line is not None:
            self._fill(gap.line.form, gap.line.target, gap.line.ordinal)

    def _fill(self, form: str, target: str, ordinal: int) -> None:
        if self._overview is not None and self._overview.frozen:
            sealed = self.tr("The visit is sealed: its answers stay as they are.")
            cancelled = self.tr("The visit is cancelled: nothing is entered any more.")
            self.context.show(sealed if self._overview.sealed else cancelled)
            return
        self.fill.emit(form, target, ordinal)

    # --- what is done

    def _write(self, change: Callable[[Desk], str]) -> None:
        desk = self.context.desk
        write_asked(self.context, self, lambda store: change(desk(store)), self._written)

    def _written(self, said: str) -> None:
        self.context.show(said)
        self.entered()

    def _chosen(self, name: str) -> None:
        doors: dict[str, Callable[[], None]] = {
            "export": self.carrying.export,
            "import": self.carrying.take_in,
            "sync": self.carrying.synchronise,
            "summary": self._show_summary,
            "clock": self.steps.confirm_time,
            "draw": self._draw,
            "held": self.carrying.look_where,
            "followed-up": self.steps.follow_up,
            "photos": self.photos.emit,
            "close": self.steps.close_visit,
            "cancel": self.steps.cancel,
        }
        doors[name]()

    def _draw(self) -> None:
        """Draw a sample, unless nothing may be written any more."""
        if self._overview is None or self._overview.frozen:
            self.context.show(self.tr("The visit is frozen: nothing is drawn any more."))
            return
        desk, visit = self.context.desk, self._visit
        self.context.tasks.read(lambda store: read_draws(desk(store), visit), self._ask_draw)

    def _ask_draw(self, sheet: DrawSheet) -> None:
        from fieldsurvey.ui.visits.draw_dialog import DrawDialog

        dialog = DrawDialog(self.context, self._visit, sheet, self)
        dialog.finished.connect(lambda _result: self.entered())
        dialog.open()

    def _show_summary(self) -> None:
        if self._overview is not None:
            SummaryDialog(self._overview, self.header.facts, self.theme, self).open()
