"""Sealed boxes: private values as they lie in the journal, AES-256-GCM under a key kept elsewhere.

The box is tied to its place (stream, entity, field, change): moved to another, it does not open.
Hashes and signatures are over the box, so destroying the key erases the value everywhere and every
proof still holds.
"""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldsurvey.errors import JournalError

if TYPE_CHECKING:
    from fieldsurvey.journal.change import Change

MARK = "sealed-box"
KEY_BYTES = 32
_NONCE_BYTES = 12
# Short answers are padded to one length, so that "ya" and "tidak" look alike from outside.
_BLOCK_BYTES = 64


class Place(NamedTuple):
    """Where a private value stands."""

    stream: str
    entity: str
    field: str
    device: str
    seq: int

    @classmethod
    def of(cls, change: Change) -> Place:
        """Return the place of a change's value."""
        return cls(change.stream, change.entity, change.field, change.device, change.seq)


def new_key() -> bytes:
    """Return a fresh AES-256 key."""
    return os.urandom(KEY_BYTES)


def is_box(value: object) -> bool:
    """Whether a value is a sealed box."""
    return isinstance(value, dict) and MARK in value


def key_id(value: object) -> str | None:
    """Return the id of the key that opens a box, or None for what is no box or a malformed one."""
    box = value.get(MARK) if isinstance(value, dict) else None
    name = box.get("key") if isinstance(box, dict) else None
    return name if isinstance(name, str) else None


def close(value: object, key: str, material: bytes, place: Place) -> dict[str, object]:
    """Encrypt a JSON value.

    Args:
        value: anything JSON can hold.
        key: id of the key, readable in the box.
        material: the 32 bytes of the key.
        place: where the value will stand.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % _BLOCK_BYTES)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(material).encrypt(nonce, text, _bound(place, key))
    return {MARK: {"key": key, "nonce": _b64(nonce), "text": _b64(sealed)}}


def unseal(value: object, material: bytes, place: Place) -> object:
    """Return the JSON value in a box.

    Raises:
        JournalError: no box, the wrong key, another place, or altered bytes.
    """
    box = value.get(MARK) if isinstance(value, dict) else None
    name = key_id(value)
    try:
        if not isinstance(box, dict) or name is None:
            raise JournalError(what="a private value is malformed")
        nonce, sealed = (base64.b64decode(box[part], validate=True) for part in ("nonce", "text"))
        return json.loads(AESGCM(material).decrypt(nonce, sealed, _bound(place, name)))
    except (InvalidTag, KeyError, TypeError, ValueError, RecursionError) as error:
        what = f"a private value in {place.field} was altered or its key does not fit"
        raise JournalError(what=what) from error


def _bound(place: Place, key: str) -> bytes:
    return json.dumps([*place, key], separators=(",", ":")).encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
