"""A table that breaks between rows and says which cell is which: heads, spans, and heads that only repeat."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Table

from fieldsurvey.report.tagging import CELL, HEAD, ROW, TABLE, Element

TALLEST = 215 * mm
"""Height in points of the tallest row that is kept whole under its head."""


class RowTable(LongTable):  # type: ignore[misc]  # reportlab has no types
    """A table that breaks between rows, and inside one only if that row is taller than a page.

    The rows that it repeats on each page are its heads; on further pages they are artifacts.
    """

    @property
    def lead_height(self) -> float:
        """Height in points of the head and the first row, once wrapped."""
        return float(sum(self._rowHeights[: self.repeatRows + 1]))

    def split(self, availWidth: float, availHeight: float) -> list[LongTable]:  # noqa: N803
        """Split it below the last row that fits."""
        self._calc(availWidth, availHeight)
        # One row under the repeated head does not fit on any page: only then cut it.
        self.splitInRow = int(self.lead_height > TALLEST)
        parts: list[LongTable] = super().split(availWidth, availHeight)
        return parts


class Grid(Table):  # type: ignore[misc]  # reportlab has no types
    """An arrangement whose rows stay whole, unless one is taller than any page."""

    def split(self, availWidth: float, availHeight: float) -> list[Table]:  # noqa: N803
        """Split it between rows, and a giant one within."""
        self._calc(availWidth, availHeight)
        self.splitInRow = int(self._rowHeights[0] > TALLEST)
        parts: list[Table] = super().split(availWidth, availHeight)
        return parts


class TableTags:
    """Marks up a `RowTable` while it draws itself; all its parts share one, as reportlab hands it on.

    Attributes:
        element: the Table element.
    """

    def __init__(self) -> None:
        self.element = Element(TABLE)
        self._begun = False
        self._repeats = False

    def __call__(self, table: Any, moment: str, *place: Any) -> None:
        """Be told by reportlab what comes next."""
        canvas = table.canv
        if moment in ("startBG", "startLines"):
            canvas.begin_artifact()
        elif moment in ("endBG", "endLines"):
            canvas.end_artifact()
        elif moment == "startRow":
            self._repeats = self._begun and place[0] < table.repeatRows
            if self._repeats:
                canvas.begin_artifact()
            else:
                canvas.tags.enter(Element(ROW))
        elif moment == "endRow":
            if self._repeats:
                canvas.end_artifact()
            else:
                canvas.tags.leave()
        elif moment == "startCell":
            if not self._repeats:
                canvas.tags.enter(_cell(table, place[0], place[1]))
        elif moment == "endCell":
            if not self._repeats:
                canvas.tags.leave()
        elif moment == "startTable":
            canvas.tags.enter(self.element)
        else:
            canvas.tags.leave()
            self._begun = True


class LayoutTags:
    """Marks up an arrangement: what stands in its cells speaks for itself, its lines say nothing."""

    def __call__(self, table: Table, moment: str, *place: Any) -> None:
        """Be told by reportlab what comes next."""
        del place
        if moment in ("startBG", "startLines"):
            table.canv.begin_artifact()
        elif moment in ("endBG", "endLines"):
            table.canv.end_artifact()


def _cell(table: Any, row: int, column: int) -> Element:
    element = Element(HEAD if row < table.repeatRows else CELL)
    if table._spanCmds:  # noqa: SLF001  reportlab says nowhere else what spans
        left, top, right, bottom = table._spanRanges[column, row]  # noqa: SLF001
        element.span = (right - left + 1, bottom - top + 1)
    return element
