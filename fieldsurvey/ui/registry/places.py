"""The tree beside the lists: malls with floors, counters and stands, then the other kinds, then what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.registry.words import KIND_WORDS, called, kinds_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QObject

    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.registry.shelf import Shelf
    from fieldsurvey.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: What stands for a place: its sort, then codes.
Key = tuple[str, ...]

EVERYTHING: Key = ("all",)
DOUBTS: Key = ("doubts",)
MALLS: Key = ("kind", "mall")


@dataclass(eq=False, slots=True)
class Place:
    """A line of the tree.

    Attributes:
        key: ``("all",)``, ``("kind", K)``, ``("mall", M)``, ``("floor", M, F)``, ``("counter", M, F, C)``,
            ``("stand", M, S)`` or ``("doubts",)``.
        text: what it is called.
        drawing: an icon.
        count: how many records it holds, None to say nothing.
    """

    key: Key
    text: str
    drawing: str
    count: int | None = None
    parent: Place | None = None
    row: int = 0
    children: list[Place] = field(default_factory=list)

    def add(self, key: Key, text: str, drawing: str, count: int | None = None) -> Place:
        """Add a line below this one."""
        made = Place(key, text, drawing, count, self, len(self.children))
        self.children.append(made)
        return made


class PlacesModel(QAbstractItemModel):
    """The tree; thousands of stands are objects of a few words, never widgets.

    Args:
        theme: colours of the drawings.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._root = Place(("root",), "", "")
        self._by_key: dict[Key, Place] = {}

    def show_tree(self, root: Place) -> None:
        """Show another tree, see `grow`."""
        self.beginResetModel()
        self._root = root
        self._by_key = {place.key: place for place in _walk(root)}
        self.endResetModel()

    def show_doubts(self, count: int) -> None:
        """Say how many decisions wait."""
        place = self._by_key.get(DOUBTS)
        if place is not None:
            place.count = count
            index = self.index_of(DOUBTS)
            self.dataChanged.emit(index, index)

    def place(self, index: Index) -> Place | None:
        """Return the line at an index."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Place) else None

    def index_of(self, key: Key) -> QModelIndex:
        """Return where a place stands, nowhere when it has gone."""
        place = self._by_key.get(key)
        return _NOWHERE if place is None else self.createIndex(place.row, 0, place)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a line below another."""
        above = self.place(parent) or self._root
        if column or not 0 <= row < len(above.children):
            return _NOWHERE
        return self.createIndex(row, column, above.children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject's own takes nothing
        """Return the line above."""
        place = self.place(index)
        above = place.parent if place else None
        if above is None or above is self._root:
            return _NOWHERE
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines stand below one."""
        return len((self.place(parent) or self._root).children)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return one."""
        del parent
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line's text, drawing, or what a screen reader says."""
        place = self.place(index)
        if place is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return place.text if place.count is None else f"{place.text} ({place.count})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return place.text
        if role == Qt.ItemDataRole.DecorationRole:
            warns = place.key == DOUBTS and place.count
            return icon(place.drawing, self._theme, "warn" if warns else "accent")
        return None


def grow(shelf: Shelf, everything: str, doubts: str, no_floor: str) -> Place:
    """Return the tree over a shelf; off the GUI thread if need be.

    Args:
        shelf: what the registry holds.
        everything: what the first line is called.
        doubts: what the last line is called.
        no_floor: what stands without a floor are under.
    """
    root = Place(("root",), "", "")
    root.add(EVERYTHING, everything, "list", len(shelf.by_entity))
    malls = root.add(MALLS, kinds_word("mall"), "mall", len(shelf.lines["mall"]))
    stands: dict[str, list[Line]] = {}
    for stand in shelf.lines["stand"]:
        stands.setdefault(stand.key[0], []).append(stand)
    for mall in shelf.lines["mall"]:
        own = stands.get(mall.key[0], [])
        place = malls.add(("mall", mall.key[0]), called(mall), "mall", len(own))
        _floors(place, mall.key[0], own, no_floor)
    for kind, (_, _, drawing) in KIND_WORDS.items():
        if kind not in {"mall", "stand"}:
            root.add(("kind", kind), kinds_word(kind), drawing, len(shelf.lines[kind]))
    root.add(DOUBTS, doubts, "problem", len(shelf.conflicts))
    return root


def _floors(mall: Place, code: str, stands: Sequence[Line], no_floor: str) -> None:
    """Put the stands of a mall under their floors and counters; without any floor they stand below the mall itself."""
    floors: dict[str, list[Line]] = {}
    for stand in stands:
        floors.setdefault(stand.values.get("floor", ""), []).append(stand)
    for floor in sorted(floors, key=lambda name: (not name, name)):
        above = mall
        if set(floors) != {""}:
            above = mall.add(("floor", code, floor), floor or no_floor, "table", len(floors[floor]))
        counters: dict[str, Place] = {}
        for stand in floors[floor]:
            counter = stand.values.get("counter", "")
            if counter and counter not in counters:
                counters[counter] = above.add(("counter", code, floor, counter), counter, "partial")
            under = counters.get(counter, above)
            under.add(("stand", *stand.key), called(stand), "stand")


def _walk(place: Place) -> Iterator[Place]:
    for child in place.children:
        yield child
        yield from _walk(child)
