"""Compact copies of photos, kept so that a paper made again need not make them again.

A cache, and no part of the schema: the table comes with the first copy, no change or bundle speaks of it, and it may be
emptied at any time. A copy goes with its photo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.store.driver import Link

_CREATE = (
    "CREATE TABLE IF NOT EXISTS compact (sha256 TEXT PRIMARY KEY REFERENCES blob (sha256) ON DELETE CASCADE,"
    " made TEXT NOT NULL, data BLOB NOT NULL)"
)
_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'compact'"


def get(link: Link, photo: str, made: str) -> bytes | None:
    """Return the copy of a photo that was made in this way, None when there is none."""
    if link.one(_THERE) is None:
        return None
    row = link.one("SELECT data FROM compact WHERE sha256 = ? AND made = ?", (photo, made))
    return None if row is None else bytes(row[0])


def made(link: Link, photo: str) -> str | None:
    """Return how the copy of a photo was made, None when there is none."""
    if link.one(_THERE) is None:
        return None
    row = link.one("SELECT made FROM compact WHERE sha256 = ?", (photo,))
    return None if row is None else str(row[0])


def keep(link: Link, copies: Mapping[str, bytes], made: str) -> None:
    """Keep copies by the SHA-256 of their photos; those of photos that are not held are left out.

    Args:
        link: the open database.
        copies: photo → copy.
        made: names how they were made; a copy made otherwise is replaced.
    """
    with link.transaction():
        link.run(_CREATE)
        link.run_many(
            "INSERT OR REPLACE INTO compact (sha256, made, data) SELECT ?, ?, ?"
            " WHERE EXISTS (SELECT 1 FROM blob WHERE sha256 = ?)",
            [(photo, made, data, photo) for photo, data in copies.items()],
        )
