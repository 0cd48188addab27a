"""The list of visits: the first thing one sees, and where everything begins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey import archive as archives
from fieldsurvey.survey.inspectors import choose_inspector
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.import_bundle import ImportDialog
from fieldsurvey.ui.visits.listing import VisitListing
from fieldsurvey.ui.visits.new_visit import NewVisitDialog
from fieldsurvey.ui.visits.no_visit import NoVisit
from fieldsurvey.ui.visits.paged_rows import PagedRows
from fieldsurvey.ui.visits.visit_filter import VisitFilter
from fieldsurvey.ui.visits.visit_rows import VisitRows
from fieldsurvey.ui.visits.who_dialog import Unclaimed, WhoDialog, unclaimed

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.survey.line_ports import VisitLine
    from fieldsurvey.survey.visit_list import Listing
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
        self._wanted: object = None
        self._arrived: list[str] = []
        self._asked_about: VisitLine | None = None
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
            ("filter", self._narrow),
            ("panes", self._next_pane),
        ):
            self.on(action, slot)

    def _make_parts(self) -> None:
        self._filter = VisitFilter(self.context, wide=self._wide())
        self._model = PagedRows(self._rows)
        self._list = RowList(
            self.theme, self.tr("Visits"), columns=self._rows.columns, model=self._model
        )
        self.listing = VisitListing(self.context, self._list, self._model, self)
        self.listing.came.connect(self._came)
        self.listing.counted.connect(self._filter.show_counts)
        self.listing.faceted.connect(self._filter.show_facets)
        self._filter.changed.connect(self._search)
        self._filter.search.returnPressed.connect(self._list.setFocus)
        self._list.opened.connect(lambda key: self.opened.emit(str(key)))
        self._list.command("A", self._archive)
        self._count = QLabel()
        dress(self._count, "muted")
        self._body = QStackedWidget()
        nothing = NoVisit(self.context)
        nothing.training.connect(self.training)
        for page in (self._loading(), nothing, self._list):
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
        tools.addWidget(self._filter, 1)
        tools.addWidget(self._move)
        tools.addWidget(self._archived)
        outer.addLayout(head)
        outer.addLayout(tools)
        outer.addWidget(self._body, 1)
        for first, then in (
            (self._filter.search, self._filter.states),
            (self._filter.states, self._filter.more),
            (self._filter.more, self._list),
        ):
            QWidget.setTabOrder(first, then)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Visits")

    def entered(self) -> None:
        """Bring the list up to date."""
        self.listing.refresh(self._filter.wanted())

    def place(self) -> object:
        """Return the visit one stands on."""
        return self._list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a visit."""
        self._wanted = place
        self._list.go_to(place)

    # --- what is shown

    def _search(self) -> None:
        self.listing.want(self._filter.wanted())

    def _came(self, listing: Listing) -> None:
        archived = self._archived.isChecked()
        self._archived.setVisible(listing.anywhere)
        self._count.setText(self._told(listing))
        self._list.say_when_empty(
            self.tr("Nothing fits what is searched for and shown.")
            if listing.total
            else self.tr("No visit is archived.")
        )
        shown = bool(listing.total) or archived
        self._filter.setVisible(bool(listing.total))
        self._move.setText(self.tr("Bring back") if archived else self.tr("Archive …"))
        self._move.setToolTip(f"{self._move.text()} (A)")
        self._move.setVisible(bool(listing.total))
        self._body.setCurrentIndex(2 if shown else 1)
        if self._wanted is not None:
            found = self._list.go_to(self._wanted)
            self._wanted = None if found or listing.whole else self._wanted
        # Another page may lie on top by now.
        if not self.isHidden() and not self._filter.has_keys:
            (self._list if shown else self._new).setFocus()
        self._show_due(*listing.due)

    def _told(self, listing: Listing) -> str:
        """Return how many visits there are, and how many of them are shown."""
        total, number = listing.total, QLocale().toString
        if not total:
            return ""
        if not self._wide():
            found = f"{number(len(listing.ids))} / " * (listing.whole and len(listing.ids) != total)
            return f"{found}{number(total)}"
        told = (
            self.tr("%n archived visits", "", total)
            if self._archived.isChecked()
            else self.tr("%n visits", "", total)
        )
        told = told.replace(str(total), number(total), 1)
        if listing.whole and len(listing.ids) != total:
            told = self.tr("{found} of {all}").format(found=number(len(listing.ids)), all=told)
        if listing.stale:
            left = self.tr("reading {left} more").format(left=number(listing.stale))
            told = f"{told} · {left}"
        return told

    def _show_due(self, overdue: int, near: int) -> None:
        self._due.setVisible(bool(overdue or near))
        late = self.tr("%n overdue", "", overdue) if overdue else ""
        soon = self.tr("%n due soon", "", near) if near else ""
        self._due.setText(" · ".join(part for part in (late, soon) if part))
        told = self.tr("Deadlines of all visits (Ctrl+4)")
        self._due.setAccessibleName(f"{told}: {self._due.text()}")
        self._due.setToolTip(told)
        dress(self._due, "danger" if overdue else "plain")

    def _wide(self) -> bool:
        """Say whether there is room for the bars: large text needs it for the names."""
        return self.theme.unit < 10

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
        self._filter.turn(archived=self._archived.isChecked())
        self.entered()

    def _archive(self) -> None:
        """Archive the present visit, or bring it back."""
        line = self._model.line(self._list.current_key())
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

    def _look_into(self, line: VisitLine, store: Store) -> Whereabouts:
        """Runs in the reader's thread."""
        from fieldsurvey.sync.whereabouts import whereabouts

        return whereabouts(store, line.id)

    def _ask_to_archive(self, held: Whereabouts) -> None:
        from fieldsurvey.ui.visits.held_dialogs import ArchiveDialog

        line = self._asked_about
        if line is not None:
            finished = line.state in archives.FINISHED
            dialog = ArchiveDialog(self.theme, line.mall, held, self, finished=finished)
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
        self._filter.search.setFocus()
        self._filter.search.selectAll()

    def _narrow(self) -> None:
        self._filter.states.setFocus()
        self._filter.states.showPopup()

    def _next_pane(self) -> None:
        """Go round: what is searched for, which state, the list."""
        ring = (self._filter.search, self._filter.states, self._list)
        here = next((n for n, each in enumerate(ring) if each.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

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
        dialog.imported.connect(self._arrive)
        dialog.finished.connect(self._ask_who)
        dialog.open()

    def _arrive(self, streams: list[str]) -> None:
        self._arrived = streams
        self.entered()
        self.arrived.emit()

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
        dialog.exchanged.connect(self._arrive)
        dialog.finished.connect(self._ask_who)
        dialog.serve.connect(self._serve)
        dialog.open()

    def _serve(self) -> None:
        from fieldsurvey.ui.visits.serve_dialog import ServeDialog

        dialog = ServeDialog(self.context, self)
        dialog.arrived.connect(self.entered)
        dialog.arrived.connect(self.arrived)
        dialog.show()
