"""The only door to SQLite: SQLCipher's build of it, aliased before sqlite-utils picks its driver.

One file is the whole database. Its raw key is Argon2id(passphrase in NFC, salt), the salt being the 16
bytes that SQLCipher keeps at the start of the file, so no key file can get lost. Without a
passphrase it is a plain SQLite file (sample data, training).
"""

from __future__ import annotations

import os
import sys
import threading
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlcipher3
import sqlcipher3.dbapi2 as sqlite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldsurvey.errors import (
    PassphraseNeeded,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreReadOnly,
    WrongPassphrase,
)

# sqlite-utils prefers pysqlite3; only so are SQLCipher's exceptions the ones that it catches.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlite

import sqlite_utils as sqlite_utils  # noqa: E402, PLC0414  after the alias; the store's only import of it

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

PLAIN_HEADER = b"SQLite format 3\0"
SALT_BYTES = 16
_ARGON2_MEMORY_KIB = 64 * 1024
_ARGON2_PASSES = 3
_ARGON2_LANES = 4
_DERIVING = threading.Lock()
_BUSY_TIMEOUT_MS = 5000
_FEW_PAGES = -4096  # KiB
# The driver forgets the rarest statement first, which is the newest: once its hundred places are taken, as after
# migrating, every statement met later would be compiled again each time.
_CACHED_STATEMENTS = 1000
# Result codes: https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
# Copying page by page, the driver gives SQLite's sentence without the number.
_CODES = {
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}
# SQLITE_IOERR_READ and SQLITE_IOERR_SHORT_READ: what should be there cannot be read.
_FAILED_READS = {266, 522}


@dataclass(frozen=True, slots=True)
class FileKey:
    """What opens one database file without its passphrase, as ``key_clause`` gives it; it never shows itself.

    Whoever has opened a database hands this on instead of the passphrase: it need not be derived again, and the
    passphrase can be forgotten.
    """

    clause: str = field(repr=False)


