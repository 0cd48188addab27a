"""An edited photo as others may have it: new pixels without any metadata; what was blurred is gone from them."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from fieldsurvey.errors import PhotoError
from fieldsurvey.media.compact import in_srgb
from fieldsurvey.media.edits import WHOLE, Arrow, Blur, Words
from fieldsurvey.media.lettering import drawn, typeface
from fieldsurvey.media.photos import PILLOW_FAULTS, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.media.edits import Box, Point, Recipe

#: Of the longer side of the result: strokes, heads of arrows, height of letters. The window draws by the same.
STROKE, HEAD, LETTER = 0.008, 0.045, 0.04
INK, EDGE = (214, 26, 38), (255, 255, 255)

_QUALITY = 92
#: A blurred area keeps the mean colours of at most 4 × 8 cells, in 16 steps: a line of writing becomes one row of eight
#: cells, of which no letters can be made again, however the cells were put through a search.
_ACROSS, _ALONG, _STEP = 4, 8, 16


def edited_copy(
    data: bytes, recipe: Recipe, *, name: str = "photo", longest: int | None = None
) -> bytes:
    """Return a photo after its recipe: an upright JPEG in sRGB without any metadata.

    Args:
        data: the original.
        recipe: what is done to it.
        name: what errors call it.
        longest: side in pixels that the original is brought down to first; None for all its pixels.

    Raises:
        PhotoError: not a photo, damaged, or the recipe cannot be followed; the original is never given out instead.
    """
    if recipe.refused:
        raise PhotoError(path=name, what=recipe.refused)
    with opened(data, name=name) as image:
        profile = image.info.get("icc_profile")
        try:
            if longest is not None and max(image.size) > longest:
                image.draft("RGB", (longest, longest))
            upright = in_srgb(ImageOps.exif_transpose(image).convert("RGB"), profile)
            if longest is not None:
                upright.thumbnail((longest, longest))
        except PILLOW_FAULTS as error:
            raise PhotoError(
                path=name, what="truncated or damaged: copy the photo again"
            ) from error
    for blur in recipe.blurs:
        _make_unreadable(upright, blur)
    result = upright.crop(_pixels(recipe.crop or WHOLE, upright.size))
    if recipe.turn:
        turns = (
            Image.Transpose.ROTATE_270,
            Image.Transpose.ROTATE_180,
            Image.Transpose.ROTATE_90,
        )
        result = result.transpose(turns[recipe.turn - 1])
    _draw_upon(result, recipe)
    result.info.clear()
    out = io.BytesIO()
    result.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def arrow_head(tail: Point, head: Point, longer: float) -> tuple[Point, Point, Point]:
    """Return the tip of an arrow and the two corners behind it, in pixels.

    Args:
        tail: where it begins, in pixels.
        head: what it points at.
        longer: the longer side of the picture.
    """
    angle = math.atan2(head[1] - tail[1], head[0] - tail[0])
    back = longer * HEAD
    left, right = (
        (
            head[0] - back * math.cos(angle + spread),
            head[1] - back * math.sin(angle + spread),
        )
        for spread in (math.pi / 7, -math.pi / 7)
    )
    return head, left, right


def kept_inside(middle: float, length: float, whole: float) -> float:
    """Return the middle of words moved so far that they lie inside; too long ones begin at the edge."""
    return max(min(middle, whole - length / 2), length / 2)


def unreadable(area: Image.Image) -> Image.Image:
    """Return a picture of which only the mean colours of a few cells are left, softened to the eye."""
    few = area.resize(cells_of(*area.size), Image.Resampling.BOX).point(_step)
    cell = max(area.size) / max(few.size)
    return few.resize(area.size, Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(cell / 4)
    )


def cells_of(width: int, height: int) -> tuple[int, int]:
    """Return of how many columns and rows of cells a blurred area keeps the colours.

    Args:
        width: of the area in pixels.
        height: likewise.
    """
    cell = max(min(width, height) / _ACROSS, max(width, height) / _ALONG, 1)
    return max(1, round(width / cell)), max(1, round(height / cell))


def _step(value: int) -> int:
    return value // _STEP * _STEP + _STEP // 2


def _make_unreadable(image: Image.Image, blur: Blur) -> None:
    box = _pixels(blur.box, image.size)
    area = image.crop(box)
    mask = None
    if blur.round:
        mask = Image.new("L", area.size)
        ImageDraw.Draw(mask).ellipse((0, 0, area.width - 1, area.height - 1), fill=255)
    image.paste(unreadable(area), box[:2], mask)


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return a box in whole pixels, outwards: what lies on its edge belongs to it."""
    width, height = size
    left, upper = math.floor(box[0] * width), math.floor(box[1] * height)
    left, upper = min(left, width - 1), min(upper, height - 1)
    right, lower = math.ceil(box[2] * width), math.ceil(box[3] * height)
    return left, upper, max(right, left + 1), max(lower, upper + 1)


def _draw_upon(image: Image.Image, recipe: Recipe) -> None:
    longer = max(image.size)
    pen = ImageDraw.Draw(image)

    def place(point: Point) -> Point:
        x, y = recipe.to_result(point)
        return x * image.width, y * image.height

    for mark in _in_order(recipe.marks):
        if isinstance(mark, Arrow):
            _draw_arrow(pen, place(mark.tail), place(mark.head), longer)
        elif isinstance(mark, Words):
            font, text = typeface(max(8, round(longer * LETTER))), drawn(mark.text)
            edge = max(2, round(longer * LETTER / 8))
            x, y = place(mark.at)
            if 0 <= x <= image.width and 0 <= y <= image.height:
                room = font.getlength(text) + 2 * edge, font.size + 2 * edge
                spot = kept_inside(x, room[0], image.width), kept_inside(y, room[1], image.height)
                pen.text(spot, text, INK, font, "mm", stroke_width=edge, stroke_fill=EDGE)


def _in_order(marks: Mapping[str, object]) -> list[object]:
    return [marks[identity] for identity in sorted(marks)]


def _draw_arrow(pen: ImageDraw.ImageDraw, tail: Point, head: Point, longer: int) -> None:
    """Draw an arrow with a light edge, so that it is seen on dark and light ground alike."""
    corners = arrow_head(tail, head, longer)
    behind = (corners[1][0] + corners[2][0]) / 2, (corners[1][1] + corners[2][1]) / 2
    stroke = max(2, round(longer * STROKE))
    edge = max(1, stroke // 3)
    pen.line((tail, behind), EDGE, stroke + 2 * edge)
    pen.polygon(corners, EDGE, EDGE, 2 * edge)
    pen.line((tail, behind), INK, stroke)
    pen.polygon(corners, INK)
