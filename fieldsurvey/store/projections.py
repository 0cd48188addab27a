"""The tables that the app reads: entity, head, awaited, blob_name. All follow from the journal.

``add`` keeps them up with each change, in the change's own transaction. ``expected`` computes them
anew from whole entities by the pure journal code; ``rebuild`` writes that, ``differing`` compares.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import ALIVE, TOMBSTONE, Change, Fate, Heads, fate
from fieldsurvey.store import scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldsurvey.store.driver import Link

Row = tuple[Any, ...]
OWN = "#"

_COLUMNS = {
    "entity": ("stream", "id", "kind", "clock", "device", "seq", "hash", "deleted", "fate"),
    "head": (
        *("stream", "entity", "field", "device", "seq", "hash"),
        *("clock", "author", "at", "value", "shown"),
    ),
    "awaited": ("stream", "entity", "field", "device", "seq"),
    "blob_name": ("stream", "sha256"),
}
_INSERT = {
    table: f"INSERT OR REPLACE INTO {table} ({', '.join(columns)})"  # noqa: S608  names of ours
    f" VALUES ({', '.join('?' * len(columns))})"
    for table, columns in _COLUMNS.items()
}


_SELECT = {
    table: f"SELECT 1 FROM {table} WHERE "  # noqa: S608  names of ours
    + " AND ".join(f"{column} IS ?" for column in columns)
    for table, columns in _COLUMNS.items()
}
_BY_ENTITY = ("entity", "head", "awaited")
# As much of the journal as is in memory at once while the tables are made anew.
_BATCH_CHANGES = 2000


@dataclass(frozen=True, slots=True)
class _Standing:
    """A head as the tombstone rules ask for it."""

    device: str
    seq: int
    author: str
    value: Any


@dataclass(slots=True)
class Rows:
    """Rows of the projections, by table."""

    entity: set[Row] = field(default_factory=set)
    head: set[Row] = field(default_factory=set)
    awaited: set[Row] = field(default_factory=set)
    blob_name: set[Row] = field(default_factory=set)


def add(link: Link, change: Change, *, forked: bool) -> None:
    """Bring the projections up to a change that has just been put into the journal.

    Args:
        link: the database, inside a transaction.
        change: the change.
        forked: another change is held under the same key; such a field is computed anew.
    """
    scored.outdate(link, change)
    if change.blobs:
        link.run_many(_INSERT["blob_name"], [(change.stream, name) for name in change.blobs])
    if forked:
        _recompute(link, change.stream, change.entity)
        return
    place = (change.stream, change.entity, change.field)
    _replace_bases(link, change, place)
    awaited = link.one(
        "SELECT 1 FROM awaited"
        " WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ?",
        (*place, *change.key),
    )
    if awaited:
        link.run(
            "DELETE FROM awaited"
            " WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ?",
            (*place, *change.key),
        )
    else:
        link.run(_INSERT["head"], _head_row(change, shown=False))
    _show_first(link, place)
    _keep_entity(link, change)


def _replace_bases(link: Link, change: Change, place: tuple[str, str, str]) -> None:
    for base in set(change.bases) - {change.key}:
        held = link.one(
            'SELECT 1 FROM "change" WHERE stream = ? AND device = ? AND seq = ?'
            " AND entity = ? AND field = ?",
            (change.stream, *base, *place[1:]),
        )
        if held:
            link.run(
                "DELETE FROM head"
                " WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ?",
                (*place, *base),
            )
        else:
            link.run(_INSERT["awaited"], (*place, *base))


def _show_first(link: Link, place: tuple[str, str, str]) -> None:
    rows = link.rows(
        "SELECT rowid, shown FROM head WHERE stream = ? AND entity = ? AND field = ?"
        " ORDER BY clock DESC, device DESC, seq DESC, hash DESC",
        place,
    )
    for index, (row, shown) in enumerate(rows):
        if bool(shown) != (index == 0):
            link.run("UPDATE head SET shown = ? WHERE rowid = ?", (int(index == 0), row))


def _keep_entity(link: Link, change: Change) -> None:
    """Keep the entity's first change (its kind and order) and, once it was deleted, its fate."""
    row = link.one(
        "SELECT clock, device, seq, hash, fate FROM entity WHERE stream = ? AND id = ?",
        (change.stream, change.entity),
    )
    if row is None:
        link.run(
            _INSERT["entity"],
            (change.stream, change.entity, change.kind, *change.rank, 0, None),
        )
    elif change.rank < row[:4]:
        link.run(
            "UPDATE entity SET kind = ?, clock = ?, device = ?, seq = ?, hash = ?"
            " WHERE stream = ? AND id = ?",
            (change.kind, *change.rank, change.stream, change.entity),
        )
    if change.field == TOMBSTONE or (row is not None and row[4] is not None):
        _decide(link, change.stream, change.entity)


