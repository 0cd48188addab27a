"""What is wrong in a registry table: which sheet, row and column, and what is wanted there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.errors import FigureError


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell, a row or a sheet that cannot be taken.

    Attributes:
        sheet: by the name of its kind.
        row: as Excel counts, 0 for the whole sheet.
        column: "" for the whole row.
        what: the sentence in English, with places for ``params``; a window translates by it.
    """

    sheet: str
    row: int
    column: str
    what: str
    params: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: str, row: int, column: str, error: FigureError) -> Fault:
        """Return what a column says of a text that it cannot read."""
        named = {name: str(value) for name, value in error.params.items()}
        return cls(sheet, row, column, named.pop("template", named["what"]), named)

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.sheet}{row}{column}: {self.what.format_map(self.params)}"
