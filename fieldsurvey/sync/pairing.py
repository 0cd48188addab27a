"""Pairing: how a laptop and a hub that never met come to trust each other by a code typed once.

The hub shows a code of eight letters and digits (40 bits, Crockford's base32). Both sides derive a
key from it by Argon2id, salted with the hub's TLS certificate *as each sees it*, and prove to each
other that they have it, over everything they tell of themselves. Someone in between would show
another certificate; what he hears tells the code only after some 2^39 derivations of 64 MiB each,
and the code is worthless after minutes. Afterwards the laptop trusts exactly that certificate, and
the hub exactly that device's signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldsurvey.journal import device_id
from fieldsurvey.sync.header import printable

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
_GROUP = 4
#: What a person reads wrongly or types from habit.
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None})
_MEMORY_KIB, _PASSES = 64 * 1024, 3
_KEY_BYTES = 32


def new_code() -> str:
    """Return a fresh code as it is shown: ``ABCD-2345``."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def read_code(text: str) -> str | None:
    """Return the letters of a code that was typed, or None for what cannot be one."""
    letters = text.upper().translate(_ALIKE)
    fits = len(letters) == _LENGTH and set(letters) <= set(_LETTERS)
    return letters if fits else None


def code_key(code: str, certificate: bytes) -> bytes:
    """Derive the key of a code; a quarter of a second and 64 MiB.

    Args:
        code: the letters, as ``read_code`` gives them.
        certificate: of the hub (DER), as this side sees it.
    """
    salt = hashlib.sha256(b"fieldsurvey pairing 1" + certificate).digest()
    # One lane: several would share OpenSSL's pool of threads with a database that is being opened.
    derivation = Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=_PASSES, lanes=1, memory_cost=_MEMORY_KIB
    )
    return derivation.derive(code.encode())


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a device tells of itself when it pairs.

    Attributes:
        device: its id, which is the fingerprint of ``signing``.
        name: what its owner calls it.
        signing: its Ed25519 public key.
        encryption: its X25519 public key.
        nonce: random, so that no proof serves twice.
    """

    device: str
    name: str
    signing: bytes = field(repr=False)
    encryption: bytes = field(repr=False)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)

    def encode(self) -> bytes:
        """Return the bytes that are proved and sent."""
        record = {
            "device": self.device,
            "name": self.name,
            "signing": self.signing.hex(),
            "encryption": self.encryption.hex(),
            "nonce": self.nonce.hex(),
        }
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, data: bytes) -> Introduction:
        """Read an introduction.

        Raises:
            ValueError: malformed, or of a device that is not the fingerprint of its key.
        """
        try:
            raw = json.loads(data)
            signing, encryption = bytes.fromhex(raw["signing"]), bytes.fromhex(raw["encryption"])
            told = cls(
                *(printable(raw["device"]), printable(raw["name"])),
                *(signing, encryption, bytes.fromhex(raw["nonce"])),
            )
        except (LookupError, TypeError, RecursionError) as error:
            raise ValueError("malformed introduction") from error
        if len(signing) != _KEY_BYTES or len(encryption) != _KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        if told.device != device_id(signing):
            raise ValueError("a device that is not its key's")
        return told


def laptop_proof(key: bytes, laptop: bytes) -> str:
    """Return the proof that whoever introduces a laptop knows the code."""
    return _proof(key, b"laptop", laptop)


def hub_proof(key: bytes, laptop: bytes, hub: bytes) -> str:
    """Return the proof that the hub, too, knows it, and heard this laptop."""
    return _proof(key, b"hub", laptop, hub)


def parcel(introduction: bytes, proof: str) -> dict[str, str]:
    """Return an introduction and its proof as JSON carries them."""
    return {"introduction": base64.b64encode(introduction).decode(), "proof": proof}


def open_parcel(raw: Any) -> tuple[bytes, str]:
    """Read them.

    Raises:
        ValueError: malformed.
    """
    try:
        return base64.b64decode(raw["introduction"], validate=True), printable(raw["proof"])
    except (LookupError, TypeError) as error:
        raise ValueError("malformed pairing") from error


def _proof(key: bytes, role: bytes, *parts: bytes) -> str:
    message = b"".join(len(part).to_bytes(4) + part for part in (role, *parts))
    return hmac.new(key, message, hashlib.sha256).hexdigest()
