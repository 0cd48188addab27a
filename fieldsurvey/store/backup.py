"""Backup, restore and change of passphrase."""

from __future__ import annotations

import os
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
from fieldsurvey.whole_file import flush_folder, troubles, write_whole

if TYPE_CHECKING:
    from pathlib import Path


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

    Returns:
        Where the database that stood there was moved to, if one did.

    Raises:
        StoreError: the backup is damaged, or the database is in use; nothing was changed.
    """
    link = open_link(source, passphrase)
    try:
        part = _proved_copy(link, target)
    finally:
        link.close()
    try:
        _refuse_in_use(target, passphrase)
    except StoreLocked:
        part.unlink()
        raise
    kept = _move_aside(target)
    _put_in_place(part, target)
    beside = source.with_name(source.name + keyholders.ENDING)
    if beside.exists():
        write_whole(target.with_name(target.name + keyholders.ENDING), beside.read_bytes())
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


def _move_aside(target: Path) -> Path | None:
    """Keep the database that stands in the way, with its log and the ways in that lie beside it."""
    if not target.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    kept = target.with_name(f"{target.name}.before-restore.{stamp}")
    for suffix in ("-wal", "-shm", recovery.ENDING, keyholders.ENDING, ""):
        part = target.with_name(target.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _put_in_place(part: Path, target: Path) -> None:
    try:
        with troubles(target):
            descriptor = os.open(part, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            part.rename(target)
            flush_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
