"""Several people's own ways into one database: each inspector a passphrase and a short PIN (docs/decisions/0009).

A keyholder has an X25519 pair. The private half lies under Argon2id of the inspector's own passphrase, with a salt of
its own; the file's key is sealed for the public half. So a new passphrase of the database, or of one inspector, asks
nobody else for theirs. All of it is kept in the database, and what opens it lies in a file beside it as well, for the
moment before it is open: without that file nothing is lost but these ways in, until the database is opened otherwise.

A PIN opens nothing at rest. It is kept here, hashed, to take the cover off a window that stands open and hidden.
"""

from __future__ import annotations

import hmac
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldsurvey.errors import StoreError, StoreMissing
from fieldsurvey.journal import new_id
from fieldsurvey.store import sealed_key
from fieldsurvey.store.driver import (
    SALT_BYTES,
    FileKey,
    composed,
    key_clause,
    read_header,
    spellings,
    stretched,
)
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.store.driver import Link

#: What the name of the file beside a database ends in, after the database's.
ENDING = "-keyholders"
#: Fewest characters of a passphrase.
SHORTEST_PASSPHRASE = 8

_PURPOSE = b"fieldsurvey keyholder 1"
_PIN = re.compile(r"[0-9]{4,8}")


@dataclass(frozen=True, slots=True)
class Keyholder:
    """An inspector who works at this database.

    Attributes:
        id: of this database alone; it travels nowhere.
        name: as it is written into every change.
        opens: has a passphrase of their own.
        has_pin: can take the cover off a locked window by a PIN.
    """

    id: str
    name: str
    opens: bool
    has_pin: bool


def held(link: Link) -> list[Keyholder]:
    """Return the keyholders, by name."""
    rows = link.rows("SELECT id, name, slot NOT NULL, pin NOT NULL FROM keyholder ORDER BY name")
    return [
        Keyholder(identity, name, bool(opens), bool(pin)) for identity, name, opens, pin in rows
    ]


def set_passphrase(link: Link, name: str, passphrase: str) -> Keyholder:
    """Let an inspector open the database by a passphrase of their own, in the place of an older one.

    Raises:
        StoreError: no name, a passphrase that is too short, or a database without any key.
    """
    if link.key is None:
        raise StoreError(path=link.path, what="it has no passphrase, so everybody opens it")
    if len(composed(passphrase)) < SHORTEST_PASSPHRASE:
        what = f"a passphrase has at least {SHORTEST_PASSPHRASE} characters"
        raise StoreError(path=link.path, what=what)
    secret, salt = X25519PrivateKey.generate(), os.urandom(SALT_BYTES)
    nonce = os.urandom(sealed_key.NONCE_BYTES)
    locked = AESGCM(stretched(composed(passphrase), salt)).encrypt(
        nonce, secret.private_bytes_raw(), _PURPOSE
    )
    public = secret.public_key().public_bytes_raw()
    slot = {"salt": salt.hex(), "nonce": nonce.hex(), "secret": locked.hex()}
    with link.transaction():
        identity = _named(link, name)
        link.run(
            "UPDATE keyholder SET public_key = ?, slot = ? WHERE id = ?",
            (public, json.dumps({**slot, "id": identity}), identity),
        )
        _seal(link, [link.key])
    lay_beside(link, link.path)
    return _one(link, identity)


def set_pin(link: Link, name: str, pin: str | None) -> Keyholder:
    """Give an inspector a PIN of 4 to 8 digits, or None to take it away.

    Raises:
        StoreError: no name, or anything else than 4 to 8 digits.
    """
    kept = None
    if pin is not None:
        if not _PIN.fullmatch(pin):
            raise StoreError(path=link.path, what="a PIN has 4 to 8 digits")
        salt = os.urandom(SALT_BYTES)
        kept = json.dumps({"salt": salt.hex(), "hash": stretched(pin, salt).hex()})
    with link.transaction():
        identity = _named(link, name)
        link.run("UPDATE keyholder SET pin = ? WHERE id = ?", (kept, identity))
    return _one(link, identity)


def is_pin(link: Link, identity: str, pin: str) -> bool:
    """Whether this is a keyholder's PIN; some 0.2 s."""
    row = link.one("SELECT pin FROM keyholder WHERE id = ? AND pin NOT NULL", (identity,))
    if row is None or not _PIN.fullmatch(pin):
        return False
    kept = json.loads(row[0])
    found = stretched(pin, bytes.fromhex(kept["salt"]))
    return hmac.compare_digest(found, bytes.fromhex(kept["hash"]))


