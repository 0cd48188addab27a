"""The keyring that the machine's login opens: if wished, it keeps what opens a database (docs/decisions/0009).

Windows Credential Locker, macOS Keychain, or the Secret Service of a Linux desktop, through the library ``keyring``.
What any program could read from a plain file is no keyring: such a backend is refused.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import KeyringUnavailable
from fieldsurvey.store.driver import FileKey, read_header

if TYPE_CHECKING:
    from pathlib import Path

_SERVICE = "fieldsurvey"
_SAFE = 1  # what keyring itself recommends has this priority or more


@dataclass(frozen=True, slots=True)
class Kept:
    """What the keyring keeps of one database.

    Attributes:
        key: opens it.
        name: in whose name.
        keyholder: their id, ``""`` for who proved the database's own passphrase.
    """

    key: FileKey
    name: str
    keyholder: str = ""


def keep(path: Path, kept: Kept) -> None:
    """Have the keyring keep what opens a database, and read it back.

    Raises:
        KeyringUnavailable: this machine has no safe keyring, or it is locked or refuses.
    """
    entry = json.dumps({"key": kept.key.clause, "name": kept.name, "keyholder": kept.keyholder})
    backend = _backend(path)
    with _Troubles(path):
        backend.set_password(_SERVICE, _account(path), entry)
        read_back = backend.get_password(_SERVICE, _account(path))
    if read_back != entry:
        raise KeyringUnavailable(path=path, what="it did not keep what it was given")


def recall(path: Path) -> Kept:
    """Return what opens a database.

    Raises:
        KeyringUnavailable: the keyring is absent, locked, or keeps nothing of this database.
    """
    with _Troubles(path):
        entry = _backend(path).get_password(_SERVICE, _account(path))
    if entry is None:
        raise KeyringUnavailable(path=path, what="it keeps nothing of this database")
    try:
        found = json.loads(entry)
        return Kept(FileKey(found["key"]), found["name"], found["keyholder"])
    except (ValueError, LookupError, TypeError) as error:
        raise KeyringUnavailable(path=path, what="what it keeps was altered") from error


def renew(path: Path, key: FileKey) -> None:
    """Have the keyring keep another key of a database; where it cannot, the old one is told apart when it is tried."""
    with suppress(KeyringUnavailable):
        keep(path, replace(recall(path), key=key))


def forget(path: Path) -> None:
    """Have the keyring forget a database; nothing kept is as good.

    Raises:
        KeyringUnavailable: it keeps it all the same.
    """
    backend = _backend(path)
    with _Troubles(path):
        if backend.get_password(_SERVICE, _account(path)) is not None:
            backend.delete_password(_SERVICE, _account(path))


def _account(path: Path) -> str:
    """Return what names a database: its salt, which stays when it is moved or gets another passphrase."""
    return read_header(path).hex()


def _backend(path: Path) -> Any:
    try:
        import keyring
        from keyring.backends.chainer import ChainerBackend
    except ImportError as error:
        raise KeyringUnavailable(path=path, what="this installation has no part for it") from error
    with _Troubles(path):
        found: Any = keyring.get_keyring()
        if isinstance(found, ChainerBackend):
            found = max(found.backends, key=lambda each: each.priority)
        if found.priority < _SAFE:
            raise KeyringUnavailable(path=path, what="this machine has no safe one")
    return found


class _Troubles:
    """Turns whatever a backend raises into one sentence: each has faults of its own library."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, KeyringUnavailable):
            # Its words are left out: a backend may put what it was given into them.
            raise KeyringUnavailable(path=self._path, what=type(error).__name__) from None
