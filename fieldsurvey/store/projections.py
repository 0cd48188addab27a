"""The tables that the app reads: entity, head, awaited, blob_name. All follow from the journal.

``store.touched`` keeps them up with the changes, in their own transaction. ``expected`` computes them
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
from fieldsurvey.store import lines, scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldsurvey.store.driver import Link

Row = tuple[Any, ...]
OWN = "#"
_JSON = json.JSONEncoder(separators=(",", ":"))

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

    entity: list[Row] = field(default_factory=list)
    head: list[Row] = field(default_factory=list)
    awaited: list[Row] = field(default_factory=list)
    blob_name: set[Row] = field(default_factory=set)


def decide(link: Link, stream: str, entity: str) -> None:
    """Decide anew whether an entity is deleted, by the heads in the table."""
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


def recompute(link: Link, stream: str, entity: str) -> None:
    """Compute an entity anew from all its changes, as where two are held under one key."""
    bodies = link.rows(
        'SELECT body FROM "change" WHERE stream = ? AND entity = ?', (stream, entity)
    )
    rows = expected(Change.decode(body) for (body,) in bodies)
    link.run("DELETE FROM head WHERE stream = ? AND entity = ?", (stream, entity))
    link.run("DELETE FROM awaited WHERE stream = ? AND entity = ?", (stream, entity))
    insert(link, rows)


def expected(changes: Iterable[Change]) -> Rows:
    """Compute the projections of whole entities by the definitions in ``journal``."""
    streams: dict[str, Heads] = {}
    rows = Rows()
    for change in changes:
        streams.setdefault(change.stream, Heads()).add(change)
        rows.blob_name.update((change.stream, name) for name in change.blobs)
    for stream, heads in streams.items():
        rows.awaited.extend((stream, *place, *key) for *place, key in heads.awaited())
        for entity in heads.entities():
            rows.entity.append(_entity_row(stream, entity, heads))
            for name in heads.fields(entity):
                for index, head in enumerate(heads.of(entity, name)):
                    rows.head.append(head_row(head, shown=index == 0))
    return rows


def _entity_row(stream: str, entity: str, heads: Heads) -> Row:
    others = [name for name in heads.fields(entity) if not name.startswith(OWN)]
    decided = fate(
        heads.of(entity, TOMBSTONE),
        [head for name in others for head in heads.of(entity, name)],
    )
    first = heads.first(entity)
    return (stream, entity, first.kind, *first.rank, int(decided.deleted), _fate_text(decided))


def head_row(change: Change, *, shown: bool) -> Row:
    """Return the row of a head."""
    return (
        *(change.stream, change.entity, change.field, *change.key, change.hash),
        *(change.clock, change.author, change.confirmed_at.isoformat()),
        _JSON.encode(change.value),
        int(shown),
    )


def _fate_text(decided: Fate) -> str | None:
    if decided == ALIVE:
        return None
    return json.dumps([decided.deleted_by, decided.revived_by], ensure_ascii=False)


def rebuild(link: Link) -> None:
    """Throw the projections away and make them anew, entity by entity."""
    scored.throw_away(link)
    lines.throw_away(link)
    for table in _COLUMNS:
        link.run(f"DELETE FROM {table}")  # noqa: S608  a name of ours
    for rows in _batches(link):
        insert(link, rows)


def insert(link: Link, rows: Rows) -> None:
    """Insert rows, or put them in the place of those under the same keys."""
    for table, statement in _INSERT.items():
        if found := getattr(rows, table):
            link.run_many(statement, found)


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
            wanted: list[Row] = getattr(rows, table)
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
