"""What is wrong with a form, where it stands in the workbook, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import FormError, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark about a form.

    Attributes:
        severity: "error" when the form cannot run because of it, else "warning".
        file: name of the form's file.
        sheet: sheet of the workbook, None when the remark belongs to no sheet (or the file is XForm XML).
        row: row of the sheet from 1, the header being row 1; None when unknown.
        column: header of the column, None when unknown.
        cell: what the cell holds, "" when unknown.
        what: what is wrong, in one sentence.
        todo: what to do about it, "" when the first sentence says it all.
    """

    severity: Severity
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    cell: str
    what: str
    todo: str = ""

    @property
    def said(self) -> Sentence:
        """Return what is wrong and what to do, without the place."""
        cell = f"[{self.cell}] " if self.cell else ""
        if not self.todo:
            return Sentence("{cell}{what}", cell=cell, what=self.what)
        return Sentence("{cell}{what} {todo}", cell=cell, what=self.what, todo=self.todo)

    @property
    def place(self) -> str:
        """Return where it stands: ``stand.xlsx, sheet survey, row 7, column relevant``."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        cell = f" [{self.cell}]" if self.cell else ""
        return f"{self.place}{cell}: {self.what}{' ' + self.todo if self.todo else ''}"

    def at(self, sheet: str, row: int, column: str | None, cell: str) -> Diagnostic:
        """Return the same remark with its place in the workbook."""
        return replace(self, sheet=sheet, row=row, column=column, cell=cell)


def form_error(diagnostics: Iterable[Diagnostic]) -> FormError:
    """Return the error for a form that cannot run: its sentence is the first error's line."""
    found = tuple(diagnostics)
    errors = [d for d in found if d.severity == "error"]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return FormError(str(errors[0]) + more, found)
