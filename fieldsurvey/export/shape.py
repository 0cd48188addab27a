"""The shape of an exported table."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

#: A cell: figures stay figures, dates are ISO 8601 text, nothing is "".
Cell = str | int | float | Decimal
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds; ``kind`` is the type of its values, of a question that of the form."""

    name: str
    label: str
    kind: str = "text"
    label_en: str = ""
    indicator: str = ""


@dataclass(slots=True)
class Table:
    """A named table; a row lacks the cells that are blank."""

    name: str
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def cells(self) -> list[list[Cell]]:
        """Return the rows as lists in the order of the columns."""
        return [[row.get(column.name, "") for column in self.columns] for row in self.rows]
