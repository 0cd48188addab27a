"""What a dry run found, as rows: wrong ones first, then doubtful, ended, changed and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.registry.words import (
    called,
    column_word,
    fault_text,
    kind_word,
    reason_text,
    say,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.survey.registry_import import DryRun
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.survey.registry_plan import Changed

_WRONG = QT_TRANSLATE_NOOP("Registry", "Wrong: put it right in the file")
_DOUBTFUL = QT_TRANSLATE_NOOP("Registry", "Doubtful: taken as it stands, settle it afterwards")
_ENDED = QT_TRANSLATE_NOOP("Registry", "Ended: no longer in the list")
_CHANGED = QT_TRANSLATE_NOOP("Registry", "Changed")
_NEW = QT_TRANSLATE_NOOP("Registry", "New")
_PLACE = QT_TRANSLATE_NOOP("Registry", "sheet {sheet}, row {row}")
_SHEET = QT_TRANSLATE_NOOP("Registry", "sheet {sheet}")


def place_text(sheet: str, row: int) -> str:
    """Return where something stands in a table."""
    return say(_PLACE if row else _SHEET).format(sheet=sheet, row=row)


def rows_of_run(run: DryRun) -> list[Row]:
    """Return the rows of a dry run under their headings."""
    rows: list[Row] = []
    ended = [change for change in run.plan.changed if not change.line.row]
    changed = [change for change in run.plan.changed if change.line.row]
    for heading, part in (
        (_WRONG, list(_wrong(run))),
        (_DOUBTFUL, list(_doubtful(run))),
        (_ENDED, [_row_of_change("ended", n, each) for n, each in enumerate(ended)]),
        (_CHANGED, [row for n, each in enumerate(changed) for row in _by_field(n, each)]),
        (_NEW, [_new(n, line) for n, line in enumerate(run.plan.new)]),
    ):
        if part:
            rows.append(Row(("head", heading), say(heading), str(len(part)), heading=True))
            rows += part
    return rows


def lines_to_copy(run: DryRun) -> str:
    """Return what is wrong as text for a message to whoever keeps the file."""
    return "\n".join(f"{row.title}: {row.detail}" for row in (*_wrong(run), *_doubtful(run)))


def _wrong(run: DryRun) -> Iterator[Row]:
    for number, fault in enumerate(run.faults):
        where = place_text(fault.sheet, fault.row)
        column = say(QT_TRANSLATE_NOOP("Registry", "column {column}")).format(column=fault.column)
        title = f"{where}, {column}" if fault.column else where
        yield Row(
            ("wrong", number), title, fault_text(fault), icon="error", color="bad",
            cells=(Cell(kind_word(fault.sheet), "bad"),),
        )  # fmt: skip


def _doubtful(run: DryRun) -> Iterator[Row]:
    for number, doubt in enumerate(run.plan.suspected):
        both = f"{called(doubt.line)}  ↔  {called(doubt.beside)}"
        where = place_text(doubt.line.kind.name, doubt.line.row)
        yield Row(
            ("doubt", number), both, f"{reason_text(doubt.reason)} · {where}",
            icon="problem", color="warn", cells=(Cell(kind_word(doubt.line.kind.name), "warn"),),
        )  # fmt: skip


def _by_field(number: int, change: Changed) -> Iterator[Row]:
    """Yield a row for each field that would change."""
    where = place_text(change.line.kind.name, change.line.row)
    for column, (old, new) in change.columns.items():
        told = f"{column_word(column)}: {shown(column, old) or '–'} → {shown(column, new) or '–'}"
        yield Row(
            ("changed", number, column), called(change.line), f"{told} · {where}",
            icon="edit", color="accent", cells=(Cell(kind_word(change.line.kind.name), "accent"),),
        )  # fmt: skip


def _row_of_change(sort: str, number: int, change: Changed) -> Row:
    told = "; ".join(
        f"{column_word(column)}: {shown(column, old) or '–'} → {shown(column, new)}"
        for column, (old, new) in change.columns.items()
    )
    where = [change.line.values.get(name, "") for name in ("stand", "mall")]
    return Row(
        (sort, number), called(change.line), " · ".join(p for p in (told, *where) if p),
        icon="history", color="warn", cells=(Cell(kind_word(change.line.kind.name), "plain"),),
    )  # fmt: skip


def _new(number: int, line: Line) -> Row:
    told = [
        f"{column_word(name)}: {shown(name, value)}"
        for name, value in line.values.items()
        if name not in {"code", "name"}
    ]
    return Row(
        ("new", number), called(line), " · ".join([place_text(line.kind.name, line.row), *told]),
        icon="plus", color="good", cells=(Cell(kind_word(line.kind.name), "good"),),
    )  # fmt: skip
