"""Who can open an addressed bundle: its content key, wrapped once for each addressee.

A bundle has a random 32-byte content key. Each *slot* of the header holds it, closed with
AES-256-GCM under a key that serves this one slot (so the nonce is zero), made from:

* ``device``: HKDF-SHA256 of X25519(fresh ephemeral key, the addressee's public key), salt = both
  public keys;
* ``passphrase``: Argon2id of the passphrase (NFC, UTF-8) with a random salt; its costs stand in
  the slot and are bounded when read, so that a forged bundle cannot exhaust a laptop;
* ``team``: HKDF-SHA256 of the team keys of all visits in the bundle, in the header's order, with a
  random salt. Only who belongs to the teams of *all* of them opens it, for it carries all keys.

GCM does not bind a ciphertext to one key, so the header also carries a value derived from the
content key (``check``); an unwrapped key that does not fit it is refused.
"""

from __future__ import annotations

import base64
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldsurvey.sync.public_key import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

KEY_BYTES = 32
DEVICE_LIMIT = 254
#: All devices, a passphrase, the team.
SLOT_LIMIT = DEVICE_LIMIT + 2

_ZERO_NONCE = bytes(12)
_SALT_BYTES = 16
_CHECK_INFO = b"fieldsurvey bundle 1 check"

#: Argon2id, second recommended option of RFC 9106 section 4: 64 MiB, 3 passes, 4 lanes.
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 256 * 1024, 10, 16

Slot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Who a bundle is for; nobody in particular when empty.

    Attributes:
        devices: X25519 public keys, 32 bytes each.
        passphrase: whoever knows it.
        team: the team keys of all visits of the bundle, in the order of its header.
    """

    devices: tuple[bytes, ...] = ()
    passphrase: str | None = field(default=None, repr=False)
    team: tuple[bytes, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.devices or self.passphrase or self.team)


@dataclass(frozen=True, slots=True)
class Holder:
    """What an importer holds to open a bundle with.

    Attributes:
        devices: X25519 private keys, 32 bytes each.
        passphrase: the one given for this bundle, if any.
        team: gives the team keys of all visits of the bundle, or nothing when one is not held.
    """

    devices: Sequence[bytes] = field(default=(), repr=False)
    passphrase: str | None = field(default=None, repr=False)
    team: Callable[[], Sequence[bytes]] = field(default=tuple, repr=False)


def new_content_key() -> bytes:
    """Return a key for one bundle."""
    return os.urandom(KEY_BYTES)


def check_of(content_key: bytes) -> str:
    """Return what a header says of its content key without giving it away, hex."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=_CHECK_INFO).derive(content_key).hex()


def wrap(content_key: bytes, addressees: Addressees) -> list[Slot]:
    """Return one slot for each addressee."""
    slots = [_wrap_for_device(content_key, key) for key in addressees.devices]
    if addressees.passphrase:
        slots.append(_wrap_for_passphrase(content_key, addressees.passphrase))
    if addressees.team:
        salt = os.urandom(_SALT_BYTES)
        closed = _close(_team_key(addressees.team, salt), content_key, "team")
        slots.append({"for": "team", "salt": _b64(salt), "wrapped": closed})
    return slots


def unwrap(slots: Iterable[Slot], check: str, holder: Holder) -> tuple[bytes, str] | None:
    """Return the content key and which kind of slot gave it, or None when no slot opens.

    Args:
        slots: as the header gives them; malformed ones open for nobody.
        check: the header's value derived from the content key.
        holder: what the importer has.
    """
    # One passphrase slot is tried, for each costs memory and time that a forger could multiply.
    passphrases = 0
    for slot in slots:
        passphrases += slot.get("for") == "passphrase"
        if slot.get("for") == "passphrase" and passphrases > 1:
            continue
        for content_key in _tries(slot, holder):
            if content_key and hmac.compare_digest(check_of(content_key).encode(), check.encode()):
                return content_key, str(slot["for"])
    return None


