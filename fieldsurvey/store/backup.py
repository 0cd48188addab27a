"""Backup, restore and change of passphrase."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fieldsurvey.errors import StoreDamaged, StoreError, StoreLocked, StoreMissing
from fieldsurvey.store import check, identity, keyholders, recovery
from fieldsurvey.store.driver import (
    Link,
    composed,
    connect,
    copy_into,
    key_clause,
    open_link,
    prove,
    read_header,
)
from fieldsurvey.whole_file import flush_folder, troubles, whole_file

if TYPE_CHECKING:
    from pathlib import Path


#: What lies beside a database and opens it otherwise than by its passphrase.
_WAYS_IN = (recovery.ENDING, keyholders.ENDING)


def backup(link: Link, target: Path) -> None:
    """Copy an open database into a new file, proved whole before it takes its name.

    The copy opens with the same passphrase, as a new device.

    Raises:
        StoreError: the target exists or cannot be written, or the database is damaged.
    """
    if target.exists():
        raise StoreError(path=target, what="it exists already; choose another name")
    if not target.parent.is_dir():
        raise StoreError(path=target, what="its folder does not exist")
    _put_in_place(_proved_copy(link, target), target)
    recovery.lay_beside(link, target)
    keyholders.lay_beside(link, target)


def examine(link: Link, copy: Path) -> list[str]:
    """Return what is wrong with a backup of an open database, one plain sentence each.

    Raises:
        WrongPassphrase: it was made under a passphrase that was changed since.
        StoreError: it is not there, or cannot be read.
    """
    if not read_header(copy):
        raise StoreMissing(path=copy)
    opened = connect(copy, link.key)
    try:
        prove(opened)
        return check.problems(opened)
    except StoreDamaged as error:
        return [str(error.params["what"])]
    finally:
        opened.close()


def restore(source: Path, target: Path, passphrase: str | None) -> Path | None:
    """Put a backup in the place of a database that nobody has open.

    Args:
        source: the backup; it is left as it is.
        target: where the database is, or was.
        passphrase: the backup's own.

    The database that stands there keeps its place until the backup takes it by one rename, and is kept beside it under
    another name from before: cut at any point, one of the two stands there, whole.

    Returns:
        Where the database that stood there is kept, if one did.

    Raises:
        StoreError: the backup is damaged, or the database is in use; nothing was changed.
        FileProblem: the disk is full or fails; what stood there does so still.
    """
    link = open_link(source, passphrase)
    try:
        part = _proved_copy(link, target)
    finally:
        link.close()
    try:
        _refuse_in_use(target, passphrase)
        kept = _keep(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _put_in_place(part, target)
    try:
        _prove(target, passphrase)
    except StoreError:
        if kept is not None:
            _another_name(kept, part).replace(target)
        raise
    return kept


def change_passphrase(link: Link, passphrase: str) -> None:
    """Encrypt the whole file anew under another passphrase.

    A cut in the middle leaves the old passphrase in force: SQLite rolls back. The recovery key and the inspectors'
    own passphrases open the file before, in between and afterwards.

    Raises:
        StoreLocked: someone else has the database open.
        StoreError: the database is a plain one.
    """
    if link.key is None:
        raise StoreError(path=link.path, what="it has no passphrase that could be changed")
    # Rekeying runs in a rollback journal, alone on the file. The salt stays: it is the header.
    _leave_wal(link)
    key = key_clause(composed(passphrase), read_header(link.path))
    try:
        _seal(link, [link.key, key])
        link.rows(f'PRAGMA rekey = "{key}"')
        _seal(link, [key])
    finally:
        link.rows("PRAGMA journal_mode = WAL")
    link.key = key


def _seal(link: Link, keys: list[str]) -> None:
    """Seal keys for everyone who opens the file without its passphrase."""
    recovery.seal(link, keys)
    keyholders.seal(link, keys)


def _proved_copy(link: Link, target: Path) -> Path:
    """Copy a database to a file beside the target, at home nowhere, and check the copy."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        copy_into(link, part)
        copy = connect(part, link.key)
        try:
            identity.disown(copy)
            found = check.problems(copy)
            # One file, no log beside it: what is carried away is complete.
            _leave_wal(copy)
        finally:
            copy.close()
        if found:
            raise StoreDamaged(path=link.path, what=found[0])
    except BaseException:
        for suffix in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
        raise
    return part


def _leave_wal(link: Link) -> None:
    """Fold the log into the file; refused at once while anyone else has the database open."""
    (patience,) = link.one("PRAGMA busy_timeout") or (0,)
    link.rows("PRAGMA busy_timeout = 0")
    try:
        if link.one("PRAGMA journal_mode = DELETE") != ("delete",):
            raise StoreLocked(path=link.path)
    finally:
        link.rows(f"PRAGMA busy_timeout = {patience}")


def _refuse_in_use(target: Path, passphrase: str | None) -> None:
    try:
        link = open_link(target, passphrase)
    except StoreLocked:
        raise
    except StoreError:
        # Missing, damaged, or under another passphrase: a restore is what helps.
        return
    try:
        _leave_wal(link)
    finally:
        link.close()


def _keep(target: Path) -> Path | None:
    """Give the database that will be replaced a second name, with its log and the ways in that lie beside it."""
    if not target.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    kept = target.with_name(f"{target.name}.before-restore.{stamp}")
    sides = [s for s in ("-wal", *_WAYS_IN) if target.with_name(target.name + s).exists()]
    try:
        _another_name(target, kept)
        for suffix in sides:
            _copy(target.with_name(target.name + suffix), kept.with_name(kept.name + suffix))
    except BaseException:
        for suffix in ("", *sides):
            kept.with_name(kept.name + suffix).unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
    for suffix in ("-wal", "-shm"):  # SQLite would read them into whatever file has the name
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _another_name(file: Path, name: Path) -> Path:
    """Give a file a second name; where the disk knows no such thing, copy it."""
    try:
        name.hardlink_to(file)
    except OSError:
        _copy(file, name)
    return name


def _copy(file: Path, target: Path) -> None:
    with file.open("rb") as source, whole_file(target) as copy:
        shutil.copyfileobj(source, copy)


def _prove(target: Path, passphrase: str | None) -> None:
    """Open what was put in place, and lay the other ways into it beside it instead of those of what stood there."""
    link = open_link(target, passphrase)
    try:
        recovery.lay_beside(link, target)
        keyholders.lay_beside(link, target)
        _leave_wal(link)
    finally:
        link.close()


def _put_in_place(part: Path, target: Path) -> None:
    try:
        with troubles(target):
            descriptor = os.open(part, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            part.replace(target)
            flush_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
