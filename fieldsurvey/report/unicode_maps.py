"""The fonts' ToUnicode maps: what reportlab writes, without codes that stand for nothing.

ISO 14289-1, 7.21.7: no code may mean U+0000, and reportlab says so of each code of a font that is not used.
"""

from __future__ import annotations

import re

import pikepdf

_ROWS = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,})>$", re.MULTILINE)
_SECTION = re.compile(rb"\d+ beginbfchar\n.*?endbfchar\n", re.DOTALL)
_LONGEST = 100  # rows of a section (Adobe Technical Note 5014, 1.4.1)


def repair_unicode_maps(pdf: pikepdf.Pdf) -> None:
    """Write the ToUnicode map of each font anew, with the codes that stand for a character."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            item.ToUnicode.write(_repaired(item.ToUnicode.read_bytes()))


def _repaired(written: bytes) -> bytes:
    section = _SECTION.search(written)
    if section is None:
        return written
    rows = [row for row in _ROWS.findall(section.group()) if int(row[1], 16)]
    sections = b"".join(
        b"%d beginbfchar\n" % len(part)
        + b"".join(b"<%b> <%b>\n" % row for row in part)
        + b"endbfchar\n"
        for part in (rows[at : at + _LONGEST] for at in range(0, len(rows), _LONGEST))
    )
    return written[: section.start()] + sections + written[section.end() :]
