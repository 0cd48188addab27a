"""What each signature covers, read from the raw bytes: it tells how a file was damaged even where no reader opens it.

A signature's ``/ByteRange`` stands in plain sight (ISO 32000-2, 12.8.1): it covers everything up to its revision's end
but the signature itself, which lies in the gap as hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from asn1crypto.cms import ContentInfo

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_LONGEST = 19  # digits of a place in a file


class State(StrEnum):
    """What became of the bytes that a signature covers."""

    HOLDS = "holds"
    ALTERED = "altered"
    MOVED = "moved"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class SignedRange:
    """The bytes that one signature covers.

    Attributes:
        end: where they end, from the start of the file.
        state: whether they are what was signed; moved: the signature no longer lies in the gap; cut: the file ends
            before they do.
    """

    end: int
    state: State


def signed_ranges(data: bytes) -> list[SignedRange]:
    """Return what each signature covers, the shortest first."""
    found = [
        tuple(int(digits[:_LONGEST]) for digits in match.groups())
        for match in _BYTE_RANGE.finditer(data)
    ]
    ranges = [
        SignedRange(after + length, _state(data, start, before, after, length))
        for start, before, after, length in found
    ]
    return sorted(ranges, key=lambda each: each.end)


def ends_whole(data: bytes) -> bool:
    """Return whether a file ends as a PDF must, with its end mark (ISO 32000-2, 7.5.5)."""
    return b"%%EOF" in data[-1024:]


def _state(data: bytes, start: int, before: int, after: int, length: int) -> State:
    gap = data[start + before : after]
    if after <= len(data) and not (gap.startswith(b"<") and gap.endswith(b">")):
        return State.MOVED
    if after + length > len(data):
        return State.CUT
    try:
        signed = ContentInfo.load(bytes.fromhex(gap[1:-1].decode("ascii")))["content"]
        signer = signed["signer_infos"][0]
        named = signer["digest_algorithm"]["algorithm"].native
        (wanted,) = next(
            attribute["values"].native
            for attribute in signer["signed_attrs"]
            if attribute["type"].native == "message_digest"
        )
        hasher = hashlib.new(named)
    except (ValueError, TypeError, KeyError, IndexError, StopIteration):
        return State.ALTERED
    hasher.update(data[start : start + before])
    hasher.update(data[after : after + length])
    return State.HOLDS if hasher.digest() == wanted else State.ALTERED
