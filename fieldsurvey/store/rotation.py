"""Daily backups: proved whole, rotated, ended when they hold what was erased, and made in any case."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import BackupPlaceError, FileProblem, Sentence, StoreError
from fieldsurvey.journal import ERASURE
from fieldsurvey.store import backup, backup_places, keyholders, recovery
from fieldsurvey.store.driver import open_with_key
from fieldsurvey.whole_file import troubles

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fieldsurvey.store.backup_places import Place
    from fieldsurvey.store.driver import Link

#: So many daily backups are kept in a place.
KEPT = 7


@dataclass(frozen=True, slots=True)
class Backups:
    """What a daily round did.

    Attributes:
        made: today's backup, None when it was there already.
        rotated: those that made room for it.
        expired: those that held the keys of erased answers, or could not be proved not to.
        moved_aside: databases that a restore moved away and that hold such keys; they may hold answers of
            their own, so they stay until someone decides.
        missed: why it was made beside the database and not in the folder that was chosen, None when all is well.
    """

    made: Path | None
    rotated: tuple[Path, ...]
    expired: tuple[Path, ...]
    moved_aside: tuple[Path, ...]
    missed: BackupPlaceError | None = None


def daily(link: Link, today: date) -> Backups:
    """Make today's backup if there is none, then let old and outdated ones go.

    It goes to the chosen folder (``backup_places``); where that is away, full or fails, beside the database.

    Raises:
        StoreError: it cannot be written beside the database either, or the database is damaged; no backup was let go.
    """
    chosen, usual = backup_places.choice(link.path), backup_places.usual(link.path)
    done, missed = None, None
    if chosen.folder is not None:
        try:
            done = _round_elsewhere(link, chosen.folder, today)
        except BackupPlaceError as error:
            missed = error
    made, rotated, expired = done or _round(link, usual, today)
    if done is not None:
        expired += _end_outdated(link, usual)
    expired += _end_in_former(link, chosen.former)
    backup_places.note_missed(link.path, None if missed is None else missed.what)
    aside = sorted(link.path.parent.glob(_moved_aside(link.path)))
    return Backups(
        made,
        tuple(rotated),
        tuple(expired),
        tuple(path for path in aside if _holds_erased(link, path)),
        missed,
    )


def _round_elsewhere(
    link: Link, folder: Path, today: date
) -> tuple[Path | None, list[Path], list[Path]]:
    """Do the round in the chosen folder.

    Raises:
        BackupPlaceError: whatever kept it from its end there.
    """
    try:
        with troubles(folder):
            return _round(link, backup_places.elsewhere(link.path, folder), today)
    except BackupPlaceError:
        raise
    except (StoreError, FileProblem) as error:
        failed = Sentence("it is full, read-only or fails ({why})", why=str(error))
        raise BackupPlaceError(path=folder, what=failed) from error


def _round(link: Link, place: Place, today: date) -> tuple[Path | None, list[Path], list[Path]]:
    """Make today's backup in a place, and let old and outdated ones of the place go."""
    expired = [path for path in place.copies() if _holds_erased(link, path)]
    target = place.of_day(today)
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
    rotated = place.daily()[:-KEPT]
    for path in rotated:
        _remove(path)
    return made, rotated, expired


def _end_outdated(link: Link, place: Place) -> list[Path]:
    """Let the backups of a place go that hold what was erased."""
    expired = [path for path in place.copies() if _holds_erased(link, path)]
    for path in expired:
        _remove(path)
    return expired


def _end_in_former(link: Link, folders: tuple[Path, ...]) -> list[Path]:
    """Do so in folders chosen earlier, those that can be reached; where no backup is left, they are forgotten."""
    expired: list[Path] = []
    for folder in folders:
        try:
            with troubles(folder):
                place = backup_places.elsewhere(link.path, folder)
                expired += _end_outdated(link, place)
                if not place.copies():
                    backup_places.forget_former(link.path, folder)
        except (StoreError, FileProblem):
            continue  # away today; what it holds ends when it is back
    return expired


def _moved_aside(path: Path) -> str:
    return f"{glob.escape(path.name)}.before-restore.*Z"


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
