"""The kinds of paper that are made of a visit, and what each is called."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """A kind; the value is what commands and records call it."""

    BERITA_ACARA = "berita-acara"
    ATTENDANCE = "attendance"
    PROTOCOL = "protocol"


#: kind → its name in Indonesian, as running heads and file properties say it.
NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.BERITA_ACARA: "Berita Acara Pemeriksaan Lapangan",
        Kind.ATTENDANCE: "Daftar Hadir",
        Kind.PROTOCOL: "Protokol Pengambilan Sampel",
    }
)

_PREFIX = {Kind.BERITA_ACARA: "BA", Kind.ATTENDANCE: "DH", Kind.PROTOCOL: "PS"}


def document_code(kind: Kind, visit: str) -> str:
    """Return the code that every page and the QR carry: it names the file, not the letter."""
    return f"{_PREFIX[kind]}-{visit[-12:].upper()}"
