"""What opens the database while the window runs, and who works here now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldsurvey.ui.jobs import Access

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import FileKey, Store


@dataclass(slots=True)
class Keeper:
    """Holds the way into one database; the passphrase is forgotten for the key as soon as that is known.

    Attributes:
        path: the database file.
        secret: passphrase until the database is open, its key from then on; None for a plain file.
        author: who works here, as written into every change.
    """

    path: Path
    secret: str | FileKey | None = field(repr=False)
    author: str

    def take(self, store: Store) -> None:
        """Remember how an open store opens again; in its own thread, before another one opens."""
        self.secret = store.key
        self.author = store.opened_by or self.author

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
