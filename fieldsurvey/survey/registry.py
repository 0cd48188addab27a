"""The registry: what an office knows beyond one visit. A stream of its own in the journal (design §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.ports import Record, Records

#: Kind of the entity that makes a stream a registry.
REGISTRY = "registry"


class Registry:
    """The registry streams of one database; records are read from all of them and written to the first.

    Args:
        records: the journal's current state and its one way in.
        clock: the time of each change.
        author: who makes the changes.
    """

    def __init__(self, records: Records, clock: Clock, author: str) -> None:
        self._records = records
        self._clock = clock
        self._author = author

    def entities(self, kind: str) -> list[Record]:
        """Return the entities of a kind in the order they were made."""
        return [
            record for stream in self._streams() for record in self._records.entities(stream, kind)
        ]

    def write(self, entries: list[Entry]) -> None:
        """Write entries in one durable transaction; the stream is made with the first."""
        with self._records.atomic():
            streams = self._streams()
            stream = streams[0] if streams else new_id()
            if not streams:
                entries = [Entry(REGISTRY, stream, "title", ""), *entries]
            self._records.write(stream, entries, author=self._author, at=self._clock.now())

    def _streams(self) -> list[str]:
        return sorted(s for s in self._records.streams() if self._records.entities(s, REGISTRY))
