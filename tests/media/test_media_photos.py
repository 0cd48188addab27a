"""Photos are read whole and within bounds; what they say about time and place is never guessed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from fieldsurvey.errors import FileProblem, PhotoError
from fieldsurvey.media import PhotoInfo, clean_copy, media_type_of, read_photo, read_photo_file

#: 96 × 64 pixels on their side, made by an encoder that is no part of this project.
HEIC_PHOTO = (Path(__file__).parent / "photo.heic").read_bytes()
WITA = timezone(timedelta(hours=8))
TAKEN = "2026:11:18 09:41:07"
GPS_TANJUNG_WANA: dict[int, object] = {
    ExifTags.GPS.GPSLatitudeRef: "S",
    ExifTags.GPS.GPSLatitude: (0.0, 30.0, 36.0),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (117.0, 9.0, 18.0),
}


def photo(
    size: tuple[int, int] = (640, 480),
    *,
    kind: str = "JPEG",
    orientation: int | None = None,
    exif: dict[int, object] | None = None,
    gps: dict[int, object] | None = None,
) -> bytes:
    """A real file: a colour gradient with the EXIF asked for."""
    gradient = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (gradient, gradient.transpose(Image.Transpose.ROTATE_180), gradient))
    block = Image.Exif()
    if orientation is not None:
        block[ExifTags.Base.Orientation] = orientation
    if exif:
        block.get_ifd(ExifTags.IFD.Exif).update(exif)
    if gps:
        block.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    out = io.BytesIO()
    image.save(out, kind, exif=block)
    return out.getvalue()


def test_time_with_its_own_offset_is_kept_as_the_camera_said() -> None:
    data = photo(
        exif={
            ExifTags.Base.DateTimeOriginal: TAKEN,
            ExifTags.Base.OffsetTimeOriginal: "+08:00",
        }
    )
    info = read_photo(data, zone=ZoneInfo("Asia/Jakarta"))
    assert info.taken_at == datetime(2026, 11, 18, 9, 41, 7, tzinfo=WITA)
    assert info.taken_at.utcoffset() == timedelta(hours=8)


def test_time_without_an_offset_is_unknown_until_the_site_names_its_zone() -> None:
    data = photo(exif={ExifTags.Base.DateTimeOriginal: TAKEN})
    assert read_photo(data).taken_at is None
    makassar = read_photo(data, zone=ZoneInfo("Asia/Makassar")).taken_at
    assert makassar == datetime(2026, 11, 18, 1, 41, 7, tzinfo=UTC)


def test_gps_time_is_utc_and_serves_when_there_is_nothing_better() -> None:
    stamp: dict[int, object] = {
        ExifTags.GPS.GPSDateStamp: "2026:11:18",
        ExifTags.GPS.GPSTimeStamp: (1.0, 41.0, 7.0),
    }
    assert read_photo(photo(gps=stamp)).taken_at == datetime(2026, 11, 18, 1, 41, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "0000:00:00 00:00:00",
        # What no other zone can tell: a list by hours would break on them.
        "0001:01:01 00:00:00",
        "9999:12:31 23:59:59",
        "    :  :     :  :  ",
        "kemarin",
        "",
    ],
)
def test_a_nonsense_time_is_no_time(value: str) -> None:
    data = photo(exif={ExifTags.Base.DateTimeOriginal: value})
    assert read_photo(data, zone=WITA).taken_at is None
    stamp: dict[int, object] = {
        ExifTags.GPS.GPSDateStamp: value[:10],
        ExifTags.GPS.GPSTimeStamp: (23.0, 59.0, 59.0),
    }
    assert read_photo(photo(gps=stamp)).taken_at is None


def test_position_south_and_east() -> None:
    info = read_photo(photo(gps=dict(GPS_TANJUNG_WANA)))
    assert info.latitude == pytest.approx(-0.51)
    assert info.longitude == pytest.approx(117.155)


@pytest.mark.parametrize(
    "change",
    [
        {ExifTags.GPS.GPSLatitude: (0.0, 0.0, 0.0), ExifTags.GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (1.0, 2.0)},
    ],
)
def test_an_impossible_position_is_no_position(change: dict[int, object]) -> None:
    info = read_photo(photo(gps={**GPS_TANJUNG_WANA, **change}))
    assert (info.latitude, info.longitude) == (None, None)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_as_shown_upright(orientation: int) -> None:
    info = read_photo(photo((640, 480), orientation=orientation))
    assert info.orientation == orientation
    assert (info.width, info.height) == ((640, 480) if orientation < 5 else (480, 640))


@pytest.mark.parametrize(
    ("kind", "expected"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_kind_is_told_by_content(kind: str, expected: str) -> None:
    data = photo(kind=kind)
    assert media_type_of(data) == expected
    assert read_photo(data).media_type == expected


def test_other_kinds_are_named() -> None:
    assert media_type_of(b"%PDF-1.7\n") == "application/pdf"
    assert media_type_of(b"\0\0\0\x18ftypheic\0\0\0\0") == "image/heic"
    assert media_type_of(b"") == "application/octet-stream"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_truncated_file_is_refused(kind: str, share: float) -> None:
    data = photo(kind=kind)
    with pytest.raises(PhotoError, match=r"foto-3: (truncated|damaged)"):
        read_photo(data[: max(16, int(len(data) * share))], name="foto-3")


def test_a_heic_photo_says_when_and_where_and_lies_upright() -> None:
    info = read_photo(HEIC_PHOTO)
    assert (info.media_type, info.width, info.height) == ("image/heic", 64, 96)
    assert info.orientation == 1
    assert info.taken_at == datetime(2026, 11, 18, 9, 15, tzinfo=timezone(timedelta(hours=8)))
    assert info.latitude == pytest.approx(-0.5021)
    assert info.longitude == pytest.approx(117.1537)


def test_the_copy_of_a_heic_photo_is_a_jpeg_that_says_nothing() -> None:
    copy = clean_copy(HEIC_PHOTO)
    assert media_type_of(copy) == "image/jpeg"
    info = read_photo(copy)
    assert (info.width, info.height, info.taken_at, info.latitude) == (64, 96, None, None)
    assert b"Contoh" in HEIC_PHOTO
    assert b"Contoh" not in copy


@pytest.mark.parametrize("share", [0.03, 0.5, 0.98])
def test_a_truncated_heic_photo_is_refused(share: float) -> None:
    with pytest.raises(PhotoError, match=r"foto-3: (truncated|damaged)"):
        read_photo(HEIC_PHOTO[: max(16, int(len(HEIC_PHOTO) * share))], name="foto-3")


def test_something_else_is_refused() -> None:
    with pytest.raises(PhotoError, match="not a JPEG, PNG, WebP or HEIC photo"):
        read_photo(b"GIF89a" + bytes(40))


def test_a_decompression_bomb_is_refused_before_decoding() -> None:
    out = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(out, "PNG")  # 196 megapixels in a few kilobytes
    assert len(out.getvalue()) < 100_000
    with pytest.raises(PhotoError, match="more than 89 megapixels"):
        read_photo(out.getvalue())


def test_limits_can_be_set() -> None:
    data = photo((640, 480))
    with pytest.raises(PhotoError, match="megapixels"):
        read_photo(data, max_pixels=640 * 480 - 1)
    with pytest.raises(PhotoError, match="bytes, more than the 1,000"):
        read_photo(data, max_bytes=1000)


def test_reading_a_file(tmp_path: Path) -> None:
    path = tmp_path / "foto.jpg"
    path.write_bytes(photo((320, 240)))
    data, info = read_photo_file(path)
    assert data == path.read_bytes()
    assert info == PhotoInfo("image/jpeg", 320, 240)
    with pytest.raises(PhotoError, match=r"foto\.jpg: "):
        read_photo_file(path, max_bytes=100)
    with pytest.raises(FileProblem, match="No such file"):
        read_photo_file(tmp_path / "hilang.jpg")


SEED = photo(
    exif={ExifTags.Base.DateTimeOriginal: TAKEN, ExifTags.Base.OffsetTimeOriginal: "+08:00"},
    gps=dict(GPS_TANJUNG_WANA),
)


@given(st.integers(2, 400), st.binary(min_size=1, max_size=8))
def test_damage_in_the_header_is_never_a_traceback(position: int, noise: bytes) -> None:
    damaged = SEED[:position] + noise + SEED[position + len(noise) :]
    try:
        info = read_photo(damaged)
    except PhotoError:
        return
    assert info.taken_at is None or info.taken_at.tzinfo is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"):
        with pytest.raises(PhotoError):
            read_photo(head + data)
