"""Reading a photo as evidence: when, where, how large, which way up; whole, or refused."""

from __future__ import annotations

import io
import math
import re
import struct
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

from fieldsurvey.errors import FileProblem, PhotoError
from fieldsurvey.media.files import MAX_BYTES
from fieldsurvey.media.kinds import HEIC, JPEG, PNG, WEBP, media_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MAX_PIXELS = 89_478_485
"""Most pixels decoded (Pillow's own limit: a quarter of a gigabyte as RGB)."""

_READABLE = frozenset({JPEG, PNG, WEBP, HEIC})
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_LONGEST_NAME = 80
_YEARS = range(1900, 2200)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
PILLOW_FAULTS = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Pillow raises on damaged files."""


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """What a photo says about itself.

    Attributes:
        media_type: by content, for example ``image/jpeg``.
        width: pixels as shown upright, after the EXIF orientation is applied.
        height: as ``width``.
        orientation: EXIF orientation, 1 (upright) to 8.
        taken_at: aware, or None when the photo does not say when, or not in which time zone.
        time_source: how ``taken_at`` is known: ``offset`` (the camera wrote its zone), ``site`` (it wrote wall time
            only, taken as that of the site), ``gps``, or ``""``.
        camera: maker and model, ``""`` when it does not say.
        latitude: decimal degrees WGS 84, north positive; None without a position.
        longitude: decimal degrees WGS 84, east positive; None without a position.
    """

    media_type: str
    width: int
    height: int
    orientation: int = 1
    taken_at: datetime | None = None
    time_source: str = ""
    camera: str = ""
    latitude: float | None = None
    longitude: float | None = None


def read_photo_file(
    path: Path, *, zone: tzinfo | None = None, max_bytes: int = MAX_BYTES
) -> tuple[bytes, PhotoInfo]:
    """Read a photo from a file; the size is looked at before anything is read.

    Raises:
        FileProblem: the file cannot be read.
        PhotoError: as :func:`read_photo`.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise _too_many_bytes(path.name, size, max_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    return data, read_photo(data, name=path.name, zone=zone, max_bytes=max_bytes)


def read_photo(
    data: bytes,
    *,
    name: str = "photo",
    zone: tzinfo | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> PhotoInfo:
    """Read what a photo says about itself, and decode it once to know that it is whole.

    Args:
        data: the file's bytes: JPEG, PNG, WebP or HEIC.
        name: what an error calls the photo.
        zone: the site's time zone, for cameras that record wall time without an offset.
        max_bytes: largest file.
        max_pixels: most pixels.

    Raises:
        PhotoError: not a photo, truncated, damaged, or beyond a limit.
    """
    if len(data) > max_bytes:
        raise _too_many_bytes(name, len(data), max_bytes)
    with opened(data, name=name, max_pixels=max_pixels) as image:
        stored = image.size
        block = _exif(image)
        orientation = orientation_of(block)
        exif, gps = _ifd(block, ExifTags.IFD.Exif), _ifd(block, ExifTags.IFD.GPSInfo)
        check_whole(image, name)
    width, height = stored if orientation < 5 else (stored[1], stored[0])
    latitude, longitude = _position(gps)
    taken_at, time_source = _taken_at(exif, gps, zone)
    return PhotoInfo(
        media_type=media_type_of(data),
        width=width,
        height=height,
        orientation=orientation,
        taken_at=taken_at,
        time_source=time_source,
        camera=_camera(block),
        latitude=latitude,
        longitude=longitude,
    )


@contextmanager
def opened(
    data: bytes, *, name: str = "photo", max_pixels: int = MAX_PIXELS
) -> Iterator[Image.Image]:
    """Open a photo without decoding it; only readable kinds, only within ``max_pixels``.

    Raises:
        PhotoError: another kind of file, a damaged header, or too many pixels.
    """
    kind = media_type_of(data)
    if kind not in _READABLE:
        raise PhotoError(path=name, what="not a JPEG, PNG, WebP or HEIC photo")
    if kind == HEIC:
        from pi_heif import register_heif_opener

        # Loaded when a phone's photo needs it; it turns the picture upright itself.
        register_heif_opener()
    with warnings.catch_warnings():
        # Damaged EXIF is told by what is missing, not on stderr.
        warnings.simplefilter("ignore", UserWarning)
        # Pillow only warns between one and two times its limit; to us both are too large.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels(name, max_pixels) from error
        except PILLOW_FAULTS as error:
            raise PhotoError(path=name, what="damaged: its header cannot be read") from error
        with image:
            if image.width * image.height > max_pixels:
                raise _too_many_pixels(name, max_pixels)
            yield image


def check_whole(image: Image.Image, name: str) -> None:
    """Decode a freshly opened image, a JPEG at an eighth of its size, to see that it ends properly.

    Raises:
        PhotoError: truncated or damaged.
    """
    try:
        image.draft("RGB", (image.width // 8, image.height // 8))
        image.load()
    except PILLOW_FAULTS as error:
        raise PhotoError(
            path=name, what="truncated or damaged: the copy is incomplete, copy the photo again"
        ) from error


def orientation_of(exif: Mapping[int, object]) -> int:
    """Return the EXIF orientation, 1 when absent or nonsense."""
    value = exif.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _exif(image: Image.Image) -> Image.Exif:
    """Return the EXIF block; a damaged one counts as absent: the picture is the evidence."""
    try:
        return image.getexif()
    except PILLOW_FAULTS:
        return Image.Exif()


def _ifd(exif: Image.Exif, tag: int) -> Mapping[int, object]:
    try:
        return exif.get_ifd(tag)
    except PILLOW_FAULTS:
        return {}


def _taken_at(
    exif: Mapping[int, object], gps: Mapping[int, object], zone: tzinfo | None
) -> tuple[datetime | None, str]:
    """Return when it was taken, and how that is known: by its own offset, else in ``zone``, else by GPS time (UTC)."""
    local = _moment(exif.get(ExifTags.Base.DateTimeOriginal), "%Y:%m:%d %H:%M:%S")
    own = _offset(exif.get(ExifTags.Base.OffsetTimeOriginal))
    offset = own or zone
    if local is not None and offset is not None:
        return local.replace(tzinfo=offset), "offset" if own else "site"
    by_gps = _gps_time(gps)
    return by_gps, "gps" if by_gps else ""


def _camera(exif: Mapping[int, object]) -> str:
    """Return maker and model; models often begin with the maker's name."""
    maker, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    named = model.casefold().startswith(maker.casefold().split(" ")[0]) if maker else True
    return " ".join(part for part in ("" if named else maker, model) if part)[:_LONGEST_NAME]


def _moment(value: object, form: str) -> datetime | None:
    try:
        found = datetime.strptime(_text(value), form)  # noqa: DTZ007  zone follows
    except ValueError:
        return None
    # The clock of no camera: and in its first and last year a day cannot be told in every zone.
    return found if found.year in _YEARS else None


def _offset(value: object) -> tzinfo | None:
    match = _OFFSET.fullmatch(_text(value))
    if match is None or int(match[2]) > 14 or int(match[3]) > 59:
        return None
    amount = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(amount if match[1] == "+" else -amount)


def _gps_time(gps: Mapping[int, object]) -> datetime | None:
    day = _moment(gps.get(ExifTags.GPS.GPSDateStamp), "%Y:%m:%d")
    if day is None:
        return None
    try:
        hours, minutes, seconds = _three(gps.get(ExifTags.GPS.GPSTimeStamp))
        return day.replace(tzinfo=UTC) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError):
        return None


def _position(gps: Mapping[int, object]) -> tuple[float, float] | tuple[None, None]:
    try:
        latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude)) * _sign(
            gps.get(ExifTags.GPS.GPSLatitudeRef), "N", "S"
        )
        longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude)) * _sign(
            gps.get(ExifTags.GPS.GPSLongitudeRef), "E", "W"
        )
    except ValueError:
        return None, None
    # Cameras without a fix write 0, 0: a point in the Atlantic, never a mall.
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return None, None
    return latitude, longitude


def _degrees(value: object) -> float:
    degrees, minutes, seconds = _three(value)
    return degrees + minutes / 60 + seconds / 3600


def _sign(value: object, positive: str, negative: str) -> int:
    return {positive: 1, negative: -1}[_text(value)] if _text(value) in (positive, negative) else 1


def _three(value: object) -> tuple[float, float, float]:
    """Return three finite rationals; ValueError for anything else a camera may have written."""
    if not isinstance(value, tuple) or len(value) != 3:
        raise ValueError
    try:
        first, second, third = (float(part) for part in value)
    except (TypeError, ZeroDivisionError) as error:
        raise ValueError from error
    if not all(map(math.isfinite, (first, second, third))):
        raise ValueError
    return first, second, third


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\x00 ") if isinstance(value, str) else ""


def _too_many_bytes(name: str, size: int, limit: int) -> PhotoError:
    return PhotoError(
        path=name, what=f"{size:,} bytes, more than the {limit:,} that a photo may have"
    )


def _too_many_pixels(name: str, limit: int) -> PhotoError:
    return PhotoError(
        path=name,
        what=f"more than {limit / 1e6:.0f} megapixels; take it again at a lower resolution",
    )
