"""Is everything as it should be: file, chains, signatures, projections, blobs?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import JournalError, StoreDamaged, StoreError, StoreFull
from fieldsurvey.journal import Change, decode_segment
from fieldsurvey.store import blobs, journal_table, projections, records

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store.driver import Link


def problems(link: Link) -> list[str]:
    """Return what is wrong, one plain sentence each; nothing when all is well.

    Raises:
        StoreFull: the disk does not take what looking needs to write; that says nothing of the database.
    """
    try:
        found = _file(link)
        # What lies deeper cannot be read with sense from a damaged file.
        return found or [
            *_bodies(link),
            *_chains(link),
            *_segments(link),
            *_references(link),
            *_projections(link),
            *_blobs(link),
        ]
    except StoreFull:
        raise
    except StoreError as error:
        return [str(error)]


def was_left_open(path: Path) -> bool:
    """Whether a database that nobody has open was not closed by the last one: SQLite's log is still beside it then."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False


def verify_file(link: Link) -> None:
    """Look at every page of the file, as is due after an unclean stop; what the pages say is ``problems``' part.

    Raises:
        StoreDamaged: a page is not as it was written.
        StoreError: it cannot be read.
    """
    found = _file(link)
    if found:
        raise StoreDamaged(path=link.path, what=found[0])


def _file(link: Link) -> list[str]:
    # cipher_integrity_check reads the main file only: the log must be in it first.
    link.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    found = [text for (text,) in link.rows("PRAGMA quick_check") if text != "ok"]
    found += [text for (text,) in link.rows("PRAGMA cipher_integrity_check")]
    return [f"the file is damaged: {text}" for text in found]


def _bodies(link: Link) -> list[str]:
    rows = link.each(
        'SELECT body, stream, device, seq, hash, prev, clock, entity, kind, field FROM "change"'
    )
    return [
        f"change {device}/{seq} of {stream} was altered"
        for body, stream, device, seq, *rest in rows
        if not _fits(bytes(body), (stream, device, seq, *rest))
    ]


def _fits(body: bytes, columns: tuple[object, ...]) -> bool:
    try:
        change = Change.decode(body)
    except JournalError:
        return False
    return columns == (
        *(change.stream, *change.key, change.hash, change.prev, change.clock),
        *(change.entity, change.kind, change.field),
    )


def _chains(link: Link) -> list[str]:
    found = [
        f"{stream}: device {fork.device}, number {fork.seq}: {fork.what}"
        for stream in journal_table.streams(link)
        for fork in records.forks(link, stream)
    ]
    gaps = link.rows(
        "SELECT t.stream, t.device, t.seq, count(DISTINCT c.seq) FROM tip t"
        ' LEFT JOIN "change" c ON c.stream = t.stream AND c.device = t.device'
        " GROUP BY t.stream, t.device HAVING count(DISTINCT c.seq) != t.seq"
        " OR coalesce(max(c.seq), 0) != t.seq"
    )
    return found + [
        f"{stream}: device {device} should have {seq} changes, {held} are here"
        for stream, device, seq, held in gaps
    ]


def _segments(link: Link) -> list[str]:
    found = []
    for name, stream, device, first in link.rows(
        "SELECT hash, stream, device, first FROM segment ORDER BY stream, device, first"
    ):
        what = f"{stream}: the segment of device {device} from number {first}"
        row = link.one("SELECT data, applied FROM segment WHERE hash = ?", (name,))
        try:
            segment = decode_segment(bytes(row[0]) if row else b"")
        except JournalError:
            found.append(f"{what} was altered")
            continue
        if row and row[1] and not all(_is_held(link, change) for change in segment.changes):
            found.append(f"{what} holds changes that the journal has not")
    return found


def _is_held(link: Link, change: Change) -> bool:
    row = link.one(
        'SELECT 1 FROM "change" WHERE stream = ? AND device = ? AND seq = ? AND hash = ?',
        (change.stream, *change.key, change.hash),
    )
    return row is not None


def _references(link: Link) -> list[str]:
    """Look for rows that belong to nothing: declared foreign keys, and those that a stream holds together."""
    broken = [str(table) for table, *_ in link.rows("PRAGMA foreign_key_check")]
    for table in ('"change"', "tip", "segment", "secret_key"):
        row = link.one(f"SELECT 1 FROM {table} WHERE stream NOT IN (SELECT id FROM stream)")  # noqa: S608  ours
        if row:
            broken.append(table.strip('"'))
    return [
        f"table {table} speaks of something that is not here" for table in dict.fromkeys(broken)
    ]


def _projections(link: Link) -> list[str]:
    try:
        differing = projections.differing(link)
    except JournalError:
        # Told above, change by change.
        return []
    return [
        f"table {table} does not follow from the journal: run db rebuild" for table in differing
    ]


def _blobs(link: Link) -> list[str]:
    return [f"the file {name} was altered" for name in blobs.altered(link)]