def _decide(link: Link, stream: str, entity: str) -> None:
    rows = link.rows(
        "SELECT field, device, seq, author, value FROM head WHERE stream = ? AND entity = ?",
        (stream, entity),
    )
    decided = fate(
        [
            _Standing(device, seq, author, json.loads(value))
            for field, device, seq, author, value in rows
            if field == TOMBSTONE
        ],
        [
            _Standing(device, seq, author, None)
            for field, device, seq, author, _ in rows
            if not field.startswith(OWN)
        ],
    )
    link.run(
        "UPDATE entity SET deleted = ?, fate = ? WHERE stream = ? AND id = ?",
        (int(decided.deleted), _fate_text(decided), stream, entity),
    )


def _recompute(link: Link, stream: str, entity: str) -> None:
    bodies = link.rows(
        'SELECT body FROM "change" WHERE stream = ? AND entity = ?', (stream, entity)
    )
    rows = expected(Change.decode(body) for (body,) in bodies)
    link.run("DELETE FROM head WHERE stream = ? AND entity = ?", (stream, entity))
    link.run("DELETE FROM awaited WHERE stream = ? AND entity = ?", (stream, entity))
    _insert(link, rows)


def expected(changes: Iterable[Change]) -> Rows:
    """Compute the projections of whole entities by the definitions in ``journal``."""
    streams: dict[str, Heads] = {}
    rows = Rows()
    for change in changes:
        streams.setdefault(change.stream, Heads()).add(change)
        rows.blob_name.update((change.stream, name) for name in change.blobs)
    for stream, heads in streams.items():
        rows.awaited.update((stream, *place, *key) for *place, key in heads.awaited())
        for entity in heads.entities():
            rows.entity.add(_entity_row(stream, entity, heads))
            for name in heads.fields(entity):
                for index, head in enumerate(heads.of(entity, name)):
                    rows.head.add(_head_row(head, shown=index == 0))
    return rows


def _entity_row(stream: str, entity: str, heads: Heads) -> Row:
    others = [name for name in heads.fields(entity) if not name.startswith(OWN)]
    decided = fate(
        heads.of(entity, TOMBSTONE),
        [head for name in others for head in heads.of(entity, name)],
    )
    first = heads.first(entity)
    return (stream, entity, first.kind, *first.rank, int(decided.deleted), _fate_text(decided))


def _head_row(change: Change, *, shown: bool) -> Row:
    return (
        *(change.stream, change.entity, change.field, *change.key, change.hash),
        *(change.clock, change.author, change.confirmed_at.isoformat()),
        json.dumps(change.value, separators=(",", ":")),
        int(shown),
    )


def _fate_text(decided: Fate) -> str | None:
    if decided == ALIVE:
        return None
    return json.dumps([decided.deleted_by, decided.revived_by], ensure_ascii=False)


def rebuild(link: Link) -> None:
    """Throw the projections away and make them anew, entity by entity."""
    scored.throw_away(link)
    for table in _COLUMNS:
        link.run(f"DELETE FROM {table}")  # noqa: S608  a name of ours
    for rows in _batches(link):
        _insert(link, rows)


def _insert(link: Link, rows: Rows) -> None:
    for table, insert in _INSERT.items():
        link.run_many(insert, getattr(rows, table))


def _batches(link: Link) -> Iterator[Rows]:
    """Yield what should be in the tables, of some entities at a time."""
    bodies = link.each('SELECT stream, entity, body FROM "change" ORDER BY stream, entity')
    batch: list[Change] = []
    for _, group in groupby(bodies, key=itemgetter(0, 1)):
        batch += [Change.decode(bytes(body)) for *_, body in group]
        if len(batch) >= _BATCH_CHANGES:
            yield expected(batch)
            batch = []
    yield expected(batch)


def differing(link: Link) -> list[str]:
    """Return the names of the projections that do not say what the journal says."""
    counted: Counter[str] = Counter()
    found = set()
    names: set[Row] = set()  # the one table whose rows several entities share
    for rows in _batches(link):
        names |= rows.blob_name
        for table in _BY_ENTITY:
            wanted: set[Row] = getattr(rows, table)
            counted[table] += len(wanted)
            if not all(_holds(link, table, row) for row in wanted):
                found.add(table)
    for table in _BY_ENTITY:
        if link.one(f"SELECT count(*) FROM {table}") != (counted[table],):  # noqa: S608  ours
            found.add(table)
    if set(link.rows("SELECT stream, sha256 FROM blob_name")) != names:
        found.add("blob_name")
    return [table for table in _COLUMNS if table in found]


def _holds(link: Link, table: str, row: Row) -> bool:
    return link.one(_SELECT[table], row) is not None
