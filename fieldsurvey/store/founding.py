"""A first database, made beside its place and put there only when everything about it is settled.

Between ``found`` and ``settle`` a person writes the recovery key down. A power cut until then leaves a file
of another name, which holds nothing but keys and which the next ``found`` replaces: a clean start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.store import recovery
from fieldsurvey.store.database import Store
from fieldsurvey.store.driver import open_link
from fieldsurvey.whole_file import flush_folder, troubles

if TYPE_CHECKING:
    from pathlib import Path

_UNSETTLED = "-baru"
#: What SQLite and the recovery key lay beside a database.
_SIDECARS = ("", "-wal", "-shm", "-journal", "-recovery")


def found(path: Path, passphrase: str) -> str:
    """Make the database that is to be at ``path``, with a recovery key, and return the key, once.

    Raises:
        FileProblem: a database is there already, or the folder cannot be made.
        StoreError: the folder cannot be written, or the disk is full.
    """
    if path.exists():
        raise FileProblem(path=path, what="there is a database already; open it")
    with troubles(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    abandon(path)
    with Store.open(_work(path), passphrase, create=True) as store:
        return store.make_recovery_key()


def settle(path: Path, passphrase: str) -> None:
    """Put what ``found`` made in its place, whole and durable.

    Raises:
        FileProblem: a database is there already, or the disk fails.
        StoreError: what was made is gone or damaged.
    """
    if path.exists():
        raise FileProblem(path=path, what="there is a database already; open it")
    work = _work(path)
    link = open_link(work, passphrase)
    try:
        # A device belongs to its place (``store.identity``): the one that begins there must not look like a copy.
        link.run("DELETE FROM identity")
        recovery.lay_beside(link, path)
    finally:
        link.close()
    with troubles(path):
        work.replace(path)
        flush_folder(path.parent)
    abandon(path)


def abandon(path: Path) -> None:
    """Remove what ``found`` made and nobody settled.

    Raises:
        FileProblem: it cannot be removed.
    """
    work = _work(path)
    with troubles(path):
        for ending in _SIDECARS:
            work.with_name(work.name + ending).unlink(missing_ok=True)


def _work(path: Path) -> Path:
    return path.with_name(path.name + _UNSETTLED)
