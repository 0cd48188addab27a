"""The streams of a document: packed, and with an end that nobody can mistake.

A carriage return before the line feed and ``endstream`` looks like a line's end that is not counted (ISO 19005-3,
6.1.7.1), to page-validation at least: one packed stream in 256 ends in one.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Name

_XMP = Name.Metadata


def pack_streams(pdf: pikepdf.Pdf) -> None:
    """Pack what is not packed yet, but for the metadata, which stays readable; unpack what ends in a carriage return.

    The checksum at the end of packed data is the same at every level, so such a stream stays as it is.
    """
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        raw = item.read_raw_bytes()
        if "/Filter" not in item and item.get("/Type") != _XMP:
            packed = zlib.compress(raw)
            if not packed.endswith(b"\r"):
                item.write(packed, filter=Name.FlateDecode)
        elif item.get("/Filter") == Name.FlateDecode and raw.endswith(b"\r"):
            item.write(item.read_bytes())


def well_ended(content: bytes) -> bytes:
    """Return what draws the same as a content stream, and whose checksum, the end of it when packed, is no line's end.

    For what another program packs: pyHanko does so with the drawing of a signed field.
    """
    while zlib.adler32(content) & 0xFF == ord("\r"):
        content += b"\n"
    return content
