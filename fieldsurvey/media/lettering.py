"""The letters of texts on photos: one typeface, and codes in brackets for what it lacks, as papers print them."""

from __future__ import annotations

from functools import cache, lru_cache

from PIL import ImageFont

from fieldsurvey.paths import resources_folder

_TRIED = 16  # pixels; whether there is a glyph does not depend on the size
_NO_CHARACTER = "\U0010ffff"  # no typeface has one for it: what is drawn instead is what is drawn for all that lack


@lru_cache(maxsize=8)
def typeface(size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface with letters of so many pixels."""
    return ImageFont.truetype(resources_folder() / "fonts" / "SourceSans3-SemiBold.ttf", size)


def code_of(character: str) -> str:
    """Return what stands for a character without a glyph: ``[U+1F600]``."""
    return f"[U+{ord(character):04X}]"


def undrawn(text: str) -> tuple[str, ...]:
    """Return the characters of a text that can only be drawn by their code, each once, in its order."""
    if text.isascii():
        return ()
    return tuple(dict.fromkeys(each for each in text if not _has_glyph(each)))


def drawn(text: str) -> str:
    """Return a text as it is drawn: codes for what the typeface lacks."""
    if text.isascii():
        return text
    return "".join(each if _has_glyph(each) else code_of(each) for each in text)


@cache
def _has_glyph(character: str) -> bool:
    return character.isascii() or _strokes(character) != _strokes(_NO_CHARACTER)


@cache
def _strokes(character: str) -> bytes:
    return bytes(typeface(_TRIED).getmask(character))
