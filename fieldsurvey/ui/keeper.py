"""What opens the database while the window runs, and who works here now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldsurvey.ui.jobs import Access

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.store import FileKey, Store


@dataclass(slots=True)
class Keeper:
    """Holds the way into one database; the passphrase is forgotten for the key as soon as that is known.

    Attributes:
        path: the database file.
        secret: passphrase until the database is open, its key from then on; None for a plain file.
        author: who works here, as written into every change.
        by_login: the keyring of the machine's login is to be asked first.
    """

    path: Path
    secret: str | FileKey | None = field(repr=False)
    author: str
    by_login: bool = False

    def open(self, open_store: Callable[[Path, str | FileKey | None], Store]) -> Store:
        """Open the database; in the thread that is to use it.

        Raises:
            KeyringUnavailable: the keyring does not open it, or its inspector was removed.
            StoreError: as the store says.
        """
        return (
            self._opened_by_login(open_store)
            if self.by_login
            else open_store(self.path, self.secret)
        )

    def take(self, store: Store) -> None:
        """Remember how an open store opens again; in its own thread, before another one opens."""
        self.secret, self.by_login = store.key, False
        self.author = store.opened_by or self.author

    def _opened_by_login(self, open_store: Callable[[Path, str | FileKey | None], Store]) -> Store:
        from fieldsurvey.errors import KeyringUnavailable, WrongPassphrase
        from fieldsurvey.store.login_keyring import recall

        kept = recall(self.path)
        try:
            store = open_store(self.path, kept.key)
        except WrongPassphrase as error:
            what = "the passphrase was changed since"
            raise KeyringUnavailable(path=self.path, what=what) from error
        if kept.keyholder and kept.keyholder not in {each.id for each in store.keyholders()}:
            store.close()
            what = f"{kept.name} was removed from this laptop"
            raise KeyringUnavailable(path=self.path, what=what)
        self.author = kept.name
        return store

    @property
    def key(self) -> FileKey | None:
        """The key of the open database, None for a plain file."""
        return None if isinstance(self.secret, str) else self.secret

    @property
    def access(self) -> Access:
        """What a process needs to open the database anew."""
        return Access(self.path, self.secret, self.author)

    def whose(self, passphrase: str) -> str | None:
        """Return whose passphrase this is; see ``store.keyholders.opener``. Takes a moment: not for the GUI thread."""
        from fieldsurvey.store.keyholders import opener

        return None if self.key is None else opener(self.path, passphrase, self.key)
