"""The logo of a letterhead, small enough for print, on white."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.report.shapes import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.survey.model import Institution

HEIGHT = 20 * mm  # as survey.letterheads says
_WIDEST = 60 * mm
_PIXELS = 480  # 600 to the inch at that height


class Logo(Figure):
    """A logo in the middle of its column."""

    def __init__(self, image: Image.Image, alt: str) -> None:
        super().__init__(alt)
        self._image = image
        scale = min(HEIGHT / image.height, _WIDEST / image.width)
        self._size = image.width * scale, image.height * scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width, and the logo's height."""
        del height
        self.width = width
        return width, self._size[1] + 2 * mm

    def paint(self) -> None:
        """Draw it."""
        width, height = self._size
        left = (self.width - width) / 2
        self.canv.drawImage(ImageReader(self._image), left, 2 * mm, width, height)


def logo_of(institution: Institution, load: Callable[[str], bytes] | None) -> list[Logo]:
    """Return an institution's logo, [] where it has none or it has not arrived.

    Args:
        institution: whose.
        load: returns stored bytes by SHA-256, or raises a `FieldSurveyError`; None when nothing can be loaded.
    """
    if load is None or not institution.logo:
        return []
    try:
        with Image.open(io.BytesIO(load(institution.logo))) as image:
            image.thumbnail((_PIXELS * 3, _PIXELS))
            drawn = image.convert("RGBA")
    except (FieldSurveyError, OSError):
        return []
    # What shines through is paper: white.
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return [Logo(paper.convert("RGB"), f"Logo {institution.name}")]
