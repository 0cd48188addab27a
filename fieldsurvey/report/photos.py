"""Photos as documents print them: compact by default, at full size on demand."""

from __future__ import annotations

import io
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image
from reportlab.lib.units import mm

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.media import CompactCopies, strip_metadata, upright_copy
from fieldsurvey.media.photos import opened, orientation_of
from fieldsurvey.report.fonts import MUTED, RULE, SANS, TINT
from fieldsurvey.report.shapes import Figure
from fieldsurvey.report.tagged_canvas import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.media import Kept

PICTURE_WIDTH, PICTURE_HEIGHT = 70.4 * mm, 52.8 * mm  # four to a page
_MISSING = "Berkas foto belum diterima atau tidak terbaca"


class PhotoSize(StrEnum):
    """How large the photos inside a document are.

    Attributes:
        COMPACT: as many pixels as print needs, so that a report of 60 pages can be sent by phone.
        FULL: as they were taken, without their metadata.
    """

    COMPACT = "compact"
    FULL = "full"


def pictures(
    load: Callable[[str], bytes],
    hashes: Iterable[str],
    size: PhotoSize,
    kept: Kept | None = None,
) -> Callable[[str], Picture | None]:
    """Return what gives each photo, ready to draw, when it is drawn; None for one that cannot be read.

    Compact copies are made meanwhile, while the text before the photos is laid out.

    Args:
        load: returns the stored bytes of a photo, or raises a `FieldSurveyError`.
        hashes: SHA-256 of each photo, in the order in which they are drawn.
        size: how large they may be.
        kept: where compact copies are kept for the next time.
    """
    if size is PhotoSize.COMPACT:
        copies = CompactCopies(load, hashes, kept)

        def compact(sha256: str) -> Picture | None:
            copy = copies.take(sha256)
            return None if copy is None else Picture(copy.data, copy.width, copy.height)

        return compact

    @cache
    def full(sha256: str) -> Picture | None:
        try:
            return full_picture(load(sha256))
        except FieldSurveyError:
            return None

    return full


def full_picture(data: bytes) -> Picture:
    """Return a photo at its own size: the same JPEG without metadata, or one made from it.

    Raises:
        PhotoError: not a photo, or damaged.
    """
    with opened(data) as image:
        kept = image.format == "JPEG" and image.mode in ("RGB", "L")
        if kept and orientation_of(image.getexif()) == 1:
            # Whether it is whole was looked at when it was taken in.
            return Picture(strip_metadata(data), *image.size, gray=image.mode == "L")
    copy = upright_copy(data, rgb=True)
    with Image.open(io.BytesIO(copy)) as image:
        return Picture(copy, *image.size)


class Mat(Figure):
    """A photo on a tinted mat, so that upright and lying photos align; or a word that it is missing.

    Args:
        take: gives the photo when it is drawn.
        alt: what it shows, in words.
    """

    def __init__(self, take: Callable[[], Picture | None], alt: str) -> None:
        super().__init__(alt)
        self._take = take

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the room of the mat."""
        del width, height
        return PICTURE_WIDTH, PICTURE_HEIGHT

    def paint(self) -> None:
        """Draw mat and photo."""
        canvas, picture = self.canv, self._take()
        canvas.setFillColor(TINT)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.35)
        canvas.rect(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT, stroke=1, fill=1)
        if picture is None:
            self.element.alt = f"{self.alt}. {_MISSING}."
            canvas.setFillColor(MUTED)
            canvas.setFont(SANS, 9)
            canvas.drawCentredString(PICTURE_WIDTH / 2, PICTURE_HEIGHT / 2, _MISSING)
            return
        scale = min(PICTURE_WIDTH / picture.width, PICTURE_HEIGHT / picture.height)
        width, height = picture.width * scale, picture.height * scale
        canvas.translate((PICTURE_WIDTH - width) / 2, (PICTURE_HEIGHT - height) / 2)
        canvas.draw_picture(picture, width, height)
