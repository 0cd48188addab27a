"""What changes do to the tables that the app reads, worked out in memory and written at once.

A single answer touches one field of one entity; an imported bundle touches thousands of new ones. Both go this way: of
every field that is touched the heads are read once (of a new entity nothing is there to read), the changes are applied
to them in memory by the rules of ``journal.heads``, and what came of it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import TOMBSTONE, Change, ChangeKey, Rank
from fieldsurvey.store import projections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.store.driver import Link

#: Heads, and behind them what is waited for, which has no hash yet.
_FIELD = (
    "SELECT clock, device, seq, hash, shown FROM head WHERE stream = ? AND entity = ? AND field = ?"
    " UNION ALL SELECT 0, device, seq, NULL, 0 FROM awaited"
    " WHERE stream = ? AND entity = ? AND field = ?"
)
_NO_HEAD = (
    "DELETE FROM head"
    " WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ? AND hash = ?"
)
_SHOWN = (
    "UPDATE head SET shown = ?"
    " WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ? AND hash = ?"
)
_NOT_AWAITED = (
    "DELETE FROM awaited WHERE stream = ? AND entity = ? AND field = ? AND device = ? AND seq = ?"
)
_ENTITY = "SELECT clock, device, seq, hash, fate FROM entity WHERE stream = ? AND id = ?"
_OLDER = (
    "UPDATE entity SET kind = ?, clock = ?, device = ?, seq = ?, hash = ?"
    " WHERE stream = ? AND id = ?"
)
# The plus signs keep SQLite at the primary key: an index over entity and field would read all versions of an answer.
_HELD = (
    'SELECT 1 FROM "change" WHERE stream = ? AND device = ? AND seq = ?'
    " AND +entity = ? AND +field = ?"
)


@dataclass(slots=True)
class _Entity:
    """An entity: its first change, and whether someone deleted it once."""

    known: bool
    first: Rank | None = None
    kind: str | None = None
    decide: bool = False


@dataclass(slots=True)
class _Field:
    """A field: its heads by rank, those that the table has with their flag, and what is waited for."""

    heads: dict[Rank, Change | None] = field(default_factory=dict)
    kept: dict[Rank, bool] = field(default_factory=dict)
    awaited: set[ChangeKey] = field(default_factory=set)
    awaited_before: frozenset[ChangeKey] = frozenset()
    added: set[ChangeKey] = field(default_factory=set)


class Touched:
    """The entities and fields of one stream that changes touch. Use it inside one transaction.

    Give it changes whose keys nothing else is held under, then ``write``. It may be used on afterwards.
    """

    def __init__(self, link: Link, stream: str) -> None:
        self._link = link
        self._stream = stream
        self._entities: dict[str, _Entity] = {}
        self._fields: dict[tuple[str, str], _Field] = {}
        self._blobs: set[str] = set()

    def heads(self, entity: str, name: str) -> tuple[ChangeKey, ...]:
        """Return the keys of a field's heads, sorted: what the next change of the field replaces."""
        heads = self._field(entity, name).heads
        return tuple(sorted({ChangeKey(head.device, head.seq) for head in heads}))

    def add(self, change: Change) -> None:
        """Take in one change."""
        place = self._field(change.entity, change.field)
        for base in change.bases:
            if base != change.key:
                self._replace(place, change, base)
        key, rank = change.key, change.rank
        if key in place.awaited:
            place.awaited.remove(key)
        else:
            place.heads[rank] = change
        place.added.add(key)
        entity = self._entity(change.entity)
        if entity.first is None or rank < entity.first:
            entity.first, entity.kind = rank, change.kind
        entity.decide = entity.decide or change.field == TOMBSTONE
        self._blobs.update(change.blobs)

    def _replace(self, place: _Field, change: Change, base: ChangeKey) -> None:
        replaced = [head for head in place.heads if (head.device, head.seq) == base]
        for head in replaced:
            del place.heads[head]
        if not replaced and not self._is_held(place, change, base):
            place.awaited.add(base)

    def _is_held(self, place: _Field, change: Change, base: ChangeKey) -> bool:
        if base in place.added:
            return True
        if base in place.awaited or not self._entity(change.entity).known:
            return False
        row = self._link.one(_HELD, (self._stream, *base, change.entity, change.field))
        return row is not None

    def write(self) -> None:
        """Write what the tables lack."""
        link = self._link
        rows = projections.Rows(blob_name={(self._stream, name) for name in self._blobs})
        gone, arrived, flags = [], [], []
        for (entity, name), found in self._fields.items():
            place = (self._stream, entity, name)
            shown = max(found.heads, default=None)
            gone += [(*place, *head[1:]) for head in found.kept if head not in found.heads]
            arrived += [(*place, *key) for key in found.awaited_before - found.awaited]
            rows.awaited.extend((*place, *key) for key in found.awaited - found.awaited_before)
            for head, change in found.heads.items():
                if change is not None:
                    rows.head.append(projections.head_row(change, shown=head == shown))
                elif found.kept[head] != (head == shown):
                    flags.append((int(head == shown), *place, *head[1:]))
        older = []
        for entity, one in self._entities.items():
            if one.kind is None or one.first is None:
                continue
            if one.known:
                older.append((one.kind, *one.first, self._stream, entity))
            else:
                rows.entity.append((self._stream, entity, one.kind, *one.first, 0, None))
        for sql, changed in (
            (_NO_HEAD, gone),
            (_NOT_AWAITED, arrived),
            (_SHOWN, flags),
            (_OLDER, older),
        ):
            _run(link, sql, changed)
        projections.insert(link, rows)
        for entity in (name for name, found in self._entities.items() if found.decide):
            projections.decide(link, self._stream, entity)
        self._entities, self._fields = {}, {}
        self._blobs = set()

    def _entity(self, name: str) -> _Entity:
        found = self._entities.get(name)
        if found is None:
            row = self._link.one(_ENTITY, (self._stream, name))
            found = _Entity(known=row is not None)
            if row is not None:
                found.first, found.decide = Rank(*row[:4]), row[4] is not None
            self._entities[name] = found
        return found

    def _field(self, entity: str, name: str) -> _Field:
        found = self._fields.get((entity, name))
        if found is None:
            found = _Field()
            if self._entity(entity).known:
                self._read(found, (self._stream, entity, name))
            self._fields[entity, name] = found
        return found

    def _read(self, found: _Field, place: tuple[str, str, str]) -> None:
        for *rank, shown in self._link.rows(_FIELD, place * 2):
            head = Rank(*rank)
            if head.hash is None:
                found.awaited.add(ChangeKey(head.device, head.seq))
            else:
                found.heads[head] = None
                found.kept[head] = bool(shown)
        found.awaited_before = frozenset(found.awaited)


def _run(link: Link, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    held = list(rows)
    if held:
        link.run_many(sql, held)
