"""Rows of repeats that were removed on one laptop and answered on another: kept until a person decides."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldsurvey.journal import ChangeKey, is_removal, removal_saw

if TYPE_CHECKING:
    from fieldsurvey.store.driver import Link

_REMOVALS = '{"#removed":%'


class Hand(NamedTuple):
    """Who wrote a head, and when."""

    key: ChangeKey
    author: str
    at: datetime


class Row(NamedTuple):
    """A row of a repeat: the field of an entity that stands for it."""

    stream: str
    entity: str
    field: str


def shown_value(link: Link, row: Row, value: Any) -> Any:
    """Return what a field shows: for a removed row None, or "" when an answer inside was not seen."""
    if not is_removal(value):
        return value
    return None if unseen_inside(link, row) is None else ""


def unseen_inside(link: Link, row: Row) -> Hand | None:
    """Return the first head inside a removed row that no removal of it had seen, None when all were."""
    removals = [json.loads(text) for (text,) in _heads(link, row, "field = ?", row.field, "value")]
    seen = [removal_saw(value) for value in removals if is_removal(value)]
    inside = _heads(
        link,
        row,
        # All names that begin with the row's own and a slash; "0" is what follows "/".
        "field > ? || '/' AND field < ? || '0'",
        row.field,
        "device, seq, author, at, value",
    )
    for device, seq, author, at, text in inside:
        key, value = ChangeKey(device, seq), json.loads(text)
        if value is None or is_removal(value) or any(cursor.covers(key) for cursor in seen):
            continue
        return Hand(key, author, datetime.fromisoformat(at))
    return None


def contested(link: Link, stream: str) -> list[tuple[str, Row, Hand, Hand]]:
    """Return the rows that stay against their removal: kind of entity, row, who answered, who removed."""
    rows = link.rows(
        "SELECT e.kind, h.entity, h.field, h.device, h.seq, h.author, h.at"
        " FROM head h JOIN entity e ON e.stream = h.stream AND e.id = h.entity"
        " WHERE h.stream = ? AND h.shown AND h.value LIKE ? AND NOT e.deleted"
        " ORDER BY e.clock, e.device, e.seq, e.hash, h.field",
        (stream, _REMOVALS),
    )
    found = []
    for kind, entity, field, device, seq, author, at in rows:
        row = Row(stream, entity, field)
        kept = unseen_inside(link, row)
        if kept is not None:
            removed = Hand(ChangeKey(device, seq), author, datetime.fromisoformat(at))
            found.append((kind, row, kept, removed))
    return found


def _heads(link: Link, row: Row, where: str, name: str, columns: str) -> list[tuple[Any, ...]]:
    return link.rows(
        f"SELECT {columns} FROM head WHERE stream = ? AND entity = ? AND {where}"  # noqa: S608  ours
        " ORDER BY clock DESC, device DESC, seq DESC, hash DESC",
        (row.stream, row.entity, *[name] * where.count("?")),
    )
