"""What kind of file some bytes are, told by their content: a file's name proves nothing."""

from __future__ import annotations

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"
PDF = "application/pdf"
UNKNOWN = "application/octet-stream"

# Brands of ISO base media files that phones use for photos (ISO/IEC 23008-12, annex B).
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})


def media_type_of(data: bytes) -> str:
    """Return the media type that the first bytes show, or ``application/octet-stream``.

    Args:
        data: a whole file, or at least its first 16 bytes.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    if data.startswith(b"%PDF-"):
        return PDF
    return UNKNOWN
