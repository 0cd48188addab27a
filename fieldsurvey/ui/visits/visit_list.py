"""The list of visits: the first thing one sees, and where everything begins."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey import archive as archives
from fieldsurvey.survey.follow_up_sheet import Due, read_due
from fieldsurvey.survey.inspectors import choose_inspector
from fieldsurvey.survey.visit_list import VisitLine, VisitLines
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.import_bundle import ImportDialog
from fieldsurvey.ui.visits.new_visit import NewVisitDialog
from fieldsurvey.ui.visits.row_list import RowList
from fieldsurvey.ui.visits.sample_offer import SampleOffer
from fieldsurvey.ui.visits.visit_rows import Extra, VisitRows
from fieldsurvey.ui.visits.who_dialog import Unclaimed, WhoDialog, unclaimed

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.sync.whereabouts import Whereabouts
    from fieldsurvey.ui.context import Context


class VisitList(Screen):
    """All visits of the database, the newest first.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: A visit is to be opened: its id.
    opened = Signal(str)
    #: The deadlines of all visits are to be shown.
    due = Signal()
    #: The training visit is asked for.
    training = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines = VisitLines()
        self._shown: list[VisitLine] = []
        self._extras: dict[str, Extra] = {}
        self._looked: set[str] = set()
        self._wanted: object = None
        self._arrived: list[str] = []
        self._asked_about: VisitLine | None = None
        self._sample = SampleOffer(context, self)
        self._rows = VisitRows(wide=self._wide(), parent=self)
        self._make_parts()
        self._lay_out()
        for action, slot in (
            ("new", self._make_new),
            ("sync", self._synchronise),
            ("follow-up", self.due.emit),
            ("archived", self._archived.click),
            ("refresh", self.entered),
            ("training", self.training.emit),
            ("find", self._find),
        ):
            self.on(action, slot)

    def _make_parts(self) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search mall, city, state (Ctrl+F)"))
        self._search.setAccessibleName(self.tr("Search visits"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(self.theme.space(52))
        self._list = RowList(self.theme, self.tr("Visits"), columns=self._rows.columns)
        self._list.say_when_empty(self.tr("No visit is archived."))
        self._search.textChanged.connect(self._list.search)
        self._search.textChanged.connect(self._look_at_seen)
        self._search.returnPressed.connect(self._list.setFocus)
        self._list.opened.connect(lambda key: self.opened.emit(str(key)))
        self._list.command("A", self._archive)
        self._list.verticalScrollBar().valueChanged.connect(self._look_at_seen)
        self._count = QLabel()
        dress(self._count, "muted")
        self._body = QStackedWidget()
        for page in (self._loading(), self._empty(), self._list):
            self._body.addWidget(page)
        self._due = self._button(self.tr("Deadlines"), "history", self.due.emit)
        self._due.hide()
        self._new = self._button(self.tr("New visit"), "plus", self._make_new, "primary")
        self._import = self._button(self.tr("Import bundle"), "bundle", self._take_in)
        self._sync = self._button(self.tr("Synchronise"), "sync", self._synchronise)
        self._archived = self._button(self.tr("Archived"), "folder", self._turn, "quiet")
        self._archived.setCheckable(True)
        self._archived.setToolTip(self.tr("Show the archived visits (Ctrl+Shift+A)"))
        self._move = self._button(self.tr("Archive …"), "forward", self._archive, "quiet")
        for button in (self._archived, self._move):
            button.hide()  # until there is a visit
        if not self._wide():
            # Large text leaves room for their drawings alone.
            for button in (self._sync, self._import, self._archived):
                button.setAccessibleName(button.text())
                button.setToolTip(button.text())
                button.setText("")

    def _lay_out(self) -> None:
        space = self.theme.space
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(4), space(3), space(4), space(3))
        outer.setSpacing(space(2))
        head = QHBoxLayout()
        head.setSpacing(space(1.5))
        name = QLabel(self.title())
        dress(name, "title")
        for widget in (name, self._count):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        for button in (self._due, self._sync, self._import, self._new):
            head.addWidget(button)
        tools = QHBoxLayout()
        tools.setSpacing(space())
        tools.addWidget(self._search, 1)
        tools.addStretch(1)
        tools.addWidget(self._move)
        tools.addWidget(self._archived)
        outer.addLayout(head)
        outer.addLayout(tools)
        outer.addWidget(self._body, 1)
        QWidget.setTabOrder(self._search, self._list)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Visits")

    def entered(self) -> None:
        """Read the list anew."""
        self.context.tasks.read(partial(self._read, self._archived.isChecked()), self._show)

    def _read(self, archived: bool, store: Store) -> tuple[list[VisitLine], bool]:
        """Return the lines, and whether there is any visit at all; in the reader's thread."""
        desk = self.context.desk(store)
        return self._lines.lines(desk, archived=archived), bool(desk.visits.ids())

    def place(self) -> object:
        """Return the visit one stands on."""
        return self._list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a visit."""
        self._wanted = place
        self._list.go_to(place)

    # --- what is shown

    def _show(self, found: tuple[list[VisitLine], bool]) -> None:
        lines, any_visit = found
        archived = self._archived.isChecked()
        self._archived.setVisible(any_visit)
        self._shown = lines
        self._looked.clear()
        self._fill()
        told = (
            self.tr("%n archived visits", "", len(lines))
            if archived
            else self.tr("%n visits", "", len(lines))
        )
        self._count.setText(told if lines else "")
        self._search.setVisible(bool(lines))
        self._move.setText(self.tr("Bring back") if archived else self.tr("Archive …"))
        self._move.setToolTip(f"{self._move.text()} (A)")
        self._move.setVisible(bool(lines))
        self._body.setCurrentIndex(2 if lines or archived else 1)
        if self._wanted is not None:
            self._list.go_to(self._wanted)
            self._wanted = None
        if (
            not self.isHidden() and not self._search.hasFocus()
        ):  # another page may lie on top by now
            (self._list if lines or archived else self._new).setFocus()
        self.context.tasks.read(lambda store: read_due(self.context.desk(store)), self._show_due)
        self._look_at_seen()

    def _fill(self) -> None:
        self._list.set_rows(
            [self._rows.row(line, self._extras.get(line.id, Extra())) for line in self._shown]
        )

    def _show_due(self, due: Due) -> None:
        self._due.setVisible(bool(due.overdue or due.near))
        late = self.tr("%n overdue", "", due.overdue) if due.overdue else ""
        near = self.tr("%n due soon", "", due.near) if due.near else ""
        self._due.setText(" · ".join(part for part in (late, near) if part))
        told = self.tr("Deadlines of all visits (Ctrl+4)")
        self._due.setAccessibleName(f"{told}: {self._due.text()}")
        self._due.setToolTip(told)
        dress(self._due, "danger" if due.overdue else "plain")
        for line in self._shown:
            overdue, near_ones = due.of(line.id)
            extra = self._extras.get(line.id, Extra())
            self._extras[line.id] = replace(extra, overdue=overdue, near=near_ones)
        self._fill()

    def _look_at_seen(self) -> None:
        """Look into the visits that are seen: what only all of a visit tells is not asked of those that are not."""
        lines = {line.id: line for line in self._shown}
        for key in self._list.visible_keys():
            line = lines.get(str(key))
            if line is not None and line.id not in self._looked and not line.problem:
                self._looked.add(line.id)
                self.context.tasks.read(partial(self._look_into, line), self._show_extra)

    def _look_into(self, line: VisitLine, store: Store) -> tuple[str, int, Whereabouts]:
        """Runs in the reader's thread."""
        from fieldsurvey.sync.whereabouts import whereabouts

        late = self._lines.late(self.context.desk(store), line.id) if line.sealed else 0
        return line.id, late, whereabouts(store, line.id)

    def _show_extra(self, found: tuple[str, int, Whereabouts]) -> None:
        visit, late, held = found
        before = self._extras.get(visit, Extra())
        self._extras[visit] = replace(before, late=late, held=held)
        if self._extras[visit] != before:
            self._fill()

    def _wide(self) -> bool:
        """Say whether there is room for the bars: large text needs it for the names."""
        return self.theme.unit < 10

    def _empty(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setSpacing(self.theme.space(1.5))
        drawing = QLabel()
        side = self.theme.space(8)
        drawing.setPixmap(icon("mall", self.theme, "muted").pixmap(QSize(side, side)))
        first = QLabel(self.tr("No visit yet"))
        dress(first, "heading")
        then = QLabel(
            self.tr(
                "Make a new visit with Ctrl+N, or import the bundle that the office or a colleague gave you."
            )
        )
        dress(then, "muted")
        then.setWordWrap(True)
        then.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)
        for label in (drawing, first):
            box.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(then)
        box.addSpacing(self.theme.space())
        train = QPushButton(self.tr("Training visit (Ctrl+T)"))
        train.clicked.connect(self.training)
        box.addWidget(train, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        # Large text on a low screen: what is seldom shown must not hold the window open.
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _loading(self) -> QWidget:
        label = QLabel(self.tr("Reading visits …"))
        dress(label, "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _button(self, text: str, drawing: str, slot: object, kind: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(drawing, self.theme, "on_accent" if kind == "primary" else "text"))
        button.setIconSize(QSize(self.theme.icon, self.theme.icon))
        if kind:
            dress(button, kind)
        button.clicked.connect(slot)
        return button

    # --- archiving

    def _turn(self) -> None:
        """Show the archived visits, or the others again."""
        self._search.clear()
        self.entered()

    def _archive(self) -> None:
        """Archive the present visit, or bring it back."""
        key = self._list.current_key()
        line = next((one for one in self._shown if one.id == key), None)
        if line is None or line.problem:
            return
        self._asked_about = line
        if self._archived.isChecked():
            desk = self.context.desk
            self.context.tasks.write(
                lambda store: archives.bring_back(desk(store).visits, line.id), self._brought_back
            )
        else:
            self.context.tasks.read(partial(self._look_into, line), self._ask_to_archive)

    def _ask_to_archive(self, found: tuple[str, int, Whereabouts]) -> None:
        from fieldsurvey.ui.visits.held_dialogs import ArchiveDialog

        line = self._asked_about
        if line is not None:
            finished = line.state in archives.FINISHED
            dialog = ArchiveDialog(self.theme, line.mall, found[2], self, finished=finished)
            dialog.confirmed.connect(partial(self._archive_now, line.id))
            dialog.open()

    def _archive_now(self, visit: str) -> None:
        desk = self.context.desk
        self.context.tasks.write(
            lambda store: archives.archive(desk(store).visits, store, visit), self._gone
        )

    def _gone(self, _nothing: None) -> None:
        self.context.show(self.tr("Archived. Ctrl+Shift+A shows the archived visits."))
        self.entered()

    def _brought_back(self, _nothing: None) -> None:
        self.context.show(self.tr("The visit is in the list again."))
        self.entered()

    # --- what is done

    def _find(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _make_new(self) -> None:
        dialog = NewVisitDialog(self.context, self)
        dialog.made.connect(self._made)
        dialog.package.connect(self._take_in)
        dialog.open()

    def _made(self, visit: str) -> None:
        self.context.show(self.tr("The visit was made."))
        self.opened.emit(visit)

    def _take_in(self) -> None:
        dialog = ImportDialog(self.context, self)
        dialog.imported.connect(self._came)
        dialog.finished.connect(self._ask_who)
        dialog.open()

    def _came(self, streams: list[str]) -> None:
        self._arrived = streams
        self.entered()

    def _ask_who(self) -> None:
        """Ask whose laptop this is in what came in, once the dialog is gone."""
        came, self._arrived = self._arrived, []
        if came:
            self.context.tasks.read(partial(unclaimed, self.context, came), self._who)

    def _who(self, found: Unclaimed | None) -> None:
        if found is not None:
            dialog = WhoDialog(self.theme, found, self.context.author, self)
            dialog.chosen.connect(partial(self._claim, found.visit))
            dialog.open()

    def _claim(self, visit: str, name: str) -> None:
        desk = self.context.desk
        self.context.tasks.write(
            lambda store: choose_inspector(desk(store).visits, visit, name),
            lambda _person: self.opened.emit(visit),
        )

    def _synchronise(self) -> None:
        from fieldsurvey.ui.visits.sync_dialog import SyncDialog

        dialog = SyncDialog(self.context, (), self)
        dialog.exchanged.connect(self._came)
        dialog.finished.connect(self._ask_who)
        dialog.serve.connect(self._serve)
        dialog.open()

    def _serve(self) -> None:
        from fieldsurvey.ui.visits.serve_dialog import ServeDialog

        dialog = ServeDialog(self.context, self)
        dialog.arrived.connect(self.entered)
        dialog.show()
