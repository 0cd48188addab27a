"""What is done to a photo: its copy keeps nothing of the metadata, and nothing of what was blurred."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFont, ImageStat

from fieldsurvey.errors import PhotoError
from fieldsurvey.media import (
    Arrow,
    Blur,
    Recipe,
    Words,
    alike,
    difference_hash,
    edited_copy,
    read_mark,
    read_photo,
)
from fieldsurvey.media.edits import Unknown, box_json, overlap, read_box
from fieldsurvey.media.render import INK, unreadable
from fieldsurvey.paths import resources_folder
from tests.media.test_media_photos import GPS_TANJUNG_WANA, HEIC_PHOTO, TAKEN, photo

_FONT = resources_folder() / "fonts" / "SourceSans3-SemiBold.ttf"
BADGE = (0.25, 0.4, 0.75, 0.6)
shares = st.floats(0, 1).map(lambda value: round(value, 4))


def badge(name: str, *, orientation: int | None = None) -> bytes:
    """A photo of 800 × 400 of a wall with a name on it, with a place, a time and a preview inside."""
    image = Image.new("RGB", (800, 400), (205, 201, 190))
    pen = ImageDraw.Draw(image)
    pen.text((400, 200), name, (20, 20, 30), ImageFont.truetype(_FONT, 56), "mm")
    block = Image.Exif()
    block[ExifTags.Base.Model] = "KAMERA-RAHASIA"
    if orientation is not None:
        block[ExifTags.Base.Orientation] = orientation
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = TAKEN
    block.get_ifd(ExifTags.IFD.GPSInfo).update(GPS_TANJUNG_WANA)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=block)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def area(data: bytes, box: tuple[float, float, float, float]) -> Image.Image:
    image = opened(data)
    left, upper, right, lower = box
    width, height = image.size
    return image.crop(
        (round(left * width), round(upper * height), round(right * width), round(lower * height))
    )


def test_a_copy_says_neither_where_nor_when_nor_with_what() -> None:
    copy = edited_copy(badge("RATNA"), Recipe(turn=1))
    for trace in (b"Exif", b"KAMERA", b"GPS", b"2026:11:18", b"http"):
        assert trace not in copy
    info = read_photo(copy)
    assert (info.taken_at, info.latitude, info.camera) == (None, None, "")
    assert opened(copy).getexif() == {}


@pytest.mark.parametrize("round_", [False, True])
def test_of_a_blurred_name_nothing_is_left_to_read(round_: bool) -> None:
    recipe = Recipe(marks={"a": Blur(BADGE, round_)})
    inner = (0.3, 0.44, 0.7, 0.56)
    sharp = area(badge("SITI 3174"), inner)
    left = area(edited_copy(badge("SITI 3174"), recipe), inner)
    # The writing spans the whole scale; a blurred area keeps slow changes only.
    assert steepest(sharp) > 100
    assert steepest(left) < 12


def test_two_names_of_one_length_blur_to_nearly_the_same_picture() -> None:
    recipe = Recipe(marks={"a": Blur(BADGE)})
    first, second = (edited_copy(badge(name), recipe) for name in ("SITI 3174", "BUDI 6471"))
    difference = ImageChops.difference(area(first, BADGE), area(second, BADGE))
    assert max(difference.convert("L").tobytes()) < 48  # the names themselves: 185
    assert ImageStat.Stat(difference).rms[0] < 14


def test_an_area_is_reduced_to_a_few_cells_whatever_its_size() -> None:
    for size in ((400, 400), (1600, 90), (60, 900)):
        noise = Image.effect_noise(size, 90).convert("RGB")
        left = unreadable(noise)
        few = left.resize((64, 64), Image.Resampling.BOX)
        assert left.size == size
        assert steepest(few) < 40


@settings(max_examples=30)
@given(turn=st.integers(0, 3), x=shares, y=shares, left=shares, upper=shares)
def test_a_place_in_the_result_is_the_same_place_in_the_original(
    turn: int, x: float, y: float, left: float, upper: float
) -> None:
    recipe = Recipe(turn, (left * 0.8, upper * 0.8, 0.9, 0.95))
    there = recipe.to_result(recipe.to_original((x, y)))
    assert there == pytest.approx((x, y), abs=1e-9)


@pytest.mark.parametrize("turn", range(4))
def test_turned_and_cropped_an_arrow_still_points_at_the_same_thing(turn: int) -> None:
    image = Image.new("RGB", (400, 300), (255, 255, 255))
    ImageDraw.Draw(image).rectangle((295, 75, 305, 85), fill=(0, 120, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    thing = (300 / 400, 80 / 300)
    recipe = Recipe(turn, (0.2, 0.1, 0.95, 0.9), {"a": Arrow((0.4, 0.7), thing)})
    result = opened(edited_copy(out.getvalue(), recipe))
    assert result.size == ((300, 240) if turn % 2 == 0 else (240, 300))
    x, y = recipe.to_result(thing)
    around = result.crop(
        (
            round(x * result.width) - 6,
            round(y * result.height) - 6,
            round(x * result.width) + 6,
            round(y * result.height) + 6,
        )
    )
    pixels = around.tobytes()
    colours = list(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))
    assert any(_near(colour, INK) for colour in colours)
    assert any(_near(colour, (0, 120, 0)) for colour in colours)


def test_a_photo_is_turned_as_it_lies_first_and_then_as_asked() -> None:
    # Taken on its side: stored 800 × 400, upright 400 × 800.
    data = badge("RATNA", orientation=6)
    assert opened(edited_copy(data, Recipe(marks={"a": Words((0.5, 0.1), "x")}))).size == (400, 800)
    assert opened(edited_copy(data, Recipe(turn=1))).size == (800, 400)


def test_words_are_drawn_and_a_phone_s_own_format_is_read() -> None:
    plain = edited_copy(HEIC_PHOTO, Recipe(turn=2))
    written = edited_copy(HEIC_PHOTO, Recipe(turn=2, marks={"a": Words((0.5, 0.5), "Loket 3")}))
    assert opened(plain).size == opened(written).size
    assert ImageChops.difference(opened(plain), opened(written)).getbbox() is not None


def test_what_cannot_be_followed_is_refused_and_the_original_never_given_out() -> None:
    mark = read_mark({"kind": "stamp-of-2031", "box": [0, 0, 1, 1]})
    assert isinstance(mark, Unknown)
    with pytest.raises(PhotoError, match="newer"):
        edited_copy(badge("SITI"), Recipe(refused="a newer version edited it"))
    with pytest.raises(PhotoError, match="damaged"):
        edited_copy(badge("SITI")[:4000], Recipe(turn=1))


@pytest.mark.parametrize(
    "mark",
    [
        Arrow((0.1, 0.2), (0.9, 0.8)),
        Words((0.5, 0.5), "antrean sampai pintu"),
        Blur((0.1, 0.1, 0.3, 0.4), round=True),
    ],
)
def test_a_mark_is_read_as_it_was_written(mark: Arrow | Words | Blur) -> None:
    assert read_mark(mark.to_json()) == mark


@pytest.mark.parametrize(
    "value",
    [None, 3, "blur", {}, {"kind": "blur", "box": [1, 2]}, {"kind": "arrow", "tail": [0, "x"]}],
)
def test_nonsense_is_a_mark_of_its_own_kind(value: object) -> None:
    assert read_mark(value) == Unknown(value)


def test_boxes() -> None:
    assert read_box([0.9, 0.8, 0.1, -3]) == (0.1, 0.0, 0.9, 0.8)
    assert box_json((0.123456, 0.0, 1.0, 1.0)) == [0.1235, 0.0, 1.0, 1.0]
    assert overlap((0.0, 0.0, 0.6, 1.0), (0.5, 0.2, 1.0, 1.0)) == (0.5, 0.2, 0.6, 1.0)
    assert overlap((0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0)) is None


def test_photos_that_look_alike_are_one_group() -> None:
    chance = random.Random(6)
    scenes = [scene(chance) for _ in range(4)]
    data = [saved(scenes[0], 95), saved(scenes[1], 95), saved(scenes[0], 40)]
    data += [saved(scenes[2], 95), saved(scenes[0].resize((320, 240)), 80)]
    assert alike([difference_hash(each) for each in data]) == [[0, 2, 4]]


def test_what_a_photo_says_of_its_camera_and_how_its_time_is_known() -> None:
    wall: dict[int, object] = {ExifTags.Base.DateTimeOriginal: TAKEN}
    zoned: dict[int, object] = {**wall, ExifTags.Base.OffsetTimeOriginal: "+08:00"}
    zone = read_photo(photo(exif=zoned)).taken_at
    assert zone is not None
    assert read_photo(photo(exif=zoned)).time_source == "offset"
    assert read_photo(photo(exif=wall), zone=zone.tzinfo).time_source == "site"
    assert read_photo(photo(exif=wall)).time_source == ""
    assert read_photo(badge("x")).camera == "KAMERA-RAHASIA"


def scene(chance: random.Random) -> Image.Image:
    """A picture of light and dark patches, like no other."""
    small = Image.new("RGB", (12, 9))
    small.putdata([(chance.randrange(256),) * 3 for _ in range(12 * 9)])
    return small.resize((640, 480), Image.Resampling.BICUBIC)


def saved(image: Image.Image, quality: int) -> bytes:
    """The same picture as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def steepest(image: Image.Image) -> int:
    """Return the greatest change of brightness between two neighbouring pixels of a row."""
    gray = image.convert("L")
    shifted = ImageChops.offset(gray, 1, 0)
    inner = (1, 0, gray.width, gray.height)
    return max(ImageChops.difference(gray.crop(inner), shifted.crop(inner)).tobytes())


def _near(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(first, second, strict=True))
