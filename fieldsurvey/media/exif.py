"""Copies of photos for paper and export: no time, place or camera inside, and always upright.

domain.md §7 rule 5: metadata is stripped from copies; the original and its hash stay as evidence.
"""

from __future__ import annotations

import io
import re
import struct

from PIL import ImageOps

from fieldsurvey.errors import PhotoError
from fieldsurvey.media.kinds import JPEG, PNG, media_type_of
from fieldsurvey.media.photos import PILLOW_FAULTS, check_whole, opened, orientation_of

# Markers of ITU-T T.81 table B.1.
_SOS, _EOI, _COM = 0xDA, 0xD9, 0xFE
_APP0, _APP2, _APP14, _APP15 = 0xE0, 0xE2, 0xEE, 0xEF
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # neither a stuffed 0xFF nor a restart
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # TEM and RST0-7 have no length
_PNG_CHUNKS_DROPPED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_QUALITY = 92


def clean_copy(data: bytes, *, name: str = "photo") -> bytes:
    """Return the copy that may leave the house: upright and without metadata.

    Pixels are untouched when the photo is a JPEG or PNG that lies upright; otherwise it is turned
    and encoded again as JPEG, so ask :func:`media_type_of` for the copy's kind.

    Raises:
        PhotoError: not a photo, or damaged.
    """
    with opened(data, name=name) as image:
        upright = orientation_of(image.getexif()) == 1
        lossless = media_type_of(data) in (JPEG, PNG)
        if not (upright and lossless):
            return upright_copy(data, name=name)
        check_whole(image, name)
    return strip_metadata(data, name=name)


def strip_metadata(data: bytes, *, name: str = "photo") -> bytes:
    """Return a JPEG or PNG without EXIF, XMP, IPTC, comments and embedded previews; same pixels.

    What colours need is kept: JFIF, the ICC profile and Adobe's transform. The orientation goes
    with the EXIF block, so turn the photo first (:func:`clean_copy` does).

    Raises:
        PhotoError: another kind of file, or a damaged one.
    """
    kind = media_type_of(data)
    try:
        if kind == JPEG:
            return _strip_jpeg(data)
        if kind == PNG:
            return _strip_png(data)
    except (struct.error, IndexError, ValueError) as error:
        raise PhotoError(path=name, what="truncated or damaged: copy the photo again") from error
    raise PhotoError(path=name, what="metadata can be stripped from JPEG and PNG only")


def upright_copy(data: bytes, *, name: str = "photo", rgb: bool = False) -> bytes:
    """Return the photo turned as its EXIF orientation says, as JPEG with its ICC profile only.

    Args:
        data: the photo.
        name: what errors call it.
        rgb: make it one of three channels, whatever it was.

    Raises:
        PhotoError: not a photo, or damaged.
    """
    with opened(data, name=name) as image:
        profile = image.info.get("icc_profile")
        try:
            turned = ImageOps.exif_transpose(image)
            kept = ("RGB",) if rgb else ("RGB", "L", "CMYK")
            turned = turned if turned.mode in kept else turned.convert("RGB")
        except PILLOW_FAULTS as error:
            raise PhotoError(
                path=name, what="truncated or damaged: copy the photo again"
            ) from error
    out = io.BytesIO()
    extra = {"icc_profile": profile} if profile else {}
    turned.info.clear()
    turned.save(out, "JPEG", quality=_QUALITY, **extra)
    return out.getvalue()


def _strip_jpeg(data: bytes) -> bytes:
    """Copy marker segments one by one, leaving out what only describes; stop at the image's end.

    What follows the end is another picture (MPF previews), with metadata of its own.
    """
    kept = bytearray(data[:2])
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError
        marker = data[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
            continue
        if marker == _EOI:
            kept += b"\xff\xd9"
            return bytes(kept)
        if marker in _ALONE:
            kept += data[position : position + 2]
            position += 2
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise ValueError
        if _needed(marker, data[position + 4 : end]):
            kept += data[position:end]
        position = end
        if marker == _SOS:
            position = _scan_end(data, end)
            kept += data[end:position]


def _needed(marker: int, payload: bytes) -> bool:
    """Tell whether a decoder needs the segment to show the right colours."""
    if marker == _APP0:
        return payload.startswith(b"JFIF\0")
    if marker == _APP2:
        return payload.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return payload.startswith(b"Adobe")
    return not (_APP0 < marker <= _APP15 or marker == _COM)


def _scan_end(data: bytes, position: int) -> int:
    """Return where the entropy-coded data that begins at ``position`` meets the next marker."""
    found = _MARKER.search(data, position)
    if found is None:
        raise ValueError
    return found.start()


def _strip_png(data: bytes) -> bytes:
    kept = bytearray(data[:8])
    position = 8
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError
        if kind not in _PNG_CHUNKS_DROPPED:
            kept += data[position:end]
        if kind == b"IEND":
            return bytes(kept)
        position = end
