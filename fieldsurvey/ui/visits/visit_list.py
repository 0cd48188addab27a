"""The list of visits: the first thing one sees, and where everything begins."""

from __future__ import annotations

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

from fieldsurvey.survey.inspectors import choose_inspector
from fieldsurvey.survey.visit_list import VisitLine, VisitLines
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.import_bundle import ImportDialog
from fieldsurvey.ui.visits.new_visit import NewVisitDialog
from fieldsurvey.ui.visits.row_list import RowList
from fieldsurvey.ui.visits.rows import Cell, Row
from fieldsurvey.ui.visits.sample_offer import SampleOffer
from fieldsurvey.ui.visits.who_dialog import Unclaimed, WhoDialog, unclaimed
from fieldsurvey.ui.visits.words import day_text, visit_pill

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


class VisitList(Screen):
    """All visits of the database, the newest first.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: A visit is to be opened: its id.
    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines = VisitLines()
        self._shown: list[VisitLine] = []
        self._late: dict[str, int] = {}
        self._wanted: object = None
        self._arrived: list[str] = []
        self._sample = SampleOffer(context, self)
        theme = self.theme
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search mall, city, state (Ctrl+F)"))
        self._search.setAccessibleName(self.tr("Search visits"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(theme.space(52))
        self._list = RowList(
            theme, self.tr("Visits"), columns=(20, 20, 14, 17) if self._wide() else (17,)
        )
        self._search.textChanged.connect(self._list.search)
        self._search.returnPressed.connect(self._list.setFocus)
        self._list.opened.connect(lambda key: self.opened.emit(str(key)))
        self._count = QLabel()
        dress(self._count, "muted")
        self._body = QStackedWidget()
        self._body.addWidget(self._loading())
        self._body.addWidget(self._empty())
        self._body.addWidget(self._list)
        self._new = self._button(self.tr("New visit"), "plus", self._make_new, "primary")
        self._import = self._button(self.tr("Import bundle"), "bundle", self._take_in)
        self._sync = self._button(self.tr("Synchronise"), "sync", self._synchronise)
        if not self._wide():
            # Large text leaves room for its drawing alone.
            self._sync.setText("")
            self._sync.setAccessibleName(self.tr("Synchronise"))
            self._sync.setToolTip(self.tr("Synchronise"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
        outer.setSpacing(theme.space(2))
        head = QHBoxLayout()
        head.setSpacing(theme.space(1.5))
        name = QLabel(self.title())
        dress(name, "title")
        for widget in (name, self._count):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self._sync)
        head.addWidget(self._import)
        head.addWidget(self._new)
        outer.addLayout(head)
        outer.addWidget(self._search)
        outer.addWidget(self._body, 1)
        QWidget.setTabOrder(self._search, self._list)
        self.on("new", self._make_new)
        self.on("sync", self._synchronise)
        self.on("refresh", self.entered)
        self.on("find", self._find)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Visits")

    def entered(self) -> None:
        """Read the list anew."""
        self.context.tasks.read(
            lambda store: self._lines.lines(self.context.desk(store)), self._show
        )

    def place(self) -> object:
        """Return the visit one stands on."""
        return self._list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a visit."""
        self._wanted = place
        self._list.go_to(place)

    # --- what is shown

    def _show(self, lines: list[VisitLine]) -> None:
        self._shown = lines
        self._list.set_rows([self._row(line) for line in lines])
        self._count.setText(self.tr("%n visits", "", len(lines)) if lines else "")
        self._search.setVisible(bool(lines))
        self._body.setCurrentIndex(2 if lines else 1)
        if self._wanted is not None:
            self._list.go_to(self._wanted)
            self._wanted = None
        if not self._search.hasFocus():
            (self._list if lines else self._new).setFocus()
        for line in lines:
            if line.sealed:
                self.context.tasks.read(partial(self._count_late, line.id), self._show_late)

    def _count_late(self, visit: str, store: Store) -> tuple[str, int]:
        """Runs in the reader's thread: a visit's late changes are found by reading all of it."""
        return visit, self._lines.late(self.context.desk(store), visit)

    def _show_late(self, found: tuple[str, int]) -> None:
        visit, count = found
        if self._late.get(visit, 0) != count:
            self._late[visit] = count
            self._list.set_rows([self._row(line) for line in self._shown])

    def _row(self, line: VisitLine) -> Row:
        if line.problem:
            title = self.tr("A visit that has not wholly arrived")
            return Row(line.id, title, line.problem, icon="error", color="bad")
        drawing, color = ("seal", "good") if line.sealed else ("mall", "accent")
        place = " · ".join(
            part
            for part in (
                self.tr("SAMPLE") if line.sample else "",
                line.city,
                day_text(line.day),
                f"{line.title or line.instrument} {line.version}",
            )
            if part
        )
        decide = (
            Cell(self.tr("%n to decide", "", line.to_decide), "bad") if line.to_decide else Cell()
        )
        stands = Cell(
            self.tr("{seen} of {stands} stands seen").format(seen=line.seen, stands=line.stands),
            "good" if line.seen == line.stands else "accent",
            line.seen / line.stands if line.stands else 0.0,
        )
        users = Cell(
            self.tr("{asked} of {wanted} service users").format(
                asked=line.asked, wanted=line.wanted
            ),
            "good" if line.asked >= line.wanted else "accent",
            line.asked / line.wanted if line.wanted else 1.0,
        )
        now = visit_pill(line.state)
        late = self._late.get(line.id, 0)
        if late:
            told = self.tr("%n changes after the seal", "", late)
            now = Cell(now.text, "warn", spoken=f"{now.text}, {told}", icon="problem")
            place = f"{told} · {place}"
        if not self._wide():
            place = " · ".join(part for part in (decide.text, place) if part)
        cells = (stands, users, decide, now) if self._wide() else (now,)
        return Row(line.id, line.mall, place, icon=drawing, color=color, cells=cells)

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

    # --- what is done

    def _find(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _make_new(self) -> None:
        dialog = NewVisitDialog(self.context, self)
        dialog.made.connect(self._made)
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
