"""The second way into a database: a recovery key that an office keeps on paper (docs/decisions/0006).

The recovery key is an X25519 private key, printed once in groups with a checksum. The database knows
its public half only, and lays beside itself an envelope: the file's key, sealed for that half. So a
new passphrase renews the envelope without the recovery key, and a lost envelope loses nothing but
this second way, until the passphrase opens the database the next time.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldsurvey.errors import StoreError, WrongRecoveryKey
from fieldsurvey.store import sealed_key
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store.driver import Link

#: What the envelope's name ends in, after the database's.
ENDING = "-recovery"
_PURPOSE = b"fieldsurvey recovery 1"
_CHECK_BYTES = 3
_GROUP = 4


def make(link: Link) -> str:
    """Make a recovery key, in the place of an older one, and return it as it is printed, once.

    Raises:
        StoreError: the database has no passphrase, so there is nothing to recover.
    """
    if link.key is None:
        raise StoreError(path=link.path, what="it has no passphrase, so it needs no recovery key")
    secret = X25519PrivateKey.generate()
    public = secret.public_key().public_bytes_raw()
    with link.transaction():
        link.run("DELETE FROM recovery")
        link.run("INSERT INTO recovery (public_key, envelope) VALUES (?, ?)", (public, b""))
    seal(link, [link.key])
    return _spelled(secret.private_bytes_raw())


def seal(link: Link, keys: list[str]) -> None:
    """Seal keys of the file for the recovery key, if there is one; durable on return."""
    row = link.one("SELECT public_key FROM recovery")
    if row is None:
        return
    sealed = [sealed_key.seal(bytes(row[0]), key, _PURPOSE) for key in keys]
    envelope = json.dumps({"v": 1, "keys": sealed}).encode()
    link.run("UPDATE recovery SET envelope = ?", (envelope,))
    lay_beside(link, link.path)


def lay_beside(link: Link, path: Path) -> None:
    """Lay the envelope beside a database file, where it is not there as it should be."""
    row = link.one("SELECT envelope FROM recovery")
    beside = _beside(path)
    if row is None:
        beside.unlink(missing_ok=True)
    elif not beside.exists() or beside.read_bytes() != row[0]:
        write_whole(beside, bytes(row[0]))


def open_envelope(path: Path, text: str) -> list[str]:
    """Return the keys in the envelope beside a database, those that may open it.

    Args:
        path: the database.
        text: the recovery key as it was printed.

    Raises:
        WrongRecoveryKey: it is mistyped, or not the one of this database.
        StoreError: there is no envelope.
    """
    secret = X25519PrivateKey.from_private_bytes(_read(path, text))
    try:
        record = json.loads(_beside(path).read_bytes())
        return [sealed_key.unseal(secret, sealed, _PURPOSE) for sealed in record["keys"]]
    except FileNotFoundError as error:
        what = f"no {_beside(path).name} lies beside it; the recovery key opens nothing without"
        raise StoreError(path=path, what=what) from error
    except OSError as error:
        raise StoreError(path=_beside(path), what=error.strerror or "cannot be read") from error
    except InvalidTag as error:
        raise WrongRecoveryKey(path=path, what="this is not its recovery key") from error
    except (ValueError, LookupError, TypeError) as error:
        raise StoreError(path=_beside(path), what="it was cut or altered") from error


def _spelled(secret: bytes) -> str:
    """Return 32 bytes and their checksum in base32, in groups of four."""
    text = base64.b32encode(secret + _check(secret)).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _read(path: Path, text: str) -> bytes:
    letters = "".join(text.upper().split()).replace("-", "").replace("0", "O").replace("1", "I")
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        data = b""
    secret, check = data[: sealed_key.KEY_BYTES], data[sealed_key.KEY_BYTES :]
    if len(data) != sealed_key.KEY_BYTES + _CHECK_BYTES or check != _check(secret):
        what = "the recovery key is mistyped; it has 14 groups of four letters and digits"
        raise WrongRecoveryKey(path=path, what=what)
    return secret


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(_PURPOSE + secret).digest()[:_CHECK_BYTES]


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ENDING)
