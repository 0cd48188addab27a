"""Writes an Excel 97–2003 workbook: BIFF8 records ([MS-XLS] §2.4) in a compound file ([MS-CFB] §2)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SECTOR = 512
END_OF_CHAIN, FAT_SECTOR, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SMALLEST = 4096  # shorter streams would go to the mini stream


def write_xls(path: Path, sheets: Mapping[str, Sequence[Sequence[str | None]]]) -> Path:
    """Write sheets of texts; None leaves a cell out."""
    stream = _workbook(sheets)
    stream += bytes(max(SMALLEST - len(stream), -len(stream) % SECTOR))
    count = len(stream) // SECTOR
    assert count <= SECTOR // 4 - 2, "one sector of the allocation table must do"
    chain = [FAT_SECTOR, END_OF_CHAIN, *range(3, count + 2), END_OF_CHAIN]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)
    directory += _entry("Workbook", 2, 2, len(stream))
    directory += _entry("", 0, 0, 0) * 2
    path.write_bytes(_header() + table + directory + stream)
    return path


def _header() -> bytes:
    signature = bytes.fromhex("d0cf11e0a1b11ae1")
    versions = struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<9I", 0, 1, 1, 0, SMALLEST, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    return signature + bytes(16) + versions + places + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2 if name else 0, kind, 1)
    return head + struct.pack("<3I36xIQ", FREE, FREE, child, start, size)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<4H2I", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 0x6))


def _workbook(sheets: Mapping[str, Sequence[Sequence[str | None]]]) -> bytes:
    bodies = [_sheet(rows) for rows in sheets.values()]
    head = _begin(5) + _record(0x42, struct.pack("<H", 0x4B0))
    names = [name.encode("ascii") for name in sheets]
    at = len(head) + sum(12 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x85, struct.pack("<IHBB", at, 0, len(name), 0) + name)
        at += len(body)
    return head + _record(0x0A) + b"".join(bodies)


def _sheet(rows: Sequence[Sequence[str | None]]) -> bytes:
    cells = b"".join(
        _record(0x204, struct.pack("<4HB", y, x, 0, len(text), 1) + text.encode("utf-16-le"))
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
        if text is not None
    )
    return _begin(0x10) + cells + _record(0x0A)
