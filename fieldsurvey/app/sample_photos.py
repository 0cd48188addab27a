"""Photos of the sample inspection, made by the program: drawn scenes stamped *FOTO CONTOH*."""

from __future__ import annotations

import hashlib
import io
import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageChops, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from fieldsurvey.app.scenes import HEIGHT, SCALE, SCENES, WIDTH, Canvas, font
from fieldsurvey.errors import PhotoError

if TYPE_CHECKING:
    from collections.abc import Iterable

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_QUALITY = 84
_STRIP = 92  # height of the caption under the picture


def scenes() -> tuple[str, ...]:
    """Return the ids of every scene that :func:`draw` knows."""
    return tuple(SCENES)


def draw(
    scene: str,
    caption: str,
    taken_at: datetime,
    latitude: float | None,
    longitude: float | None,
) -> bytes:
    """Draw one sample photo.

    The same arguments give the same bytes; another caption gives another tint, light and angle.

    Args:
        scene: one of :func:`scenes`.
        caption: what the photo shows, printed under it.
        taken_at: aware; its offset is written beside the time.
        latitude: decimal degrees WGS 84, or None.
        longitude: decimal degrees WGS 84, or None.

    Returns:
        A JPEG of 1280 × 960 pixels with time, offset and position in its EXIF.

    Raises:
        PhotoError: an unknown scene.
    """
    if scene not in SCENES:
        raise PhotoError(path=scene, what="no such scene of the sample photos")
    seed = int.from_bytes(hashlib.sha256(f"{scene}\n{caption}".encode()).digest()[:8], "big")
    chance = random.Random(seed)  # noqa: S311  decoration, repeatable on purpose
    canvas = Canvas(chance)
    SCENES[scene](canvas)
    picture = _as_photographed(canvas.image, chance)
    _stamp(picture, caption, taken_at, latitude, longitude)
    out = io.BytesIO()
    exif = _exif(taken_at, latitude, longitude)
    picture.save(out, "JPEG", quality=_QUALITY, exif=exif, dpi=(150, 150))
    return out.getvalue()


def _as_photographed(drawn: Image.Image, chance: random.Random) -> Image.Image:
    """Return the drawing at its final size, held slightly askew and in uneven light."""
    width, height = drawn.size
    zoom = 1 / chance.uniform(1.05, 1.16)
    tilt = chance.uniform(-0.03, 0.03)
    # What the turn needs at the borders is taken from the margin before the rest is dealt out.
    spare = abs(tilt)
    left = (width * (1 - zoom) - spare * height) * chance.random() + max(-tilt, 0) * height
    top = (height * (1 - zoom) - spare * width) * chance.random() + max(tilt, 0) * width
    affine = (zoom, tilt, left, -tilt, zoom, top)
    # Turned without smoothing, which the reduction does at a sixth of the time.
    turned = drawn.transform(drawn.size, Image.Transform.AFFINE, affine, Image.Resampling.NEAREST)
    return ImageChops.multiply(turned.reduce(SCALE), _light(chance.randrange(6)))


@cache
def _light(direction: int) -> Image.Image:
    """Return a soft gradient of light from one of six directions, darker towards the edges."""
    ramp = Image.linear_gradient("L").rotate(direction * 60 + 20, Image.Resampling.BILINEAR)
    ramp = ramp.crop((50, 50, 206, 206)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    ramp = ramp.point([round(200 + value * 55 / 255) for value in range(256)])
    edge = Image.radial_gradient("L").crop((38, 38, 218, 218)).resize((WIDTH, HEIGHT))
    edge = edge.point([round(255 - max(0, value - 80) * 0.26) for value in range(256)])
    light = ImageChops.multiply(ramp, edge)
    return Image.merge("RGB", (light, light, light))


def _stamp(
    picture: Image.Image,
    caption: str,
    taken_at: datetime,
    latitude: float | None,
    longitude: float | None,
) -> None:
    """Write caption, time and place under the picture, and in the corner that it is a sample."""
    shadow = Image.new("RGB", (WIDTH, _STRIP), "#14171b")
    box = (0, HEIGHT - _STRIP, WIDTH, HEIGHT)
    picture.paste(Image.blend(picture.crop(box), shadow, 0.78), box)
    pen = ImageDraw.Draw(picture)
    place = "" if latitude is None or longitude is None else _place(latitude, longitude)
    when = f"{taken_at:%d-%m-%Y %H.%M}{_zone(taken_at)}"
    right = max(pen.textlength(words, font(24)) for words in (when, place))
    words = _fitting(caption, WIDTH - 84 - right, 30)
    pen.text((28, HEIGHT - _STRIP / 2), words, "white", font(30, bold=True), anchor="lm")
    pen.text((WIDTH - 28, HEIGHT - 64), when, "white", font(24), anchor="rm")
    pen.text((WIDTH - 28, HEIGHT - 30), place, "#c3ccd6", font(24), anchor="rm")
    mark = _mark()
    picture.paste(mark, (WIDTH - mark.width - 12, 10), mark)


@cache
def _mark() -> Image.Image:
    """Return the corner stamp, slightly turned like one of rubber."""
    mark = Image.new("RGBA", (250, 66), (255, 255, 255, 0))
    pen = ImageDraw.Draw(mark)
    red = (179, 38, 30, 255)
    pen.rounded_rectangle((3, 3, 246, 62), 10, fill=(255, 255, 255, 215), outline=red, width=4)
    pen.text((125, 32), "FOTO CONTOH", red, font(35, bold=True), anchor="mm")
    return mark.rotate(3, Image.Resampling.BICUBIC, expand=True)


def _fitting(words: str, width: float, size: int) -> str:
    """Return ``words``, shortened with an ellipsis where they are wider than ``width`` pixels."""
    face = font(size, bold=True)
    shown = words
    while face.getlength(shown) > width:
        words = words[:-1]
        shown = words.rstrip() + " …"
    return shown


def _zone(taken_at: datetime) -> str:
    offset = taken_at.utcoffset() or timedelta()
    name = _ZONES.get(round(offset / timedelta(hours=1)))
    return f" {name}" if name else ""


def _place(latitude: float, longitude: float) -> str:
    south = "LS" if latitude < 0 else "LU"
    return f"{abs(latitude):.5f}° {south}  {abs(longitude):.5f}° BT".replace(".", ",")


def _exif(taken_at: datetime, latitude: float | None, longitude: float | None) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.Base.Software] = "fieldsurvey (foto contoh)"
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    offset = f"{taken_at:%z}"
    detail[ExifTags.Base.DateTimeOriginal] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    detail[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
    if latitude is None or longitude is None:
        return exif
    utc = taken_at.astimezone(UTC)
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({
        ExifTags.GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
        ExifTags.GPS.GPSLatitude: tuple(_sexagesimal(latitude)),
        ExifTags.GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
        ExifTags.GPS.GPSLongitude: tuple(_sexagesimal(longitude)),
        ExifTags.GPS.GPSDateStamp: f"{utc:%Y:%m:%d}",
        ExifTags.GPS.GPSTimeStamp: (utc.hour, utc.minute, utc.second),
    })  # fmt: skip
    return exif


def _sexagesimal(degrees: float) -> Iterable[IFDRational]:
    """Yield degrees, minutes and seconds to a hundredth (30 cm on the ground)."""
    hundredths = round(abs(degrees) * 360_000)
    yield IFDRational(hundredths // 360_000)
    yield IFDRational(hundredths // 6_000 % 60)
    yield IFDRational(Fraction(hundredths % 6_000, 100))
