"""Copies carry no metadata and the same pixels; the same picture is recognised, others are not."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw, ImageOps, PngImagePlugin

from fieldsurvey.errors import PhotoError
from fieldsurvey.media import (
    NEAR,
    clean_copy,
    difference_hash,
    distance,
    media_type_of,
    near,
    read_photo,
    strip_metadata,
    upright_copy,
)

ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """A picture whose light and blocks follow from ``seed``."""
    light = Image.linear_gradient("L").rotate(seed * 47 % 360).resize(size)
    image = Image.merge("RGB", (light, light, light))
    pen = ImageDraw.Draw(image)
    for index in range(9):
        x = (seed * 97 + index * 211) % (size[0] - 150)
        y = (seed * 61 + index * 149) % (size[1] - 120)
        shade = (seed * 53 + index * 31) % 256
        pen.rectangle((x, y, x + 150, y + 120), fill=(shade, 255 - shade, (shade * 3) % 256))
    return image


def encoded(image: Image.Image, *, orientation: int = 1, **options: Any) -> bytes:
    """JPEG with EXIF, position, comment and colour profile."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Kamera Rahasia"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"catatan rahasia", icc_profile=ICC, **options)
    return out.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_a_jpeg_loses_its_metadata_and_keeps_every_pixel(options: dict[str, Any]) -> None:
    plain = encoded(scene(1), **options)
    extra = (
        segment(0xED, b"Photoshop 3.0\0rahasia")
        + segment(0xEB, b"JP rahasia")
        + segment(0xE2, b"MPF\0rahasia")
        + b"\xff"  # a fill byte before the next marker is allowed
    )
    data = plain[:2] + extra + plain[2:] + encoded(scene(2))  # a preview behind the end
    stripped = strip_metadata(data)
    assert b"rahasia" not in stripped.lower()
    assert b"Exif" not in stripped
    assert not Image.open(io.BytesIO(stripped)).getexif()
    assert Image.open(io.BytesIO(stripped)).info["icc_profile"] == ICC
    assert ImageChops.difference(pixels(stripped), pixels(plain)).getbbox() is None
    assert strip_metadata(stripped) == stripped


def test_adobes_transform_is_kept_so_that_cmyk_looks_the_same() -> None:
    data = encoded(scene(3).convert("CMYK"))
    stripped = strip_metadata(data)
    assert b"Adobe" in stripped
    assert ImageChops.difference(pixels(stripped), pixels(data)).getbbox() is None


def test_a_png_loses_its_texts() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "rahasia")
    texts.add_itxt("Comment", "rahasia")
    out = io.BytesIO()
    scene(4).save(out, "PNG", pnginfo=texts, exif=Image.Exif(), icc_profile=ICC)
    stripped = strip_metadata(out.getvalue())
    assert b"rahasia" not in stripped
    assert pixels(stripped).tobytes() == scene(4).tobytes()
    assert Image.open(io.BytesIO(stripped)).info["icc_profile"] == ICC


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_photo_is_copied_upright(orientation: int) -> None:
    data = encoded(scene(5), orientation=orientation)
    copy = clean_copy(data)
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    info = read_photo(copy)
    assert (info.orientation, (info.width, info.height)) == (1, shown.size)
    assert Image.open(io.BytesIO(copy)).info["icc_profile"] == ICC
    assert b"rahasia" not in copy.lower()
    differences = ImageChops.difference(pixels(copy), shown).convert("L").resize((20, 20))
    assert max(differences.tobytes()) < 12


def test_an_upright_jpeg_is_not_encoded_again() -> None:
    data = encoded(scene(6))
    assert clean_copy(data) == strip_metadata(data)


def test_a_webp_becomes_a_jpeg() -> None:
    out = io.BytesIO()
    scene(7).save(out, "WEBP", exif=Image.Exif())
    assert media_type_of(clean_copy(out.getvalue())) == "image/jpeg"


@pytest.mark.parametrize("copy", [clean_copy, strip_metadata, upright_copy, difference_hash])
def test_a_damaged_photo_is_refused(copy: object) -> None:
    assert callable(copy)
    data = encoded(scene(8))
    for broken in (data[:40], data[: len(data) // 3], b"\xff\xd8\xff\xe1", b"", b"GIF89a"):
        with pytest.raises(PhotoError):
            copy(broken, name="foto")


@given(st.integers(4, 900), st.binary(min_size=1, max_size=4))
def test_stripping_damaged_bytes_ends_and_is_never_a_traceback(at: int, noise: bytes) -> None:
    data = encoded(scene(9, (64, 48)))
    try:
        strip_metadata(data[:at] + noise + data[at + len(noise) :])
    except PhotoError:
        return


def test_a_copy_is_near_and_another_photo_is_far() -> None:
    original = encoded(scene(10), quality=95)
    hashed = difference_hash(original)
    small = encoded(scene(10).resize((400, 300)), quality=60)
    turned = encoded(scene(10).transpose(Image.Transpose.ROTATE_90), orientation=6)
    for copy in (small, turned, clean_copy(original)):
        assert near(hashed, difference_hash(copy))
    others = [difference_hash(encoded(scene(seed))) for seed in range(11, 31)]
    assert min(distance(hashed, other) for other in others) > NEAR


@given(*[st.integers(0, 2**64 - 1)] * 3)
def test_distance_is_a_metric(a: int, b: int, c: int) -> None:
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a) <= 64
    assert distance(a, c) <= distance(a, b) + distance(b, c)
