"""The cells of an XLSForm: read once within bounds, then searched to say where a fault stands."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import FileProblem, Sentence
from fieldsurvey.xlsform.diagnostics import Diagnostic, form_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pyxform.errors import PyXFormError

MAX_FILE_BYTES = 32 * 2**20
MAX_UNPACKED_BYTES = 256 * 2**20
MAX_MEMBERS = 2_000
MAX_ROWS = 200_000
MAX_CELL_CHARACTERS = 32_767  # Excel's own limit

_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_TEXT_TYPES = {".csv": ".csv", ".md": ".md"}
_ATTRIBUTE_HEADERS: Mapping[str, tuple[str, ...]] = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "calculate": ("calculation", "calculate", "bind::calculate"),
    "constraint": ("constraint", "bind::constraint"),
    "required": ("required", "bind::required"),
    "readonly": ("read_only", "readonly", "bind::readonly"),
    "choices": ("choice_filter",),
    "count": ("repeat_count", "count", "jr:count"),
    "setvalue": ("calculation", "default", "trigger"),
    "label": ("label",),
    "hint": ("hint",),
}


class Cell(NamedTuple):
    """A cell: its sheet, its row from 1 (the header is row 1), its column's header and its text."""

    sheet: str
    row: int
    column: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of an XLSForm as pyxform reads them.

    Attributes:
        path: the file.
        content: what pyxform's converter takes: sheet name → rows, and ``<sheet>_header``.
    """

    path: Path
    content: dict[str, object] = field(repr=False)

    def rows(self, sheet: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield (row number from 2, cells by header) of a sheet; nothing when it is missing."""
        rows: Sequence[Mapping[str, str]] = self.content.get(sheet) or ()  # type: ignore[assignment]
        yield from enumerate(rows, 2)

    def cell(self, sheet: str, row: int, column: str | None) -> Cell:
        """Return the cell of that row and column (its translation ``label::…`` counts as the column)."""
        cells = next((cells for number, cells in self.rows(sheet) if number == row), {})
        wanted = (column or "").lower()
        for header, text in cells.items():
            name = header.lower().strip()
            if wanted and (name == wanted or name.startswith(f"{wanted}::")):
                return Cell(sheet, row, header, str(text))
        return Cell(sheet, row, column, "")

    def find(self, text: str) -> Cell | None:
        """Return the first cell that says ``text`` in a name, a type or a list name."""
        for sheet in ("survey", "choices"):
            for row, cells in self.rows(sheet):
                for header, value in cells.items():
                    if header.lower() in ("name", "type", "list_name", "value") and (
                        value == text or text in str(value).split()
                    ):
                        return Cell(sheet, row, header, str(value))
        return None

    def locate(self, path: Sequence[str], attribute: str | None) -> Cell | None:
        """Return the cell that gave the node at ``path`` (names below the root) its ``attribute``.

        Args:
            path: names of the groups and of the node, as ("group_a", "q1").
            attribute: "relevant", "calculate", … as in `xforms`; None for the row itself.
        """
        open_groups: list[str] = []
        for row, cells in self.rows("survey"):
            by_header = {header.lower().strip(): header for header in cells}
            kind = str(cells.get(by_header.get("type", ""), "")).strip().lower().replace(" ", "_")
            name = str(cells.get(by_header.get("name", ""), "")).strip()
            if kind.startswith("end_"):
                open_groups = open_groups[:-1]
                continue
            here = [*open_groups, name]
            if here == list(path) or (f"{name}_count" == path[-1] and here[:-1] == list(path[:-1])):
                for wanted in _ATTRIBUTE_HEADERS.get(attribute or "", ()):
                    for header, original in by_header.items():
                        if header == wanted or header.startswith(f"{wanted}::"):
                            return Cell("survey", row, original, str(cells[original]))
                return Cell("survey", row, by_header.get("name"), name)
            if kind.startswith("begin_"):
                open_groups.append(name)
        return None


def read_workbook(path: Path) -> Workbook:
    """Read the cells of an XLSForm (.xlsx, .xlsm, .xls, .csv or .md).

    Raises:
        FileProblem: the file cannot be read.
        FormError: it is no such file, or larger than a form may be (32 MiB, 256 MiB unpacked, 200 000 rows a sheet).
    """
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or str(error)) from error
    if size_bytes > MAX_FILE_BYTES:
        raise _refused(
            path,
            Sentence("the file is larger than {limit} MiB.", limit=MAX_FILE_BYTES // 2**20),
            Sentence("Split the form."),
        )
    if size_bytes == 0:
        raise _refused(
            path, Sentence("the file is empty."), Sentence("Take the form from its source again.")
        )
    kind = _kind(path, head)
    if kind == ".xlsx":
        _check_archive(path)
    # A third of a second, needed only where a workbook is read: most processes never do.
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        read = get_xlsform(str(path), file_type=kind)
    except PyXFormError as error:
        raise _refused(
            path, _plain(error), Sentence("Save it again as an Excel workbook.")
        ) from error
    except Exception as error:
        # The readers below pyxform raise parser errors of several packages for a damaged workbook.
        what = Sentence("the workbook is damaged ({why}).", why=type(error).__name__)
        todo = Sentence("Save it again from your spreadsheet program.")
        raise _refused(path, what, todo) from error
    content = {
        name: getattr(read, name)
        for sheet in _SHEETS
        for name in (sheet, f"{sheet}_header")
        if getattr(read, name, None) is not None
    }
    content["sheet_names"] = read.sheet_names or []
    content["fallback_form_name"] = path.stem
    book = Workbook(path, content)
    _check_rows(book)
    return book


def _kind(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return ".xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if suffix in _TEXT_TYPES:
        return _TEXT_TYPES[suffix]
    if suffix in (".xlsx", ".xlsm", ".xls"):
        what = Sentence(
            "the file is not an Excel workbook, although its name ends in {suffix}.", suffix=suffix
        )
        raise _refused(path, what, Sentence("Save it from your spreadsheet program as .xlsx."))
    what = Sentence("files called {name} are not forms.", name=f"*{suffix}")
    raise _refused(path, what, Sentence("Give an .xlsx, .xls, .csv, .md or .xml file."))


def _check_archive(path: Path) -> None:
    """Refuse a zip that would unpack to more than a form needs, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        todo = "Save it again from your spreadsheet program."
        raise _refused(
            path, Sentence("the workbook is damaged: its archive cannot be opened."), todo
        ) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        what = Sentence(
            "the workbook unpacks to more than {limit} MiB.", limit=MAX_UNPACKED_BYTES // 2**20
        )
        raise _refused(path, what, Sentence("Delete the empty or unused rows and sheets."))


def _check_rows(book: Workbook) -> None:
    for sheet in _SHEETS:
        count = 0
        for row, cells in book.rows(sheet):
            count += 1
            for header, text in cells.items():
                if len(str(text)) > MAX_CELL_CHARACTERS:
                    problem = Diagnostic(
                        "error",
                        book.path.name,
                        sheet,
                        row,
                        header,
                        "",
                        Sentence("the text is too long."),
                        Sentence("Shorten it."),
                    )
                    raise form_error([problem])
        if count > MAX_ROWS:
            raise _refused(
                book.path,
                Sentence(
                    "the sheet {sheet} has more than {limit} rows.", sheet=sheet, limit=MAX_ROWS
                ),
                Sentence("Use a CSV file."),
            )


def _refused(path: Path, what: str, todo: str) -> Exception:
    return form_error([Diagnostic("error", path.name, None, None, None, "", what, todo)])


def _plain(error: PyXFormError) -> str:
    return " ".join(str(error).split())
