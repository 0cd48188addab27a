"""Workbook → XForm XML through pyxform, its remarks turned into diagnostics with their place."""

from __future__ import annotations

import copy
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xlsform.diagnostics import Diagnostic, Severity, form_error
from fieldsurvey.xlsform.pyxform_words import retold
from fieldsurvey.xlsform.workbook import Workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROW = re.compile(r"\[row ?: ?(\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet, ")
_COLUMN = re.compile(r"the '([^']+)' value")
_LEARN = re.compile(r"\s*Learn more: \S+")
_TODO = re.compile(r"(?<=\.)\s+((?:Please|Either|Rename|Use|Ensure|If this is)\b.*)$")
_QUOTED = re.compile(r"'([^']+)'")
_SELECT = re.compile(r"^(select_one|select_multiple|select one|select multiple|rank)\s+(\S+)")
_FILES = (".csv", ".xml", ".geojson")


@dataclass(frozen=True, slots=True)
class Converted:
    """A workbook turned into an XForm.

    Attributes:
        xform: the XForm as UTF-8 XML.
        diagnostics: the warnings.
        workbook: the cells, to place what later turns out to be wrong; raw XForms have none.
    """

    xform: bytes
    diagnostics: tuple[Diagnostic, ...]
    workbook: Workbook


def convert(path: Path, *, validate: bool = False) -> Converted:
    """Convert an XLSForm (.xlsx, .xls, .csv, .md) to an XForm.

    Args:
        path: the workbook.
        validate: also ask ODK Validate (in pyxform's wheel), when Java is on this machine.

    Raises:
        FileProblem: the file cannot be read.
        FormError: it is no form; ``diagnostics`` say where and what to do.
    """
    # Slow to import, needed only here.
    from pyxform.errors import PyXFormError
    from pyxform.validators.odk_validate import ODKValidateError
    from pyxform.xls2xform import convert as pyxform_convert

    book = read_workbook(path)
    missing = list(_missing_lists(book))
    if missing:
        raise form_error(missing)
    warnings: list[str] = []
    checked = validate and shutil.which("java") is not None
    try:
        result = pyxform_convert(
            copy.deepcopy(book.content), warnings=warnings, validate=checked, pretty_print=False
        )
    except (PyXFormError, ODKValidateError) as error:
        problems = [_diagnostic(book, "error", str(error))]
        raise form_error(
            [*problems, *(_diagnostic(book, "warning", w) for w in warnings)]
        ) from error
    except RecursionError as error:
        raise form_error(
            [_diagnostic(book, "error", Sentence("The groups are nested too deeply."))]
        ) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        # pyxform trusts its input in places: a malformed sheet may end in one of these.
        why = f"{type(error).__name__}: {error}"
        what = Sentence("The workbook cannot be converted ({why}).", why=why)
        raise form_error([_diagnostic(book, "error", what)]) from error
    return Converted(
        result.xform.encode(), tuple(_diagnostic(book, "warning", w) for w in warnings), book
    )


def _missing_lists(book: Workbook) -> Iterator[Diagnostic]:
    """Yield an error for each select whose choice list is not on the sheet ``choices``."""
    lists = {
        str(cells[header]).strip()
        for _, cells in book.rows("choices")
        for header in cells
        if header.lower().strip().replace(" ", "_") == "list_name"
    }
    for row, cells in book.rows("survey"):
        for header, text in cells.items():
            match = _SELECT.match(str(text).strip()) if header.lower().strip() == "type" else None
            if match is None or match[2] in lists or match[2].endswith(_FILES) or "${" in match[2]:
                continue
            yield Diagnostic(
                "error", book.path.name, "survey", row, header, str(text),
                Sentence("there is no choice list named {name}.", name=match[2]),
                Sentence("Add rows with list_name {name} to the sheet choices, or correct the name.", name=match[2]),
            )  # fmt: skip


def _diagnostic(book: Workbook, severity: Severity, message: str) -> Diagnostic:
    text = " ".join(message.split())
    row = _ROW.search(text)
    sheet = _SHEET.search(text)
    column = _COLUMN.search(text)
    said = what = _LEARN.sub("", _SHEET.sub("", _ROW.sub("", text))).strip()
    todo = _TODO.search(what)
    advice: str = Sentence("Correct it in the workbook.") if severity == "error" else ""
    if isinstance(message, Sentence):  # our own, and nothing to look for in it
        what = message
    else:
        if todo:
            what = what[: todo.start()].strip()
            advice = Sentence.retelling(todo[1].strip(), Sentence("Correct it in the workbook."))
        what = retold(what, said if sheet is None else _LEARN.sub("", _ROW.sub("", text)), severity)
    plain = Diagnostic(severity, book.path.name, None, None, None, "", what, advice)
    if row is not None:
        header = (
            column[1] if column else ("type" if "type" in what or "List name" in what else None)
        )
        return plain.at(*book.cell(sheet[1] if sheet else "survey", int(row[1]), header))
    for word in _QUOTED.findall(what):
        found = book.find(word)
        if found is not None:
            return plain.at(*found)
    return plain
