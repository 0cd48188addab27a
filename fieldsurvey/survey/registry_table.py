"""Registry tables in and out: CSV of one kind, or a workbook with a sheet a kind."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError, FileProblem
from fieldsurvey.survey.csv_rows import read_csv
from fieldsurvey.survey.registry_faults import Fault
from fieldsurvey.survey.registry_kinds import KIND, Key, Kind, Line
from fieldsurvey.whole_file import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fieldsurvey.survey.registry import Registry

_SHOWN_FAULTS = 20


def read_table(path: Path, kind: str | None = None) -> list[Line]:
    """Read a CSV of one kind, or a workbook whose sheets are named by kinds.

    Args:
        path: the file, ``.csv`` or ``.xlsx``.
        kind: of a CSV; by default the file's own name (``stand.csv``).

    Raises:
        FileProblem: it cannot be read, names no kind, or has faults: each with sheet, row, column and what is wanted.
    """
    lines, faults = examine_table(path, kind)
    if faults:
        more = f" (and {len(faults) - _SHOWN_FAULTS} more)" if len(faults) > _SHOWN_FAULTS else ""
        raise FileProblem(path=path, what="; ".join(map(str, faults[:_SHOWN_FAULTS])) + more)
    return lines


def examine_table(path: Path, kind: str | None = None) -> tuple[list[Line], list[Fault]]:
    """Read a table as `read_table`, and return its rows with every fault beside them.

    Raises:
        FileProblem: it cannot be read, or names no kind.
    """
    faults: list[Fault] = []
    lines: list[Line] = []
    for name, rows in _sheets(path, kind):
        lines += _lines(KIND[name], name, rows, faults)
    return _once(lines, faults), faults


def rows_of(registry: Registry, kind: str) -> list[dict[str, str]]:
    """Return the records of a kind as rows, sorted by their keys."""
    names = [field.name for field in KIND[kind].fields]
    rows = [
        {name: str(record.fields.get(name) or "") for name in names}
        for record in registry.entities(kind)
    ]
    return sorted(rows, key=lambda row: [row[name] for name in KIND[kind].key])


def csv_of(registry: Registry, kind: str) -> bytes:
    """Return a kind as CSV that `read_table` reads back: UTF-8 with mark."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in KIND[kind].fields])
    writer.writeheader()
    writer.writerows(rows_of(registry, kind))
    return text.getvalue().encode("utf-8-sig")


def workbook_of(registry: Registry) -> bytes:
    """Return the whole registry as a workbook: a sheet a kind, empty ones too, so that it is also the blank form."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for kind in KIND.values():
        sheet = book.create_sheet(kind.name)
        for number, field in enumerate(kind.fields, 1):
            cell = sheet.cell(1, number, field.name)
            cell.font = Font(bold=True)
            cell.comment = Comment(
                field.label + (" (wajib)" if field.required else ""), "fieldsurvey"
            )
        for place, row in enumerate(rows_of(registry, kind.name), 2):
            for number, field in enumerate(kind.fields, 1):
                if row[field.name]:
                    cell = sheet.cell(place, number, row[field.name])
                    cell.data_type, cell.number_format = "s", "@"
        sheet.freeze_panes = "A2"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _sheets(path: Path, kind: str | None) -> Iterator[tuple[str, list[tuple[int, dict[str, str]]]]]:
    if path.suffix.lower() == ".xlsx":
        try:
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error
        yield from _workbook(path, data)
        return
    name = kind or path.stem
    if name not in KIND:
        raise FileProblem(path=path, what=f"{name!r} is no kind of the registry: {', '.join(KIND)}")
    yield name, list(read_csv(path).rows)


def _workbook(path: Path, data: bytes) -> Iterator[tuple[str, list[tuple[int, dict[str, str]]]]]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileProblem(path=path, what="not a readable .xlsx workbook") from error
    known = [sheet for sheet in book.worksheets if sheet.title in KIND]
    if not known:
        raise FileProblem(path=path, what=f"no sheet is named by a kind: {', '.join(KIND)}")
    for sheet in known:
        rows = sheet.iter_rows(values_only=True)
        head = [_text(cell) for cell in next(rows, ())]
        yield (
            sheet.title,
            [
                (number, {name: _text(cell) for name, cell in zip(head, row, strict=False) if name})
                for number, row in enumerate(rows, 2)
            ],
        )


def _lines(
    kind: Kind, sheet: str, rows: list[tuple[int, dict[str, str]]], faults: list[Fault]
) -> Iterator[Line]:
    known = [field.name for field in kind.fields]
    unknown = sorted({name for _, row in rows[:1] for name in row} - set(known))
    if unknown:
        named = {"unknown": ", ".join(unknown), "columns": ", ".join(known)}
        faults.append(Fault(sheet, 0, "", "unknown column {unknown}; columns: {columns}", named))
    for number, row in rows:
        if not any(cell.strip() for cell in row.values()):
            continue
        values, found = read_values(kind, row)
        faults += [Fault(sheet, number, each.column, each.what, each.params) for each in found]
        yield Line(kind, f"{sheet} row {number}", values, number)


def read_values(kind: Kind, texts: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    """Read the texts of one record, by column; return the values kept, blank ones left out, and what is wrong."""
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for field in kind.fields:
        text = texts.get(field.name, "").strip()
        if not text and field.required:
            faults.append(Fault(kind.name, 0, field.name, "is blank"))
        if not text:
            continue
        try:
            values[field.name] = field.read(text)
        except FigureError as error:
            faults.append(Fault.of(kind.name, 0, field.name, error))
    fault = kind.fault(values)
    if fault:
        faults.append(Fault(kind.name, 0, "", fault))
    return values, faults


def _once(lines: list[Line], faults: list[Fault]) -> list[Line]:
    seen: dict[tuple[str, Key], Line] = {}
    for line in lines:
        first = seen.setdefault((line.kind.name, line.key), line)
        if first is not line:
            named = {"kind": line.kind.name, "place": first.place, "row": str(first.row)}
            what = "the same {kind} as {place}"
            faults.append(Fault(line.kind.name, line.row, "", what, named))
    return lines


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
