"""Files that arrive piece by piece: kept in the database, encrypted as it is, until they are whole.

So a cut connection goes on inside a file, after a restart too, and no temporary file holds a photo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldsurvey.store.driver import Link

#: Unfinished files together; beyond it the one begun first is given up (it is sent again).
ROOM_BYTES = 1024**3


def size(link: Link, name: str) -> int:
    """Return how many bytes of a file are kept."""
    row = link.one("SELECT coalesce(sum(length(data)), 0) FROM part WHERE name = ?", (name,))
    return int(row[0]) if row else 0


def add(link: Link, name: str, at: int, data: bytes) -> int:
    """Keep a piece where it joins on; return the size afterwards."""
    with link.transaction():
        held = size(link, name)
        if at != held or not data:
            return held
        link.run("INSERT INTO part (name, at, data) VALUES (?, ?, ?)", (name, at, data))
        _make_room(link, name)
        return held + len(data)


def take(link: Link, name: str) -> bytes:
    """Return all pieces of a file, joined, and forget them."""
    with link.transaction():
        rows = link.rows("SELECT data FROM part WHERE name = ? ORDER BY at", (name,))
        link.run("DELETE FROM part WHERE name = ?", (name,))
    return b"".join(bytes(data) for (data,) in rows)


def _make_room(link: Link, keep: str) -> None:
    kept = link.rows("SELECT name, sum(length(data)) FROM part GROUP BY name ORDER BY min(rowid)")
    total = sum(int(count) for _, count in kept)
    for name, count in kept:
        if total <= ROOM_BYTES:
            return
        if name != keep:
            link.run("DELETE FROM part WHERE name = ?", (name,))
            total -= int(count)
