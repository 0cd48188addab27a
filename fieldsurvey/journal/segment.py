"""Segments: consecutive changes of one device in one stream, closed and signed by that device.

Bytes: magic, length and bytes of a JSON header, then length and bytes of each change, then the
Ed25519 signature over all before it. Lengths are 4 bytes, big-endian. A segment is never re-cut:
who forwards it forwards these bytes. A device's id is the fingerprint of its public key, so a
segment needs no other witness of who signed it.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldsurvey.errors import JournalError
from fieldsurvey.journal.change import Change
from fieldsurvey.journal.cursor import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = 1
_MAGIC = b"fieldsurvey-segment\n"
_LENGTH = struct.Struct(">I")
_SIGNATURE_BYTES = 64
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Segment:
    """A verified segment: its changes, the signer's public key, and the bytes as they travel."""

    changes: tuple[Change, ...]
    public_key: bytes
    data: bytes

    @property
    def stream(self) -> str:
        """The stream it belongs to."""
        return self.changes[0].stream

    @property
    def span(self) -> Span:
        """The device and the numbers it holds."""
        return Span(self.changes[0].device, self.changes[0].seq, self.changes[-1].seq)


def device_id(public_key: bytes) -> str:
    """Return the id of the device with this raw Ed25519 public key: half its SHA-256, hex."""
    return hashlib.sha256(public_key).digest()[:_ID_BYTES].hex()


def encode_segment(changes: Sequence[Change], key: Ed25519PrivateKey) -> bytes:
    """Close and sign consecutive changes.

    Raises:
        JournalError: no changes, not consecutive, not one chain, or of another device than the key.
    """
    public_key = key.public_key().public_bytes_raw()
    _examine(changes, public_key)
    first = changes[0]
    header = {
        "v": FORMAT,
        "stream": first.stream,
        "device": first.device,
        "first": first.seq,
        "last": changes[-1].seq,
        "key": public_key.hex(),
    }
    parts = [_MAGIC]
    texts = (json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode(),)
    for text in (*texts, *(change.encode() for change in changes)):
        parts += (_LENGTH.pack(len(text)), text)
    signed = b"".join(parts)
    return signed + key.sign(signed)


def decode_segment(data: bytes) -> Segment:
    """Verify and read a segment.

    Raises:
        JournalError: truncated, altered, signed by another key than its device's, or of a newer
            format. Nothing of it may be kept.
    """
    texts, header, public_key = _opened(data)
    changes = tuple(Change.decode(text) for text in texts[1:])
    _examine(changes, public_key)
    segment = Segment(changes, public_key, bytes(data))
    named = (header.get("device"), header.get("first"), header.get("last"))
    if header.get("stream") != segment.stream or named != segment.span:
        raise JournalError(what="a segment's header does not fit its changes")
    return segment


def verify_segment(data: bytes) -> None:
    """Verify that a segment is as its device signed it: enough for one that was read when it came.

    Raises:
        JournalError: truncated, altered, signed by another key than its device's.
    """
    _, header, public_key = _opened(data)
    if header.get("device") != device_id(public_key):
        raise JournalError(what="a segment is not signed by the device that it names")


def _opened(data: bytes) -> tuple[list[bytes], dict[str, Any], bytes]:
    """Return header and changes as bytes, the header read, and the key that signed all of it."""
    signed, signature = data[:-_SIGNATURE_BYTES], data[-_SIGNATURE_BYTES:]
    if not data.startswith(_MAGIC):
        raise JournalError(what="this is no segment of a journal")
    texts = _split(signed)
    try:
        header = json.loads(texts[0])
        version, public_key = header["v"], bytes.fromhex(header["key"])
        if version != FORMAT:
            raise JournalError(what=f"segment format {version} is newer; update fieldsurvey")
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (LookupError, TypeError, ValueError, RecursionError, InvalidSignature) as error:
        raise JournalError(what="a segment was truncated or altered") from error
    return texts, header, public_key


def _split(signed: bytes) -> list[bytes]:
    texts = []
    at = len(_MAGIC)
    while at < len(signed):
        start = at + _LENGTH.size
        if start > len(signed):
            raise JournalError(what="a segment was truncated or altered")
        (size,) = _LENGTH.unpack_from(signed, at)
        at = start + size
        if at > len(signed):
            raise JournalError(what="a segment was truncated or altered")
        texts.append(signed[start:at])
    return texts


def _examine(changes: Sequence[Change], public_key: bytes) -> None:
    """Refuse what is not one piece of one chain, written by the device of the key."""
    if not changes:
        raise JournalError(what="a segment is empty")
    if changes[0].device != device_id(public_key):
        raise JournalError(what="a segment is not signed by the device that it names")
    for before, change in pairwise(changes):
        if (change.stream, change.device) != (before.stream, before.device):
            raise JournalError(what="a segment mixes streams or devices")
        if change.seq != before.seq + 1 or change.prev != before.hash:
            raise JournalError(what="the changes of a segment are not one chain")
