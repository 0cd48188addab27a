"""The registry: a tree of places, the records of the one chosen, and all of the record one stands on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.row_list import LARGE_UNIT, RowList
from fieldsurvey.ui.registry.card import RecordCard
from fieldsurvey.ui.registry.exporting import RegistryExport
from fieldsurvey.ui.registry.places import DOUBTS, EVERYTHING, MALLS, Key, Place, PlacesModel, grow
from fieldsurvey.ui.registry.row_search import Found, RowSearch
from fieldsurvey.ui.registry.rows import rows_at
from fieldsurvey.ui.registry.shelf import Shelf, find_doubts, read_shelf
from fieldsurvey.ui.registry.steps import RecordSteps
from fieldsurvey.ui.registry.words import KIND_WORDS, kind_word
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.store import Store
    from fieldsurvey.survey.registry_doubts import Doubt
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.context import Context

_TREE_UNITS, _TREE_UNITS_LARGE, _ROOMY_UNITS = 36, 26, 160
_KEYS = {"edit": "Enter", "end": "Del", "schedule": "J", "history": "H"}


class RegistryScreen(Screen):
    """Malls with their floors, counters and stands, institutions, services, schedules, officers, regions, and doubts.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: A table is to be imported.
    take_in = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shelf = Shelf()
        self._doubts: list[Doubt] = []
        self._key: Key = EVERYTHING
        self._wanted: object = None
        self._wide = self.theme.unit < LARGE_UNIT
        self.steps = RecordSteps(context, self)
        self.steps.changed.connect(self._changed)
        self._model = PlacesModel(self.theme, self)
        self.tree = self._make_tree()
        self._make_list()
        self._lay_out()
        for action, slot in (
            ("find", self._find),
            ("panes", self._next_pane),
            ("refresh", self.entered),
            ("new", self._add),
            ("add-record", self._add),
            ("history", self._history),
            ("import-table", self.take_in.emit),
            ("export-table", self._export),
        ):
            self.on(action, slot)

    def title(self) -> str:
        """Return what this screen shows."""
        return self.tr("Registry")

    def entered(self) -> None:
        """Read the registry anew."""
        self.context.tasks.read(self._read, self._learn)

    def place(self) -> object:
        """Return the place of the tree and the record one stands on."""
        return self._key, self.list.current_key()

    def go_to(self, place: object) -> None:
        """Stand on a place and a record: as `place` returned them."""
        self._wanted = place
        self._stand_where_wanted()
        self._show_list()

    # --- parts

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self._model)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(self.tr("Places of the registry"))
        tree.setIconSize(QSize(self.theme.icon, self.theme.icon))
        tree.setFixedWidth(self.theme.space(_TREE_UNITS if self._wide else _TREE_UNITS_LARGE))
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setIndentation(self.theme.space(2))
        tree.activated.connect(lambda _: self.list.setFocus())
        tree.selectionModel().currentChanged.connect(self._chosen)
        dress(tree, "places")
        return tree

    def _make_list(self) -> None:
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Search the records of this place"))
        self.search.setPlaceholderText(self.tr("Search code, name, institution … (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.list = RowList(
            self.theme,
            self.tr("Records"),
            columns=(13,),
            code_units=10 if self._wide else 8,
        )
        self.list.say_when_empty(
            self.tr("No record here yet. Ins adds one; a list comes in from Excel.")
        )
        self._rows = RowSearch(self.context.tasks, self.search, self.list)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.opened.connect(self._open)
        self.list.command("Del", self._end)
        self.list.command("J", self._schedule)
        self.list.command("H", self._history)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_card())
        self.card = RecordCard(self.theme)

    def _lay_out(self) -> None:
        space = self.theme.space
        self._name, self._count = QLabel(self.title()), QLabel()
        dress(self._name, "title" if self._wide else "heading")
        dress(self._count, "muted")
        self._export_steps = RegistryExport(self.context, self)
        self.add = self._button(self.tr("Add"), "plus", self._add, "add-record", "primary")
        self._take = self._button(self.tr("Import …"), "table", self.take_in.emit, "import-table")
        self._give = self._button(self.tr("Export …"), "save", self._export, "export-table")
        head = QHBoxLayout()
        head.setSpacing(space(1.5))
        self._name.setWordWrap(True)
        head.addWidget(self._name, 1)
        head.addWidget(self._count)
        for button in (self._give, self._take, self.add):
            head.addWidget(button)
        middle = QVBoxLayout()
        middle.setSpacing(space())
        middle.addWidget(self.search)
        middle.addWidget(self.list, 1)
        tools = QHBoxLayout()
        tools.setSpacing(space())
        self._tools = {
            name: self._tool(self._with_key(text, name), drawing, slot)
            for name, text, drawing, slot in (
                ("edit", self.tr("Edit"), "edit", self._edit),
                ("end", self.tr("End"), "close", self._end),
                ("schedule", self.tr("Schedule"), "clock", self._schedule),
                ("history", self.tr("History"), "history", self._history),
            )
        }
        for tool in self._tools.values():
            tools.addWidget(tool)
        tools.addStretch(1)
        middle.addLayout(tools)
        body = QHBoxLayout()
        body.setSpacing(space(1.5))
        body.addWidget(self.tree)
        body.addLayout(middle, 1)
        self.card.hide()
        body.addWidget(self.card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(3), space(2), space(3), space(2))
        outer.setSpacing(space(1.5))
        outer.addLayout(head)
        outer.addWidget(self._export_steps.busy)
        outer.addLayout(body, 1)

    def _button(
        self, text: str, drawing: str, slot: object, action: str, kind: str = ""
    ) -> QPushButton:
        button = QPushButton(text if self._wide or kind else "")
        button.setAccessibleName(text)
        button.setIcon(icon(drawing, self.theme, "on_accent" if kind else "text"))
        button.setToolTip(action_text(action))
        if kind:
            dress(button, kind)
        button.clicked.connect(slot)
        return button

    def _tool(self, text: str, drawing: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(drawing, self.theme))
        dress(button, "key")
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(slot)
        return button

    def _with_key(self, text: str, tool: str) -> str:
        """Return a tool's text with its key, where there is room for it."""
        return f"{text} ({_KEYS[tool]})" if self._wide else text

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all of the record beside the list where there is room."""
        super().resizeEvent(event)
        self.card.setVisible(self.width() >= self.theme.space(_ROOMY_UNITS))

    # --- what is shown

    def _read(self, store: Store) -> tuple[Shelf, Place]:
        """In the reader's thread."""
        shelf = read_shelf(self.context.desk(store).registry)
        words = (self.tr("Everything"), self.tr("To settle"), self.tr("Without a floor"))
        return shelf, grow(shelf, *words)

    def _learn(self, found: tuple[Shelf, Place]) -> None:
        first = not self._shelf.by_entity and self._key == EVERYTHING
        self._shelf, root = found
        opened = self._opened()
        self._model.show_tree(root)
        if first and self._shelf.lines["mall"]:
            self._key = MALLS
        for key in opened or [MALLS]:
            self.tree.expand(self._model.index_of(key))
        self._stand_where_wanted()
        self._show_list()
        if not any(part.hasFocus() for part in (self.tree, self.search, self.list)):
            self.tree.setFocus()
        self.context.tasks.work(partial(find_doubts, self._shelf), self._doubt)

    def _doubt(self, doubts: list[Doubt]) -> None:
        self._doubts = doubts
        self._model.show_doubts(len(doubts) + len(self._shelf.conflicts))
        if self._key == DOUBTS:
            self._show_list()

    def _opened(self) -> list[Key]:
        """Return which places stand open, to open them again."""
        found, waiting = [], [QModelIndex()]
        while waiting:
            above = waiting.pop()
            for row in range(self._model.rowCount(above)):
                index = self._model.index(row, 0, above)
                place = self._model.place(index)
                if place is not None and self.tree.isExpanded(index):
                    found.append(place.key)
                    waiting.append(index)
        return found

    def _stand_where_wanted(self) -> None:
        if isinstance(self._wanted, tuple) and self._wanted[0]:
            self._key = self._wanted[0]
        index = self._model.index_of(self._key)
        if not index.isValid():
            self._key = EVERYTHING
            index = self._model.index_of(self._key)
        above = index.parent()
        while above.isValid():
            self.tree.expand(above)
            above = above.parent()
        self.tree.setCurrentIndex(index)

    def _chosen(self, index: QModelIndex, _: QModelIndex) -> None:
        place = self._model.place(index)
        if place is not None and place.key != self._key:
            self._key = place.key
            self.search.clear()
            self._show_list()

    def _show_list(self) -> None:
        """Make the rows of the place in the pool: of thousands they take longer than a frame."""
        shelf, key, today = self._shelf, self._key, self.context.clock.now().date()
        doubts, text = tuple(self._doubts), self.search.text()
        self.context.tasks.work(
            lambda: (key, Found.of(rows_at(shelf, key, doubts, today), text)), self._show_rows
        )

    def _show_rows(self, made: tuple[Key, Found]) -> None:
        key, found = made
        if key != self._key:
            return  # another place was chosen meanwhile
        self._rows.show_rows(found)
        self._count.setText(self.tr("%n records", "", found.rows.count))
        self._name.setText(str(self._model.index_of(key).data(Qt.ItemDataRole.ToolTipRole)))
        if isinstance(self._wanted, tuple):
            self.list.go_to(self._wanted[1])
            self._wanted = None
        self._show_card()

    def _show_card(self) -> None:
        line = self.line()
        self.card.show_line(line, self._shelf)
        decides = self._key == DOUBTS
        at_stand = line is not None and line.kind.name in {"stand", "schedule"}
        text = self.tr("Settle") if decides else self.tr("Edit")
        self._tools["edit"].setText(self._with_key(text, "edit"))
        self._tools["edit"].setEnabled(self.list.current_key() is not None)
        self._tools["end"].setEnabled(line is not None and line.kind.name != "region")
        self._tools["schedule"].setEnabled(at_stand or self._key[0] == "stand")
        self._tools["history"].setEnabled(line is not None)

    def line(self) -> Line | None:
        """Return the record one stands on, None where it is none."""
        return self._shelf.by_entity.get(str(self.list.current_key()))

    # --- what is done

    def _changed(self, entity: str) -> None:
        """Read anew and stand on the record that was written."""
        self._wanted = (self._key, entity) if entity else self._wanted
        self.entered()

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _next_pane(self) -> None:
        ring = [self.tree, self.search, self.list]
        here = next((n for n, each in enumerate(ring) if each.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    def _open(self, key: object) -> None:
        if isinstance(key, tuple) and key[0] == "doubt":
            self.steps.settle(self._doubts[key[1]], self._shelf)
        elif isinstance(key, tuple) and key[0] == "conflict":
            self.steps.decide(self._shelf.conflicts[key[1]], self._shelf)
        else:
            self._edit()

    def _edit(self) -> None:
        key, line = self.list.current_key(), self.line()
        if line is not None:
            self.steps.edit(line, self._shelf)
        elif isinstance(key, tuple):
            self._open(key)

    def _end(self) -> None:
        line = self.line()
        if line is not None and line.kind.name != "region":
            self.steps.end(line)

    def _history(self) -> None:
        line = self.line()
        if line is not None:
            self.steps.history(line)

    def _schedule(self) -> None:
        line = self.line()
        if self._key[0] == "stand":
            self.steps.schedule(self._key[1], self._key[2], self._shelf)
        elif line is not None and line.kind.name in {"stand", "schedule"}:
            self.steps.schedule_of(line, self._shelf)

    def _add(self) -> None:
        """Add what the place holds; where that can be several kinds, ask which."""
        sort, *names = self._key
        if sort == "kind":
            self._add_kind(names[0], {})
            return
        if sort in {"mall", "floor", "counter"}:
            preset = dict(zip(("mall", "floor", "counter"), self._codes(names), strict=False))
            self._add_kind("stand", preset)
            return
        preset = dict(zip(("mall", "stand"), self._codes(names), strict=False))
        kinds = ("schedule", "service", "officer") if sort == "stand" else tuple(KIND_WORDS)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, kind in enumerate(kinds, 1):
            action = menu.addAction(
                icon(KIND_WORDS[kind][2], self.theme, "accent"), f"&{number}  {kind_word(kind)}"
            )
            action.triggered.connect(partial(self._add_kind, kind, preset))
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _codes(self, names: list[str]) -> list[str]:
        """Return codes as they are written: the tree knows them without capitals."""
        mall = self._shelf.named("mall", names[0]) if names else None
        found = [mall.values["code"] if mall else "", *names[1:]]
        stand = self._shelf.stand(*names) if self._key[0] == "stand" else None
        return [found[0], stand.values["code"]] if stand else found

    def _add_kind(self, kind: str, preset: dict[str, str], _checked: bool = False) -> None:
        if kind == "schedule" and preset.get("stand"):
            self.steps.schedule(preset["mall"], preset["stand"], self._shelf)
        else:
            self.steps.add(kind, preset, self._shelf)

    def _export(self) -> None:
        self._export_steps.begin(self._key[1] if self._key[0] == "kind" else "")
