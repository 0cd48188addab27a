"""Photos as evidence: what they say, clean copies of them, and the same picture used twice."""

from fieldsurvey.media.compact import CompactCopy, compact_copies, compact_copy
from fieldsurvey.media.duplicates import NEAR, difference_hash, distance, near
from fieldsurvey.media.exif import clean_copy, strip_metadata, upright_copy
from fieldsurvey.media.kinds import media_type_of
from fieldsurvey.media.photos import MAX_BYTES, MAX_PIXELS, PhotoInfo, read_photo, read_photo_file

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "NEAR",
    "CompactCopy",
    "PhotoInfo",
    "clean_copy",
    "compact_copies",
    "compact_copy",
    "difference_hash",
    "distance",
    "media_type_of",
    "near",
    "read_photo",
    "read_photo_file",
    "strip_metadata",
    "upright_copy",
]
