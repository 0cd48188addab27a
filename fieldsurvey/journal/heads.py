"""Heads: what stands in each field, the same on every replica that holds the same changes.

The heads of a field are its changes that no other change of the field names in ``bases``. The
first by rank (greatest clock, then device) is shown. Two heads with different values are a
conflict, until someone writes a change that names both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.journal.change import Change, ChangeKey, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Field:
    """The heads of one field, and the keys that some change of the field names."""

    __slots__ = ("heads", "named", "present")

    def __init__(self) -> None:
        self.heads: set[Change] = set()
        self.named: set[ChangeKey] = set()
        self.present: set[ChangeKey] = set()

    def add(self, change: Change) -> None:
        self.present.add(change.key)
        if change.key not in self.named:
            self.heads.add(change)
        fresh = set(change.bases) - self.named - {change.key}
        if fresh:
            self.named |= fresh
            self.heads = {head for head in self.heads if head.key not in fresh}


class Heads:
    """The heads of every field of one stream, kept up as changes arrive.

    Order and repetition do not matter, nor whether a base has arrived before the change that
    names it.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._fields: dict[str, dict[str, _Field]] = {}
        self._first: dict[str, Change] = {}
        for change in changes:
            self.add(change)

    def add(self, change: Change) -> None:
        """Take in one change."""
        fields = self._fields.setdefault(change.entity, {})
        fields.setdefault(change.field, _Field()).add(change)
        first = self._first.get(change.entity)
        if first is None or change.rank < first.rank:
            self._first[change.entity] = change

    def entities(self) -> list[str]:
        """Return the ids of all entities in order of creation."""
        return sorted(self._first, key=lambda entity: self._first[entity].rank)

    def first(self, entity: str) -> Change:
        """Return the change that made an entity: the lowest by rank. It says the entity's kind."""
        return self._first[entity]

    def fields(self, entity: str) -> list[str]:
        """Return the names of an entity's fields, sorted."""
        return sorted(self._fields.get(entity, ()))

    def of(self, entity: str, field: str) -> tuple[Change, ...]:
        """Return the heads of a field, the one that is shown first."""
        found = self._fields.get(entity, {}).get(field)
        return ranked(found.heads) if found else ()

    def shown(self, entity: str, field: str) -> Change | None:
        """Return the head whose value is shown."""
        return next(iter(self.of(entity, field)), None)

    def conflicts(self) -> list[tuple[Change, ...]]:
        """Return the heads of each field in conflict, the shown one first."""
        groups = [
            self.of(entity, field) for entity in self.entities() for field in self.fields(entity)
        ]
        return [heads for heads in groups if in_conflict(heads)]

    def awaited(self) -> Iterator[tuple[str, str, ChangeKey]]:
        """Yield (entity, field, key) of bases that have been named and have not arrived."""
        for entity, fields in self._fields.items():
            for name, found in fields.items():
                for key in found.named - found.present:
                    yield entity, name, key


def ranked(heads: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes by falling rank."""
    return tuple(sorted(heads, key=lambda change: change.rank, reverse=True))


def in_conflict(heads: Iterable[Change]) -> bool:
    """Whether heads of one field say different things."""
    return len({canonical(head.value) for head in heads}) > 1