def names(slots: Iterable[Slot]) -> list[str]:
    """Return the addressees in words: "team", "passphrase", or "key" and its fingerprint."""
    return [
        f"key {slot.get('key')}" if slot.get("for") == "device" else str(slot.get("for"))
        for slot in slots
    ]


def _tries(slot: Slot, holder: Holder) -> Iterator[bytes | None]:
    """Yield what each fitting key makes of a slot; a malformed slot yields nothing."""
    try:
        if slot["for"] == "device":
            for private in holder.devices:
                yield _unwrap_for_device(slot, X25519PrivateKey.from_private_bytes(private))
        elif slot["for"] == "passphrase" and holder.passphrase:
            yield _unwrap_for_passphrase(slot, holder.passphrase)
        elif slot["for"] == "team" and (team := holder.team()):
            yield _open(_team_key(team, _bytes(slot["salt"])), slot["wrapped"], "team")
    except (KeyError, TypeError, ValueError):
        return


def _wrap_for_device(content_key: bytes, public: bytes) -> Slot:
    ephemeral = X25519PrivateKey.generate()
    theirs = X25519PublicKey.from_public_bytes(public)
    key = _device_key(ephemeral.exchange(theirs), ephemeral.public_key(), theirs)
    return {
        "for": "device",
        "key": fingerprint(public),
        "ephemeral": _b64(ephemeral.public_key().public_bytes_raw()),
        "wrapped": _close(key, content_key, "device"),
    }


def _unwrap_for_device(slot: Slot, private: X25519PrivateKey) -> bytes | None:
    if slot["key"] != fingerprint(private.public_key().public_bytes_raw()):
        return None
    ephemeral = X25519PublicKey.from_public_bytes(_bytes(slot["ephemeral"]))
    key = _device_key(private.exchange(ephemeral), ephemeral, private.public_key())
    return _open(key, slot["wrapped"], "device")


def _device_key(shared: bytes, ephemeral: X25519PublicKey, theirs: X25519PublicKey) -> bytes:
    salt = ephemeral.public_bytes_raw() + theirs.public_bytes_raw()
    return _derive(shared, salt, "device")


def _wrap_for_passphrase(content_key: bytes, passphrase: str) -> Slot:
    salt = os.urandom(_SALT_BYTES)
    key = _passphrase_key(passphrase, salt, _MEMORY_KIB, _PASSES, _LANES)
    return {
        "for": "passphrase",
        "salt": _b64(salt),
        "memory_kib": _MEMORY_KIB,
        "passes": _PASSES,
        "lanes": _LANES,
        "wrapped": _close(key, content_key, "passphrase"),
    }


def _unwrap_for_passphrase(slot: Slot, passphrase: str) -> bytes | None:
    memory, passes, lanes = slot["memory_kib"], slot["passes"], slot["lanes"]
    bounded = (
        1 <= lanes <= _MOST_LANES
        and 1 <= passes <= _MOST_PASSES
        and 8 * lanes <= memory <= _MOST_MEMORY_KIB
    )
    if not bounded:
        return None
    key = _passphrase_key(passphrase, _bytes(slot["salt"]), memory, passes, lanes)
    return _open(key, slot["wrapped"], "passphrase")


def _passphrase_key(passphrase: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode()
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory
    )
    return derivation.derive(text)


def _team_key(keys: Sequence[bytes], salt: bytes) -> bytes:
    return _derive(b"".join(keys), salt, "team")


def _derive(secret: bytes, salt: bytes, label: str) -> bytes:
    info = f"fieldsurvey bundle 1 {label}".encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=salt, info=info).derive(secret)


def _close(key: bytes, content_key: bytes, label: str) -> str:
    return _b64(AESGCM(key).encrypt(_ZERO_NONCE, content_key, label.encode()))


def _open(key: bytes, wrapped: str, label: str) -> bytes | None:
    try:
        return AESGCM(key).decrypt(_ZERO_NONCE, _bytes(wrapped), label.encode())
    except InvalidTag:
        return None


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
