"""What the list shows for a place of the tree: one row a record, made off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.registry.places import DOUBTS, EVERYTHING, Key
from fieldsurvey.ui.registry.shelf import Shelf, over
from fieldsurvey.ui.registry.words import (
    KIND_WORDS,
    called,
    column_word,
    kind_word,
    kinds_word,
    reason_text,
    say,
    shown,
    validity,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieldsurvey.survey.ports import Conflict
    from fieldsurvey.survey.registry_doubts import Doubt
    from fieldsurvey.survey.registry_kinds import Line

_ENDED = QT_TRANSLATE_NOOP("Registry", "ended")


def lines_at(shelf: Shelf, key: Key) -> list[Line]:
    """Return the records of a place."""
    if key == EVERYTHING:
        return shelf.all()
    sort, *names = key
    if sort == "kind":
        return shelf.lines[names[0]]
    if sort == "mall":
        return shelf.of_mall("stand", names[0])
    if sort in {"floor", "counter"}:
        columns = dict(zip(("floor", "counter"), names[1:], strict=False))
        return [
            line
            for line in shelf.of_mall("stand", names[0])
            if all(line.values.get(column, "") == name for column, name in columns.items())
        ]
    if sort == "stand":
        parts = (shelf.of_stand(kind, *names) for kind in ("service", "schedule", "officer"))
        return [line for part in parts for line in part]
    return []


def rows_at(shelf: Shelf, key: Key, doubts: Sequence[Doubt], today: date) -> list[Row]:
    """Return the rows of a place; those of a stand under headings."""
    if key == DOUBTS:
        conflicts = [_conflict(n, each, shelf) for n, each in enumerate(shelf.conflicts)]
        return [*conflicts, *(_doubt(n, each) for n, each in enumerate(doubts))]
    lines = lines_at(shelf, key)
    if key[0] != "stand":
        return [_row(line, shelf, today, tell_kind=key == EVERYTHING) for line in lines]
    rows: list[Row] = []
    for kind in ("schedule", "service", "officer"):
        part = [line for line in lines if line.kind.name == kind]
        rows.append(Row(("head", kind), kinds_word(kind), str(len(part)), heading=True))
        rows += [_row(line, shelf, today, tell_kind=False) for line in part]
    return rows


def _row(line: Line, shelf: Shelf, today: date, *, tell_kind: bool) -> Row:
    kind, values = line.kind.name, line.values
    gone = over(line, today)
    dates = validity(line)
    cell = Cell(say(_ENDED), "plain", icon="history")
    first = [kind_word(kind)] if tell_kind else []
    second = [dates, *_detail(line, shelf)]
    code = values.get("code") or values.get("kemendagri") or ""
    name = called(line) if kind == "schedule" else values.get("name") or values.get("role") or code
    return Row(
        line.entity,
        name,
        " · ".join(part for part in (*first, *second) if part),
        code=code,
        icon=KIND_WORDS[kind][2],
        color="muted" if gone else "accent",
        cells=(cell,) if gone else (),
    )


def _detail(line: Line, shelf: Shelf) -> list[str]:
    values = line.values
    where = [values.get("stand", ""), values.get("mall", "")]
    kind = line.kind.name
    if kind == "mall":
        stands = len(shelf.of_mall("stand", values.get("code", "")))
        counted = say(QT_TRANSLATE_NOOP("Registry", "{count} stands")).format(count=stands)
        return [values.get("city", ""), values.get("province", ""), counted]
    if kind == "stand":
        owner = shelf.named("institution", values.get("institution", ""))
        institution = owner.values.get("name", "") if owner else values.get("institution", "")
        return [
            institution, values.get("floor", ""), values.get("counter", ""), values.get("mall", "")
        ]  # fmt: skip
    if kind == "schedule":
        pause = [shown(name, values.get(name, "")) for name in ("break_from", "break_to")]
        text = say(QT_TRANSLATE_NOOP("Registry", "break {hours}")).format(hours="–".join(pause))
        return [*where, text if all(pause) else ""]
    if kind == "service":
        return [*where, values.get("duration", ""), values.get("fee", "")]
    if kind == "region":
        bps = values.get("bps", "")
        return [values.get("kind", ""), values.get("province", ""), f"BPS {bps}" if bps else ""]
    names = {"institution": ("kind", "city"), "officer": ("role",)}[kind]
    return [*where, *(values.get(name, "") for name in names)]


def _doubt(number: int, doubt: Doubt) -> Row:
    both = f"{called(doubt.line)}  ↔  {called(doubt.beside)}"
    where = " · ".join(
        doubt.line.values.get(name, "") for name in ("stand", "mall") if name in doubt.line.values
    )
    detail = " · ".join(p for p in (reason_text(doubt.reason), where) if p)
    return Row(
        ("doubt", number), both, detail, icon="problem", color="warn",
        cells=(Cell(kind_word(doubt.line.kind.name), "warn"),),
    )  # fmt: skip


def _conflict(number: int, conflict: Conflict, shelf: Shelf) -> Row:
    line = shelf.by_entity.get(conflict.entity)
    name = called(line) if line else kind_word(conflict.kind)
    values = "  |  ".join(
        shown(conflict.field, str(each.value or "–")) for each in conflict.alternatives
    )
    return Row(
        ("conflict", number), f"{name}: {column_word(conflict.field)}", values,
        icon="people", color="bad",
        cells=(Cell(say(QT_TRANSLATE_NOOP("Registry", "two laptops")), "bad"),),
    )  # fmt: skip
