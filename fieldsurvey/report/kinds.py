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
    ADDENDUM = "addendum"
    SUMMARY = "summary"
    CERTIFICATE = "certificate"
    ATTENDANCE = "attendance"
    PROTOCOL = "protocol"
    PAPER_FORM = "paper-form"


#: Kinds that an office numbers.
NUMBERED = frozenset({Kind.BERITA_ACARA, Kind.ADDENDUM, Kind.CERTIFICATE})

#: kind → its name in Indonesian, as running heads and file properties say it.
NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.BERITA_ACARA: "Berita Acara Pemeriksaan Lapangan",
        Kind.ADDENDUM: "Berita Acara Perbaikan (Adendum)",
        Kind.SUMMARY: "Laporan Ringkas",
        Kind.CERTIFICATE: "Piagam",
        Kind.ATTENDANCE: "Daftar Hadir",
        Kind.PROTOCOL: "Protokol Pengambilan Sampel",
        Kind.PAPER_FORM: "Formulir Kertas",
    }
)

_PREFIX = {
    Kind.BERITA_ACARA: "BA",
    Kind.ADDENDUM: "AD",
    Kind.SUMMARY: "LR",
    Kind.CERTIFICATE: "PG",
    Kind.ATTENDANCE: "DH",
    Kind.PROTOCOL: "PS",
    Kind.PAPER_FORM: "FK",
}


def document_code(kind: Kind, name: str) -> str:
    """Return the code that every page and the QR carry: it names the file, not the letter.

    Args:
        kind: what it is.
        name: id of the visit, or of an instrument with its version.
    """
    return f"{_PREFIX[kind]}-{name[-12:].upper() if kind is not Kind.PAPER_FORM else name.upper()}"
