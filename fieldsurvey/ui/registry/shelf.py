"""Everything that the registry holds, read at once: what the tree and the lists of this room are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import folded
from fieldsurvey.survey.registry_kinds import KIND
from fieldsurvey.survey.registry_plan import lines_of
from fieldsurvey.ui.registry.words import KIND_WORDS

if TYPE_CHECKING:
    from datetime import date

    from fieldsurvey.survey.ports import Conflict
    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.survey.registry_doubts import Doubt
    from fieldsurvey.survey.registry_kinds import Key, Line


@dataclass(frozen=True, slots=True)
class Shelf:
    """The records of a registry.

    Attributes:
        lines: by kind, sorted by key.
        conflicts: fields that two laptops wrote differently.
        by_entity: every record by its entity.
        by_key: the first record of each kind and key.
    """

    lines: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in KIND_WORDS})
    conflicts: tuple[Conflict, ...] = ()
    by_entity: dict[str, Line] = field(default_factory=dict)
    by_key: dict[tuple[str, Key], Line] = field(default_factory=dict)

    def all(self) -> list[Line]:
        """Return every record, kind by kind."""
        return [line for lines in self.lines.values() for line in lines]

    def of_mall(self, kind: str, mall: str) -> list[Line]:
        """Return the records of a kind in a mall given by its code."""
        return [line for line in self.lines[kind] if _is(line, "mall", mall)]

    def of_stand(self, kind: str, mall: str, stand: str) -> list[Line]:
        """Return the records of a kind at a stand given by both codes."""
        return [line for line in self.of_mall(kind, mall) if _is(line, "stand", stand)]

    def named(self, kind: str, code: str) -> Line | None:
        """Return the record of a kind that has a code."""
        return self.by_key.get((kind, (folded(code),)))

    def stand(self, mall: str, code: str) -> Line | None:
        """Return a stand by both codes."""
        return self.by_key.get(("stand", (folded(mall), folded(code))))


def read_shelf(registry: Registry) -> Shelf:
    """Read a registry; in the reader's thread."""
    lines = {kind: sorted(lines_of(registry, kind), key=_order) for kind in KIND_WORDS}
    held = {line.entity: line for part in lines.values() for line in part}
    keys: dict[tuple[str, Key], Line] = {}
    for line in held.values():
        keys.setdefault((line.kind.name, line.key), line)
    conflicts = tuple(each for each in registry.conflicts() if each.kind in KIND)
    return Shelf(lines, conflicts, held, keys)


def place_of(registry: Registry, mall: str, stand: str) -> tuple[str, ...] | None:
    """Return the place of the tree for a stand of a visit, its mall's where it is not known, None without a mall.

    Args:
        registry: the office's registry.
        mall: its name; a visit holds no code of it.
        stand: the stand's code.
    """
    named = (line for line in lines_of(registry, "mall") if _is(line, "name", mall))
    found = next(named, None)
    if found is None:
        return None
    wanted = (*found.key, folded(stand))
    known = any(line.key == wanted for line in lines_of(registry, "stand"))
    return ("stand", *wanted) if known else ("mall", *found.key)


def find_doubts(shelf: Shelf) -> list[Doubt]:
    """Return what a person should look at; takes a second for thousands of names, so call it in the pool."""
    from fieldsurvey.survey.registry_doubts import doubts

    return list(doubts(shelf.all(), shelf.all()))


def over(line: Line, day: date) -> bool:
    """Say whether a record has ended before a day."""
    until = line.values.get("valid_until", "")
    return bool(until) and until < day.isoformat()


def _is(line: Line, column: str, code: str) -> bool:
    return folded(line.values.get(column, "")) == folded(code)


def _order(line: Line) -> tuple[str, ...]:
    return line.key
