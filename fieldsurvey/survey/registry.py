"""The registry: what an office knows beyond one visit. A stream of its own in the journal (design §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.ports import Conflict, Record, Records

#: Kind of the entity that makes a stream a registry.
REGISTRY = "registry"

#: Field of a record that a person found to be another one, entered twice: the id of that; "" takes it back.
SAME_AS = "same_as"


class Registry:
    """The registry streams of one database; records are read from all of them and written to the first.

    Args:
        records: the journal's current state and its one way in.
        clock: the time of each change.
        author: who makes the changes.
    """

    def __init__(self, records: Records, clock: Clock, author: str) -> None:
        self.records = records
        self.clock = clock
        self.author = author

    def entities(self, kind: str) -> list[Record]:
        """Return the entities of a kind in the order they were made, without those that stand for another."""
        found = [
            record for stream in self.streams() for record in self.records.entities(stream, kind)
        ]
        same = {record.id: str(record.fields.get(SAME_AS) or "") for record in found}
        return [record for record in found if standing(record.id, same) == record.id]

    def conflicts(self) -> list[Conflict]:
        """Return the fields that two laptops wrote differently and nobody has decided."""
        return [each for stream in self.streams() for each in self.records.conflicts(stream)]

    def stream_of(self, entity: str) -> str | None:
        """Return the registry that holds an entity, the oldest first; None when none does."""
        return next((s for s in self.streams() if self.records.entity(s, entity)), None)

    def write(self, entries: list[Entry], stream: str | None = None) -> None:
        """Write entries in one durable transaction; the stream is made with the first.

        Args:
            entries: what to write.
            stream: one of ``streams``; the oldest by default.
        """
        with self.records.atomic():
            streams = self.streams()
            stream = stream or (streams[0] if streams else new_id())
            if not streams:
                entries = [Entry(REGISTRY, stream, "title", ""), *entries]
            self.records.write(stream, entries, author=self.author, at=self.clock.now())

    def amend(self, entries: Iterable[Entry]) -> None:
        """Write entries of records that are held, each into the registry that holds it, in one transaction."""
        streams = self.streams()
        homes: dict[str, str | None] = {}
        parts: dict[str | None, list[Entry]] = {}
        for entry in entries:
            if entry.entity not in homes:
                held = (s for s in streams if self.records.entity(s, entry.entity))
                homes[entry.entity] = next(held, None)
            parts.setdefault(homes[entry.entity], []).append(entry)
        with self.records.atomic():
            for stream, part in parts.items():
                self.write(part, stream)

    def streams(self) -> list[str]:
        """Return the ids of the streams that are registries, the oldest first."""
        return self.records.registries()


def standing(entity: str, same: Mapping[str, str]) -> str:
    """Return the entity that stands for one; of those that two laptops set to stand for each other, the least."""
    way: list[str] = []
    while entity not in way:
        way.append(entity)
        if same.get(entity, "") not in same:
            return entity
        entity = same[entity]
    return min(way[way.index(entity) :])
