"""The score explained: the figure and its category, and the tree down to every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.closing_talk import closing_talk
from fieldsurvey.survey.explained import explain_visit
from fieldsurvey.ui.report.projector import Projector
from fieldsurvey.ui.report.score_model import (
    BASIS,
    BRANCH_ROLE,
    COST,
    NAME,
    SCORE,
    WEIGHT,
    Branch,
    ScoreModel,
)
from fieldsurvey.ui.report.score_profile import ScoreProfile
from fieldsurvey.ui.report.score_summary import ScoreSummary
from fieldsurvey.ui.report.score_views import ScoreTree, StandsTable
from fieldsurvey.ui.report.stands_model import StandsModel
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.store import Store
    from fieldsurvey.survey.closing_talk import ClosingTalk
    from fieldsurvey.survey.explained import Explained
    from fieldsurvey.ui.context import Context

_TREE, _PROFILE, _STANDS, _NOTES = range(4)
#: Width of the summary in units, and at most as a share of the page.
_SUMMARY_UNITS, _SUMMARY_SHARE = 42, 0.34
#: Widths of the columns in units; below which width of the tree (in units) each makes room; widths where it is narrow.
_WIDTHS = {BASIS: 28, WEIGHT: 10, COST: 11, SCORE: 22}
_ROOM_FOR = {WEIGHT: 84, BASIS: 68}
_NARROW = {COST: 10, SCORE: 8}

Path = tuple[int, ...]


class ScorePage(Screen):
    """The score of a visit.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    #: A question is to be opened: form, target, ordinal of its response; the question's ref.
    open_item = Signal(str, str, int, str)

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._explained: Explained | None = None
        self._talk: ClosingTalk | None = None
        self._wanted: object = None
        self.summary = ScoreSummary(self.theme)
        self.summary.asked.connect(self._ask_present)
        self.tree = ScoreTree(self.theme)
        self.tree.setAccessibleName(self.tr("How the score comes about"))
        self.tree.chosen.connect(self._choose)
        self.profile = ScoreProfile(self.theme)
        self.stands = StandsTable(self.theme)
        self.stands.setAccessibleName(self.tr("Share of each stand"))
        self.notes = QScrollArea()
        self.notes.setWidgetResizable(True)
        self.notes.setAccessibleName(self.tr("Notes"))
        self._waiting = QLabel(self.tr("Working out the score…"))
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._waiting, "muted")
        self._lay_out()
        self._set_up_keys()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Score")

    def entered(self) -> None:
        """Score anew: answers may have changed."""
        visit, desk = self._visit, self.context.desk

        def read(store: Store) -> tuple[Explained, ClosingTalk]:
            explained = explain_visit(desk(store), visit)
            return explained, closing_talk(desk(store), visit, explained.score)

        self.context.tasks.read(read, self._loaded)

    def place(self) -> object:
        """Return the part of the page, and the row of the tree."""
        return self.tabs.currentIndex(), _path(self._branch(self.tree.currentIndex()))

    def go_to(self, place: object) -> None:
        """Go where the page was."""
        self._wanted = place
        if self._explained is not None:
            self._go_wanted()

    def show_score(self, explained: Explained) -> None:
        """Show a score; the same one leaves everything as it stands."""
        if explained == self._explained:
            return
        first = self._explained is None
        unfolded, present = self._unfolded(), _path(self._branch(self.tree.currentIndex()))
        self._explained = explained
        self.summary.show_score(explained)
        self._model = ScoreModel(explained.score, explained.questions, self)
        self.tree.setModel(self._model)
        self.tree.selectionModel().currentChanged.connect(self._moved)
        self._show_stands(explained)
        self._fit_columns()
        self._show_notes(explained)
        self._body.setCurrentIndex(1)
        self._sift()
        for path in unfolded:
            self._unfold(path)
        self._stand_on(present)
        if first:
            self.tree.setFocus()
        if self._wanted is not None:
            self._go_wanted()

    # --- parts

    def _make_sieve(self) -> None:
        space = self.theme.space
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in the breakdown"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(space(16))
        self.search.setMaximumWidth(space(32))
        self.lost = QCheckBox(self.tr("Only what costs points"))
        self.lost.setMinimumHeight(self.theme.target)
        self._sieve = QWidget()
        sieve = QHBoxLayout(self._sieve)
        sieve.setContentsMargins(0, 0, 0, 0)
        sieve.setSpacing(space(2))
        sieve.addWidget(self.search, 1)
        sieve.addWidget(self.lost)
        sieve.addStretch(0)
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self.tree.setFocus)
        self.lost.toggled.connect(self._sift)

    def _lay_out(self) -> None:
        space = self.theme.space
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for text in (
            self.tr("Breakdown"),
            self.tr("Profile"),
            self.tr("Share of each stand"),
            self.tr("Notes"),
        ):
            self.tabs.addTab(text)
        self._make_sieve()
        self._none = QLabel(self.tr("Nothing fits the search."))
        dress(self._none, "muted")
        self._none.hide()
        breakdown = QWidget()
        column = QVBoxLayout(breakdown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self._sieve)
        column.addWidget(self._none)
        column.addWidget(self.tree, 1)
        self._stack = QStackedWidget()
        for part in (breakdown, self.profile, self.stands, self.notes):
            self._stack.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(space(1))
        right.addWidget(self.tabs)
        right.addWidget(self._stack, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(*[space(2)] * 4)
        row.setSpacing(space(2))
        row.addWidget(self.summary)
        row.addLayout(right, 1)
        self._body = QStackedWidget(self)
        self._body.addWidget(self._waiting)
        self._body.addWidget(shown)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._body)
        self.tabs.currentChanged.connect(self._change_tab)

    def _set_up_keys(self) -> None:
        self.on("refresh", self.entered)
        self.on("find", self._find)
        self.on("panes", self._next_pane)
        present = self.on("present", self.present)
        self.summary.present_button.setToolTip(present.toolTip())
        self.summary.present_button.clicked.connect(self.present)
        for number in range(self.tabs.count()):
            keys = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            keys.activated.connect(lambda tab=number: self.tabs.setCurrentIndex(tab))
            self.tabs.setTabToolTip(number, f"Alt+{number + 1}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the summary and the tree; columns that do not fit make room."""
        super().resizeEvent(event)
        most = round(self.width() * _SUMMARY_SHARE)
        self.summary.setFixedWidth(min(self.theme.space(_SUMMARY_UNITS), most))
        self._fit_columns()

    def _fit_columns(self) -> None:
        if self._explained is None:
            return
        header, space = self.tree.header(), self.theme.space
        units = (self.width() - self.summary.width() - space(6)) / self.theme.unit
        widths = _WIDTHS | (_NARROW if units < _ROOM_FOR[BASIS] else {})
        self.tree.setIndentation(space(1.5 if widths[SCORE] == _NARROW[SCORE] else 2.5))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in widths.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, space(width))
            self.tree.setColumnHidden(column, units < _ROOM_FOR.get(column, 0))
        share = self._explained.score.stands and self.stands.model().columnCount() - 1
        if share:
            self.stands.horizontalHeader().resizeSection(share, space(widths[SCORE]))

    # --- what is shown

    def _loaded(self, read: tuple[Explained, ClosingTalk]) -> None:
        explained, self._talk = read
        self.show_score(explained)
        self.profile.show_talk(self._talk)
        self.summary.present_button.setEnabled(True)

    def present(self) -> None:
        """Show the closing talk on the whole screen."""
        if self._talk is None:
            return
        projector = Projector(self.context, self._talk, self)
        # What was replied is read anew; the same score leaves the page as it stands.
        projector.finished.connect(self.entered)
        projector.finished.connect(projector.deleteLater)
        projector.setWindowModality(Qt.WindowModality.ApplicationModal)
        projector.showFullScreen()

    def _show_stands(self, explained: Explained) -> None:
        model = StandsModel(explained.score, self)
        self.stands.setModel(model)
        self.stands.show_bars(model.share)
        header = self.stands.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(model.share, QHeaderView.ResizeMode.Fixed)
        if model.rowCount():
            self.stands.selectRow(0)
        self.tabs.setTabVisible(_STANDS, bool(model.rowCount()))

    def _show_notes(self, explained: Explained) -> None:
        inside = QFrame()
        dress(inside, "card")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[self.theme.space(3)] * 4)
        column.setSpacing(self.theme.space(2))
        for text in explained.score.notes:
            note = QLabel(text)
            note.setWordWrap(True)
            note.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(note)
        column.addStretch(1)
        self.notes.setWidget(inside)
        self.tabs.setTabText(_NOTES, self.tr("Notes") + f" ({len(explained.score.notes)})")

    def _moved(self, present: QModelIndex, before: QModelIndex) -> None:
        del before
        self.summary.show_part(self._branch(present))

    # --- moving about

    def _choose(self, index: QModelIndex) -> None:
        branch = self._branch(index)
        if branch is None or branch.question is None or self._explained is None:
            return
        asked = branch.question
        self.open_item.emit(asked.form, asked.target, asked.ordinal, asked.ref)

    def _ask_present(self) -> None:
        self._choose(self.tree.currentIndex())

    def _change_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        if not self.tabs.hasFocus():
            self._panes[tab].setFocus()

    def _find(self) -> None:
        self.tabs.setCurrentIndex(_TREE)
        self.search.setFocus()
        self.search.selectAll()

    def _sift(self) -> None:
        """Show what the search and the check box leave: a list of answers, else the tree."""
        if self._explained is None:
            return
        present = _path(self._branch(self.tree.currentIndex()))
        self._model.sift(self.search.text(), lost=self.lost.isChecked())
        self.tree.setRootIsDecorated(not self._model.sifted)
        self._none.setVisible(not self._model.rowCount())
        if not self._model.sifted:
            self.tree.expandToDepth(0)
        self._stand_on(() if self._model.sifted else present)

    @property
    def _panes(self) -> tuple[QWidget, ...]:
        return self.tree, self.profile, self.stands, self.notes

    def _next_pane(self) -> None:
        ring: list[QWidget] = [
            self._panes[self.tabs.currentIndex()],
            self.summary,
            self.tabs,
        ]
        here = next((n for n, pane in enumerate(ring) if pane.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    def _go_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if isinstance(wanted, tuple):
            tab, path = wanted
            self.tabs.setCurrentIndex(tab)
            self._stand_on(path)

    # --- places in the tree

    def _branch(self, index: QModelIndex) -> Branch | None:
        found: Branch | None = index.data(BRANCH_ROLE) if index.isValid() else None
        return found

    def _stand_on(self, path: Path) -> None:
        """Make a part the present one, or the first when it is not shown."""
        branch = self._model.branch_at(path)
        index = self._model.index_of(branch) if branch is not None else QModelIndex()
        if not index.isValid():
            index = self._model.index(0, NAME)
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)
        self.summary.show_part(self._branch(index))

    def _unfold(self, path: Path) -> None:
        branch = self._model.branch_at(path)
        if branch is not None and not self._model.sifted:
            self.tree.setExpanded(self._model.index_of(branch), True)

    def _unfolded(self) -> list[Path]:
        if self._explained is None or self._model.sifted:
            return []
        found: list[Path] = []
        waiting = [QModelIndex()]
        while waiting:
            parent = waiting.pop()
            for row in range(self._model.rowCount(parent)):
                index = self._model.index(row, NAME, parent)
                if self.tree.isExpanded(index):
                    found.append(_path(self._branch(index)))
                    waiting.append(index)
        return found


def _path(branch: Branch | None) -> Path:
    return branch.path if branch is not None else ()
