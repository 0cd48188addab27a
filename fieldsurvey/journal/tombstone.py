"""Deleting without losing: a tombstone says what its writer had seen, and covers only that.

Value of a change of the field ``TOMBSTONE``: ``{"saw": cursor}`` deletes; ``None`` (naming the
tombstones) takes the deletion back. An entity is deleted when some tombstone stands and every head
of its fields is covered by one. A head that no tombstone covers brings the entity back, marked
"dihapus di A, diubah di B", until someone deletes or restores it.

A part of an entity (a row of a repeat: its own field, and those whose names go on with ``/``) is
removed by the value ``{"#removed": cursor}`` of its own field, by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from fieldsurvey.errors import JournalError
from fieldsurvey.journal.change import ChangeKey
from fieldsurvey.journal.cursor import Cursor

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(Protocol):
    """What is asked of a head: a change, or a row of a projection."""

    @property
    def device(self) -> str:
        """Device that wrote it."""
        ...

    @property
    def seq(self) -> int:
        """Its number there."""
        ...

    @property
    def author(self) -> str:
        """Who wrote it."""
        ...

    @property
    def value(self) -> Any:
        """Its value."""
        ...


@dataclass(frozen=True, slots=True)
class Fate:
    """Whether an entity is deleted; when it was and came back, by whom: sorted (author, device)."""

    deleted: bool
    deleted_by: tuple[tuple[str, str], ...] = ()
    revived_by: tuple[tuple[str, str], ...] = ()


ALIVE = Fate(deleted=False)
_REMOVED = "#removed"


def deletion(seen: Cursor) -> dict[str, object]:
    """Return the value of a tombstone whose writer holds ``seen``."""
    return {"saw": seen.to_json()}


def removal(seen: Cursor) -> dict[str, object]:
    """Return the value that removes a part of an entity; its writer holds ``seen``."""
    return {_REMOVED: seen.to_json()}


def is_removal(value: object) -> bool:
    """Whether a field's value removes a part of an entity."""
    return isinstance(value, dict) and value.keys() == {_REMOVED}


def removal_saw(value: object) -> Cursor:
    """Return what the writer of a removal had seen; nothing, where that cannot be read."""
    return _seen({"saw": value[_REMOVED]} if isinstance(value, dict) else None)


def fate(tombstones: Iterable[Standing], heads: Iterable[Standing]) -> Fate:
    """Decide over one entity.

    Args:
        tombstones: the heads of its field ``TOMBSTONE``.
        heads: the heads of its other fields; fields of the journal's own (``#…``) left out.
    """
    standing = [stone for stone in tombstones if stone.value is not None]
    if not standing:
        return ALIVE
    seen = [_seen(stone.value) for stone in standing]
    unseen = [
        head
        for head in heads
        if not any(cursor.covers(ChangeKey(head.device, head.seq)) for cursor in seen)
    ]
    return Fate(
        deleted=not unseen,
        deleted_by=_who(standing),
        revived_by=_who(unseen),
    )


def _seen(value: object) -> Cursor:
    """Read a tombstone's cursor; one that cannot be read covers nothing, so nothing is lost."""
    try:
        return Cursor.from_json(value["saw"] if isinstance(value, dict) else None)
    except (KeyError, JournalError):
        return Cursor()


def _who(heads: Iterable[Standing]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(head.author, head.device) for head in heads}))
