"""Photos as evidence: what they say, clean and edited copies of them, and the same picture used twice."""

from fieldsurvey.media.compact import RULES, CompactCopies, CompactCopy, Kept, compact_copy
from fieldsurvey.media.duplicates import NEAR, alike, difference_hash, distance, near
from fieldsurvey.media.edits import Arrow, Blur, Mark, Recipe, Words, read_mark
from fieldsurvey.media.exif import clean_copy, strip_metadata, upright_copy
from fieldsurvey.media.files import MAX_BYTES, read_evidence
from fieldsurvey.media.kinds import media_type_of
from fieldsurvey.media.photos import MAX_PIXELS, PhotoInfo, read_photo, read_photo_file
from fieldsurvey.media.render import edited_copy

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "NEAR",
    "RULES",
    "Arrow",
    "Blur",
    "CompactCopies",
    "CompactCopy",
    "Kept",
    "Mark",
    "PhotoInfo",
    "Recipe",
    "Words",
    "alike",
    "clean_copy",
    "compact_copy",
    "difference_hash",
    "distance",
    "edited_copy",
    "media_type_of",
    "near",
    "read_evidence",
    "read_mark",
    "read_photo",
    "read_photo_file",
    "strip_metadata",
    "upright_copy",
]
