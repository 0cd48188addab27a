"""Which characters the embedded typefaces can show, and what is printed for those they lack."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

from fieldsurvey.media.lettering import code_of
from fieldsurvey.report.fonts import SANS, SANS_BOLD, SANS_ITALIC, TYPEFACES, register_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = (SANS, SANS_BOLD, SANS_ITALIC)
"""The typefaces with the most characters; the others fall back on them."""

_BREAKS = frozenset("\n\t")
# Control and format characters (joiners, marks of direction) and variation selectors have no looks of their own.
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


@cache
def covered(*typefaces: str) -> frozenset[str]:
    """Return the characters that every one of some typefaces has."""
    register_fonts()
    faces = (pdfmetrics.getFont(name).face for name in typefaces)
    return frozenset(map(chr, frozenset.intersection(*(frozenset(f.charToGlyph) for f in faces))))


def fits(text: str, typeface: str) -> bool:
    """Return whether a typeface has all of a printable text; what it lacks is set in `SANS`."""
    return text.isascii() or covered(typeface).issuperset(text)


def stray_runs(text: str) -> str:
    """Return text with a font's markup around the characters that only the sans typefaces have."""
    if text.isascii():
        return text
    common = covered(*TYPEFACES)
    runs = (
        (known, "".join(run))
        for known, run in groupby(text, lambda each: each in common or each in _BREAKS)
    )
    return "".join(run if known else f'<font name="{SANS}">{run}</font>' for known, run in runs)


def printable(text: str) -> str:
    """Return text as documents print it: composed, the invisible out, ``[U+1F600]`` for what no typeface has."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in unicodedata.normalize("NFC", text))


def one_line(text: str) -> str:
    """Return text as it is drawn in a single line, without breaks."""
    return " ".join(printable(text).split())


def lacking(text: str) -> tuple[str, ...]:
    """Return the characters of a text that documents can only print by their code, each once, in its order."""
    if text.isascii():
        return ()
    return tuple(dict.fromkeys(_lacking(unicodedata.normalize("NFC", text))))


def _lacking(text: str) -> Iterator[str]:
    known = covered(*WIDEST)
    return (each for each in text if each not in known and not _invisible(each))


def _shown(character: str) -> str:
    if character in _BREAKS:
        return character
    if _invisible(character):
        return ""
    return character if character in covered(*WIDEST) else code_of(character)


def _invisible(character: str) -> bool:
    return character in _SELECTORS or unicodedata.category(character) in _INVISIBLE
