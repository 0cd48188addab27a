"""The rows of a list of any length: the ids of all, and the lines of those that were seen."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from fieldsurvey.ui.parts.rows import Row, RowsModel
from fieldsurvey.ui.visits.visit_rows import Extra

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from PySide6.QtCore import QPersistentModelIndex

    from fieldsurvey.survey.line_ports import VisitLine
    from fieldsurvey.ui.visits.visit_rows import VisitRows

#: So many lines are kept at most: scrolling through everything must not gather everything.
_MOST = 3000
_NOWHERE = QModelIndex()


class PagedRows(RowsModel):
    """Visits by their ids, the newest first; a row whose line was not read yet is drawn empty.

    Args:
        rows: makes a row of a line.
    """

    def __init__(self, rows: VisitRows) -> None:
        super().__init__()
        self._rows = rows
        self._ids: Sequence[str] = ()
        self._lines: dict[str, VisitLine | None] = {}
        self._extras: dict[str, Extra] = {}
        self._looked: set[str] = set()
        self._made: dict[str, Row] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those without a line empty."""
        return tuple(self.row(place) for place in range(len(self._ids)))

    @property
    def ids(self) -> Sequence[str]:
        """The visits that are shown."""
        return self._ids

    @property
    def heading_places(self) -> Sequence[int]:
        """There are none."""
        return ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def row(self, place: int) -> Row:
        """Return the row at a place."""
        visit = self._ids[place]
        made = self._made.get(visit)
        if made is None:
            line = self._lines.get(visit)
            if line is None:
                return Row(visit, "…")
            made = self._made[visit] = self._rows.row(line, self._extras.get(visit, Extra()))
        return made

    def line(self, visit: object) -> VisitLine | None:
        """Return a visit's line, None where it was not read."""
        return self._lines.get(str(visit))

    def place_of(self, key: Hashable) -> int:
        """Return where a visit stands, -1 when it is not shown; ids sort by the time of their making."""
        ids, visit = self._ids, str(key)
        place = bisect_left(range(len(ids)), True, key=lambda at: ids[at] <= visit)
        return place if place < len(ids) and ids[place] == visit else -1

    def show_ids(self, ids: Sequence[str], lines: Mapping[str, VisitLine]) -> None:
        """Show other visits, with the lines of some; what is known of the others is read again when it is seen.

        When the same visits are shown, only rows that say something else are drawn anew.
        """
        before, self._made = self._made, {}
        self._lines = dict(lines)
        self._extras = {visit: one for visit, one in self._extras.items() if visit in lines}
        self._looked.clear()
        if len(ids) == len(self._ids) and ids == self._ids:
            if any(before.get(visit) != self._row_of(visit) for visit in lines):
                self._draw()
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def lacking(self, places: range) -> list[str]:
        """Return the visits at some places whose lines were not read yet."""
        return [each for each in self._ids[places.start : places.stop] if each not in self._lines]

    def put(self, asked: Iterable[str], lines: Mapping[str, VisitLine]) -> None:
        """Take in lines that were read; what was asked for and is not there stays empty."""
        for visit in asked:
            self._lines.pop(visit, None)
            self._lines[visit] = lines.get(visit)
            self._made.pop(visit, None)
        for visit in list(self._lines)[: -_MOST or None]:
            del self._lines[visit]
            self._made.pop(visit, None)
            self._extras.pop(visit, None)
            self._looked.discard(visit)
        self._draw()

    def unknown(self, places: range) -> list[str]:
        """Return the visits at some places that were read, and of which nobody has said where they are held."""
        some = self._ids[places.start : places.stop]
        return [each for each in some if self._lines.get(each) and each not in self._looked]

    def put_extras(self, extras: Mapping[str, Extra]) -> None:
        """Take in what only all of a visit tells."""
        for visit, extra in extras.items():
            self._extras[visit] = extra
            self._looked.add(visit)
            self._made.pop(visit, None)
        self._draw()

    def _row_of(self, visit: str) -> Row | None:
        line = self._lines.get(visit)
        return None if line is None else self._rows.row(line, self._extras.get(visit, Extra()))

    def _draw(self) -> None:
        """Let the view paint what it sees; to name every row would take longer."""
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
