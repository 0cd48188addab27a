"""Reading records from the projections: shown values, conflicts, history."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import Change, ChangeKey, canonical, is_removal
from fieldsurvey.journal.box import Place
from fieldsurvey.store import journal_table, rows
from fieldsurvey.store.keys import Reader
from fieldsurvey.store.projections import OWN
from fieldsurvey.survey.ports import LOCKED, Alternative, Conflict, Fork, History, Record, Revival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.store.driver import Link


def of_kind(link: Link, stream: str, kind: str, only: Sequence[str] = ()) -> list[Record]:
    """Return the entities of a kind in creation order, deleted ones left out; with ``only`` these fields alone."""
    return _read(link, stream, "kind = ?", kind, only)


def one(link: Link, stream: str, entity: str) -> Record | None:
    """Return one entity, or None when unknown or deleted."""
    return next(iter(_read(link, stream, "id = ?", entity)), None)


def _read(
    link: Link, stream: str, where: str, param: str, only: Sequence[str] = ()
) -> list[Record]:
    named = f" AND h.field IN ({', '.join('?' * len(only))})" if only else ""
    heads = link.rows(
        "SELECT e.id, e.kind, e.clock, e.device, e.seq, e.fate,"  # noqa: S608  columns of ours
        " h.field, h.device, h.seq, h.value"
        f" FROM entity e LEFT JOIN head h ON h.stream = e.stream AND h.entity = e.id AND h.shown{named}"
        f" WHERE e.stream = ? AND e.{where} AND NOT e.deleted"
        " ORDER BY e.clock, e.device, e.seq, e.hash, h.field",
        (*only, stream, param),
    )
    reader = Reader(link, stream)
    found: dict[str, Record] = {}
    for entity, kind, clock, born_on, born, fate, field, device, seq, value in heads:
        if entity not in found:
            order = (clock, born_on, born)
            found[entity] = Record(entity, kind, {}, order, _revival(fate))
        if field is not None and not field.startswith(OWN):
            place = Place(stream, entity, field, device, seq)
            shown = reader.clear(json.loads(value), place)
            found[entity].fields[field] = rows.shown_value(
                link, rows.Row(stream, entity, field), shown
            )
    return list(found.values())


def conflicts(link: Link, stream: str) -> list[Conflict]:
    """Return the fields with heads of different values, of entities that are not deleted.

    And the rows that were removed on one laptop and answered on another.
    """
    heads = link.rows(
        "SELECT h.entity, e.kind, h.field, h.device, h.seq, h.value, h.author, h.at"
        " FROM head h JOIN entity e ON e.stream = h.stream AND e.id = h.entity"
        " JOIN (SELECT entity, field FROM head WHERE stream = ?"
        "       GROUP BY entity, field HAVING count(*) > 1) m"
        "   ON m.entity = h.entity AND m.field = h.field"
        " WHERE h.stream = ? AND NOT e.deleted"
        " ORDER BY e.clock, e.device, e.seq, e.hash, h.field,"
        "          h.clock DESC, h.device DESC, h.seq DESC, h.hash DESC",
        (stream, stream),
    )
    reader = Reader(link, stream)
    found: dict[tuple[str, str, str], list[Alternative]] = {}
    told_apart: dict[tuple[str, str, str], set[str]] = {}
    for entity, kind, field, device, seq, text, author, at in heads:
        if field.startswith(OWN):
            continue
        stored = json.loads(text)
        value = _told(reader.clear(stored, Place(stream, entity, field, device, seq)))
        group = (entity, kind, field)
        key = ChangeKey(device, seq)
        found.setdefault(group, []).append(
            Alternative(key, value, author, datetime.fromisoformat(at))
        )
        # Two locked values cannot be compared: they count as different.
        told_apart.setdefault(group, set()).add(canonical(stored if value is LOCKED else value))
    between = [
        Conflict(*group, tuple(alternatives))
        for group, alternatives in found.items()
        if len(told_apart[group]) > 1
    ]
    known = {(conflict.entity, conflict.field) for conflict in between}
    return between + [
        Conflict(
            row.entity,
            kind,
            row.field,
            (Alternative(kept[0], "", *kept[1:]), Alternative(removed[0], None, *removed[1:])),
        )
        for kind, row, kept, removed in rows.contested(link, stream)
        if (row.entity, row.field) not in known
    ]


def history(link: Link, stream: str, entity: str, field: str | None) -> list[History]:
    """Return the changes of an entity, or of one of its fields, oldest first."""
    where, params = "AND entity = ?", [entity]
    if field is not None:
        where, params = f"{where} AND field = ?", [*params, field]
    reader = Reader(link, stream)
    return [
        History(change, _told(reader.clear(change.value, Place.of(change))))
        for change in journal_table.changes(link, stream, where, params)
    ]


def _told(value: Any) -> Any:
    """Return a value as people are told it: a removed row is None."""
    return None if is_removal(value) else value


def of_kinds(link: Link, stream: str, kinds: Sequence[str] | None) -> list[Change]:
    """Return a stream's changes, all or of some kinds, by rising rank."""
    if kinds is None:
        return list(journal_table.changes(link, stream))
    where = f"AND kind IN ({', '.join('?' * len(kinds))})"
    return list(journal_table.changes(link, stream, where, kinds))


def forks(link: Link, stream: str) -> list[Fork]:
    """Return what does not fit a device's chain."""
    doubled = journal_table.forked_keys(link, stream)
    broken = [key for key in journal_table.broken_keys(link, stream) if key not in doubled]
    found = [Fork(*key, "two changes under one number") for key in doubled]
    found += [Fork(*key, "follows a change that is not held") for key in broken]
    return sorted(found, key=lambda fork: (fork.device, fork.seq))


def _revival(fate: str | None) -> Revival | None:
    """Read who deleted and who revived; a plain deletion has no revival."""
    if fate is None:
        return None
    deleted_by, revived_by = json.loads(fate)
    return Revival(_pairs(deleted_by), _pairs(revived_by))


def _pairs(found: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((author, device) for author, device in found)
