"""Blobs: photos, forms and documents by the SHA-256 of their bytes, in the database file itself.

So a photo and the answer that names it commit together (docs/decisions/0002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import StoreDamaged, StoreError
from fieldsurvey.journal import blob_name

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.store.driver import Link


def put(link: Link, data: bytes) -> str:
    """Keep bytes and return their name; the same bytes are kept once."""
    name = blob_name(data)
    link.run(
        "INSERT OR IGNORE INTO blob (sha256, size, data) VALUES (?, ?, ?)", (name, len(data), data)
    )
    link.run("DELETE FROM reclaimed WHERE sha256 = ?", (name,))
    return name


def reclaim(link: Link, name: str, at: datetime) -> None:
    """Give a blob's bytes up for good; it counts neither as held nor as missing from here on."""
    with link.transaction():
        link.run(
            "INSERT OR REPLACE INTO reclaimed (sha256, at) VALUES (?, ?)", (name, at.isoformat())
        )
        link.run("DELETE FROM blob WHERE sha256 = ?", (name,))


def get(link: Link, name: str) -> bytes:
    """Return a blob's bytes, verified.

    Raises:
        StoreError: not held, or damaged.
    """
    row = link.one("SELECT data FROM blob WHERE sha256 = ?", (name,))
    if row is None:
        raise StoreError(path=link.path, what=f"the file {name[:12]}… has not arrived here yet")
    data = bytes(row[0])
    if blob_name(data) != name:
        raise StoreDamaged(path=link.path, what=f"the file {name[:12]}… was altered")
    return data


def size(link: Link, name: str) -> int:
    """Return how many bytes a blob has, 0 when it is not held."""
    row = link.one("SELECT size FROM blob WHERE sha256 = ?", (name,))
    return 0 if row is None else int(row[0])


def named(link: Link, stream: str) -> list[str]:
    """Return the names of the blobs that a stream needs, sorted; what was given up is not among them."""
    rows = link.rows(
        "SELECT sha256 FROM blob_name WHERE stream = ?"
        " AND sha256 NOT IN (SELECT sha256 FROM reclaimed) ORDER BY sha256",
        (stream,),
    )
    return [name for (name,) in rows]


def missing(link: Link, stream: str) -> list[str]:
    """Return those of them that are not held, sorted."""
    rows = link.rows(
        "SELECT sha256 FROM blob_name WHERE stream = ?"
        " AND sha256 NOT IN (SELECT sha256 FROM blob)"
        " AND sha256 NOT IN (SELECT sha256 FROM reclaimed) ORDER BY sha256",
        (stream,),
    )
    return [name for (name,) in rows]


def altered(link: Link) -> list[str]:
    """Return the names of the blobs whose bytes do not fit; one at a time in memory."""
    names = [name for (name,) in link.rows("SELECT sha256 FROM blob ORDER BY sha256")]
    return [name for name in names if _does_not_fit(link, name)]


def _does_not_fit(link: Link, name: str) -> bool:
    row = link.one("SELECT data FROM blob WHERE sha256 = ?", (name,))
    return row is not None and blob_name(bytes(row[0])) != name
