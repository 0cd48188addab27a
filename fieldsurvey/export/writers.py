"""Tables to files. What is written appears whole or not at all, and never replaces a file.

========  ==============================================================================
csv       a folder with one file a table: UTF-8 with mark, commas, as Excel opens it
xlsx      one workbook, a sheet a table
json      one file: {table: {"columns": [...], "rows": [{...}]}}
geojson   one file: the photos that have a place, as points
========  ==============================================================================
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import flush_folder, troubles, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.export.shape import Cell, Table

#: A cell that begins with one of these is taken for a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A negative figure or a place (latitude, longitude, …) begins with a minus and is no formula.
_FIGURES = re.compile(r"-\d+(\.\d+)?([ ;]+-?\d+(\.\d+)?)*", re.ASCII)
#: What no cell of a workbook may hold (XML 1.0 §2.2), and how much text one holds (Excel's own limit).
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CELL_CHARACTERS = 32_767
_CUT = "… [dipotong: satu sel Excel memuat 32.767 aksara; lengkap dalam CSV atau JSON]"


def write_tables(tables: Sequence[Table], out: Path, form: str) -> list[Path]:
    """Write tables and return the files made.

    Args:
        tables: from ``visit_tables``.
        out: a file, for ``csv`` a folder; it must not exist.
        form: one of ``FORMATS``.

    Raises:
        FileProblem: it exists, or cannot be written; nothing is left half written then.
    """
    if out.exists():
        raise FileProblem(path=out, what="exists already: choose another name, nothing is replaced")
    with troubles(out):
        return FORMATS[form](tables, out)


def _csv(tables: Sequence[Table], out: Path) -> list[Path]:
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".export-", dir=out.parent))
    try:
        for table in tables:
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(column.name for column in table.columns)
            writer.writerows([_safe(cell) for cell in row] for row in table.cells())
            write_whole(beside / f"{table.name}.csv", text.getvalue().encode("utf-8-sig"))
        beside.rename(out)
        flush_folder(out.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [out / f"{table.name}.csv" for table in tables]


def _xlsx(tables: Sequence[Table], out: Path) -> list[Path]:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        for number, column in enumerate(table.columns, 1):
            sheet.cell(1, number, column.name).font = Font(bold=True)
        for place, row in enumerate(table.cells(), 2):
            for number, value in enumerate(row, 1):
                if value == "":
                    continue
                cell = sheet.cell(place, number)
                cell.value = _fitted(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # text that begins with = stays text
        sheet.freeze_panes = "A2"
        if table.columns:
            sheet.auto_filter.ref = sheet.dimensions
    data = io.BytesIO()
    book.save(data)
    return [_file(out, data.getvalue())]


def _json(tables: Sequence[Table], out: Path) -> list[Path]:
    data = {
        table.name: {
            "columns": [column.name for column in table.columns],
            "rows": [{name: _plain(cell) for name, cell in row.items()} for row in table.rows],
        }
        for table in tables
    }
    return [_file(out, _dump(data))]


def _geojson(tables: Sequence[Table], out: Path) -> list[Path]:
    photos = next(table for table in tables if table.name == "photos")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {
                name: _plain(cell)
                for name, cell in row.items()
                if name not in {"latitude", "longitude"}
            },
        }
        for row in photos.rows
        if "latitude" in row and "longitude" in row
    ]
    return [_file(out, _dump({"type": "FeatureCollection", "features": features}))]


#: Format → what writes it.
FORMATS: dict[str, Callable[[Sequence[Table], Path], list[Path]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "geojson": _geojson,
}


def _file(out: Path, data: bytes) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, data)
    return out


def _safe(cell: Cell) -> Cell:
    taken = isinstance(cell, str) and cell.startswith(_FORMULA) and not _FIGURES.fullmatch(cell)
    return f"'{cell}" if taken else cell


def _fitted(text: str) -> str:
    """Return a text as a cell of a workbook can hold it; one that is too long says that it was cut."""
    text = _UNFIT.sub("", text)
    if len(text) <= _CELL_CHARACTERS:
        return text
    return text[: _CELL_CHARACTERS - len(_CUT)] + _CUT


def _plain(cell: Cell) -> Any:
    return str(cell) if isinstance(cell, Decimal) else cell


def _dump(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
