"""What a device signs besides segments: requests to a hub, receipts.

Every statement is signed behind a word that says what it is, so that nothing signed for one purpose
passes for another; ``fieldsurvey-segment`` (``journal.segment``) is the word of segments.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_TAKEN = "segment"


def sign(key: Ed25519PrivateKey, purpose: str, message: bytes) -> bytes:
    """Return the 64-byte Ed25519 signature over a message of this purpose."""
    return key.sign(_framed(purpose, message))


def is_signed(public_key: bytes, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a raw Ed25519 public key signed the message for this purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _framed(purpose, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def _framed(purpose: str, message: bytes) -> bytes:
    if purpose == _TAKEN or not purpose.isalpha():
        raise ValueError("a purpose is a word of its own")
    return f"fieldsurvey-{purpose}\n".encode() + message