class Link:
    """A connection of one thread to one database file; every fault comes out as a StoreError.

    ``key`` is the raw key as ``key_clause`` gives it, None for a plain file.
    """

    def __init__(self, path: Path, connection: Any, key: str | None) -> None:
        self.path = path
        self.connection = connection
        self.key = key
        self._depth = 0

    def database(self) -> Any:
        """Return sqlite-utils' view of the connection, for schema and migrations."""
        return sqlite_utils.Database(self.connection, execute_plugins=False, strict=True)

    def rows(
        self, sql: str, params: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        try:
            return list(self.connection.execute(sql, params))
        except sqlite.Error as error:
            raise translation(error, self.path) from error

    def each(self, sql: str, params: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query one at a time: memory stays flat, whatever their number."""
        with translated(self.path):
            yield from self.connection.execute(sql, params)

    def one(
        self, sql: str, params: Sequence[object] | Mapping[str, object] = ()
    ) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        try:
            row: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
        except sqlite.Error as error:
            raise translation(error, self.path) from error
        return row

    def run(self, sql: str, params: Sequence[object] = ()) -> None:
        """Execute a statement."""
        try:
            self.connection.execute(sql, params).close()
        except sqlite.Error as error:
            raise translation(error, self.path) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a statement for each row."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite.Error as error:
            raise translation(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside at once, durable at the end, or not at all; nests."""
        # BEGIN IMMEDIATE: a read before the write must not find another writer in between.
        begin, end, undo = (
            ("BEGIN IMMEDIATE", ("COMMIT",), ("ROLLBACK",))
            if self._depth == 0
            else ("SAVEPOINT inner", ("RELEASE inner",), ("ROLLBACK TO inner", "RELEASE inner"))
        )
        self.run(begin)
        self._depth += 1
        try:
            yield
            for statement in end:
                self.run(statement)
        except BaseException:
            self._undo(undo)
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def reading_through(self) -> Iterator[None]:
        """Keep few pages in memory meanwhile: what is read once, from end to end, is not needed again.

        Photos come out a third faster so, for the same few pages stay in the processor's cache.
        """
        (kept,) = self.one("PRAGMA cache_size") or (0,)
        self.rows(f"PRAGMA cache_size = {_FEW_PAGES}")
        try:
            yield
        finally:
            self.rows(f"PRAGMA cache_size = {kept}")

    def _undo(self, statements: Sequence[str]) -> None:
        # After a full disk SQLite has rolled back by itself and knows no transaction any more.
        if self.connection.in_transaction:
            for statement in statements:
                self.run(statement)

    def close(self) -> None:
        """Close the connection; the write-ahead log goes back into the file."""
        with translated(self.path):
            self.connection.close()


def open_link(path: Path, passphrase: str | FileKey | None, *, create: bool = False) -> Link:
    """Open a database file.

    Args:
        path: the file.
        passphrase: or the key that followed from it; None for a plain file.
        create: make the file when it is not there (or is empty).

    Raises:
        StoreError: one of its children says which: missing, passphrase, locked, read-only, full,
            damaged.
    """
    header = read_header(path)
    if not header and not create:
        raise StoreMissing(path=path)
    if not header and not path.parent.is_dir():
        raise StoreError(path=path, what="its folder does not exist")
    if header and passphrase is None and header != PLAIN_HEADER:
        raise PassphraseNeeded(path=path)
    if header == PLAIN_HEADER and passphrase is not None:
        raise StoreError(path=path, what="it has no passphrase; open it without one")
    if not os.access(path if header else path.parent, os.W_OK) or not os.access(
        path.parent, os.W_OK
    ):
        raise StoreReadOnly(path=path)
    if isinstance(passphrase, FileKey):
        return open_with_key(path, passphrase.clause)
    if passphrase is None:
        return open_with_key(path, None)
    if not header:
        return open_with_key(path, key_clause(composed(passphrase), os.urandom(SALT_BYTES)))
    return _open_by_spelling(path, passphrase, header)


def _open_by_spelling(path: Path, passphrase: str, salt: bytes) -> Link:
    *others, last = spellings(passphrase)
    for spelling in others:
        with suppress(WrongPassphrase):
            return open_with_key(path, key_clause(spelling, salt))
    return open_with_key(path, key_clause(last, salt))


def open_with_key(path: Path, key: str | None) -> Link:
    """Open a database file that is there, or is to be, by its raw key as ``key_clause`` gives it.

    Raises:
        WrongPassphrase: the key does not open it.
        StoreError: another of its children says what is wrong.
    """
    link = connect(path, key)
    try:
        _settle(link)
    except BaseException:
        link.close()
        raise
    return link


def connect(path: Path, key: str | None) -> Link:
    """Connect to a file, with the raw key that ``key_clause`` gives."""
    with translated(path):
        connection = sqlite.connect(
            str(path), isolation_level=None, cached_statements=_CACHED_STATEMENTS
        )
        # SQLCipher writes its own lines to stderr; our errors say the same, once.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key}"')
    return Link(path, connection, key)


def composed(passphrase: str) -> str:
    """Return a passphrase as keys are made from it: Unicode NFC, whichever way the keyboard spells an é."""
    return unicodedata.normalize("NFC", passphrase)


def spellings(passphrase: str) -> tuple[str, ...]:
    """Return what may have been stretched for a passphrase, the likeliest first; one alone where it is all ASCII.

    Keys are made from NFC. Before they were, they were made from what the keyboard gave: here as typed, and
    decomposed, which is how macOS may give it, so that another keyboard opens the file too.
    """
    forms = (composed(passphrase), passphrase, unicodedata.normalize("NFD", passphrase))
    return tuple(dict.fromkeys(forms))


def key_clause(passphrase: str, salt: bytes) -> str:
    """Return the raw key and salt as SQLCipher's PRAGMAs take them; takes as long as ``stretched``."""
    return f"x'{stretched(passphrase, salt).hex()}{salt.hex()}'"


def stretched(secret: str, salt: bytes) -> bytes:
    """Return Argon2id of a passphrase or PIN, 32 bytes; some 0.2 s and 64 MiB.

    One at a time: OpenSSL lends its Argon2id lanes from one pool, and two callers wait for each other for ever.
    """
    with _DERIVING:
        return _derive(secret.encode(), salt)


def _derive(secret: bytes, salt: bytes) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=_ARGON2_PASSES,
        lanes=_ARGON2_LANES,
        memory_cost=_ARGON2_MEMORY_KIB,
    )
    return kdf.derive(secret)


def read_header(path: Path) -> bytes:
    """Return the first 16 bytes of a file: the plain header or the salt; empty when not there."""
    try:
        with path.open("rb") as file:
            header = file.read(SALT_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoreError(path=path, what=error.strerror or "cannot be read") from error
    if header and len(header) < SALT_BYTES:
        raise StoreDamaged(path=path, what="it is cut short")
    return header


def prove(link: Link) -> None:
    """Prove that the key opens the file; nothing is written.

    Raises:
        WrongPassphrase: it does not.
    """
    try:
        link.rows("SELECT name FROM sqlite_master")
    except StoreDamaged as error:
        if link.key is not None and _primary_code(error.__cause__) == _NOTADB:
            raise WrongPassphrase(path=link.path) from error
        raise


def _settle(link: Link) -> None:
    """Prove the key and set what every connection needs."""
    prove(link)
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",
    ):
        link.rows(f"PRAGMA {pragma}")


def copy_into(link: Link, path: Path) -> None:
    """Copy a whole open database, page by page, into a new file under the same key."""
    target = connect(path, link.key)
    try:
        with translated(path):
            link.connection.backup(target.connection)
    finally:
        target.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's faults into ours."""
    try:
        yield
    except sqlite.Error as error:
        raise translation(error, path) from error


def translation(error: Exception, path: Path) -> Exception:
    """Return our word for a fault of the driver, or the fault itself where it is a mistake of ours."""
    code = _primary_code(error)
    if code in {_CORRUPT, _NOTADB} or _whole_code(error) in _FAILED_READS:
        return StoreDamaged(path=path, what=str(error))
    if code in {_BUSY, _LOCKED}:
        return StoreLocked(path=path)
    if code in {_READONLY, _CANTOPEN}:
        return StoreReadOnly(path=path)
    if code in {_FULL, _IOERR}:
        return StoreFull(path=path)
    return error


def _whole_code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or _CODES.get(str(error), 0))


def _primary_code(error: BaseException | None) -> int:
    return _whole_code(error) & 0xFF