def remove(link: Link, identity: str) -> None:
    """Take a keyholder's passphrase and PIN away; what they wrote stays theirs."""
    link.run("DELETE FROM keyholder WHERE id = ?", (identity,))
    lay_beside(link, link.path)


def seal(link: Link, keys: list[str]) -> None:
    """Seal keys of the file for every keyholder; durable on return."""
    _seal(link, keys)
    lay_beside(link, link.path)


def lay_beside(link: Link, path: Path) -> None:
    """Lay what opens a database beside its file, where it is not there as it should be."""
    rows = link.rows("SELECT slot, sealed FROM keyholder WHERE slot NOT NULL ORDER BY id")
    beside = path.with_name(path.name + ENDING)
    if not rows:
        beside.unlink(missing_ok=True)
        return
    slots = [{**json.loads(slot), "keys": json.loads(sealed)} for slot, sealed in rows]
    data = json.dumps({"v": 1, "slots": slots}).encode()
    if not beside.exists() or beside.read_bytes() != data:
        write_whole(beside, data)


def keys_for(path: Path, passphrase: str) -> Iterator[tuple[FileKey, str]]:
    """Yield what an inspector's passphrase gives: keys that may open the database, and the keyholder's id.

    One Argon2id a keyholder and spelling: the file beside the database says no names, so each is tried.
    """
    for slot, spelling in product(_beside(path), spellings(passphrase)):
        try:
            parts = (bytes.fromhex(slot[name]) for name in ("salt", "nonce", "secret"))
            salt, nonce, locked = parts
            raw = AESGCM(stretched(spelling, salt)).decrypt(nonce, locked, _PURPOSE)
            secret = X25519PrivateKey.from_private_bytes(raw)
            for sealed in slot["keys"]:
                yield FileKey(sealed_key.unseal(secret, sealed, _PURPOSE)), str(slot["id"])
        except InvalidTag:
            continue  # somebody else's
        except (ValueError, LookupError, TypeError):
            continue  # cut or altered: the database's own passphrase lays it anew


def opener(path: Path, passphrase: str, key: FileKey) -> str | None:
    """Return whose passphrase this is, of a database that ``key`` has opened.

    Returns:
        The keyholder's id, ``""`` for the database's own passphrase, None when it opens nothing.

    Raises:
        StoreMissing: the file is gone, as when its stick was pulled out.
    """
    salt = read_header(path)
    if not salt:
        raise StoreMissing(path=path)
    for spelling in spellings(passphrase):
        if hmac.compare_digest(key_clause(spelling, salt), key.clause):
            return ""
    for found, identity in keys_for(path, passphrase):
        if hmac.compare_digest(found.clause, key.clause):
            return identity
    return None


def name_of(link: Link, identity: str) -> str:
    """Return a keyholder's name, ``""`` for nobody's."""
    row = link.one("SELECT name FROM keyholder WHERE id = ?", (identity,))
    return str(row[0]) if row else ""


def _one(link: Link, identity: str) -> Keyholder:
    return next(each for each in held(link) if each.id == identity)


def _named(link: Link, name: str) -> str:
    """Return the id of the keyholder of a name, made on first use."""
    tidy = " ".join(name.split())
    if not tidy:
        raise StoreError(path=link.path, what="an inspector needs a name")
    known = {each.name.casefold(): each.id for each in held(link)}
    if tidy.casefold() in known:
        return known[tidy.casefold()]
    identity = new_id()
    link.run(
        "INSERT INTO keyholder (id, name, since) VALUES (?, ?, ?)",
        (identity, tidy, datetime.now(UTC).isoformat()),
    )
    return identity


def _seal(link: Link, keys: list[str]) -> None:
    for identity, public in link.rows("SELECT id, public_key FROM keyholder WHERE slot NOT NULL"):
        sealed = [sealed_key.seal(bytes(public), key, _PURPOSE) for key in keys]
        link.run("UPDATE keyholder SET sealed = ? WHERE id = ?", (json.dumps(sealed), identity))


def _beside(path: Path) -> list[dict[str, Any]]:
    try:
        slots = json.loads(path.with_name(path.name + ENDING).read_bytes())["slots"]
    except (OSError, ValueError, LookupError, TypeError):
        return []
    return [slot for slot in slots if isinstance(slot, dict)] if isinstance(slots, list) else []
