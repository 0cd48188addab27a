"""The sheets that Indonesian offices print on: A4 and F4 (*folio*, 215 × 330 mm)."""

from __future__ import annotations

from enum import Enum

from reportlab.lib.units import mm

from fieldsurvey.report.tables import PAGE

_A4_MM = 297


class PageSize(Enum):
    """A sheet; its value is (width, height) in millimetres.

    The text has the same width on both, so that tables and signature boxes need no second design; F4 is longer.
    """

    A4 = (210, _A4_MM)
    F4 = (215, 330)

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.value[0] * mm)

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.value[1] * mm)

    @property
    def text_height(self) -> float:
        """Height of the text in points."""
        return float(PAGE + (self.value[1] - _A4_MM) * mm)
