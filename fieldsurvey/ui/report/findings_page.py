"""Findings: drafted from the answers, put into the team's own words, taken out and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import StoreError
from fieldsurvey.survey.finding_sheet import read_sheet
from fieldsurvey.survey.findings import add_finding, write_drafts
from fieldsurvey.ui.deeds import Deeds
from fieldsurvey.ui.parts.asking import write_asked
from fieldsurvey.ui.report.finding_dialog import FindingDialog
from fieldsurvey.ui.report.finding_editor import FindingEditor
from fieldsurvey.ui.report.finding_steps import BroughtIn, Merged, Reworded, Split, Step, TakenOut
from fieldsurvey.ui.report.findings_model import FindingsModel
from fieldsurvey.ui.report.findings_table import FindingsTable
from fieldsurvey.ui.report.merge_dialog import MergeDialog
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.finding_sheet import FindingSheet
    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.context import Context

_IN, _OUT = range(2)
#: Below this width in units the table shows where and what only.
_WIDE_UNITS = 130


class FindingsPage(Screen):
    """A table of findings, and beside it the one that is being worded.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._sheet: FindingSheet | None = None
        self._new: int | None = None
        self._wanted = ""
        self._deeds = Deeds(context, visit, self)
        self._deeds.stepped.connect(self._stepped)
        self._deeds.refused.connect(self._load)
        self._model = FindingsModel(self)
        self.table = FindingsTable(self._model, self.theme)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.editor = FindingEditor(context.tasks, self.theme)
        self.editor.changed.connect(self._save)
        self.editor.moved.connect(self._move_now)
        self.draft = QPushButton(self.tr("Draft from the answers"))
        self.draft.clicked.connect(self._draft_now)
        self.add = QPushButton(self.tr("New finding"))
        self.add.clicked.connect(self._ask_new)
        self.merge, self.split = QPushButton(self.tr("Merge …")), QPushButton(self.tr("Split"))
        self.merge.clicked.connect(self._ask_merge)
        self.split.clicked.connect(self._split_now)
        self._said, self._empty = QLabel(), QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        for label, kind in ((self._said, "warn"), (self._empty, "muted")):
            label.setWordWrap(True)
            dress(label, kind)
        self._lay_out()
        self._set_up_keys()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Findings")

    def entered(self) -> None:
        """Load the findings, and count what the answers call for."""
        self._load(count_new=True)

    def can_leave(self, then: Callable[[], None]) -> None:
        """Save what is being worded first; words that can never be written (sealed meanwhile) hold nobody here."""
        self._save(then, refused=then)

    def keep(self) -> None:
        """Save what is being worded."""
        self._save(lambda: None)

    def place(self) -> object:
        """Return the finding that is shown."""
        return self.editor.finding.id if self.editor.finding else None

    def go_to(self, place: object) -> None:
        """Show a finding by id."""
        if isinstance(place, str):
            self._wanted = place
            self._select(place)

    # --- parts

    def _lay_out(self) -> None:
        space = self.theme.space
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("In the minutes or taken out"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for _ in (_IN, _OUT):
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._change_tab)
        left = QVBoxLayout()
        left.setSpacing(space(1))
        buttons = QHBoxLayout(spacing=space(1))
        buttons.addWidget(self.draft)
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        left.addLayout(buttons)
        bar = QHBoxLayout(spacing=space(1))
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        for button in (self.merge, self.split):
            dress(button, "quiet")
            bar.addWidget(button)
        left.addLayout(bar)
        left.addWidget(self._said)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[space(2)] * 4)
        row.setSpacing(space(2))
        row.addLayout(left, 5)
        row.addWidget(self.editor, 5)
        row.addWidget(self._empty, 5)
        self.editor.hide()  # until there is one to show
        self._show_counts()

    def _set_up_keys(self) -> None:
        for button, action in ((self.add, "new"), (self.merge, "merge"), (self.split, "split")):
            button.setToolTip(self.on(action, button.click).toolTip())
        self.on("undo", self._undo)
        self.on("redo", self._redo)
        self.on("refresh", self.entered)
        self.on("panes", self._next_pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What the fields beside say anyway makes room first."""
        super().resizeEvent(event)
        self.table.make_room(narrow=self.width() < self.theme.space(_WIDE_UNITS))

    def _next_pane(self) -> None:
        ring: list[QWidget] = [self.table, self.editor.condition, self.draft]
        here = next((n for n, pane in enumerate(ring) if pane.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    # --- loading

    def _load(self, show: str = "", *, count_new: bool = False) -> None:
        desk, visit = self.context.desk, self._visit
        if show:
            self._wanted = show
        self.context.tasks.read(
            lambda store: read_sheet(desk(store), visit, count_new=count_new), self._loaded
        )

    def _loaded(self, sheet: FindingSheet) -> None:
        first, self._sheet = self._sheet is None, sheet
        if sheet.new is not None:
            self._new = sheet.new
        self._show_counts()
        self._list()
        if first:
            self.table.setFocus()

    def _show_counts(self) -> None:
        sheet = self._sheet
        inside, out = (len(sheet.findings), len(sheet.removed)) if sheet else (0, 0)
        self.tabs.setTabText(_IN, self.tr("In the minutes ({n})").format(n=inside))
        self.tabs.setTabText(_OUT, self.tr("Taken out ({n})").format(n=out))
        new = self._new or 0
        self.draft.setText(
            self.tr("Draft from the answers (%n new)", "", new)
            if self._new is not None
            else self.tr("Draft from the answers")
        )
        dress(self.draft, "primary" if new else "plain")
        sealed = sheet is not None and sheet.sealed
        self.draft.setEnabled(bool(new) and not sealed)
        self.add.setEnabled(sheet is not None and not sealed)
        self._said.setVisible(sealed)
        self._said.setText(self.tr("The visit is sealed: its findings stay as they are."))

    def _list(self) -> None:
        if self._sheet is None:
            return
        out = self.tabs.currentIndex() == _OUT
        self._model.show_findings(self._sheet.removed if out else self._sheet.findings)
        shown = self.editor.finding
        self._select(self._wanted or (shown.id if shown else ""))
        self._wanted = ""

    def _select(self, identity: str) -> None:
        row = max(self._model.row_of(identity), 0)
        self._show(self._model.finding(row))
        if self._model.rowCount():
            self.table.selectRow(row)

    def _show(self, finding: Finding | None) -> None:
        out = self.tabs.currentIndex() == _OUT
        self.editor.show_finding(finding, self._sheet, removed=out)
        self.editor.setVisible(finding is not None)
        free = not out and self._sheet is not None and not self._sheet.sealed
        self.merge.setVisible(free and self._model.rowCount() > 1)
        self.split.setVisible(free and finding is not None and bool(finding.merged))
        self._empty.setVisible(finding is None)
        self._empty.setText(
            self.tr("Nothing was taken out.")
            if out
            else self.tr("No findings yet. Draft them from the answers, or write one (Ctrl+N).")
        )

    def _moved(self, present: QModelIndex, before: QModelIndex) -> None:
        del before
        chosen, shown = self._model.finding(present.row()), self.editor.finding
        if chosen is not None and (shown is None or chosen.id != shown.id):
            self._save()
            self._show(self._model.finding(present.row()))

    def _change_tab(self, _tab: int) -> None:
        self._save()
        self._list()

    # --- writing

    def _save(
        self,
        then: Callable[[], None] | None = None,
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Write what was typed, then go on; a failed write keeps the page and what was typed.

        Args:
            then: what follows.
            refused: what follows where it is not the disk that failed: trying again would not help.
        """
        self.editor.stop()
        finding, typed = self.editor.finding, self.editor.typed()
        if finding is None or not typed:
            if then is not None:
                then()
            return
        before = {name: getattr(finding, name) for name in typed}
        step = Reworded(finding.id, before, typed)
        fresh = replace(finding, **typed)  # type: ignore[arg-type]  # names and kinds are the editor's
        self.editor.saved(fresh)
        self._model.replace_finding(fresh)

        def saved(_nothing: None) -> None:
            self._deeds.remember(step)
            self.context.show(self.tr("Finding saved"))
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            shown = self.editor.finding
            if shown is not None and shown.id == finding.id:
                self.editor.saved(finding)  # still to be written
            self._model.replace_finding(finding)
            self.context.tell(error)
            if refused is not None and not isinstance(error, StoreError):
                refused()

        self._write(lambda desk: step.do(desk, self._visit), saved, failed)

    def _write(
        self,
        call: Callable[[Desk], None],
        done: Callable[[None], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        desk = self.context.desk

        def write(store: Store) -> None:
            call(desk(store))

        self.context.tasks.write(write, done, failed or self._failed)

    def _failed(self, error: Exception) -> None:
        self.context.tell(error)
        self._load()

    def _draft_now(self) -> None:
        desk, visit = self.context.desk, self._visit

        def write(store: Store) -> list[str]:
            opened = desk(store)
            return write_drafts(opened.visits, visit, opened.instrument(visit))

        self._save(lambda: self.context.tasks.write(write, self._drafted))

    def _drafted(self, new: list[str]) -> None:
        self.context.show(self.tr("%n new findings drafted from the answers", "", len(new)))
        self._new = 0
        if new:
            self._deeds.remember(BroughtIn(new))
        self.tabs.setCurrentIndex(_IN)
        self._load(new[0] if new else "")
        self.table.setFocus()

    def _ask_new(self) -> None:
        if self._sheet is None:
            return
        self._save()
        dialog = FindingDialog(self.theme, self._sheet.places, self)
        dialog.written.connect(self._add_now)
        dialog.open()

    def _add_now(self, finding: Finding) -> None:
        desk, visit = self.context.desk, self._visit

        def write(store: Store) -> str:
            return add_finding(desk(store).visits, visit, finding)

        write_asked(self.context, self, write, self._added)

    def _added(self, identity: str) -> None:
        self._deeds.remember(BroughtIn([identity]))
        self.context.show(self.tr("Finding added"))
        self.tabs.setCurrentIndex(_IN)
        self._load(identity)
        self.editor.action.setFocus()

    def _ask_merge(self) -> None:
        """Ask which findings say the same as the one that is shown."""
        shown = self.editor.finding
        if self._sheet is None or shown is None:
            return
        self._save()
        others = [each for each in self._sheet.findings if each.id != shown.id]
        dialog = MergeDialog(self.theme, shown, others, self)
        dialog.chosen.connect(
            lambda chosen: self._step(
                Merged(shown.id, chosen), self.tr("Merged; Ctrl+Z splits them")
            )
        )
        dialog.open()

    def _split_now(self) -> None:
        shown = self.editor.finding
        if shown is not None and shown.merged:
            self._step(Split(shown.id, shown.merged), self.tr("Split; Ctrl+Z merges them"))

    def _step(self, step: Step, said: str) -> None:
        """Save what was typed, then take a step that can be taken back."""

        def stepped(_nothing: None) -> None:
            self._deeds.remember(step)
            self.context.show(said)
            self.editor.show_finding(None, None, removed=False)
            self._load(step.show)
            self.table.setFocus()

        self._save(lambda: self._write(lambda desk: step.do(desk, self._visit), stepped))

    def _move_now(self) -> None:
        finding = self.editor.finding
        if finding is None:
            return
        back = self.tabs.currentIndex() == _OUT
        step: Step = BroughtIn([finding.id]) if back else TakenOut(finding.id)

        def moved(_nothing: None) -> None:
            self._deeds.remember(step)
            self.context.show(
                self.tr("Brought back")
                if back
                else self.tr("Taken out of the minutes; Ctrl+Z brings it back")
            )
            self._load()
            self.table.setFocus()

        self._save(lambda: self._write(lambda desk: step.do(desk, self._visit), moved))

    def _undo(self) -> None:
        self._save(self._deeds.undo)

    def _redo(self) -> None:
        self._save(self._deeds.redo)

    def _stepped(self, step: Step) -> None:
        self.editor.show_finding(None, None, removed=False)
        self._load(step.show, count_new=True)
