"""What every command shares: which database, opened how, on whose behalf."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, PassphraseNeeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.store import Store
    from fieldsurvey.survey.catalogue import Catalogue
    from fieldsurvey.survey.desk import Desk

#: The fixed, public passphrase of sample databases, which lie beside a ``passphrase.txt`` that says so.
SAMPLE_PASSPHRASE = "contoh"  # noqa: S105  public on purpose


def read_secret(path: Path) -> str:
    """Return the first line of a passphrase file, without its line end.

    Raises:
        FileProblem: the file cannot be read, is not text or is empty.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = (
            error.strerror if isinstance(error, OSError) and error.strerror else "not a text file"
        )
        raise FileProblem(path=path, what=what) from error
    if not lines or not lines[0]:
        raise FileProblem(path=path, what="holds no passphrase: write it on the first line")
    return lines[0]


class Stopped(Exception):
    """The person stopped a command."""


class Session:
    """The choices made on the command line: database and passphrase file."""

    def __init__(self) -> None:
        self._database: str | None = None
        self._passphrase_file: str | None = None
        #: What opened the database last; for a thread that opens it anew.
        self.opened_with: str | None = None

    def choose(self, name: str | None, value: str) -> None:
        """Take the value of ``--database`` or ``--passphrase-file``."""
        if name == "database":
            self._database = value
        else:
            self._passphrase_file = value

    @property
    def names_database(self) -> bool:
        """Whether a database was named on the command line."""
        return self._database is not None

    @property
    def database(self) -> Path:
        """The database file: the one named, else the user's own."""
        if self._database is not None:
            return Path(self._database)
        from fieldsurvey.app.home import database_file

        return database_file()

    def passphrase(self) -> str | None:
        """Return the passphrase in the file named on the command line, None when none was named."""
        return read_secret(Path(self._passphrase_file)) if self._passphrase_file else None

    def known_passphrase(self) -> str | None:
        """Return the passphrase that needs no asking: the one in the file named, or the sample's public one."""
        beside = self.database.parent / "passphrase.txt"
        if self._passphrase_file is None and beside.is_file():
            return SAMPLE_PASSPHRASE if read_secret(beside) == SAMPLE_PASSPHRASE else None
        return self.passphrase()

    def _unlocking_passphrase(self) -> str | None:
        """Return what opens an encrypted database when no file was named: the sample's public one, or an answer."""
        known = self.known_passphrase()
        if known is None and sys.stdin.isatty():
            import getpass

            return getpass.getpass("Passphrase: ")
        return known

    @contextmanager
    def open_store(self, *, create: bool = False) -> Iterator[Store]:
        """Open the database of this session, and close it afterwards.

        Args:
            create: make it when there is none.

        Raises:
            StoreError: it is missing, locked, damaged, read-only, too new, or the passphrase is wrong.
        """
        from fieldsurvey.store import Store

        path = self.database
        passphrase = self.passphrase()
        new = create and not path.exists()
        if new:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            store = Store.open(path, passphrase, create=create)
            self.opened_with = passphrase
        except PassphraseNeeded:
            answer = self._unlocking_passphrase() if passphrase is None else None
            if answer is None:
                raise
            store = Store.open(path, answer)
            self.opened_with = answer
        if new and passphrase is None:
            print(  # noqa: T201  a warning beside the command's own words
                f"fieldsurvey: warning: {path} is made without a passphrase, so whoever holds this disk can read it; "
                "give --passphrase-file to encrypt it",
                file=sys.stderr,
            )
        with store:
            yield store

    @contextmanager
    def open_desk(self, *, create: bool = False) -> Iterator[Desk]:
        """Open the database as ``open_store`` does, with a desk over it for whoever sits here."""
        with self.open_store(create=create) as store:
            yield self.desk_over(store)

    def desk_over(self, store: Store) -> Desk:
        """Return a desk over an open store, for whoever sits here."""
        from fieldsurvey.survey.desk import Desk
        from fieldsurvey.survey.inspectors import last_inspector

        return Desk(store, author=operator(last_inspector(store)))

    @contextmanager
    def open_catalogue(self) -> Iterator[Catalogue]:
        """Open the instruments: those shipped, and those that the database of this session holds, if there is one.

        Without ``--database`` a database that is closed by a passphrase only hides what it holds, and says so.
        """
        from fieldsurvey.survey.catalogue import Catalogue

        with ExitStack() as stack:
            registry = None
            if self.names_database or self.database.exists():
                try:
                    registry = stack.enter_context(self.open_desk()).registry
                except PassphraseNeeded as error:
                    if self.names_database:
                        raise
                    print(  # noqa: T201  a warning beside the command's own words
                        f"fieldsurvey: warning: only shipped instruments are known here; {error}",
                        file=sys.stderr,
                    )
            yield Catalogue(registry)


def operator(inspector: str = "") -> str:
    """Return who sits at the keyboard: as the environment says, as a joined visit knows them, as they logged in."""
    import getpass

    return os.environ.get("FIELDSURVEY_AUTHOR") or inspector or getpass.getuser()
