"""Daily backups beside the database: proved whole, rotated, and ended when they hold what was erased."""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import StoreError
from fieldsurvey.journal import ERASURE
from fieldsurvey.store import backup, keyholders, recovery
from fieldsurvey.store.driver import open_with_key

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fieldsurvey.store.driver import Link

#: So many daily backups are kept.
KEPT = 7
_ENDING = ".bak"


@dataclass(frozen=True, slots=True)
class Backups:
    """What a daily round did.

    Attributes:
        made: today's backup, None when it was there already.
        rotated: those that made room for it.
        expired: those that held the keys of erased answers, or could not be proved not to.
        moved_aside: databases that a restore moved away and that hold such keys; they may hold answers of
            their own, so they stay until someone decides.
    """

    made: Path | None
    rotated: tuple[Path, ...]
    expired: tuple[Path, ...]
    moved_aside: tuple[Path, ...]


def daily(link: Link, today: date) -> Backups:
    """Make today's backup if there is none, then let old and outdated ones go.

    Raises:
        StoreError: it cannot be written, or the database is damaged; no backup was let go.
    """
    expired = [path for path in _backups(link.path) if _holds_erased(link, path)]
    target = link.path.with_name(f"{link.path.name}.{today.isoformat()}{_ENDING}")
    made = None
    if not target.exists() or target in expired:
        # Under another name first: until it is proved, the one that it replaces stays.
        fresh = target.with_name(f"{target.name}.new")
        _remove(fresh)
        backup.backup(link, fresh)
        for end in ("", recovery.ENDING, keyholders.ENDING):
            if (part := _with(fresh, end)).exists():
                part.replace(_with(target, end))
        made = target
    for path in expired:
        if path != target:
            _remove(path)
    dated = [path for path in _backups(link.path) if _is_daily(link.path, path)]
    rotated = dated[:-KEPT]
    for path in rotated:
        _remove(path)
    aside = _beside(link.path, ".before-restore.*Z")
    return Backups(
        made,
        tuple(rotated),
        tuple(expired),
        tuple(path for path in aside if _holds_erased(link, path)),
    )


def _backups(path: Path) -> list[Path]:
    """Return the daily backups of a database, and those made before migrations, oldest day first."""
    return _beside(path, f".*{_ENDING}")


def _beside(path: Path, pattern: str) -> list[Path]:
    """Return the files beside a database whose names begin with its name, which may hold any letters, and go on so."""
    return sorted(path.parent.glob(glob.escape(path.name) + pattern))


def _is_daily(path: Path, found: Path) -> bool:
    day = found.name.removeprefix(f"{path.name}.").removesuffix(_ENDING)
    return re.fullmatch(r"\d{4}-\d\d-\d\d", day) is not None


def _holds_erased(link: Link, path: Path) -> bool:
    """Whether a copy still holds a key of answers that were erased here, or cannot be read to see."""
    erased = link.rows('SELECT stream, entity FROM "change" WHERE field = ?', (ERASURE,))
    if not erased:
        return False
    try:
        copy = open_with_key(path, link.key)
        try:
            held = set(copy.rows("SELECT stream, of FROM secret_key WHERE material NOT NULL"))
        finally:
            copy.close()
    except StoreError:
        return True
    return not held.isdisjoint(erased)


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", recovery.ENDING, keyholders.ENDING):
        _with(path, end).unlink(missing_ok=True)


def _with(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
