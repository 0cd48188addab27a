"""A database's raw key, sealed for an X25519 public key: sealing asks nobody, opening needs the private half."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


def seal(public: bytes, key: str, purpose: bytes) -> dict[str, str]:
    """Return a key as JSON that only the private half of ``public`` opens, and only for this purpose."""
    ephemeral = X25519PrivateKey.generate()
    sent = ephemeral.public_key().public_bytes_raw()
    nonce = os.urandom(NONCE_BYTES)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    text = AESGCM(_wrapping_key(shared, sent, purpose)).encrypt(nonce, key.encode(), purpose)
    return {"sender": sent.hex(), "nonce": nonce.hex(), "text": text.hex()}


def unseal(secret: X25519PrivateKey, sealed: dict[str, str], purpose: bytes) -> str:
    """Return a sealed key.

    Raises:
        InvalidTag: it was sealed for somebody else, or altered.
        ValueError: it is cut (so are LookupError and TypeError).
    """
    sent, nonce, text = (bytes.fromhex(sealed[part]) for part in ("sender", "nonce", "text"))
    shared = secret.exchange(X25519PublicKey.from_public_bytes(sent))
    return AESGCM(_wrapping_key(shared, sent, purpose)).decrypt(nonce, text, purpose).decode()


def _wrapping_key(shared: bytes, sent: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=sent, info=purpose).derive(shared)
