"""The instruments that are here: what each is, its questions, how it differs from another, and taking a new one in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.row_list import LARGE_UNIT, RowList
from fieldsurvey.ui.registry.instrument_shelf import (
    Offer,
    read_offers,
    rows_of_differences,
    rows_of_offers,
    rows_of_questions,
    summary,
)
from fieldsurvey.ui.registry.review_pane import ReviewPane
from fieldsurvey.ui.registry.rows_pane import RowsPane, TextPane
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.rows import Row

_LIST_UNITS, _LIST_UNITS_LARGE = 56, 31
_FOLDER = "instruments/folder"
_ABOUT, _QUESTIONS, _DIFFERENCES, _REVIEW = range(4)


class InstrumentsPage(Screen):
    """Versions on the left; about the one chosen, its questions, differences and the check of an import beside them.

    Args:
        context: the tools.
        parent: the owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._offers: dict[str, Offer] = {}
        self._wanted: object = None
        self._wide = self.theme.unit < LARGE_UNIT
        self.list = RowList(self.theme, self.tr("Instruments"), columns=(13,) if self._wide else ())
        self.list.setFixedWidth(self.theme.space(_LIST_UNITS if self._wide else _LIST_UNITS_LARGE))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.list.opened.connect(lambda _: self.tabs.setCurrentIndex(_QUESTIONS))
        self.about = TextPane(self.theme, self.tr("About this version"))
        self.questions = RowsPane(self.theme, self.tr("Questions"), code_units=9)
        self.other = StillCombo()
        self.other.setAccessibleName(self.tr("Compared with"))
        self.other.currentIndexChanged.connect(lambda _: self._load())
        self.differences = RowsPane(
            self.theme, self.tr("Differences"), columns=(18,) if self._wide else ()
        )
        self.review = ReviewPane(context)
        self.review.kept.connect(self._kept)
        self._lay_out()
        for number in range(self.tabs.count()):
            keys = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            keys.activated.connect(partial(self.tabs.setCurrentIndex, number))
        self.on("refresh", self.entered)
        self.on("panes", self._next_pane)
        self.on("import-table", self._ask_import)
        self.on("export-table", self._export)

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Instruments")

    def entered(self) -> None:
        """Read what is here."""
        self.context.tasks.read(lambda store: read_offers(self.context.desk(store)), self._learn)

    def place(self) -> object:
        """Return the version and the part one looks at."""
        return self.list.current_key(), self.tabs.currentIndex()

    def go_to(self, place: object) -> None:
        """Stand on a version: as `place` returned it."""
        if isinstance(place, tuple):
            self._wanted = place[0]
            self.list.go_to(place[0])
            self.tabs.setCurrentIndex(place[1])

    # --- parts

    def _make_compared(self) -> QWidget:
        compared = QWidget()
        column = QVBoxLayout(compared)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        label = QLabel(self.tr("Compared &with"))
        label.setBuddy(self.other)
        line.addWidget(label)
        line.addWidget(self.other, 1)
        column.addLayout(line)
        column.addWidget(self.differences, 1)
        return compared

    def _make_tabs(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setAccessibleName(self.tr("Parts of the instrument"))
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setUsesScrollButtons(False)
        for text in (
            self.tr("About"),
            self.tr("Questions"),
            self.tr("Differences"),
            self.tr("Import"),
        ):
            tabs.setTabToolTip(tabs.addTab(text), f"Alt+{tabs.count()}")
        tabs.currentChanged.connect(self._turned)
        return tabs

    def _lay_out(self) -> None:
        space = self.theme.space
        name = QLabel(self.title())
        dress(name, "title")
        self._take = QPushButton(self.tr("Import …"))
        self._take.setIcon(icon("table", self.theme, "on_accent"))
        self._take.setToolTip(action_text("import-table"))
        dress(self._take, "primary")
        self._take.clicked.connect(self._ask_import)
        self._give = QPushButton(self.tr("Export to edit …") if self._wide else "")
        self._give.setAccessibleName(self.tr("Export to edit …"))
        self._give.setIcon(icon("save", self.theme))
        self._give.setIconSize(QSize(self.theme.icon, self.theme.icon))
        self._give.setToolTip(action_text("export-table"))
        self._give.clicked.connect(self._export)
        head = QHBoxLayout()
        head.setSpacing(space(1.5))
        name.setVisible(self._wide)  # the way to the page says it too
        head.addWidget(name, 1)
        head.addWidget(self._give)
        head.addWidget(self._take)
        self.tabs = self._make_tabs()
        self._body = QStackedWidget()
        for page in (self.about, self.questions, self._make_compared(), self.review):
            self._body.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(space())
        right.addWidget(self.tabs)
        right.addWidget(self._body, 1)
        body = QHBoxLayout()
        body.setSpacing(space(2))
        left = QVBoxLayout()
        left.setSpacing(space())
        left.addWidget(self.list, 1)
        if not self._wide:
            left.addLayout(head)  # large text leaves no room for a line above
        body.addLayout(left)
        body.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(3), space(2), space(3), space(2))
        outer.setSpacing(space(1.5))
        if self._wide:
            outer.addLayout(head)
        outer.addLayout(body, 1)

    # --- what is shown

    def _learn(self, offers: list[Offer]) -> None:
        self._offers = {offer.name: offer for offer in offers}
        self.list.set_rows(rows_of_offers(offers))
        if self._wanted is not None:
            self.list.go_to(self._wanted)
            self._wanted = None
        self._chosen()
        if self.focusWidget() in {None, self}:
            self.list.setFocus()

    def _offer(self) -> Offer | None:
        return self._offers.get(str(self.list.current_key()))

    def _chosen(self) -> None:
        """Show another version; it is compared with the one before it where there is one."""
        offer = self._offer()
        if offer is None:
            return
        self.about.show_text(summary(offer, self.theme.colors["muted"]))
        self.review.base = offer.name
        usable = [o for o in self._offers.values() if o.offered.manifest and o.name != offer.name]
        kin = [o.name for o in usable if o.offered.id == offer.offered.id]
        self.other.blockSignals(True)
        self.other.clear()
        for each in usable:
            self.other.addItem(f"{each.offered.id} {each.offered.version}", each.name)
        self.other.setCurrentIndex(max(0, self.other.findData(kin[-1]) if kin else 0))
        self.other.blockSignals(False)
        self._give.setEnabled(offer.offered.manifest is not None)
        self._load()

    def _turned(self, number: int) -> None:
        self._body.setCurrentIndex(number)
        self._load()

    def _load(self) -> None:
        """Read what the part at hand shows: forms are parsed only when someone looks."""
        offer, part = self._offer(), self.tabs.currentIndex()
        if offer is None or offer.offered.manifest is None:
            self.questions.show_rows([])
            self.differences.show_rows([])
            return
        if part == _QUESTIONS and offer.name != self.questions.shows:
            self.questions.wait(offer.name)
            self.context.tasks.read(
                partial(self._read_questions, offer.name), self._show_questions, self._failed
            )
        elif part == _DIFFERENCES and self.other.currentData():
            pair = (str(self.other.currentData()), offer.name)
            self.differences.wait(pair)
            self.context.tasks.read(
                partial(self._read_differences, pair), self._show_differences, self._failed
            )

    def _read_questions(self, name: str, store: Store) -> tuple[object, list[Row]]:
        return name, rows_of_questions(self.context.desk(store).catalogue.instrument(name))

    def _read_differences(self, pair: tuple[str, str], store: Store) -> tuple[object, list[Row]]:
        from fieldsurvey.survey.instrument_changes import instrument_differences

        catalogue = self.context.desk(store).catalogue
        old, new = (catalogue.instrument(name) for name in pair)
        return pair, rows_of_differences(instrument_differences(old, new))

    def _show_questions(self, found: tuple[object, list[Row]]) -> None:
        if found[0] == self.questions.shows:  # else another version was chosen meanwhile
            self.questions.show_rows(found[1])

    def _show_differences(self, found: tuple[object, list[Row]]) -> None:
        if found[0] == self.differences.shows:
            self.differences.show_rows(found[1])

    def _failed(self, error: Exception) -> None:
        self.questions.show_rows([])
        self.differences.show_rows([])
        self.context.tell(error)

    # --- what is done

    def _next_pane(self) -> None:
        parts = {
            _QUESTIONS: self.questions.list,
            _DIFFERENCES: self.differences.list,
            _REVIEW: self.review.rows.list,
        }
        ring = [self.list, self.tabs]
        if self.tabs.currentIndex() in parts:
            ring.append(parts[self.tabs.currentIndex()])
        here = next((n for n, each in enumerate(ring) if each.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    def _ask_import(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, drawing, slot in (
            (self.tr("&1  A folder with instrument.toml"), "folder", self._choose_folder),
            (self.tr("&2  A zip, or a workbook (.xlsx) of the chosen one"), "file", self._choose),
        ):
            menu.addAction(icon(drawing, self.theme, "accent"), text).triggered.connect(slot)
        menu.popup(self._take.mapToGlobal(self._take.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _choose_folder(self) -> None:
        folder = self.context.preferences.text(_FOLDER)
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose an instrument"), folder)
        if name:
            self.look_into(Path(name))

    def _choose(self) -> None:
        folder = self.context.preferences.text(_FOLDER)
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose an instrument"), folder, "zip, Excel (*.zip *.xlsx)"
        )
        if name:
            self.look_into(Path(name))

    def look_into(self, source: Path) -> None:
        """Check an instrument and show what it would change; nothing is kept yet."""
        self.context.preferences.set_text(_FOLDER, str(source.parent))
        self.tabs.setCurrentIndex(_REVIEW)
        self.review.look_into(source)

    def _kept(self, name: str) -> None:
        self._wanted = "@".join(name.split(" ", 1))
        self.context.show(self.tr("{name} is kept and can be chosen for visits.").format(name=name))
        self.entered()
        self.tabs.setCurrentIndex(_ABOUT)

    def _export(self) -> None:
        offer = self._offer()
        if offer is None or offer.offered.manifest is None:
            return
        folder = self.context.preferences.text(_FOLDER)
        name = QFileDialog.getExistingDirectory(self, self.tr("Where to put the folder"), folder)
        if name:
            self.context.preferences.set_text(_FOLDER, name)
            self.write_to(Path(name) / f"{offer.offered.id}-{offer.offered.version}")

    def write_to(self, folder: Path) -> None:
        """Write the chosen version into a new folder, to be edited with Excel and a text editor."""
        from fieldsurvey.survey.instrument_review import write_to_edit

        offer, desk = self._offer(), self.context.desk
        if offer is None:
            return
        name = offer.name

        def write(store: Store) -> Path:
            write_to_edit(desk(store).catalogue.files(name), folder)
            return folder

        self.context.tasks.read(write, self._written, self.context.tell)

    def _written(self, folder: Path) -> None:
        self.context.show(
            self.tr(
                "Written: {path}. Raise the version in instrument.toml, then import it."
            ).format(path=folder)
        )
