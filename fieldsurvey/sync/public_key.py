"""A device's public key as a line of text that a person can read out, send, or carry on a stick.

``fieldsurvey-key-1 abcd-efgh-…`` : base32 of the 32 bytes of an X25519 public key and the first
3 bytes of a SHA-256 over it, in 14 groups of four. The checksum finds a letter that was mistyped;
it does not tell whose key it is: compare the fingerprint with its owner.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import refuse_to_replace, unreadable, whole_file

if TYPE_CHECKING:
    from pathlib import Path

LABEL = "fieldsurvey-key-1"
KEY_BYTES = 32
_CHECK_BYTES = 3
_TEXT_LIMIT = 4096


def fingerprint(key: bytes) -> str:
    """Return 8 bytes of a hash of a key, hex in four groups: to compare by eye or phone."""
    digits = hashlib.sha256(LABEL.encode() + key).hexdigest()[:16]
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def key_text(key: bytes) -> str:
    """Return a public key as one line, without a line end."""
    letters = base64.b32encode(key + _check(key)).decode().lower()
    return f"{LABEL} " + "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def write_public_key(path: Path, key: bytes) -> None:
    """Write a public key to a file; an older key of that name is replaced, any other file is not.

    Raises:
        FileProblem: the file cannot be written, or the name is taken.
    """
    refuse_to_replace(path, "public key", LABEL.encode())
    with whole_file(path) as file:
        file.write(key_text(key).encode() + b"\n")


def read_public_key(path: Path) -> bytes:
    """Return the 32 bytes of the public key in a file.

    Raises:
        FileProblem: the file cannot be read, or holds no key, or one that was mistyped.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_TEXT_LIMIT).decode("ascii", errors="replace")
    except OSError as error:
        raise unreadable(path, error) from error
    label, _, letters = " ".join(text.split()).partition(" ")
    if label != LABEL:
        what = "holds no fieldsurvey key; make one on the other laptop with `bundle key`"
        raise FileProblem(path=path, what=what)
    key = _key_of("".join(letters.split()).replace("-", ""))
    if key is None:
        what = "the key in it is mistyped or cut off; have it sent again"
        raise FileProblem(path=path, what=what)
    return key


def _key_of(letters: str) -> bytes | None:
    try:
        data = base64.b32decode(letters.upper())
    except (binascii.Error, ValueError):
        return None
    key, check = data[:KEY_BYTES], data[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != _check(key):
        return None
    try:
        # A point of low order would make a secret that everyone knows; the library refuses it here.
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError:
        return None
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(LABEL.encode() + b" check" + key).digest()[:_CHECK_BYTES]
