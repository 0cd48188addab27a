"""CSV as offices write it: commas or, from Excel in Indonesia, semicolons; UTF-8, with or without a mark."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import unreadable

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A table: its columns, and each row with the number of the line it ends on; blank cells are ""."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_csv(path: Path) -> CsvRows:
    """Read a CSV file whose first line names the columns; cells beyond them are left out.

    Raises:
        FileProblem: it cannot be read, is not UTF-8, or is no CSV.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise FileProblem(path=path, what="not UTF-8 text: save it as “CSV UTF-8”") from error
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = tuple(reader.fieldnames or ())
        rows = tuple(
            (reader.line_num, {name: cell or "" for name, cell in row.items() if name})
            for row in reader
        )
    except csv.Error as error:
        raise FileProblem(path=path, what=f"line {reader.line_num}: {error}") from error
    return CsvRows(columns, rows)
